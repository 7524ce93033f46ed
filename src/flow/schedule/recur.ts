// What comes again: a due time becomes an occurrence, and the occurrence a run, unless something holds it back.
import type { Clock } from '../../base/clock.ts';
import { toReason } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { claimNextDue } from '../../schedule/claim.ts';
import type { Occurrence } from '../../schedule/occurrence-store.ts';
import type { Schedule } from '../../schedule/store.ts';
import type { Why } from '../../schedule/why.ts';
import { pauseEnded } from './place-ended.ts';
import { openRun } from './run.ts';
import { pauseAfterFailures, settleDelivered } from './run-ending.ts';
import type { Stores, Transact } from '../stores.ts';
import type { Trouble } from './schedule-trouble.ts';
import { hasChanged } from './talk-store.ts';
import { unreadSchedules } from './unread-store.ts';

export interface RecurDeps {
  readonly transact: Transact;
  readonly trouble: Trouble;
  readonly clock: Clock;
  readonly log: Log;
  /** Who somebody is now: what Slack told while nobody listened is not known. */
  findPerson?(personId: string): Promise<{ readonly isDeactivated: boolean } | undefined>;
}

export interface Recur {
  /** Begins all that is due, and looks what became of what was said: at a start, and then each minute. */
  tick(): Promise<void>;
  /** Begins those that wait behind other late ones, each at its time, until none is left or `signal` aborts. */
  line(signal: AbortSignal): Promise<void>;
}

/** Enough that the database is busy, few enough that it has time for others. */
const LANES = 4;
/** So long at least between two looks into the line: what cannot be begun now is not asked for without end. */
const LOOK_APART_MS = 1_000;
const DAY_MS = 86_400_000;

