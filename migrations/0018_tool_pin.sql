-- Tools of other people's servers, as they were when they were taken on. What a server says of a tool later is kept
-- beside it until somebody accepts it: words that the model reads must not change behind people's backs.

create table tool_pin (
  server text not null,
  name text not null,
  sha256 text not null,
  -- json and not jsonb: what the model is shown is shown again to the letter.
  listed json not null,
  pinned_at timestamptz not null,
  changed_sha256 text,
  changed_listed json,
  primary key (server, name)
);
