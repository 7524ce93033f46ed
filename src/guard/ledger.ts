// Runs a call that changes something: intent first, then the call, then what came of it.
import { toReason } from '../base/errors.ts';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/id.ts';
import type { Effect, EffectStore } from './effect-store.ts';

/** What a call came to, or what a look-up of it found. */
export type Ending<Outcome> =
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'not-done'; readonly outcome: Outcome }
  | { readonly kind: 'unknown' };

export interface EffectCall<Outcome> {
  readonly taskId: string;
  readonly callId: string;
  readonly tool: string;
  readonly what: string;
  readonly input: unknown;
  /** Does it. A throw means that nobody knows whether it happened. */
  run(key: string): Promise<Ending<Outcome>>;
  /** Looks outside whether it happened; absent when there is no way to know. */
  look?(
    key: string,
  ): Promise<{ kind: 'done'; outcome: Outcome } | { kind: 'not-done' } | { kind: 'unknown' }>;
  /** Reads an outcome that was kept. */
  read(kept: unknown): Outcome;
}

/**
 * Runs one effect of a task and records how it ended.
 *
 * Contract: the intent is in the ledger before `run` starts, and its key goes out with the call. A call that was
 * intended before (a crash, a second process) is looked up and never simply made again: only "it did not happen"
 * lets it run.
 */
export async function runEffect<Outcome>(
  call: EffectCall<Outcome>,
  { ledger, clock }: { ledger: EffectStore; clock: Clock },
): Promise<Ending<Outcome>> {
  const { effect, isNew } = await ledger.intend({
    key: newId(),
    taskId: call.taskId,
    callId: call.callId,
    tool: call.tool,
    what: call.what,
    input: call.input,
    at: clock.now(),
  });
  const found = isNew ? undefined : await findEnding(call, effect);
  const ending = found ?? (await attempt(call, effect.key));
  await ledger.settle(effect.key, {
    state: ending.kind,
    outcome: ending.kind === 'unknown' ? null : ending.outcome,
    at: clock.now(),
  });
  return ending;
}

/** Undefined when it is sure that nothing happened yet. */
async function findEnding<Outcome>(
  call: EffectCall<Outcome>,
  effect: Effect,
): Promise<Ending<Outcome> | undefined> {
  if (effect.state === 'done' || effect.state === 'not-done')
    return { kind: effect.state, outcome: call.read(effect.outcome) };
  if (effect.state === 'unknown' || call.look === undefined) return { kind: 'unknown' };
  const seen = await call.look(effect.key);
  return seen.kind === 'not-done' ? undefined : seen;
}

async function attempt<Outcome>(call: EffectCall<Outcome>, key: string): Promise<Ending<Outcome>> {
  try {
    return await call.run(key);
  } catch (error) {
    const seen = await call.look?.(key).catch(() => undefined);
    if (seen?.kind === 'done') return seen;
    if (seen?.kind === 'not-done')
      return { kind: 'not-done', outcome: call.read({ text: toReason(error), failed: true }) };
    return { kind: 'unknown' };
  }
}
