-- Who is at what: one job at a time for a task and for a lane. The engine's named queues did it before, and for every job
-- that it handed out it locked the queue of every task that had ever run, one worker at a time.
create table job_claim (
  name text primary key,
  job_id bigint not null,
  owner text not null,
  -- Somebody wished it while it was being done: once more afterwards.
  again boolean not null default false
);
