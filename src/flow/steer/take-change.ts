// A message that the task has taken says something else now, or is gone: what it meant is taken again, as it stands.
import type { Entry } from '../../agent/entry.ts';
import { heardAs } from '../../agent/heard-as.ts';
import { renderMessage } from '../../history/render.ts';
import type { Following } from '../../task/follow.ts';
import { openCard } from '../intake/card.ts';
import { planAnew, rejoin } from './meaning.ts';
import type { Situation } from '../situation.ts';
import { isWorkPaused, suggest } from './steer.ts';
import { STEERED } from './steer-sentences.ts';
import { goOn, saidByPerson, type Taking } from './taking.ts';
import { unansweredCalls } from './unanswered.ts';

type Means = Extract<Entry, { kind: 'meant' }>['as'];

/** What the message was taken as; undefined where it was said before there was a brief, and all of it may rest on it. */
export function takenAs(
  entries: Situation['entries'],
  ts: string,
): { readonly isTaken: boolean; readonly as: Means | undefined } {
  const isTaken = entries.some(({ entry }) => entry.kind === 'said' && entry.message === ts);
  const meant = entries.findLast(({ entry }) => entry.kind === 'meant' && entry.message === ts)?.entry;
  return { isTaken, as: meant?.kind === 'meant' ? meant.as : undefined };
}

/** True when it was taken here; what is left is read like any message. */
export async function takeChange(
  taking: Taking,
  { ts, personId }: { ts: string; personId: string },
  follows: Following,
): Promise<boolean> {
  const { stores, situation, entries, options, tell } = taking;
  const { task } = situation;
  const message = await stores.history.find({ ...task, ts });
  if (follows === 'suggest') {
    const offers = [{ wish: 'take' as const, taskId: task.id, about: ts }];
    if (message !== undefined) await suggest(taking, { personId, choice: message.text, offers });
    return true;
  }
  const { as } = takenAs(entries, ts);
  const isAtWork = task.state === 'working' || isWorkPaused(situation);
  const shown = message === undefined ? '(deleted)' : renderMessage(message, options);
  const lines = [message === undefined ? '# A message was deleted' : '# A message was edited', shown, ''];
  if (isAtWork && isInBrief(situation, ts) && heardAs(message?.text ?? '')?.kind !== 'revision') {
    const told = await rejoin(taking, { ts }, message);
    const meant: Entry = { kind: 'meant', message: ts, as: 'addition', by: 'rule' };
    const said = saidByPerson([...lines, told.text].join('\n'), { message: ts });
    await goOn(taking, { event: 'spoken-to', entries: [...unansweredCalls(taking), said, meant] });
    return true;
  }
  const isIdle = as === 'talk' || as === 'question' || as === 'answer';
  if (message === undefined && (isIdle || openCard(entries) !== undefined)) return true; // It left the context by itself.
  if (message !== undefined && (!isAtWork || isIdle)) {
    await notice(taking, STEERED.messageEdited[task.language]());
    return false;
  }
  const text = STEERED[message === undefined ? 'messageDeleted' : 'messageEdited'][task.language]();
  await notice(taking, text);
  if (!isAtWork) {
    await goOn(taking, {
      event: 'spoken-to',
      entries: [...unansweredCalls(taking), saidByPerson(lines.join('\n'))],
    });
    return true;
  }
  await replan(taking, { lines, ts });
  await tell.status(stores, task, task.state === 'paused' ? 'suspended' : 'processing');
  return true;
}

async function replan(
  taking: Taking,
  { lines, ts }: { lines: readonly string[]; ts: string },
): Promise<void> {
  const told = await planAnew(taking);
  const said = saidByPerson([...lines, told.text].join('\n'), { message: ts, isRevision: true });
  const meant: Entry = { kind: 'meant', message: ts, as: 'revision', by: 'rule' };
  await goOn(taking, { event: 'revised', entries: [...unansweredCalls(taking), said, meant] });
}

function isInBrief({ accepted }: Situation, ts: string): boolean {
  const { constraints = [], additions = [] } = accepted?.brief ?? {};
  return [...constraints, ...additions].some(({ message }) => message === ts);
}

function notice({ stores, situation: { task }, tell, key }: Taking, text: string): Promise<void> {
  return tell.notice(stores, { task, key, tone: 'info', text });
}
