-- Many documents under one form. What came of each is a lane_item; this is what was asked, under the name by which the
-- table can be read and calculated with like any file.

create table reading (
  -- The fan-out of the same name.
  batch text primary key,
  task_id uuid not null references task (id),
  team_id text not null,
  channel_id text not null,
  file_id text not null unique,
  title text not null,
  form jsonb not null,
  -- The same items under the same form: a call made again goes on with what is under way.
  wish text not null,
  -- The reading whose failed rows this one reads again; the others are taken from there.
  base text,
  created_at timestamptz not null
);
create index reading_task on reading (task_id);

-- What a content said to a form, so that nothing is asked twice: by content, form, and model. It goes with the file.
create table reading_answer (
  team_id text not null,
  key text not null,
  file_id text,
  answer jsonb not null,
  at timestamptz not null,
  primary key (team_id, key)
);

-- One response of the transcript was one row; a fan-out asks beside the transcript, once or more for each item.
alter table usage add column part text not null default '';
alter table usage drop constraint usage_pkey;
alter table usage add primary key (task_id, seq, part);
