-- Search in segments of its own instead of a tsvector: at 100 million characters in a channel the tsvector design
-- is several times the size and several times as slow (bench/memory.ts measures both). New messages stand in
-- search_tail as rows; some thousands of them at a time become a segment that never changes again. Only hashes of
-- words are kept here, no text.

drop table message_search;

create table search_tail (
  team_id text not null,
  channel_id text not null,
  ts text collate "C" not null,
  -- One message as src/history/search/document.ts writes it: what a search for words reads, and one for exact text.
  words bytea not null,
  grams bytea not null,
  primary key (team_id, channel_id, ts)
);
alter table search_tail alter column words set storage external;
alter table search_tail alter column grams set storage external;

create table search_segment (
  segment_id integer generated always as identity primary key,
  team_id text not null,
  channel_id text not null,
  from_ts text collate "C" not null,
  to_ts text collate "C" not null,
  messages integer not null,
  documents integer not null,
  -- Words are spread over 2 ^ word_bits rows of search_posting by the head of their hash, and so are grams.
  word_bits integer not null,
  gram_bits integer not null,
  -- Length of each document, and where conversations begin.
  head bytea not null,
  -- Documents that no longer stand, four bytes each: their message was edited or deleted.
  dead bytea not null default ''
);
alter table search_segment alter column head set storage external;
alter table search_segment alter column dead set storage external;
create index search_segment_channel on search_segment (team_id, channel_id);

create table search_posting (
  segment_id integer not null references search_segment on delete cascade,
  bucket integer not null,
  data bytea not null,
  primary key (segment_id, bucket)
);
-- A bucket is read whole and compresses badly: it stays in its row up to the size of a page.
alter table search_posting alter column data set storage external;
alter table search_posting set (toast_tuple_target = 8160);

-- For what changed since a point in time.
create index message_version_said on message_version (team_id, channel_id, said_at);

-- Channels whose messages are to be taken in anew: all there are now, and all again whenever words are made otherwise.
create table search_backlog (
  team_id text not null,
  channel_id text not null,
  primary key (team_id, channel_id)
);
insert into search_backlog select distinct team_id, channel_id from message;
