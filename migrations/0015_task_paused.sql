-- A task can be held still until somebody sets it on again; meanwhile it holds no job.
alter table task drop constraint task_state_check;
alter table task add constraint task_state_check
  check (state in ('intake', 'asking', 'working', 'paused', 'done', 'failed', 'stopped'));
