-- What was asked of a model's key within the last minute, by all processes: limits a minute are held against it. The key
-- itself is not here, only a hash of it; rows go when their minute is over and the next request comes.
create table model_request (
  id uuid primary key,
  key text not null,
  at timestamptz not null,
  tokens integer not null
);
create index model_request_key on model_request (key, at);
