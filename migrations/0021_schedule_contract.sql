-- A schedule is a contract: what was agreed (each change a version), how it stands, and for each run of it what came
-- of it and where it was said. A due time still has one row, and a row now says whether people got the report.

create table schedule_version (
  schedule_id uuid not null references schedule (id),
  version integer not null,
  terms jsonb not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (schedule_id, version)
);
insert into schedule_version (schedule_id, version, terms, changed_by, changed_at)
select id, 1, jsonb_build_object(
         'when', jsonb_build_object('kind', 'cron', 'expression', expression), 'timeZone', time_zone, 'goal', goal,
         'language', language, 'missed', missed, 'ownerId', owner_id),
       owner_id, created_at
from schedule;

alter table schedule
  drop column expression, drop column time_zone, drop column goal, drop column language, drop column missed,
  drop column owner_id,
  add column version integer not null default 1,
  add column state text not null default 'on' check (state in ('proposed', 'on', 'paused', 'ended')),
  -- Since when its due times count; what was due before it was switched on is nobody's.
  add column on_since timestamptz,
  add column paused_until timestamptz,
  -- Why it is paused or ended: by whom, or what stood in the way.
  add column why text,
  -- The one due time that somebody asked to leave out.
  add column skip_due_at timestamptz,
  -- When its end was last proposed because nobody reads it.
  add column end_proposed_at timestamptz;
update schedule set on_since = created_at, state = case when ended_at is null then 'on' else 'ended' end;
alter table schedule add constraint schedule_owed_times check (state in ('on', 'paused') or next_due_at is null);

alter table occurrence
  drop constraint occurrence_state_check,
  add constraint occurrence_state_check
    check (state in ('planned', 'running', 'delivered', 'nothing', 'skipped', 'failed')),
  -- `now`: asked for by a person between the due times.
  add column kind text not null default 'due' check (kind in ('due', 'now')),
  -- When it begins: after downtime one after the other, and never all at once.
  add column run_at timestamptz,
  add column tries integer not null default 0;
update occurrence set run_at = started_at where state = 'planned';
create index occurrence_planned on occurrence (run_at) where state = 'planned';
create index occurrence_failed on occurrence (ended_at) where state = 'failed';
create index occurrence_running on occurrence (started_at) where state = 'running';

-- A run is a task without a thread: what it says appears when there is something to say. Trials and replays are runs
-- as well, and belong to no due time.
create table schedule_run (
  task_id uuid primary key,
  schedule_id uuid not null references schedule (id),
  version integer not null,
  kind text not null check (kind in ('due', 'now', 'trial', 'replay')),
  -- Of a replay: the moment whose history it sees.
  due_at timestamptz not null,
  asked_by text,
  -- Runs that were asked for together, and are told of together, where they were asked for.
  batch_id uuid,
  tell_channel_id text,
  tell_thread_ts text collate "C",
  state text not null check (state in ('running', 'reported', 'nothing', 'failed')) default 'running',
  why text,
  report text,
  figures jsonb,
  ended_at timestamptz
);
create index schedule_run_schedule on schedule_run (schedule_id, due_at);
create index schedule_run_batch on schedule_run (batch_id) where batch_id is not null;

-- A thread has a task: that of a run stands before all others until Slack has given it a real one.
create sequence schedule_run_thread;

-- What a run said outside of any thread: an answer under it is an answer to this task.
create table schedule_post (
  key text primary key,
  task_id uuid not null references schedule_run (task_id),
  is_report boolean not null
);
create index schedule_post_task on schedule_post (task_id);

-- Slack delivers a click again when it was not sure that we had it.
create table schedule_click (
  key text primary key,
  at timestamptz not null
);
