-- Polls: a question with buttons that people answer over days. The poll is named by the effect that opened it, so that a
-- call made again finds it; a vote is one row a person, changed when they change their mind.

create table poll (
  id uuid primary key,
  task_id uuid not null references task (id) on delete cascade,
  team_id text not null,
  channel_id text not null,
  thread_ts text,
  question text not null,
  options jsonb not null,
  -- Who is asked; null when whoever sees it may answer, and only time or its opener closes it.
  voters jsonb,
  opened_by text not null,
  language text not null,
  task_number integer not null,
  opened_at timestamptz not null,
  closes_at timestamptz not null,
  closed_at timestamptz,
  closed_by text
);
create index poll_task on poll (task_id);
create index poll_due on poll (closes_at) where closed_at is null;

create table poll_vote (
  poll_id uuid not null references poll (id) on delete cascade,
  team_id text not null,
  person_id text not null,
  option integer not null,
  voted_at timestamptz not null,
  primary key (poll_id, person_id)
);
