-- Exact text: the pieces that are indexed are now those of rare letters, so that a quote of common words no longer names
-- thousands of messages to be read. What was indexed before is taken in anew; until then it is searched as it was.
insert into search_backlog select distinct team_id, channel_id from message on conflict do nothing;
