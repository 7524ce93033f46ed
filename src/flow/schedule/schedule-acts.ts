// What people can have done with a schedule, and who may: one way for words, buttons and App Home.
import { newId } from '../../base/id.ts';
import { claimDuesOf } from '../../schedule/claim.ts';
import type { Schedule } from '../../schedule/store.ts';
import { changesIn, type Terms } from '../../schedule/terms.ts';
import { duesOf, nextOf } from '../../schedule/when.ts';
import { openRun } from './run.ts';
import type { Stores } from '../stores.ts';
import type { ScheduleAct } from '../words.ts';

type PlainAct = Exclude<
  ScheduleAct,
  'pause' | 'pause-until' | 'change' | 'hand-over' | 'replay' | 'skip-missed' | 'run-missed'
>;

export type Act =
  | { [Kind in PlainAct]: { readonly kind: Kind } }[PlainAct]
  | { readonly kind: 'pause'; readonly until?: Date }
  | { readonly kind: 'change'; readonly terms: Partial<Terms> }
  | { readonly kind: 'hand-over'; readonly to: string }
  /** What it would have posted over its last due times. */
  | { readonly kind: 'replay'; readonly dues: number };

export interface ActRequest {
  readonly scheduleId: string;
  readonly by: string;
  readonly act: Act;
  /** Of the card whose button was pressed; absent for words. */
  readonly version?: number;
  /** Where it was asked; absent for App Home. */
  readonly place?: { readonly channelId: string; readonly threadTs: string };
  readonly now: Date;
}

export type Acted =
  | { readonly kind: 'done'; readonly schedule: Schedule; readonly changed?: readonly (keyof Terms)[] }
  /** Nothing came of it, and why. */
  | { readonly kind: 'nothing'; readonly schedule: Schedule; readonly because: NothingBecause }
  /** Not theirs to decide: it is put to the owner as a suggestion. */
  | { readonly kind: 'suggested'; readonly schedule: Schedule }
  | { readonly kind: 'unknown' };

export type NothingBecause = 'ended' | 'outdated' | 'same' | 'not-on' | 'no-due-time' | 'no-reader';

/** What such an act tells goes to somebody: to whoever asks for it, or to whom it is handed. */
export function readerOf(act: Act, by: string): string | undefined {
  if (act.kind === 'hand-over') return act.to;
  const isTold = ['to-me', 'take-over', 'trial', 'replay'].includes(act.kind);
  return isTold ? by : undefined;
}

/** Runs inside the caller's transaction, with the schedule kept from everybody else. */
export async function perform(stores: Stores, request: ActRequest): Promise<Acted> {
  const schedule = await stores.schedules.lock(request.scheduleId);
  if (schedule === undefined) return { kind: 'unknown' };
  if (!(await mayDecide(stores, schedule, request))) return { kind: 'suggested', schedule };
  if (schedule.endedAt !== undefined) return { kind: 'nothing', schedule, because: 'ended' };
  const isOld = request.version !== undefined && request.version !== schedule.version;
  if (isOld && schedule.state === 'proposed') return { kind: 'nothing', schedule, because: 'outdated' };
  // What came due before this is of the version before it.
  await claimDuesOf(stores, schedule, request.now);
  const because = await carryOut(stores, schedule, request);
  const after = (await stores.schedules.find(schedule.id)) ?? schedule;
  if (typeof because === 'string') return { kind: 'nothing', schedule: after, because };
  return { kind: 'done', schedule: after, ...(because === undefined ? {} : { changed: because }) };
}

async function mayDecide(
  stores: Stores,
  { teamId, terms }: Schedule,
  { by, act }: ActRequest,
): Promise<boolean> {
  if (by === terms.ownerId || by === terms.deputyId) return true;
  if (act.kind !== 'take-over' && act.kind !== 'delete') return false;
  // Somebody has to be able to decide where nobody is left who may.
  const owner = await stores.directory.person({ teamId, personId: terms.ownerId });
  return owner?.isDeactivated === true;
}

/** Undefined when it is done, else what changed of the terms, or why nothing did. */
type Came = NothingBecause | readonly (keyof Terms)[] | undefined;

