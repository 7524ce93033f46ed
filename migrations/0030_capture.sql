-- Web pages as they were read: pages change, and a claim has to be shown as it stood when it was read. One row a content of
-- an address in a task; it goes with the task.

create table capture (
  task_id uuid not null references task (id),
  -- Of the address and the content.
  id text not null,
  url text not null,
  title text not null,
  text text not null,
  -- Of the whole text, also where less of it is kept.
  sha256 text not null,
  read_at timestamptz not null,
  primary key (task_id, id)
);
create index capture_url on capture (task_id, url, read_at);
