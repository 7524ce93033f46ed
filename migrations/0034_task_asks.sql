-- Starts that ended while the model was waited for are counted by themselves: three deaths in a row at random moments ended
-- innocent tasks as if they had killed whoever worked on them.
alter table task add column asks integer not null default 0;