async function carryOut(stores: Stores, schedule: Schedule, request: ActRequest): Promise<Came> {
  const { by, act, now, place } = request;
  const { id, terms, state } = schedule;
  switch (act.kind) {
    case 'switch-on':
    case 'pause':
    case 'resume':
    case 'skip-next':
    case 'run-now':
      return moveOn(stores, schedule, { act, by, now });
    case 'drop':
    case 'delete':
      await stores.schedules.end(id, { why: by, at: now });
      return undefined;
    case 'try-again':
      return tryAgain(stores, schedule, now);
    case 'trial':
      await openRun(stores, { schedule, kind: 'trial', dueAt: now, askedBy: by, now });
      return undefined;
    case 'replay':
      return replay(stores, schedule, { ...request, dues: act.dues, place: place ?? { channelId: by } });
    case 'change':
      return change(stores, schedule, { ...request, terms: { ...terms, ...act.terms } });
    case 'hand-over':
      return change(stores, schedule, { ...request, terms: { ...terms, ownerId: act.to } });
    case 'take-over':
    case 'to-me': {
      const mine = act.kind === 'to-me' ? { places: [{ channelId: by }] } : { ownerId: by };
      const changed = await change(stores, schedule, { ...request, terms: { ...terms, ...mine } });
      if (state === 'paused') await stores.schedules.resume(id);
      return changed === 'same' ? undefined : changed;
    }
    case 'keep':
      return undefined;
  }
}

type MovingAct = Extract<Act, { kind: 'switch-on' | 'pause' | 'resume' | 'skip-next' | 'run-now' }>;

/** What makes it run, or run no more for a while. */
async function moveOn(
  { schedules, occurrences }: Stores,
  { id, terms, state }: Schedule,
  { act, by, now }: { act: MovingAct; by: string; now: Date },
): Promise<NothingBecause | undefined> {
  if (act.kind !== 'switch-on' && state === 'proposed') return 'not-on';
  const [next] = nextOf(terms, now, 1);
  if (next === undefined && (act.kind === 'switch-on' || act.kind === 'skip-next')) return 'no-due-time';
  switch (act.kind) {
    case 'switch-on':
      if (state !== 'proposed') return 'same';
      await schedules.switchOn(id, now);
      return undefined;
    case 'pause':
      await schedules.pause(id, { why: by, ...(act.until === undefined ? {} : { until: act.until }) });
      return undefined;
    case 'resume':
      if (state !== 'paused') return 'same';
      await schedules.resume(id);
      return undefined;
    case 'skip-next':
      await schedules.skipNext(id, next);
      return undefined;
    case 'run-now':
      await occurrences.claim({ scheduleId: id, dueAt: now }, { at: now, kind: 'now' });
      return undefined;
  }
}

async function change(
  { schedules }: Stores,
  { id, terms }: Schedule,
  { terms: after, by, now }: { terms: Terms; by: string; now: Date },
): Promise<NothingBecause | readonly (keyof Terms)[]> {
  const changed = changesIn(terms, after);
  if (changed.length === 0) return 'same';
  await schedules.change(id, { terms: after, by, at: now });
  return changed;
}

async function tryAgain(
  { occurrences, schedules }: Stores,
  { id }: Schedule,
  now: Date,
): Promise<NothingBecause | undefined> {
  const failed = (await occurrences.newest(id, 10)).find(({ state }) => state === 'failed');
  if (failed === undefined) return 'no-due-time';
  await occurrences.tryAgain(failed, now);
  await schedules.resume(id);
  return undefined;
}

async function replay(
  stores: Stores,
  schedule: Schedule,
  { by, now, dues, place }: ReplayRequest,
): Promise<NothingBecause | undefined> {
  const past = lastDues(schedule.terms, now, dues);
  if (past.length === 0) return 'no-due-time';
  const batch = { id: newId(), ...place };
  for (const dueAt of past)
    await openRun(stores, { schedule, kind: 'replay', dueAt, askedBy: by, batch, now });
  return undefined;
}

interface ReplayRequest {
  readonly by: string;
  readonly now: Date;
  readonly dues: number;
  readonly place: { readonly channelId: string; readonly threadTs?: string };
}

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 366;

/** As if it had been on all the time: the newest `count` due times before `now`, oldest first. */
function lastDues(terms: Terms, now: Date, count: number): readonly Date[] {
  for (let days = 14; ; days *= 2) {
    const found: Date[] = [];
    for (const due of duesOf(terms, new Date(now.getTime() - days * DAY_MS))) {
      if (due >= now) break;
      found.push(due);
    }
    if (found.length >= count || days > LONGEST_DAYS) return found.slice(-count);
  }
}
