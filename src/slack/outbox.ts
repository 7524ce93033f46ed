// The sender: takes what is due from the outbox, sends it at the pace Slack allows, and writes down how it ended.
import type { Clock } from '../base/clock.ts';
import { toReason } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { FilePoster } from './files.ts';
import { OUTBOX_CHANNEL, type OutboxBody, type OutboxRow, type OutboxStore } from './outbox-store.ts';
import type { Ending, Sending } from './sending.ts';

/** Calls `listener` when the database says that something happened; resolves to what ends it. */
export type Subscribe = (channel: string, listener: () => void) => Unsubscribe | Promise<Unsubscribe>;
type Unsubscribe = () => void | Promise<void>;

interface OutboxDeps {
  readonly store: OutboxStore;
  readonly sending: Sending;
  readonly files: FilePoster;
  readonly clock: Clock;
  readonly log: Log;
  readonly subscribe: Subscribe;
  /** Whether Slack takes our token: told on every change. */
  readonly onToken: (state: 'good' | 'refused') => void;
}

interface Outbox {
  start(): Promise<void>;
  /** Resolves when what is under way has ended; the rest stays for the next start. */
  stop(): Promise<void>;
}

/** A little longer than a call may take; what is claimed anew is looked up before it is sent. */
const LEASE_MS = 20_000;
const SWEEP_MS = 5_000;
const SOONEST_MS = 100;
const AT_ONCE = 8;
/** Slack's own limit for posts to one channel (docs.slack.dev, rate limits). */
const CHANNEL_REST_MS = 1_000;
/** When a message is looked for that may or may not have arrived, counted from its attempt. */
const LOOK_AFTER_MS = [2_000, 10_000, 30_000];
const TOKEN_RETRY_MS = 60_000;
const MOST_TRIES = 12;

export function createOutbox(deps: OutboxDeps): Outbox {
  const { store, clock, log, subscribe } = deps;
  const settle = createSettle(deps);
  const underWay = new Set<Promise<void>>();
  const restingUntil = new Map<string, number>();
  const ending = new AbortController();
  let nudge = new AbortController();
  let loop = Promise.resolve();
  let unsubscribe: Unsubscribe | undefined;

  function wake(): void {
    nudge.abort();
  }

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      // Made before the look: a nudge that comes while looking is not missed.
      nudge = new AbortController();
      const wait = await sendDue().catch((error: unknown) => {
        log.warn({ reason: toReason(error) }, 'the outbox could not be read');
        return SWEEP_MS;
      });
      await clock.sleep(wait, AbortSignal.any([nudge.signal, ending.signal]));
    }
  }

  /** Sends all that may be sent now; resolves to how long to wait before looking again. */
  async function sendDue(): Promise<number> {
    while (!ending.signal.aborted && underWay.size < AT_ONCE) {
      const now = clock.now();
      const row = await store.claimNext({
        now,
        claimedUntil: later(LEASE_MS),
        resting: resting(now.getTime()),
      });
      if (row === undefined) break;
      if (row.body.kind === 'message' && row.ts === undefined) {
        restingUntil.set(row.channelId, now.getTime() + CHANNEL_REST_MS);
      }
      const sent = settle(row).finally(() => {
        underWay.delete(sent);
        wake();
      });
      underWay.add(sent);
    }
    const dueAt = await store.nextDueAt();
    if (dueAt === undefined) return SWEEP_MS;
    return Math.min(Math.max(dueAt.getTime() - clock.now().getTime(), SOONEST_MS), SWEEP_MS);
  }

  function resting(now: number): string[] {
    for (const [channelId, until] of restingUntil) if (until <= now) restingUntil.delete(channelId);
    return [...restingUntil.keys()];
  }

  function later(ms: number): Date {
    return new Date(clock.now().getTime() + ms);
  }

  return {
    start: async () => {
      unsubscribe = await subscribe(OUTBOX_CHANNEL, wake);
      loop = run();
    },
    stop: async () => {
      ending.abort();
      await loop;
      await Promise.all(underWay);
      await unsubscribe?.();
    },
  };
}

