// The rows of the inbox: an envelope is here before Slack is told that we have it.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';

export interface InboxEvent {
  readonly eventId: string;
  readonly envelope: unknown;
  readonly tries: number;
}

export interface InboxStore {
  /** Keeps an envelope, claimed by whoever keeps it; `known` when it is here already. */
  keep(
    event: { eventId: string; envelope: unknown },
    times: { now: Date; claimedUntil: Date },
  ): Promise<'new' | 'known'>;
  /** The oldest event that nobody handles at the moment, claimed. */
  claimNext(times: { now: Date; claimedUntil: Date }): Promise<InboxEvent | undefined>;
  markHandled(eventId: string, at: Date): Promise<void>;
  /** Leaves it open until `retryAt`. */
  putOff(eventId: string, retryAt: Date): Promise<void>;
  markFailed(eventId: string, reason: string): Promise<void>;
  /** Slack repeats an event for minutes; what was handled longer ago needs no memory of its words. */
  forgetHandledBefore(at: Date): Promise<number>;
}

const Row = z
  .object({ event_id: z.string(), envelope: z.unknown(), tries: z.number() })
  .transform((row): InboxEvent => ({ eventId: row.event_id, envelope: row.envelope, tries: row.tries }));

export function createInboxStore(sql: Sql): InboxStore {
  return {
    keep: async ({ eventId, envelope }, { now, claimedUntil }) => {
      const inserted = await sql.run(
        `insert into inbox_event (event_id, envelope, received_at, claimed_until) values ($1, $2, $3, $4)
         on conflict (event_id) do nothing`,
        [eventId, JSON.stringify(envelope), now, claimedUntil],
      );
      return inserted === 1 ? 'new' : 'known';
    },

    claimNext: async ({ now, claimedUntil }) => {
      const [event] = await sql.rows(
        Row,
        `update inbox_event set claimed_until = $2
         where event_id = (
           select event_id from inbox_event
           where handled_at is null and failed_reason is null and (claimed_until is null or claimed_until <= $1)
           order by received_at, event_id limit 1 for update skip locked)
         returning event_id, envelope, tries`,
        [now, claimedUntil],
      );
      return event;
    },

    markHandled: async (eventId, at) => {
      await sql.run('update inbox_event set handled_at = $2, claimed_until = null where event_id = $1', [
        eventId,
        at,
      ]);
    },

    putOff: async (eventId, retryAt) => {
      await sql.run('update inbox_event set tries = tries + 1, claimed_until = $2 where event_id = $1', [
        eventId,
        retryAt,
      ]);
    },

    markFailed: async (eventId, reason) => {
      await sql.run(
        'update inbox_event set tries = tries + 1, claimed_until = null, failed_reason = $2 where event_id = $1',
        [eventId, reason],
      );
    },

    forgetHandledBefore: (at) => sql.run('delete from inbox_event where handled_at < $1', [at]),
  };
}
