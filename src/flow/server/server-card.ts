// A server's own post where it was asked for: it shows how the server stands, and changes with it.
import { createToolServerStore } from '../../guard/tool-server-store.ts';
import { ownersOf } from '../owners.ts';
import type { Stores } from '../stores.ts';
import type { Voice } from '../words.ts';
import { shownRow, viewsOf } from './server-view.ts';

export interface CardDeps {
  readonly voice: Voice;
  readonly canSignIn: boolean;
}

export interface CardShow {
  readonly id: string;
  /** Another post than the server's own. */
  readonly card?: string;
  /** Nobody knows yet what it comes to. */
  readonly isConnecting?: boolean;
}

export function cardOf(id: string): string {
  return `server:${id}`;
}

export async function tellServer(
  stores: Stores,
  { id, card = cardOf(id), isConnecting = false }: CardShow,
  { voice, canSignIn }: CardDeps,
): Promise<void> {
  const row = await createToolServerStore(stores.sql).find(id);
  if (row === undefined) return;
  const { channelId, threadTs, language, state, askedBy } = row;
  const [view] = await viewsOf(stores, { shown: [shownRow(row)], canSignIn });
  if (view === undefined) return;
  await voice.say(stores.sql, {
    key: card,
    channelId,
    threadTs,
    language,
    words: {
      kind: 'servers',
      card,
      ...(card === cardOf(id) ? {} : { isChange: true }),
      views: [isConnecting ? { ...view, state: 'connecting', acts: [] } : view],
      owners: state === 'asked' ? await ownersOf(stores, { ...row, personId: askedBy }) : [],
    },
  });
}

/** Said anew where it was connected, once for each change: a post that was changed calls nobody. */
export async function tellChange(stores: Stores, id: string, deps: CardDeps): Promise<void> {
  const row = await createToolServerStore(stores.sql).find(id);
  if (row?.state !== 'connected') return;
  const [view] = await viewsOf(stores, { shown: [shownRow(row)], canSignIn: deps.canSignIn });
  if (view === undefined || view.stamp === '') return;
  await tellServer(stores, { id, card: `${cardOf(id)}:changed:${view.stamp}` }, deps);
}
