-- Hashes of the words on a page of a file, made by the application as those of messages are; null until they are made.
alter table content_page add column words integer[];
create index content_page_words on content_page using gin (words);
create index content_page_wordless on content_page (team_id) where words is null;

-- Files are read as they arrive. A row is here while one is being read, and once reading it came to nothing: when it is
-- tried again.
create table file_arrival (
  team_id text not null,
  file_id text not null,
  tries integer not null,
  due_at timestamptz not null,
  primary key (team_id, file_id)
);
