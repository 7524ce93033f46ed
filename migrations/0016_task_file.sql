-- The files of a task: what its tools made and have not shown to anybody yet. Rows and not a folder, so that they are
-- there after a crash, on every process, and gone with the task.

create table task_file (
  task_id uuid not null references task (id),
  -- A path without `..`, as it is called in the sandbox too.
  name text not null,
  bytes integer not null,
  -- The whole file when it is text; beside other contents the words it was made from. In both cases what was forgotten
  -- is found here.
  text text not null,
  content bytea,
  made_at timestamptz not null,
  primary key (task_id, name)
);