export function createRecur({ transact, trouble, clock, log, findPerson }: RecurDeps): Recur {
  let lookedForReadersAt = 0;
  let lineUnderWay: Promise<void> | undefined;

  /** True while there is more of it. */
  async function claimOne(): Promise<boolean> {
    const claim = await transact((stores) => claimNextDue(stores, clock.now()));
    return claim !== undefined;
  }

  async function beginOne(): Promise<boolean> {
    const now = clock.now();
    return transact(async (stores) => {
      const occurrence = await stores.occurrences.lockNextPlanned(now);
      if (occurrence === undefined) return false;
      await begin(stores, occurrence, now);
      return true;
    });
  }

  async function begin(stores: Stores, occurrence: Occurrence, now: Date): Promise<void> {
    const schedule = await stores.schedules.find(occurrence.scheduleId);
    if (schedule === undefined) return; // Its rows are gone together.
    const held = await heldBack(stores, schedule, occurrence);
    if (held !== undefined) {
      const state = held.kind === 'unchanged' ? 'nothing' : 'skipped';
      await stores.occurrences.settle(occurrence, { state, why: held, at: now });
      if (held.kind === 'owner-gone' || held.kind === 'place-gone')
        await trouble.pause(stores, schedule, { why: held, now });
      return;
    }
    const { dueAt, kind } = occurrence;
    const task = await openRun(stores, { schedule, kind, dueAt, now });
    await stores.occurrences.begin(occurrence, { taskId: task.id, at: now });
  }

  async function settleAll(): Promise<boolean> {
    for (const taskId of await transact(({ runs }) => runs.unsettled())) {
      await transact((stores) => settleDelivered(stores, taskId, { trouble, now: clock.now() }));
    }
    return false;
  }

  /** What has gone wrong too often, and what nobody seems to read. */
  async function watch(): Promise<boolean> {
    const now = clock.now();
    for (const id of await transact(({ occurrences }) => occurrences.failing(now))) {
      await transact(async (stores) => {
        const schedule = await stores.schedules.find(id);
        if (schedule !== undefined) await pauseAfterFailures(stores, schedule, { trouble, now });
      });
    }
    if (now.getTime() - lookedForReadersAt < DAY_MS) return false;
    lookedForReadersAt = now.getTime();
    await whileThereIs('looking after the owners', lookAfterOwners);
    for (const { scheduleId, reports } of await transact(({ sql }) => unreadSchedules(sql, now))) {
      await transact(async (stores) => {
        const schedule = await stores.schedules.lock(scheduleId);
        const asked = schedule?.endProposedAt;
        if (schedule?.state !== 'on' || (asked !== undefined && now.getTime() - asked.getTime() < DAY_MS))
          return;
        await trouble.proposeEnd(stores, schedule, { count: reports, now });
      });
    }
    return false;
  }

  /** An account may have ended while nobody listened. */
  async function lookAfterOwners(): Promise<boolean> {
    for (const { teamId, personId } of await transact(({ schedules }) => schedules.owners())) {
      const person = await findPerson?.(personId);
      if (person?.isDeactivated !== true) continue;
      const ended = { teamId, what: { kind: 'person' as const, personId } };
      await transact((stores) => pauseEnded(stores, ended, { trouble, now: clock.now() }));
    }
    return false;
  }

  async function workThroughLine(signal: AbortSignal): Promise<void> {
    for (;;) {
      const at = await transact(({ occurrences }) => occurrences.nextRunAt());
      if (at === undefined || signal.aborted) return;
      await clock.sleep(Math.max(LOOK_APART_MS, at.getTime() - clock.now().getTime()), signal);
      if (signal.aborted) return;
      await whileThereIs('beginning', beginOne);
    }
  }

  /** What fails is in the database as it was, and is tried at the next tick. */
  async function whileThereIs(what: string, one: () => Promise<boolean>): Promise<void> {
    try {
      while (await one());
    } catch (error) {
      log.warn(
        { err: error, reason: toReason(error) },
        `${what} of schedules failed; the next tick tries again`,
      );
    }
  }

  return {
    tick: async () => {
      await inLanes(() => whileThereIs('claiming', claimOne));
      await inLanes(() => whileThereIs('beginning', beginOne));
      await whileThereIs('settling', settleAll);
      await whileThereIs('watching', watch);
    },
    line: (signal) => {
      lineUnderWay ??= workThroughLine(signal).finally(() => {
        lineUnderWay = undefined;
      });
      return lineUnderWay;
    },
  };
}

/** What is known before a model is asked, by looking at rows alone. */
async function heldBack(
  stores: Stores,
  schedule: Schedule,
  { kind, dueAt, tries }: Occurrence,
): Promise<Why | undefined> {
  const { teamId, terms } = schedule;
  if (schedule.endedAt !== undefined && terms.when.kind === 'cron') return { kind: 'ended' };
  const owner = await stores.directory.person({ teamId, personId: terms.ownerId });
  if (owner?.isDeactivated === true) return { kind: 'owner-gone' };
  const gone = await archivedPlace(stores, schedule);
  if (gone !== undefined) return { kind: 'place-gone', channelId: gone, reason: 'is_archived' };
  if (kind === 'now' || tries > 0 || terms.onlyIfChangedIn.length === 0) return undefined;
  const last = await stores.runs.lastReported(schedule.id, dueAt);
  const since = last?.dueAt ?? schedule.onSince ?? schedule.createdAt;
  const isChanged = await hasChanged(stores.sql, { teamId, channelIds: terms.onlyIfChangedIn, since });
  return isChanged ? undefined : { kind: 'unchanged', since: since.toISOString() };
}

/** One of the places, when nothing that is said could be read in any; what goes somewhere still is made. */
async function archivedPlace(
  { directory }: Stores,
  { teamId, channelId, terms }: Schedule,
): Promise<string | undefined> {
  const places = terms.places.length === 0 ? [{ channelId }] : terms.places;
  for (const place of places) {
    const channel = await directory.channel({ teamId, channelId: place.channelId });
    if (channel?.isArchived !== true) return undefined;
  }
  return places[0]?.channelId;
}

async function inLanes(work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: LANES }, work));
}
