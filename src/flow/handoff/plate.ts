// What somebody has, and what others have from them: from the record, by code, without a model.
import type { Message } from '../../history/message.ts';
import type { Handoff } from '../../task/handoff-store.ts';
import { takerOf, withDate } from './answer-handoff.ts';
import type { Plate, PlateItem } from './handoff-shown.ts';
import { isOverdue, momentOf, stampOf, zoneOf } from './handoff-tell.ts';
import { isDirect, languageOf } from '../meant.ts';
import type { Stores } from '../stores.ts';
import type { Language } from '../words.ts';

interface Asked {
  readonly message: Message;
  readonly personId: string;
  readonly side: Plate['side'];
}

interface Own {
  readonly teamId: string;
  readonly personId: string;
  readonly side: Plate['side'];
  readonly language: Language;
}

export interface PlateDeps {
  readonly now: () => Date;
  permalink(channelId: string, ts: string): string | undefined;
}

const MOST_SHOWN = 15;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Contract: what was given in another channel is told in a direct message alone; here it is only counted, because
 * whoever reads along may not read there.
 */
export async function plateOf(
  stores: Stores,
  { message, personId, side }: Asked,
  deps: PlateDeps,
): Promise<Plate> {
  const { teamId, channelId } = message;
  const own = { teamId, personId, side, language: languageOf(message.text) };
  return toPlate(
    stores,
    { ...own, isShown: (one) => isDirect(channelId) || one.channelId === channelId },
    deps,
  );
}

/** All of it, where nobody else reads. */
export function ownPlate(stores: Stores, own: Own, deps: PlateDeps): Promise<Plate> {
  return toPlate(stores, { ...own, isShown: () => true }, deps);
}

async function toPlate(
  stores: Stores,
  { teamId, personId, side, language, isShown }: Own & { isShown: (handoff: Handoff) => boolean },
  { now, permalink }: PlateDeps,
): Promise<Plate> {
  const all = await stores.handoffs.ofPerson({ teamId, personId, as: side });
  const shown = all.filter(isShown);
  const at = now();
  const toItem = async (handoff: Handoff): Promise<PlateItem> => {
    const url = permalink(handoff.channelId, handoff.threadTs);
    const zone = await zoneOf(stores, handoff);
    return {
      handoffId: handoff.id,
      stamp: stampOf(handoff),
      number: handoff.number,
      state: handoff.state,
      isOverdue: isOverdue(handoff, at),
      text: handoff.brief.wanted,
      other: side === 'giver' ? takerOf(handoff) : `<@${handoff.giverId}>`,
      ...(handoff.dueAt === undefined ? {} : { due: momentOf(handoff.dueAt, { zone, language }) }),
      ...(handoff.said.counter === undefined ? {} : { counter: withDate(handoff, zone) }),
      ageDays: Math.floor((at.getTime() - handoff.changedAt.getTime()) / DAY_MS),
      ...(url === undefined ? {} : { url }),
    };
  };
  const items: PlateItem[] = [];
  for (const handoff of shown.slice(0, MOST_SHOWN)) items.push(await toItem(handoff));
  return {
    kind: 'plate',
    side,
    items,
    elsewhere: all.length - shown.length,
    more: Math.max(0, shown.length - MOST_SHOWN),
  };
}
