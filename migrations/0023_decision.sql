-- Every decision about a goal: which rule it came from, what it rested on, who answered, and what came of it. Only names and
-- numbers of messages are kept here; their words stay where they can be forgotten.
create table decision (
  id uuid primary key,
  task_id uuid not null references task (id),
  at timestamptz not null,
  kind text not null check (kind in
    ('accepted', 'asked', 'challenged', 'barred', 'held', 'answered', 'refused', 'rejected')),
  -- In one word: `clear`, `assumed`, `value`, `premise`, `decision`, `approval`, `secret`, …
  rule text not null,
  -- The messages it rests on, by ts.
  seen text[] not null,
  card_id uuid unique,
  answered_by text,
  answer text check (answer in ('option', 'defaults', 'override', 'words', 'lift', 'go')),
  -- Whether the answer was another than the one recommended; null where nothing was.
  is_changed boolean,
  answered_at timestamptz,
  -- How the work ended that followed from it.
  outcome text check (outcome in ('done', 'failed', 'stopped', 'revised')),
  outcome_at timestamptz
);
create index decision_task on decision (task_id);

-- How much a channel wants to be asked, as somebody there said it; without a row, as usual.
create table channel_asking (
  team_id text not null,
  channel_id text not null,
  level text not null default 'usual' check (level in ('more', 'usual', 'less')),
  -- After so many minutes without an answer reversible work begins on the stated defaults; null never.
  start_after_minutes integer check (start_after_minutes > 0),
  set_by text not null,
  ts text collate "C" not null,
  primary key (team_id, channel_id)
);

-- What was learned about a person in a channel, with the message that says so: an answer that is not asked for again.
create table note (
  team_id text not null,
  channel_id text not null,
  owner_id text not null,
  -- The argument that was asked about.
  about text not null,
  -- What they answered; null when they leave it to Longhand.
  answer text,
  ts text collate "C" not null,
  noted_at timestamptz not null,
  primary key (team_id, channel_id, owner_id, about)
);
create function forget_notes() returns trigger language plpgsql as $$
begin
  delete from note where team_id = new.team_id and channel_id = new.channel_id and ts = new.ts;
  return null;
end
$$;
create trigger message_deleted_notes after update of deleted_at on message
  for each row when (new.deleted_at is not null and old.deleted_at is null) execute function forget_notes();
