-- An effect may want a person's yes first, may be taken back, and after an unknown ending may be settled by a person.

alter table effect drop constraint effect_state_check;
alter table effect add constraint effect_state_check
  check (state in ('intended', 'done', 'not-done', 'unknown', 'undone'));
-- Who said how it ended, where nothing but a person could.
alter table effect add column settled_by text;
-- The wish comes first, so that a crash does not lose it.
alter table effect add column undo_wished_at timestamptz;
alter table effect add column undo_wished_by text;
-- Why it could not be taken back; what was taken back is in the state.
alter table effect add column undo_failed text;
create index effect_undo on effect (task_id)
  where undo_wished_at is not null and undo_failed is null and state = 'done';

-- One yes to one call with exactly these arguments: asked, then decided, then used once.
create table approval (
  id uuid primary key,
  task_id uuid not null references task (id),
  call_id text not null,
  tool text not null,
  what text not null,
  -- Of the tool's name and its arguments: a yes to others is none to these.
  arguments_sha256 text not null,
  -- A yes holds for the brief that it was given under.
  brief_version integer not null,
  state text not null check (state in ('asked', 'approved', 'declined', 'used', 'void')),
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  place bigint generated always as identity
);
create index approval_call on approval (task_id, call_id, place);

-- What a channel wants to be asked before, and who may say yes there beside the owner of the task.
create table channel_approval (
  team_id text not null,
  channel_id text not null,
  rule text not null check (rule in ('never', 'outside', 'seen', 'every')),
  approver_ids text[] not null default '{}',
  primary key (team_id, channel_id)
);
