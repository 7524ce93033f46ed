// Runs a call that changes something: intent first, then the call, then what came of it.
import { toReason } from '../base/errors.ts';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/id.ts';
import type { Database, Sql } from '../db/pool.ts';
import { isLost, type Confirm } from '../job/fence.ts';
import { createEffectStore, type Effect } from './effect-store.ts';

/** What a call came to, or what a look-up of it found. */
export type Ending<Outcome> =
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'not-done'; readonly outcome: Outcome }
  | { readonly kind: 'unknown'; readonly key: string };

/** `not-seen`: it is not there now, but what was sent a moment ago may still arrive. */
export type Seen<Outcome> =
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'not-done' }
  | { readonly kind: 'not-seen' }
  | { readonly kind: 'unknown' };

export interface EffectCall<Outcome> {
  readonly taskId: string;
  readonly callId: string;
  readonly tool: string;
  readonly what: string;
  readonly input: unknown;
  /** Does it. A throw means that nobody knows whether it happened. */
  run(
    key: string,
  ): Promise<
    | { readonly kind: 'done'; readonly outcome: Outcome }
    | { readonly kind: 'not-done'; readonly outcome: Outcome }
  >;
  /** Looks outside whether it happened; absent when there is no way to know. */
  look?(key: string): Promise<Seen<Outcome>>;
  /** Reads an outcome that was kept. */
  read(kept: unknown): Outcome;
}

export interface EffectDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** Asked in the transaction of the intent, and before an ending is written that only the owner of the job can know. */
  readonly confirm: Confirm;
  /**
   * Aborts when the call is not to be waited for: the task was stopped, or the call takes too long. It gets a moment to
   * end by itself, is looked for once, and then nobody knows.
   */
  readonly givenUp?: AbortSignal;
  /** Told before it is looked for what may still arrive: that is long, and a death in it is hardly the fault of the task. */
  onWait?(): Promise<void>;
  /** What a call came to after all that was given up before. */
  onLate?(key: string, ending: Ending<unknown>): Promise<void>;
  /** What else has to hold with a first intent, in its transaction: the approval is there, and used up by it. */
  before?(sql: Sql): Promise<void>;
}

/** As the outbox does: what was sent may show this much later, and only then "it is not there" is believed. */
const SURE_AFTER_MS = 12_000;
const LOOK_EVERY_MS = 2_000;
/** Together with what is written around them, less than the two seconds in which a stop is to hold. */
const TO_END_MS = 1_000;
const TO_LOOK_MS = 500;

/**
 * Runs one effect of a task and records how it ended.
 *
 * Contract: the intent is in the ledger before `run` starts, and its key goes out with the call. A call that was
 * intended before (a crash, a second process) is looked up and never simply made again: only "it did not happen"
 * lets it run.
 */
export async function runEffect<Outcome>(
  call: EffectCall<Outcome>,
  deps: EffectDeps,
): Promise<Ending<Outcome>> {
  const { effect, isNew } = await intend(call, deps);
  if (isNew) return settle(effect, await attempt(call, effect, deps), deps);
  return settleBegun({ call, effect, ifNot: 'make it' }, deps);
}

interface BegunEffect<Outcome> {
  readonly call: EffectCall<Outcome>;
  readonly effect: Effect;
  readonly ifNot: 'make it' | 'leave it';
}

/**
 * Finds out how an effect ended that was begun before. What certainly did not happen is made now, or left when the
 * task wants it no longer.
 */
export async function settleBegun<Outcome>(
  { call, effect, ifNot }: BegunEffect<Outcome>,
  deps: EffectDeps,
): Promise<Ending<Outcome>> {
  const { state, key, outcome } = effect;
  if (state === 'undone') return { kind: 'done', outcome: call.read(outcome) };
  if (state === 'done' || state === 'not-done') return { kind: state, outcome: call.read(outcome) };
  if (state === 'unknown') return { kind: 'unknown', key };
  const seen = await look(call, { ...effect, since: effect.intendedAt }, deps);
  if (seen.kind !== 'not-done')
    return settle(effect, seen.kind === 'done' ? seen : { kind: 'unknown', key }, deps);
  if (ifNot === 'make it') {
    await deps.database.transact((sql) => deps.confirm(sql));
    return settle(effect, await attempt(call, effect, deps), deps);
  }
  const left = call.read({ text: 'It was not done: the task was stopped before it.', failed: true });
  return settle(effect, { kind: 'not-done', outcome: left }, deps);
}

