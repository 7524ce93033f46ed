-- Each time that something is said, the later parts of what was said before are looked for by the beginning of their keys:
-- without this the whole outbox was read for it, twice, at every step of every task.
create index outbox_post_beginning on outbox_post (key text_pattern_ops);
