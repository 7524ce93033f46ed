// An answer to a handoff, by a button or in words: what it comes to, and who is told.
import { sentAtOf } from '../../history/message.ts';
import { settleEvent, type HandoffEvent, type HandoffRole, type HandoffState } from '../../task/handoff.ts';
import { hashOf, withoutQuotes } from '../../task/handoff-brief.ts';
import type { Handoff, HandoffSaid } from '../../task/handoff-store.ts';
import { isClosed } from '../../task/state.ts';
import { signalTask, zoneOfPerson, type HandOverDeps } from './hand-over.ts';
import { nextAttention } from './handoff-attention.ts';
import { HANDOFF_SENTENCES as SAY, notYoursText, type About } from './handoff-sentences.ts';
import { momentOf, receiverOf, stampOf, zoneOf } from './handoff-tell.ts';
import type { Stores } from '../stores.ts';

export interface HandoffAnswer {
  readonly handoffId: string;
  readonly personId: string;
  /** Names this click or message; a second delivery of it changes nothing. */
  readonly key: string;
  readonly event: HandoffEvent;
  /** A reason, other terms, or the evidence. */
  readonly words: string;
  readonly dueAt?: Date | undefined;
  /** The message that brings it back, where that can be read from the task's channel. */
  readonly message?: string;
  /** Looked up just now: its receiver has come into the channel that it was given in. */
  readonly isInside?: boolean;
  /** Nobody said it: what it rested on is gone, which is told by itself. */
  readonly isGone?: boolean;
  /** What was on the card that was clicked; words answer what stands now. */
  readonly stamp?: string | undefined;
}

/** Runs inside the caller's transaction. Every answer gets one visible outcome. */
export async function answerHandoff(
  stores: Stores,
  answer: HandoffAnswer,
  deps: HandOverDeps,
): Promise<void> {
  const handoff = await stores.handoffs.lock(answer.handoffId);
  if (handoff === undefined) return; // A button of another database: nothing here can be answered.
  const { event, personId } = answer;
  const roles = rolesOf(handoff, personId);
  const outcome = settleEvent(handoff.state, { event, roles });
  if (outcome.kind === 'refused') return refuse(stores, { handoff, answer, why: outcome.why }, deps);
  if (answer.stamp !== undefined && answer.stamp !== stampOf(handoff))
    return refuse(stores, { handoff, answer, why: 'changed' }, deps);
  const at = deps.now();
  const noted = { key: answer.key, event, by: personId, words: answer.words, at };
  if (!(await stores.handoffs.note(handoff.id, noted))) return;

  const files = event === 'returned' ? await filesOf(stores, handoff, personId) : [];
  const changed = toChanged(handoff, answer, { to: outcome.to, at, files });
  const attention = nextAttention(changed, {
    giver: await zoneOfPerson(stores, { teamId: changed.teamId, personId: changed.giverId }),
    receiver: await zoneOf(stores, changed),
  });
  await stores.handoffs.change(handoff.id, { ...changed, attendAt: attention?.at });
  await deps.tell.card(stores, changed);
  await tellSides(stores, { handoff: changed, answer, before: handoff.state }, deps);
  if (event === 'confirmed') return nowWaits(stores, changed, at);
  if (changed.state === 'returned' || changed.state === 'declined' || changed.state === 'withdrawn')
    await signalTask(stores, changed, { event: changed.state, at });
}

/** What was proposed beside a card of its task: with the giver's yes the task waits for it, and its card is settled. */
async function nowWaits(stores: Stores, handoff: Handoff, at: Date): Promise<void> {
  if (handoff.terms.from !== 'longhand' || handoff.task !== undefined) return;
  const task = await waitingFor(stores, handoff);
  if (task === undefined) return;
  await stores.handoffs.setTask(handoff.id, task);
  await signalTask(stores, { ...handoff, task }, { event: 'given', at });
}

async function waitingFor(stores: Stores, handoff: Handoff): Promise<Handoff['task']> {
  const task = await stores.tasks.inThread(handoff);
  const isOpen = task !== undefined && !isClosed(task.state) && task.ownerId === handoff.giverId;
  return isOpen ? { id: task.id, role: 'waits' } : undefined;
}

interface NamedFile {
  readonly id: string;
  readonly name: string;
}

/** What they put into its thread since it was given to them: with their last word, or before it. */
async function filesOf(
  { history }: Stores,
  { teamId, channelId, threadTs, givenAt }: Handoff,
  personId: string,
): Promise<NamedFile[]> {
  const thread = await history.thread({ teamId, channelId }, threadTs);
  return thread
    .filter(({ author, ts }) => author.kind === 'person' && author.id === personId && sentAtOf(ts) >= givenAt)
    .flatMap(({ files }) => files.map(({ id, name }) => ({ id, name })));
}

export function rolesOf({ giverId, receiver, takerId }: Handoff, personId: string): ReadonlySet<HandoffRole> {
  const roles = new Set<HandoffRole>();
  if (giverId === personId) roles.add('giver');
  const isReceiver =
    takerId === personId ||
    (receiver.kind === 'person' && receiver.id === personId) ||
    // Of a channel, whoever takes it first has it.
    (receiver.kind === 'channel' && takerId === undefined && giverId !== personId);
  if (isReceiver) roles.add('receiver');
  return roles;
}

