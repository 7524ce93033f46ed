// Servers of tools as people see them: what each offers, what has changed, whether it is there, and what can be done.
import { createHash } from 'node:crypto';
import { createToolPinStore } from '../../guard/tool-pin-store.ts';
import { createToolServerStore, type ToolServer } from '../../guard/tool-server-store.ts';
import { changedOf, offeredOf } from '../../tools/mcp/pinned.ts';
import { isForEach, toPlaced, type PlacedServer } from '../../tools/mcp/servers.ts';
import type { Stores } from '../stores.ts';
import type { ServerAct, ServerView } from './server-words.ts';

/** Of a channel when `row` is there, else of the settings. */
export interface Shown {
  readonly placed: PlacedServer;
  readonly row?: ToolServer;
}

export function shownRow(row: ToolServer): Shown {
  return { placed: toPlaced(row), row };
}

export async function viewsOf(
  { sql }: Stores,
  { shown, canSignIn }: { shown: readonly Shown[]; canSignIn: boolean },
): Promise<readonly ServerView[]> {
  const keys = shown.map(({ placed }) => placed.key);
  const pinned = await createToolPinStore(sql).ofServers(keys);
  const away = await createToolServerStore(sql).awayAmong(keys);
  return shown.map(({ placed: { key, name, server }, row }): ServerView => {
    const own = pinned.filter((pin) => pin.server === key);
    const changed = changedOf(own);
    const gone = away.find((one) => one.server === key);
    const state = row?.state ?? 'set';
    const offered = offeredOf(server, own);
    const signIn = !isForEach(server) ? 'none' : canSignIn ? 'each' : 'impossible';
    return {
      serverId: key,
      name,
      url: 'url' in server ? server.url : undefined,
      state,
      askedBy: row?.askedBy,
      decidedBy: row?.decidedBy,
      tools: offered.map((tool) => ({
        name: tool.name,
        effect: server.effects[tool.name] ?? 'outside',
      })),
      left: own.filter(({ isListed }) => isListed).length - changed.length - offered.length,
      changed: changed.map(({ listed }) => ({ name: listed.name, says: listed.description })),
      stamp: stampOf(changed.map(({ sha256 }) => sha256)),
      away: gone === undefined ? undefined : { since: gone.since.toISOString(), reason: gone.reason },
      signIn,
      acts: actsOf(state, changed.length > 0),
    };
  });
}

function actsOf(state: ServerView['state'], isChanged: boolean): readonly ServerAct[] {
  if (state === 'asked') return ['connect', 'decline'];
  if (state !== 'connected') return [];
  return isChanged ? ['accept', 'disconnect'] : ['disconnect'];
}

/** Short, and another one for any other set of changes. */
function stampOf(hashes: readonly string[]): string {
  return hashes.length === 0
    ? ''
    : createHash('sha256').update(hashes.toSorted().join()).digest('hex').slice(0, 16);
}
