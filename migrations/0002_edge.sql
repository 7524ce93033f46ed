-- The two ends of the Slack edge. inbox_event is written before Slack is told that we have an event;
-- outbox_post is written with the change that made us speak, and sent afterwards.

create table inbox_event (
  event_id text primary key,
  envelope json not null,
  received_at timestamptz not null,
  -- Who is handling it, until when; another process may take it over afterwards.
  claimed_until timestamptz,
  tries integer not null default 0,
  handled_at timestamptz,
  failed_reason text
);
create index inbox_event_open on inbox_event (received_at) where handled_at is null;

create table outbox_post (
  key text primary key,
  kind text not null check (kind in ('message', 'reaction', 'status')),
  channel_id text not null,
  thread_ts text collate "C",
  body jsonb not null,
  -- Counts up when the same key is said again with other words.
  version integer not null default 1,
  sent_version integer not null default 0,
  -- Set before the first call: a row that was attempted and has no ts is looked up before it is sent again.
  attempted_at timestamptz,
  -- Slack's name for it, once known.
  ts text collate "C",
  due_at timestamptz not null,
  claimed_until timestamptz,
  tries integer not null default 0,
  failed_reason text,
  created_at timestamptz not null,
  place bigint generated always as identity
);
create index outbox_post_due on outbox_post (due_at) where sent_version < version and failed_reason is null;
create index outbox_post_thread on outbox_post (channel_id, thread_ts);