function toChanged(
  handoff: Handoff,
  answer: HandoffAnswer,
  { to, at, files }: { to: Handoff['state']; at: Date; files: NamedFile[] },
): Handoff {
  const { event, words, dueAt: otherDue, message, personId } = answer;
  const { counter, doubts, ...said } = handoff.said;
  const kept: HandoffSaid = doubts === undefined ? said : { ...said, doubts };
  const next = { ...handoff, state: to, said: kept, changedAt: at };
  const attended = handoff.attended.filter((kind) => kind === 'overdue' || kind === 'due-soon');
  switch (event) {
    case 'confirmed': {
      if (doubts?.isOutside !== true) return { ...next, attended };
      if (answer.isInside === true) return { ...next, attended, terms: termsOf(handoff) };
      const brief = withoutQuotes(handoff.brief);
      return { ...next, attended, brief, briefHash: hashOf(brief, handoff.dueAt) };
    }
    case 'accepted':
      return { ...next, attended, takerId: handoff.takerId ?? personId };
    case 'countered': {
      const other = { words, ...(otherDue === undefined ? {} : { dueAt: otherDue.toISOString() }) };
      const takerId = handoff.receiver.kind === 'channel' ? personId : handoff.takerId;
      return { ...next, attended, takerId, said: { ...kept, counter: other } };
    }
    case 'agreed': {
      const brief = { ...handoff.brief, changes: [...handoff.brief.changes, counter?.words ?? ''] };
      const due = counter?.dueAt === undefined ? handoff.dueAt : new Date(counter.dueAt);
      return { ...next, attended: [], brief, dueAt: due, briefHash: hashOf(brief, due) };
    }
    case 'declined':
      return { ...next, said: { ...kept, reason: words } };
    case 'returned':
      return {
        ...next,
        takerId: handoff.takerId ?? personId,
        said: {
          ...kept,
          evidence: { words, files, ...(message === undefined ? {} : { message }) },
        },
      };
    case 'insisted':
      return { ...next, attended };
    case 'taken-back':
      // Nobody was asked yet: there is no card elsewhere to change.
      return handoff.state === 'proposed' ? { ...next, terms: termsOf(handoff) } : next;
  }
}

/** As in the channel it was given in; in another channel it stays. */
function termsOf({ receiver, terms, state }: Handoff): Handoff['terms'] {
  const { shownIn, ...here } = terms;
  return receiver.kind === 'channel' && state !== 'proposed' && shownIn !== undefined ? terms : here;
}

interface Refused {
  readonly handoff: Handoff;
  readonly answer: HandoffAnswer;
  readonly why: 'not-yours' | 'over' | 'not-now' | 'changed';
}

async function refuse(
  stores: Stores,
  { handoff, answer, why }: Refused,
  { tell }: HandOverDeps,
): Promise<void> {
  const { number, terms } = handoff;
  const { language } = terms;
  const isGivers = ['confirmed', 'agreed', 'insisted', 'taken-back'].includes(answer.event);
  const owner = isGivers ? `<@${handoff.giverId}>` : takerOf(handoff);
  const text = {
    'not-yours': () => notYoursText(isGivers ? 'giver' : 'receiver', owner, { number, language }),
    over: () => SAY.over[language](number),
    'not-now': () => SAY.notNow[language](number),
    changed: () => SAY.changed[language](number),
  }[why]();
  const isThere = terms.shownIn !== undefined && handoff.giverId !== answer.personId;
  await tell.notice(stores, handoff, { key: `refused:${answer.key}`, text, isThere });
}

/** The card shows it to everyone; a word of its own reaches whoever has to know. */
async function tellSides(
  stores: Stores,
  { handoff, answer, before }: { handoff: Handoff; answer: HandoffAnswer; before: HandoffState },
  { tell }: HandOverDeps,
): Promise<void> {
  const { number, terms, dueAt, giverId } = handoff;
  const { language } = terms;
  const who = takerOf(handoff);
  const giver = `<@${giverId}>`;
  const zone = await zoneOf(stores, handoff);
  const due = dueAt === undefined ? '' : momentOf(dueAt, { zone, language });
  const files = (handoff.said.evidence?.files ?? []).map(({ name }) => name).join(', ');
  const evidence = [answer.words, files].filter((part) => part !== '').join(' · ');
  const about = (words: string): About => ({ n: number, who, giver, due, words });
  const toGiver = (text: string): Promise<void> => tell.notice(stores, handoff, { key: answer.key, text });
  const toReceiver = (text: string): Promise<void> =>
    tell.notice(stores, handoff, { key: answer.key, text, isThere: true });
  switch (answer.event) {
    case 'confirmed':
      // A card elsewhere calls whoever it is for; of one that is changed in place Slack tells nobody.
      return terms.shownIn === undefined ? toReceiver(SAY.offered[language](number, who, giver)) : undefined;
    case 'accepted':
      return toGiver(SAY.accepted[language](about('')));
    case 'declined':
      return toGiver(
        (answer.isGone === true ? SAY.receiverGone : SAY.declined)[language](about(answer.words)),
      );
    case 'countered':
      return toGiver(SAY.countered[language](about(withDate(handoff, zone))));
    case 'returned':
      return toGiver(SAY.returned[language](about(evidence)));
    case 'agreed':
      return toReceiver(SAY.agreed[language](about('')));
    case 'insisted':
      if (answer.isGone === true) return; // Told with why.
      return toReceiver(SAY.insisted[language](number, who, giver));
    case 'taken-back':
      if (before === 'proposed' || answer.isGone === true) return; // Nobody was asked, or it is told with why.
      return toReceiver(SAY.withdrawn[language](number, who, giver));
  }
}

/** What its receiver would rather do, with the other date when they named one. */
export function withDate({ said: { counter }, terms: { language } }: Handoff, zone: string): string {
  if (counter === undefined) return '';
  const due = counter.dueAt === undefined ? '' : momentOf(new Date(counter.dueAt), { zone, language });
  return [counter.words, due].filter((part) => part.trim() !== '').join(' → ');
}

export function takerOf(handoff: Handoff): string {
  return handoff.takerId === undefined ? receiverOf(handoff) : `<@${handoff.takerId}>`;
}
