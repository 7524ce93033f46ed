-- What was asked, and what is being done about it. The transcript (task_entry) is the checkpoint: after any
-- crash a task goes on from its rows and nothing else.

create table task (
  id uuid primary key,
  number bigint generated always as identity,
  team_id text not null,
  channel_id text not null,
  thread_ts text collate "C" not null,
  goal_ts text collate "C" not null,
  owner_id text not null,
  language text not null,
  state text not null check (state in ('intake', 'asking', 'working', 'done', 'failed', 'stopped')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  -- The task began in its thread; a message after its end opens the same one again.
  unique (team_id, channel_id, thread_ts)
);

create table brief (
  task_id uuid not null references task (id),
  version integer not null,
  body jsonb not null,
  accepted_at timestamptz not null,
  accepted_by text not null,
  primary key (task_id, version)
);

create table task_entry (
  task_id uuid not null references task (id),
  seq integer not null,
  kind text not null,
  -- json and not jsonb: what the model was sent is sent again to the letter, and it may hold U+0000 escapes.
  body json not null,
  at timestamptz not null,
  primary key (task_id, seq)
);

-- What reaches a task from outside while it is open. The key makes a second delivery the same row.
create table signal (
  task_id uuid not null references task (id),
  key text not null,
  kind text not null,
  body jsonb not null,
  at timestamptz not null,
  place bigint generated always as identity,
  taken_at timestamptz,
  primary key (task_id, key)
);
create index signal_open on signal (task_id, place) where taken_at is null;

create table effect (
  key uuid primary key,
  task_id uuid not null references task (id),
  call_id text not null,
  tool text not null,
  what text not null,
  input jsonb not null,
  state text not null check (state in ('intended', 'done', 'not-done', 'unknown')),
  outcome jsonb,
  -- What the outside calls it, once known: a file's id, by which a lost answer is looked up.
  handle text,
  intended_at timestamptz not null,
  settled_at timestamptz,
  unique (task_id, call_id)
);

create table usage (
  task_id uuid not null references task (id),
  seq integer not null,
  model text not null,
  input_tokens integer not null,
  cached_tokens integer not null,
  output_tokens integer not null,
  usd double precision,
  at timestamptz not null,
  primary key (task_id, seq)
);

-- How far our token estimate is off for a model, learned from the usage that comes back.
create table token_calibration (
  model text primary key,
  ratio double precision not null,
  samples integer not null
);
