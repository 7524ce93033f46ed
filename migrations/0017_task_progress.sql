-- A task that comes on by a row between two deaths is not one that kills its workers, even when each start dies within
-- its first step. How far it was at its last start; it only grows.
alter table task add column started_at_mark bigint not null default -1;
