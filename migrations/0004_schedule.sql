-- What comes again. Any process may notice a due time; inserting the occurrence decides who runs it.

create table schedule (
  id uuid primary key,
  number bigint generated always as identity,
  team_id text not null,
  channel_id text not null,
  thread_ts text collate "C",
  owner_id text not null,
  expression text not null,
  time_zone text not null,
  goal text not null,
  language text not null,
  missed text not null check (missed in ('run-once', 'skip')),
  next_due_at timestamptz,
  created_at timestamptz not null,
  ended_at timestamptz
);
create index schedule_due on schedule (next_due_at) where ended_at is null;

create table occurrence (
  schedule_id uuid not null references schedule (id),
  due_at timestamptz not null,
  state text not null check (state in ('planned', 'running', 'delivered', 'skipped', 'failed')),
  why text,
  task_id uuid,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (schedule_id, due_at)
);
