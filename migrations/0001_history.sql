-- What was said. A message is (team, channel, ts); message_version keeps every state it ever had, and message
-- holds the present one, so that reading a channel never has to fold versions. Times of Slack's are text as
-- Slack writes them: fixed width, so that the order of the text (collate "C") is the order in time.

create table person (
  team_id text not null,
  person_id text not null,
  name text not null,
  real_name text not null,
  time_zone text not null default 'UTC',
  is_bot boolean not null default false,
  is_guest boolean not null default false,
  is_deactivated boolean not null default false,
  seen_at timestamptz not null,
  primary key (team_id, person_id)
);

create table channel (
  team_id text not null,
  channel_id text not null,
  name text not null,
  kind text not null check (kind in ('channel', 'group', 'im', 'mpim')),
  is_archived boolean not null default false,
  seen_at timestamptz not null,
  -- How far back the channel has been read: the oldest message so far, and when its beginning was reached.
  backfilled_to text collate "C",
  backfilled_at timestamptz,
  primary key (team_id, channel_id)
);

create table message (
  team_id text not null,
  channel_id text not null,
  ts text collate "C" not null,
  thread_ts text collate "C" not null,
  author_kind text not null check (author_kind in ('person', 'bot', 'longhand')),
  author_id text,
  text text not null,
  mentions text[] not null default '{}',
  version integer not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  primary key (team_id, channel_id, ts)
);
create index message_thread on message (team_id, channel_id, thread_ts, ts);

create table message_version (
  team_id text not null,
  channel_id text not null,
  ts text collate "C" not null,
  version integer not null,
  kind text not null check (kind in ('posted', 'edited', 'deleted')),
  text text not null,
  -- As Slack sent it; jsonb would refuse U+0000 and drop lone surrogates.
  blocks json,
  said_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (team_id, channel_id, ts, version)
);

create table file (
  team_id text not null,
  file_id text not null,
  channel_id text not null,
  ts text collate "C" not null,
  name text not null,
  mimetype text not null,
  bytes bigint not null,
  download_url text,
  primary key (team_id, file_id, channel_id, ts)
);
create index file_message on file (team_id, channel_id, ts);

-- The text of a file by page or sheet, extracted once.
create table file_page (
  team_id text not null,
  file_id text not null,
  page integer not null,
  place text not null,
  text text not null,
  primary key (team_id, file_id, page)
);

-- Terms are made by the application (stems, and character pairs for Chinese, Japanese and Korean), so that no
-- extension is needed and the same code makes the query.
create table message_search (
  team_id text not null,
  channel_id text not null,
  ts text collate "C" not null,
  length integer not null,
  terms tsvector not null,
  primary key (team_id, channel_id, ts)
);
create index message_search_terms on message_search using gin (terms) with (fastupdate = off);
