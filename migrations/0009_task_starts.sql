-- A task that kills its worker each time must end visibly: how often it was started without coming one step on.
alter table task add column starts integer not null default 0;
