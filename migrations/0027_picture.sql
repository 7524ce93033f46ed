-- Pictures that a model was shown: pages that have no text, files that are pictures. A row of the transcript names them,
-- so that it stays what a task goes on from, and is not made of pictures. They go with the task, and with their file.

create table picture (
  task_id uuid not null references task (id),
  -- What it shows and what it is made of: a file that is written anew is another picture.
  id text not null,
  team_id text not null,
  -- The shared file that it is of; null for one that the task itself made.
  file_id text,
  content bytea not null,
  made_at timestamptz not null,
  primary key (task_id, id)
);
create index picture_file on picture (team_id, file_id) where file_id is not null;
