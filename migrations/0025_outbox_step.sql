-- How a step of a workflow ended is told to Slack as everything else is: from the outbox, once, over a crash.
alter table outbox_post drop constraint outbox_post_kind_check;
alter table outbox_post add constraint outbox_post_kind_check check (kind in ('message', 'reaction', 'status', 'step'));
