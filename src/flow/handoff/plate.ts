// What somebody has, and what others have from them: from the record, by code, without a model.
import type { Message } from '../../history/message.ts';
import type { Handoff } from '../../task/handoff-store.ts';
import { takerOf } from './answer-handoff.ts';
import type { Plate, PlateItem } from './handoff-shown.ts';
import { isOverdue, momentOf, zoneOf } from './handoff-tell.ts';
import { isDirect, languageOf } from '../meant.ts';
import type { Stores } from '../stores.ts';

interface Asked {
  readonly message: Message;
  readonly personId: string;
  readonly side: 'receiver' | 'giver';
}

interface PlateDeps {
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
  { now, permalink }: PlateDeps,
): Promise<Plate> {
  const { teamId, channelId } = message;
  const language = languageOf(message.text);
  const all = await stores.handoffs.ofPerson({ teamId, personId, as: side });
  const shown = all.filter((handoff) => isDirect(channelId) || handoff.channelId === channelId);
  const at = now();
  const toItem = async (handoff: Handoff): Promise<PlateItem> => {
    const url = permalink(handoff.channelId, handoff.threadTs);
    const zone = await zoneOf(stores, handoff);
    return {
      number: handoff.number,
      state: handoff.state,
      isOverdue: isOverdue(handoff, at),
      text: handoff.brief.wanted,
      other: side === 'giver' ? takerOf(handoff) : `<@${handoff.giverId}>`,
      ...(handoff.dueAt === undefined ? {} : { due: momentOf(handoff.dueAt, { zone, language }) }),
      ageDays: Math.floor((at.getTime() - handoff.changedAt.getTime()) / DAY_MS),
      ...(url === undefined ? {} : { url }),
    };
  };
  return {
    kind: 'plate',
    side,
    items: await Promise.all(shown.slice(0, MOST_SHOWN).map(toItem)),
    elsewhere: all.length - shown.length,
    more: Math.max(0, shown.length - MOST_SHOWN),
  };
}
