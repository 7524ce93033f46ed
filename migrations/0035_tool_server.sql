-- Servers of tools that people connected in a channel: an owner of the channel confirms each, and there it is used, in
-- every process. Those of the settings stand in the settings; how far any of them can be reached stands here.

create table tool_server (
  id uuid primary key,
  team_id text not null,
  channel_id text not null,
  -- Where it was asked for: what becomes of it later is said there.
  thread_ts text not null,
  name text not null,
  -- Never changed: another address is another server, with pins and sign-ins of its own.
  url text not null,
  language text not null,
  state text not null check (state in ('asked', 'connected', 'declined', 'disconnected')),
  -- What its tools do to the world, where an owner has said so.
  effects jsonb not null default '{}',
  -- Set once it has turned somebody away who had not signed in.
  wants_sign_in boolean not null default false,
  asked_by text not null,
  asked_at timestamptz not null,
  decided_by text,
  decided_at timestamptz
);
create unique index tool_server_name on tool_server (team_id, channel_id, lower(name)) where state = 'connected';

-- Those that cannot be reached, keyed as tool_pin is: by the name in the settings, or by the id above.
create table tool_server_away (
  server text primary key,
  since timestamptz not null,
  reason text not null
);

-- A tool that its server no longer has is not offered, and is the same as before if it comes back unchanged.
alter table tool_pin add column is_listed boolean not null default true;
