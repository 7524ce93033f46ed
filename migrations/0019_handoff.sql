-- A task passed to a person, to a channel or to Longhand: an object of its own, with its brief, so that it can be
-- accepted, declined, countered, brought up again, and listed, without anybody asking a model.

create table handoff (
  id uuid primary key,
  number bigint generated always as identity,
  team_id text not null,
  -- Where it was given.
  channel_id text not null,
  thread_ts text collate "C" not null,
  giver_id text not null,
  receiver_kind text not null check (receiver_kind in ('person', 'channel', 'longhand')),
  receiver_id text not null,
  -- Who took it for a channel.
  taker_id text,
  -- The task that waits for it, or that does it.
  task_id uuid references task (id) on delete cascade,
  task_role text check (task_role in ('waits', 'does')),
  -- Where a task that waits goes on.
  resumes text check (resumes in ('intake', 'working')),
  state text not null
    check (state in ('proposed', 'offered', 'accepted', 'countered', 'declined', 'returned', 'withdrawn')),
  -- Who gave it how: fixed when it is made.
  terms jsonb not null,
  brief jsonb not null,
  brief_hash text not null,
  due_at timestamptz,
  -- What its sides said last: the doubts before it goes out, a counter, a reason, the evidence.
  said jsonb not null default '{}',
  given_at timestamptz not null,
  changed_at timestamptz not null,
  -- When somebody has to be reminded next; nothing else wakes a handoff.
  attend_at timestamptz,
  attended jsonb not null default '[]'
);
create index handoff_thread on handoff (team_id, channel_id, thread_ts);
create index handoff_giver on handoff (team_id, giver_id);
create index handoff_receiver on handoff (team_id, receiver_id);
create index handoff_task on handoff (task_id);
create index handoff_shown on handoff ((terms ->> 'shownIn')) where terms ? 'shownIn';
create index handoff_attend on handoff (attend_at) where attend_at is not null;

-- What happened to it, in order. The key makes a second delivery of a click or a message the same row.
create table handoff_event (
  handoff_id uuid not null references handoff (id) on delete cascade,
  key text not null,
  event text not null,
  by_id text not null,
  words text not null,
  at timestamptz not null,
  primary key (handoff_id, key)
);
