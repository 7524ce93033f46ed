-- What people signed in with at servers of tools, each for themselves, sealed with a key that the database does not have;
-- and who was sent to sign in where, until they come back.

create table credential (
  server text not null,
  -- Empty for what the server knows Longhand itself by.
  person_id text not null,
  kind text not null check (kind in ('client', 'tokens', 'discovery')),
  sealed bytea not null,
  at timestamptz not null,
  primary key (server, person_id, kind)
);

create table sign_in (
  -- Sent along to the server and back: nobody can guess it, and it counts once.
  state text primary key,
  server text not null,
  person_id text not null,
  task_id uuid not null references task (id) on delete cascade,
  verifier bytea not null,
  at timestamptz not null
);
