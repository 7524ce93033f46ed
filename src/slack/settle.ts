// Sends one claimed row of the outbox, or looks whether it arrived, and writes down how it ended.
import type { Clock } from '../base/clock.ts';
import { toReason } from '../base/errors.ts';
import { createPosting, type PostingDeps } from './posting.ts';
import type { OutboxRow, OutboxStore } from './outbox-store.ts';
import type { Ending } from './sending.ts';

export interface SettleDeps extends PostingDeps {
  readonly store: OutboxStore;
  readonly clock: Clock;
  /** Whether Slack takes our token: told after every call that shows it. */
  readonly onToken: (state: 'good' | 'refused') => void;
  /** Slack has it. A failure here is logged: whoever wants to know looks again by itself. */
  readonly onSent: (key: string) => Promise<void>;
  /** Slack will not take this row: somebody may have to be told elsewhere. */
  readonly onRefused: (row: OutboxRow, reason: string) => Promise<void>;
}

/** When a message is looked for that may or may not have arrived, counted from its attempt. */
const LOOK_AFTER_MS = [2_000, 10_000, 30_000];
const LOOK_AGAIN_MS = 10_000;
const TOKEN_RETRY_MS = 60_000;
const FIRST_RETRY_MS = 3_000;
const LONGEST_RETRY_MS = 60_000;
const MOST_TRIES = 12;

/** Never throws: a row whose ending could not be recorded is claimed again. */
export function createSettle(deps: SettleDeps) {
  const { log, onToken } = deps;
  const post = createPosting(deps);
  const record = createRecord(deps);
  const lookUp = createLookUp(deps);

  return async function settle(row: OutboxRow): Promise<void> {
    try {
      const { body, attemptedAt, ts } = row;
      if (body.kind === 'message' && attemptedAt !== undefined && ts === undefined)
        return await lookUp(row, attemptedAt);
      const ending = await post(row);
      if (ending.kind !== 'unknown') onToken(ending.kind === 'token' ? 'refused' : 'good');
      return await record(row, ending);
    } catch (error) {
      return log.warn(
        { key: row.key, reason: toReason(error) },
        'how a post ended could not be recorded yet',
      );
    }
  };
}

function createRecord({ store, clock, log, onRefused, onSent }: SettleDeps) {
  const later = (ms: number) => new Date(clock.now().getTime() + ms);

  return async function record(row: OutboxRow, ending: Ending): Promise<void> {
    switch (ending.kind) {
      case 'sent':
        await store.markSent(row, {
          version: row.version,
          ...(ending.ts === undefined ? {} : { ts: ending.ts }),
          ...(ending.channelId === undefined ? {} : { channelId: ending.channelId }),
        });
        return onSent(row.key);
      case 'limited':
        return store.putOff(row, { dueAt: later(ending.retryAfterSeconds * 1000), wholeChannel: true });
      case 'token':
        log.error(
          { key: row.key, reason: ending.reason },
          'Slack refuses the bot token; what was to be said is kept',
        );
        return store.putOff(row, { dueAt: later(TOKEN_RETRY_MS), wholeChannel: true });
      case 'refused':
        log.error({ key: row.key, channelId: row.channelId, reason: ending.reason }, 'Slack refused a post');
        await store.markFailed(row, ending.reason);
        return onRefused(row, ending.reason);
      case 'unknown':
        return unknown(row, ending.reason);
    }
  };

  async function unknown(row: OutboxRow, reason: string): Promise<void> {
    log.warn({ key: row.key, reason }, 'it is not known whether a post arrived');
    const isNewMessage = row.body.kind === 'message' && row.ts === undefined;
    if (isNewMessage) return store.leaveUnknown(row, later(LOOK_AFTER_MS[0] ?? 0));
    // The rest may be sent twice without anybody seeing it twice.
    const isWords = row.body.kind === 'message' || row.body.kind === 'file';
    if (row.tries + 1 >= MOST_TRIES && !isWords) return store.markFailed(row, reason);
    return store.leaveUnknown(row, later(Math.min(FIRST_RETRY_MS * 2 ** row.tries, LONGEST_RETRY_MS)));
  }
}

function createLookUp({ store, sending, clock, log, onSent }: SettleDeps) {
  const later = (ms: number) => new Date(clock.now().getTime() + ms);

  return async function lookUp(row: OutboxRow, attemptedAt: Date): Promise<void> {
    const found = await sending.find(row);
    if (found.kind === 'found') {
      await store.markSent(row, found);
      return onSent(row.key);
    }
    if (found.kind === 'unclear') {
      log.warn({ key: row.key, reason: found.reason }, 'a post could not be looked up');
      return store.leaveUnknown(row, later(LOOK_AGAIN_MS));
    }
    const age = clock.now().getTime() - attemptedAt.getTime();
    const next = LOOK_AFTER_MS.find((ms) => ms > age);
    return next === undefined
      ? store.forgetAttempt(row, clock.now())
      : store.leaveUnknown(row, later(next - age));
  };
}
