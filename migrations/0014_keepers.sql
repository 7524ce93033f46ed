-- Who looks after a channel or the workspace: who can be asked when a goal needs more than its owner may allow.

alter table person add column is_admin boolean not null default false;
alter table channel add column creator_id text;
