-- What the history still lacked: reactions with who, when and what came of them; the text of a file once for each
-- content, however often the file was shared; where a gap in the listening began; and what of an export was read.

-- Only ever added to. Whether a reaction stands is what its newest row says, so that events may come in any order.
create table reaction (
  team_id text not null,
  channel_id text not null,
  ts text collate "C" not null,
  name text not null,
  person_id text not null,
  kind text not null check (kind in ('added', 'removed')),
  at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (team_id, channel_id, ts, name, person_id, at, kind)
);

create table file_content (
  team_id text not null,
  file_id text not null,
  sha256 text not null,
  primary key (team_id, file_id)
);
create index file_content_sha256 on file_content (team_id, sha256);

create table content_page (
  team_id text not null,
  sha256 text not null,
  page integer not null,
  place text not null,
  text text not null,
  primary key (team_id, sha256, page)
);
-- What was read before contents had names is its own content.
insert into file_content select distinct team_id, file_id, 'file:' || file_id from file_page;
insert into content_page select team_id, 'file:' || file_id, page, place, text from file_page;
drop table file_page;

-- Kept until all that was said since then has been told: a crash in the middle must not make the gap look smaller.
create table history_gap (
  team_id text not null,
  channel_id text not null,
  since_ts text collate "C" not null,
  primary key (team_id, channel_id)
);

-- A file of an export that was read to its end; `mark` tells whether it is still the same file.
create table import_entry (
  team_id text not null,
  channel_id text not null,
  path text not null,
  mark text not null,
  read_at timestamptz not null,
  primary key (team_id, path, mark)
);
