-- What people of a channel have ruled or decided, word for word, with the message that says so. It is put before
-- every turn, so a wrong row costs more than a missing one: only plain commands and explicit decisions come in.

create table channel_rule (
  team_id text not null,
  channel_id text not null,
  number integer not null,
  kind text not null check (kind in ('constraint', 'decision')),
  ts text collate "C" not null,
  words text not null,
  said_by text,
  status text not null default 'active' check (status in ('active', 'replaced', 'dropped')),
  -- Who dropped it, or what replaced it.
  changed_by text,
  changed_at timestamptz,
  found_at timestamptz not null default now(),
  primary key (team_id, channel_id, number)
);
-- The same words of the same message are one rule, however often we are told of them; one that was dropped stays so.
create unique index channel_rule_words on channel_rule (team_id, channel_id, ts, md5(words));

create function forget_rules() returns trigger language plpgsql as $$
begin
  delete from channel_rule r using gone g
    where r.team_id = g.team_id and r.channel_id = g.channel_id and r.ts = g.ts;
  return null;
end
$$;
create function forget_deleted_rules() returns trigger language plpgsql as $$
begin
  delete from channel_rule where team_id = new.team_id and channel_id = new.channel_id and ts = new.ts;
  return null;
end
$$;
create trigger message_deleted_rules after update of deleted_at on message
  for each row when (new.deleted_at is not null and old.deleted_at is null) execute function forget_deleted_rules();
create trigger message_gone_rules after delete on message
  referencing old table as gone for each statement execute function forget_rules();
