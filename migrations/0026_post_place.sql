-- Whose report a reply stands under is looked for at every reply in a thread.
create index outbox_post_place on outbox_post (channel_id, ts) where ts is not null;
