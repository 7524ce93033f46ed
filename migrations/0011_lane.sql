-- Fan-out: many items of one call, worked on by N lanes. Each item is a row with its own outcome, so that nothing is read
-- twice after a crash and nothing is left out unseen.

create table lane_item (
  -- The call that laid the items out: asked again after a crash, it finds its batch here.
  batch text not null,
  place integer not null,
  task_id uuid not null references task (id),
  kind text not null,
  item jsonb not null,
  state text not null check (state in ('open', 'running', 'done', 'failed', 'dropped')),
  -- The lane that took it last. After a crash a lane takes its own items up again, and nobody else's.
  lane integer,
  tries integer not null default 0,
  outcome jsonb,
  reason text,
  settled_at timestamptz,
  primary key (batch, place)
);
create index lane_item_unsettled on lane_item (batch, tries, place) where state in ('open', 'running');
create index lane_item_task on lane_item (task_id);
