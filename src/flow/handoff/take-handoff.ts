// What becomes of a handoff, as it reaches the task that waits: it rests while somebody has it, and goes on with what came back.
import { isClosed } from '../../task/state.ts';
import type { Handoff } from '../../task/handoff-store.ts';
import type { Signal } from '../../task/signal.ts';
import { cardWords, openCard } from '../intake/card.ts';
import { HANDOFF_SENTENCES as SAY } from './handoff-sentences.ts';
import { receiverOf } from './handoff-tell.ts';
import { eventAfter } from '../intake/check-card.ts';
import type { Stores } from '../stores.ts';
import { goOn, saidByPerson, type Taking } from '../steer/taking.ts';
import { unansweredCalls } from '../steer/unanswered.ts';

type HandoffSignal = Extract<Signal, { kind: 'handoff' }>;

export async function takeHandoff(taking: Taking, { handoffId, event }: HandoffSignal): Promise<void> {
  const { stores, situation, tell } = taking;
  const { task } = situation;
  const handoff = await stores.handoffs.find(handoffId);
  // Who stopped the task wants nothing of it any more.
  if (handoff === undefined || task.state === 'stopped') return;
  if (event === 'given') return isClosed(task.state) ? undefined : given(taking, handoff);
  await tell.status(stores, task, task.state === 'paused' ? 'suspended' : 'processing');
  const text = await cameOf(stores, handoff, event);
  await goOn(taking, {
    event: handoff.resumes === 'working' && task.state === 'asking' ? 'resumed' : 'spoken-to',
    entries: [...unansweredCalls(taking), saidByPerson(text)],
  });
}

/** The task holds nothing while somebody else has it. */
async function given(taking: Taking, handoff: Handoff): Promise<void> {
  const { stores, situation, tell } = taking;
  const { task } = situation;
  const waiting = openCard(situation.entries);
  const isInWork =
    task.state === 'working' || (task.state === 'asking' && eventAfter(waiting?.card) === 'resumed');
  await stores.handoffs.setResumes(handoff.id, isInWork ? 'working' : 'intake');
  if (waiting !== undefined) {
    const words = cardWords(task, waiting, SAY.handedOver[task.language](handoff.number));
    await tell.card(stores, { task, words });
  }
  await tell.plan(stores, situation, { state: 'waiting' });
  await tell.status(stores, task, 'suspended');
  const text = `# Handoff ${handoff.number}\nThis was handed to ${await nameOf(stores, handoff)}. The task waits; what comes back is told to you.`;
  await goOn(taking, { event: 'asked', entries: [...unansweredCalls(taking), saidByPerson(text)] });
}

async function cameOf(
  stores: Stores,
  handoff: Handoff,
  event: Exclude<HandoffSignal['event'], 'given'>,
): Promise<string> {
  const { number, said, brief, giverId, teamId } = handoff;
  const who = await nameOf(stores, handoff);
  switch (event) {
    case 'returned': {
      const { words = '', files = [], message } = said.evidence ?? {};
      return [
        `# Handoff ${number} came back from ${who}${message === undefined ? '' : ` [m:${message}]`}`,
        `What was wanted: ${indented(brief.wanted)}`,
        `What they say came of it: ${indented(words === '' ? '(no words)' : words)}`,
        ...files.map(({ id, name }) => `  file [f:${id}] ${name.replaceAll(/\s+/gu, ' ')}`),
        'This is the result of that step, on their word: go on with it, and name it as theirs.',
      ].join('\n');
    }
    case 'declined':
      return [
        `# Handoff ${number} was declined by ${who}`,
        `Their reason: ${indented(said.reason === undefined || said.reason === '' ? '(none)' : said.reason)}`,
        'Find another way, hand it to somebody else, or say what stays open.',
      ].join('\n');
    case 'withdrawn': {
      const giver = (await stores.directory.person({ teamId, personId: giverId }))?.realName ?? giverId;
      return `# Handoff ${number} was taken back by ${giver}\nNobody else does it now: go on without it, or say what stays open.`;
    }
  }
}

/** Words of others stand in a block of their own, so that none of their lines begins one of ours. */
function indented(words: string): string {
  return words.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/u).join('\n  ');
}

async function nameOf({ directory }: Stores, handoff: Handoff): Promise<string> {
  const { teamId, takerId, receiver } = handoff;
  const personId = takerId ?? (receiver.kind === 'person' ? receiver.id : undefined);
  if (personId === undefined) return receiverOf(handoff);
  const person = await directory.person({ teamId, personId });
  return person === undefined ? personId : `${person.realName} (${personId})`;
}
