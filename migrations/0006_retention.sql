-- How long what was said is kept: the text of deleted messages for some days, and everything of a channel for as long
-- as its people decided.

alter table message add column purged_at timestamptz;
create index message_to_purge on message (deleted_at) where deleted_at is not null and purged_at is null;

create table channel_retention (
  team_id text not null,
  channel_id text not null,
  retain_days integer not null check (retain_days > 0),
  primary key (team_id, channel_id)
);
