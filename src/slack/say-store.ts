// How what is said becomes a row of the outbox: one statement for each part of it.
export const OUTBOX_CHANNEL = 'longhand_outbox';

/** Slack shows an update of one message only every three seconds (docs.slack.dev, developing agents). */
export const UPDATE_EVERY = "interval '3 seconds'";

/**
 * Saying the same again changes nothing; saying it with other words makes it due once more, and wakes the sender.
 * A status is sent again even when it is the same, because it lapses after an hour.
 */
const SAID = `
  said as (
    insert into outbox_post (key, kind, channel_id, thread_ts, body, due_at, created_at)
    values ($1, $2, $3, $4, $5::jsonb, $6, $6)
    on conflict (key) do update
    set body = excluded.body, version = outbox_post.version + 1, failed_reason = null, tries = 0,
        due_at = case when outbox_post.sent_version < outbox_post.version and outbox_post.failed_reason is null
                      then outbox_post.due_at
                      else greatest(excluded.due_at, outbox_post.attempted_at + ${UPDATE_EVERY}) end
    where outbox_post.body - 'fileId' is distinct from excluded.body or outbox_post.kind = 'status'
    returning 1)`;
const WAKE = `select pg_notify('${OUTBOX_CHANNEL}', '') from said`;
export const PUT = `with ${SAID} ${WAKE}`;

/** `key:2`, `key:3` …, in the order of bytes: what an index on the beginning of keys finds (`;` follows `:`). */
const LATER_PARTS = `key ~>=~ ($1 || ':') and key ~<~ ($1 || ';') and substr(key, length($1) + 2) ~ '^[0-9]+$' and not key = any($7)`;
/** The first part, and what becomes of parts that were said before and are no more: dropped, or replaced where they stand. */
export const PUT_FIRST = `
  with ${SAID},
  dropped as (
    delete from outbox_post where ${LATER_PARTS} and ts is null and attempted_at is null),
  replaced as (
    update outbox_post set body = $8::jsonb, version = version + 1, due_at = $6
    where ${LATER_PARTS} and not (ts is null and attempted_at is null)
      and body ->> 'kind' = 'message' and body <> $8::jsonb)
  ${WAKE}`;
