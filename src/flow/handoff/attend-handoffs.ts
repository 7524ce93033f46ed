// Brings handoffs up again: an answer that is missing, a date that comes near, and what is late, to whom the giver named.
import type { Attention, Handoff } from '../../task/handoff-store.ts';
import { takerOf } from './answer-handoff.ts';
import { zoneOfPerson, type HandOverDeps } from './hand-over.ts';
import { nextAttention, type NextAttention } from './handoff-attention.ts';
import { HANDOFF_SENTENCES as SAY } from './handoff-sentences.ts';
import { momentOf, zoneOf } from './handoff-tell.ts';
import { storesOn, type Stores, type Transact } from '../stores.ts';
import type { Database } from '../../db/pool.ts';

interface AttendDeps extends HandOverDeps {
  readonly database: Database;
  readonly transact: Transact;
}

/** Once a handoff, a state and a kind, over any number of processes: the row is locked while it is told. */
export function createAttendHandoffs(deps: AttendDeps): () => Promise<void> {
  const { database, transact, now } = deps;

  return async function attend() {
    for (const id of await storesOn(database).handoffs.toAttend(now()))
      await transact((stores) => attendOne(stores, id, deps));
  };
}

async function attendOne(stores: Stores, id: string, { tell, now }: HandOverDeps): Promise<void> {
  const handoff = await stores.handoffs.lock(id);
  if (handoff === undefined) return;
  const zones = {
    giver: await zoneOfPerson(stores, { teamId: handoff.teamId, personId: handoff.giverId }),
    receiver: await zoneOf(stores, handoff),
  };
  const at = now();
  const { due, attended } = dueBy(at, handoff, zones);
  const changed = { ...handoff, attended };
  await stores.handoffs.change(id, { ...changed, attendAt: nextAttention(changed, zones)?.at });
  if (due === undefined) return;
  const key = `${due.kind}:${handoff.changedAt.getTime()}:${handoff.dueAt?.getTime() ?? 0}`;
  await stores.handoffs.note(id, { key, event: due.kind, by: 'longhand', words: '', at });
  await remind(stores, { handoff: changed, kind: due.kind, key, zone: zones.receiver }, { tell, now });
}

/** The last of what is due by now: who comes late is told where it stands, and not how it came there. */
function dueBy(
  at: Date,
  handoff: Handoff,
  zones: { giver: string; receiver: string },
): { due: NextAttention | undefined; attended: Handoff['attended'] } {
  let due: NextAttention | undefined;
  const attended = [...handoff.attended];
  for (;;) {
    const next = nextAttention({ ...handoff, attended }, zones);
    if (next === undefined || next.at > at) return { due, attended };
    due = next;
    attended.push(next.kind);
  }
}

interface Reminding {
  readonly handoff: Handoff;
  readonly kind: Attention;
  readonly key: string;
  readonly zone: string;
}

async function remind(
  stores: Stores,
  { handoff, kind, key, zone }: Reminding,
  { tell }: HandOverDeps,
): Promise<void> {
  const { number, giverId, terms, dueAt } = handoff;
  const { language } = terms;
  const giver = `<@${giverId}>`;
  const who = takerOf(handoff);
  const due = dueAt === undefined ? '' : momentOf(dueAt, { zone, language });
  const toGiver = (text: string): Promise<void> => tell.notice(stores, handoff, { key, text });
  const toReceiver = (text: string): Promise<void> =>
    tell.notice(stores, handoff, { key, text, isThere: true });
  switch (kind) {
    case 'unconfirmed':
      return toGiver(SAY.unconfirmed[language](number, giver));
    case 'unanswered':
      return toReceiver(SAY.unanswered[language](number, who));
    case 'undecided':
      return toGiver(SAY.undecided[language](number, giver, who));
    case 'due-soon':
      return toReceiver(SAY.dueSoon[language](number, who, due));
    case 'overdue': {
      await tell.card(stores, handoff);
      await toReceiver(SAY.overdue[language](number, who, due));
      const told = terms.escalateTo === undefined ? giver : `<@${terms.escalateTo}>`;
      const text = SAY.escalated[language]({ n: number, giver: told, who, due, words: '' });
      return tell.notice(stores, handoff, { key: `escalated:${key}`, text, tone: 'warning' });
    }
  }
}
