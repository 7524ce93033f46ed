-- Exact text: of addresses and paths every piece is indexed now, so that a quote from one of thousands that begin alike
-- is found at once. What was indexed before is taken in anew; until then it is searched as it was.
insert into search_backlog select distinct team_id, channel_id from message on conflict do nothing;
