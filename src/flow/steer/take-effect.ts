// What is wished of an effect in the ledger, by the buttons of the closing message.
import type { Following } from '../../task/follow.ts';
import type { Signal } from '../../task/signal.ts';
import { isClosed } from '../../task/state.ts';
import { SENTENCES } from '../sentences.ts';
import { tellClosingAgain } from '../work/closing.ts';
import { asSeen } from '../work/effect-checks.ts';
import { sayWhy, suggest } from './steer.ts';
import { goOn, nameOf, saidByPerson, type Taking } from './taking.ts';

/** The wish alone: what it takes is a call of a tool, and no part of this transaction. */
export async function takeUndo(
  taking: Taking,
  { effectKey, personId }: { effectKey: string; personId: string },
  follows: Following,
): Promise<void> {
  const { stores, situation, effects, now } = taking;
  const { task } = situation;
  const effect = effects.find((one) => one.key === effectKey);
  if (effect === undefined) return; // A button of another database.
  if (follows !== 'undo')
    return suggest(taking, { personId, choice: SENTENCES.undo[task.language](effect.what) });
  await stores.effects.wishUndo(task.id, effectKey, { by: personId, at: now });
}

/** Settles what nobody knew, whenever somebody has looked: the ledger says it from then on. */
export async function takeSeen(
  taking: Taking,
  { effectKey, personId, happened }: Extract<Signal, { kind: 'settle' }>,
  follows: Following,
): Promise<void> {
  const { stores, situation, effects, tell, now } = taking;
  const { task } = situation;
  const effect = effects.find((one) => one.key === effectKey);
  if (effect === undefined) return; // A button of another database.
  const said = SENTENCES[happened ? 'itHappened' : 'itDidNot'][task.language]();
  if (follows !== 'settle') return suggest(taking, { personId, choice: `${said} (${effect.what})` });
  if (effect.state !== 'unknown' && effect.state !== 'intended') return sayWhy(taking, 'say-settled');
  const seen = asSeen(happened, nameOf(taking, personId));
  await stores.effects.settle(effectKey, { ...seen, at: now, by: personId });
  await tellClosingAgain(stores, situation, tell);
  if (!isClosed(task.state)) return;
  // Whoever opens the task again goes on from what is known by then.
  const told = `# What became of it is known now\n${effect.what}: ${seen.outcome.text}`;
  await goOn(taking, { entries: [saidByPerson(told)] });
}
