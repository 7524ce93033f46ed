-- What the tasks of the last day have cost together, looked at before each request to the model.

create index usage_at on usage (at);
