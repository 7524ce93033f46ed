-- What the model reads of a channel, kept as it was rendered: it grows at its end, so that a request begins with
-- the bytes of the one before it. A message that was deleted leaves it by the trigger below and not by anybody's
-- memory; the prefix is then honestly another one.

create table channel_window (
  team_id text not null,
  channel_id text not null,
  heading text not null default '',
  -- What stood before the window in a few lines, written anew at a cut; null when it has to be.
  digest text,
  digest_refs text[] not null default '{}',
  -- Whose times the lines show: that of the person who asked when the window was begun.
  time_zone text not null default 'UTC',
  -- The newest message that was cut off; nothing up to here comes back into the window.
  cut_ts text collate "C" not null default '',
  cut_at timestamptz,
  primary key (team_id, channel_id)
);

create table window_line (
  team_id text not null,
  channel_id text not null,
  seq bigint not null,
  -- The message it shows, or the one whose reactions it tells.
  ts text collate "C" not null,
  kind text not null check (kind in ('message', 'reactions')),
  version integer not null,
  text text not null,
  tokens integer not null,
  primary key (team_id, channel_id, seq)
);
create index window_line_message on window_line (team_id, channel_id, ts, seq);

-- Pages and chapters: sealed runs of messages with a summary made from the messages themselves.
create table page (
  team_id text not null,
  channel_id text not null,
  level text not null check (level in ('page', 'chapter')),
  from_ts text collate "C" not null,
  to_ts text collate "C" not null,
  messages integer not null,
  -- [{"text": "...", "messages": ["1732001234.000200"]}]: each sentence with what it stands on.
  sentences jsonb not null,
  model text not null,
  tokens integer not null,
  made_at timestamptz not null,
  primary key (team_id, channel_id, level, from_ts)
);
create index page_made on page (made_at);

create function forget_rendered() returns trigger language plpgsql as $$
begin
  delete from window_line l using gone g
    where l.team_id = g.team_id and l.channel_id = g.channel_id and l.ts = g.ts;
  update channel_window w set digest = null, digest_refs = '{}' from gone g
    where w.team_id = g.team_id and w.channel_id = g.channel_id and g.ts = any(w.digest_refs);
  -- A summary may tell what the message said; the page is summed up again from what is left.
  delete from page p using gone g
    where p.team_id = g.team_id and p.channel_id = g.channel_id and g.ts between p.from_ts and p.to_ts;
  return null;
end
$$;

create function forget_deleted() returns trigger language plpgsql as $$
begin
  delete from window_line where team_id = new.team_id and channel_id = new.channel_id and ts = new.ts;
  update channel_window set digest = null, digest_refs = '{}'
    where team_id = new.team_id and channel_id = new.channel_id and new.ts = any(digest_refs);
  delete from page where team_id = new.team_id and channel_id = new.channel_id and new.ts between from_ts and to_ts;
  return null;
end
$$;

create trigger message_deleted after update of deleted_at on message
  for each row when (new.deleted_at is not null and old.deleted_at is null) execute function forget_deleted();
create trigger message_gone after delete on message
  referencing old table as gone for each statement execute function forget_rendered();
