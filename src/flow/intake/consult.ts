// The owner has somebody asked who may lift what bars the goal: by name, in the thread, once.
import { SENTENCES } from '../sentences.ts';
import { suggest } from '../steer/steer.ts';
import { goOn, nameOf, type Taking } from '../steer/taking.ts';
import { cardWords, type OpenCard } from './card.ts';

export async function consult(
  taking: Taking,
  waiting: OpenCard,
  { personId, of }: { personId: string; of: string },
): Promise<void> {
  const { stores, situation, tell } = taking;
  const { task } = situation;
  const { card, consulted } = waiting;
  const asked = card.mayLift?.find(({ id }) => id === of);
  if (asked === undefined) return; // No button of ours.
  if (personId !== task.ownerId)
    return suggest(taking, { personId, choice: SENTENCES.consult[task.language](asked.name) });
  if (consulted.includes(of)) return; // Pressed twice: the question stands there.
  const why = card.evidence[0]?.text ?? '';
  const text = SENTENCES.consulted[task.language](`<@${of}>`, nameOf(taking, personId), why);
  await tell.notice(stores, { task, key: `consulted:${card.cardId}:${of}`, tone: 'info', text });
  await tell.card(stores, { task, words: cardWords(task, { ...waiting, consulted: [...consulted, of] }) });
  await goOn(taking, { entries: [{ kind: 'consulted', cardId: card.cardId, personId: of }] });
}