/** Sends one claimed row and records the ending; never throws: a row whose ending is not recorded is claimed again. */
function createSettle({ store, sending, files, clock, log, onToken }: OutboxDeps) {
  let hasSessions = true;

  return async function settle(row: OutboxRow): Promise<void> {
    try {
      const isUnknown = row.body.kind === 'message' && row.attemptedAt !== undefined && row.ts === undefined;
      await (isUnknown ? lookUp(row, row.attemptedAt) : send(row));
    } catch (error) {
      log.warn({ key: row.key, reason: toReason(error) }, 'how a post ended could not be recorded yet');
    }
  };

  async function send(row: OutboxRow): Promise<void> {
    const ending = await call(row, row.body);
    if (ending.kind !== 'unknown') onToken(ending.kind === 'token' ? 'refused' : 'good');
    await record(row, ending);
  }

  function call(row: OutboxRow, body: OutboxBody): Promise<Ending> {
    switch (body.kind) {
      case 'message':
        return sending.message(row, body);
      case 'file':
        return postFile(row, body);
      case 'reaction':
        return sending.reaction(row, body);
      case 'status':
        return setStatus(row, body);
    }
  }

  async function postFile(row: OutboxRow, body: Extract<OutboxBody, { kind: 'file' }>): Promise<Ending> {
    if (body.fileId !== undefined) {
      const found = await files.find({ fileId: body.fileId, channelId: row.channelId });
      if (found.kind === 'shared') return { kind: 'sent', ts: body.fileId };
      if (found.kind === 'unknown')
        return { kind: 'unknown', reason: 'it is not known whether the file was shared' };
    }
    return files.share({
      channelId: row.channelId,
      threadTs: row.threadTs,
      name: body.name,
      bytes: Buffer.from(body.text),
      onFileId: (fileId) => store.rememberFile(row, fileId),
    });
  }

  async function setStatus(row: OutboxRow, body: Extract<OutboxBody, { kind: 'status' }>): Promise<Ending> {
    if (!hasSessions) return { kind: 'sent' };
    const ending = await sending.status(row, body);
    if (ending.kind !== 'refused') return ending;
    if (SESSIONS_OFF.has(ending.reason)) {
      hasSessions = false; // The workspace has no agent sessions: everything works without.
      log.info({ reason: ending.reason }, 'this workspace shows no agent status');
    } else log.debug({ reason: ending.reason }, 'a status was not shown');
    return { kind: 'sent' };
  }

  async function record(row: OutboxRow, ending: Ending): Promise<void> {
    switch (ending.kind) {
      case 'sent':
        return store.markSent(row, {
          version: row.version,
          ...(ending.ts === undefined ? {} : { ts: ending.ts }),
        });
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
        return store.markFailed(row, ending.reason);
      case 'unknown':
        return recordUnknown(row, ending.reason);
    }
  }

  async function recordUnknown(row: OutboxRow, reason: string): Promise<void> {
    log.warn({ key: row.key, reason }, 'it is not known whether a post arrived');
    const isNewMessage = row.body.kind === 'message' && row.ts === undefined;
    if (isNewMessage) return store.leaveUnknown(row, later(LOOK_AFTER_MS[0] ?? 0));
    // The rest may be sent twice without anybody seeing it twice.
    const isWords = row.body.kind === 'message' || row.body.kind === 'file';
    if (row.tries + 1 >= MOST_TRIES && !isWords) return store.markFailed(row, reason);
    return store.leaveUnknown(row, later(Math.min(3_000 * 2 ** row.tries, 60_000)));
  }

  async function lookUp(row: OutboxRow, attemptedAt: Date | undefined): Promise<void> {
    const found = await sending.find(row);
    if (found.kind === 'found') return store.markSent(row, { ts: found.ts, version: found.version });
    if (found.kind === 'unclear') {
      log.warn({ key: row.key, reason: found.reason }, 'a post could not be looked up');
      return store.leaveUnknown(row, later(LOOK_AFTER_MS[1] ?? 0));
    }
    const age = clock.now().getTime() - (attemptedAt?.getTime() ?? 0);
    const next = LOOK_AFTER_MS.find((ms) => ms > age);
    return next === undefined
      ? store.forgetAttempt(row, clock.now())
      : store.leaveUnknown(row, later(next - age));
  }

  function later(ms: number): Date {
    return new Date(clock.now().getTime() + ms);
  }
}

const SESSIONS_OFF: ReadonlySet<string> = new Set([
  'feature_disabled',
  'not_allowed',
  'not_authorized',
  'unknown_method',
  'missing_scope',
]);