function intend<Outcome>(
  { taskId, callId, tool, what, input }: EffectCall<Outcome>,
  { database, clock, confirm, before }: EffectDeps,
): Promise<{ effect: Effect; isNew: boolean }> {
  return database.transact(async (sql) => {
    await confirm(sql);
    const intent = { key: newId(), taskId, callId, tool, what, input, at: clock.now() };
    const intended = await createEffectStore(sql).intend(intent);
    if (intended.isNew) await before?.(sql);
    return intended;
  });
}

async function settle<Outcome>(
  { key }: Effect,
  ending: Ending<Outcome>,
  { database, clock, confirm }: EffectDeps,
): Promise<Ending<Outcome>> {
  await database.transact(async (sql) => {
    // "Done" is a fact whoever saw it; anything less is for its owner to say, who may be about to make it.
    if (ending.kind !== 'done') await confirm(sql);
    await createEffectStore(sql).settle(key, {
      state: ending.kind,
      outcome: ending.kind === 'unknown' ? null : ending.outcome,
      at: clock.now(),
    });
  });
  return ending;
}

async function attempt<Outcome>(
  call: EffectCall<Outcome>,
  effect: Effect,
  deps: EffectDeps,
): Promise<Ending<Outcome>> {
  const running = call.run(effect.key);
  try {
    return await unlessGivenUp(running, TO_END_MS, deps);
  } catch (error) {
    if (isLost(error)) throw error;
    // It goes on, whatever we do: what it comes to is still worth knowing, and was unknown before.
    running.then((ending) => deps.onLate?.(effect.key, ending)).catch(() => undefined);
    const seen = await look(call, { ...effect, since: deps.clock.now() }, deps).catch((): Seen<Outcome> => ({
      kind: 'unknown',
    }));
    if (seen.kind === 'done') return seen;
    if (seen.kind === 'not-done')
      return { kind: 'not-done', outcome: call.read({ text: toReason(error), failed: true }) };
    return { kind: 'unknown', key: effect.key };
  }
}

/** Looks until it is there, certainly is not, or was not seen for so long that it will not come any more. */
async function look<Outcome>(
  call: EffectCall<Outcome>,
  { key, since }: { key: string; since: Date },
  deps: EffectDeps,
): Promise<Exclude<Seen<Outcome>, { kind: 'not-seen' }>> {
  const { clock, givenUp } = deps;
  if (call.look === undefined) return { kind: 'unknown' };
  await deps.onWait?.();
  for (;;) {
    const isSure = clock.now().getTime() - since.getTime() >= SURE_AFTER_MS;
    const seen = await unlessGivenUp(call.look(key), TO_LOOK_MS, deps);
    if (seen.kind !== 'not-seen') return seen;
    if (isSure) return { kind: 'not-done' };
    await clock.sleep(LOOK_EVERY_MS, givenUp);
    if (givenUp?.aborted === true) return { kind: 'unknown' };
  }
}

/** A call may be deaf: who gives it up waits `ms` for it and no longer. */
async function unlessGivenUp<Result>(
  running: Promise<Result>,
  ms: number,
  { clock, givenUp }: EffectDeps,
): Promise<Result> {
  if (givenUp === undefined) return running;
  const over = new AbortController();
  const late = (async (): Promise<never> => {
    await aborted(AbortSignal.any([givenUp, over.signal]));
    await clock.sleep(ms, over.signal);
    throw new Error('The call was given up before it came to an end.');
  })();
  try {
    return await Promise.race([running, late]);
  } finally {
    late.catch(() => undefined); // Nobody asks it any more.
    over.abort();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
