// The servers of tools as they stand: whoever asks for a place's tools gets what is known now, and sets off another look.
import type { Log } from '../../base/log.ts';
import type { PinnedTool } from '../../guard/tool-pin-store.ts';
import type { TaskFileStore } from '../../task/file-store.ts';
import type { Tool, ToolTask } from '../../agent/tool.ts';
import { NeedsSignIn, reasonOf, type McpConnection } from './connection.ts';
import { toDoorTool } from './door.ts';
import { createLine, fetchOf, type Line, type LineDeps } from './lines.ts';
import { offeredOf } from './pinned.ts';
import { createReturningPeople, type ReturningPeople } from './sign-in.ts';
import { clientOf, isForEach, type PlacedServer } from './servers.ts';
import { fingerprintOf, toTool } from './to-tool.ts';

/** Where a task is at work. */
export interface Place {
  readonly teamId: string;
  readonly channelId: string;
}

/** What this needs of guard/, and no more. */
export interface ToolPins {
  ofServers(servers: readonly string[]): Promise<readonly PinnedTool[]>;
  see(
    server: string,
    tools: readonly { name: string; sha256: string; listed: unknown }[],
    at: Date,
  ): Promise<void>;
  hasOnly(server: string, names: readonly string[]): Promise<void>;
}

export interface McpDeps extends LineDeps {
  readonly pins: ToolPins;
  readonly log: Log;
  readonly taskFiles: Pick<TaskFileStore, 'list' | 'save'>;
  /** The one of this key, wherever it is. */
  find(key: string): Promise<PlacedServer | undefined>;
  /** What a look came to, for whoever asks how things are. */
  looked(placed: PlacedServer, came: Looked): Promise<void>;
  /** A call found nobody there: the people of its task are told. */
  missed(missed: { task: ToolTask; placed: PlacedServer; reason: string }): Promise<void>;
}

export type Looked =
  | { readonly kind: 'listed'; readonly count: number }
  | { readonly kind: 'wants-sign-in' }
  | { readonly kind: 'away'; readonly reason: string };

export interface Mcp {
  /** As far as is known: nobody waits for a server. The same array as before while nothing has changed. */
  toolsIn(place: Place, servers: readonly PlacedServer[]): Promise<readonly Tool[]>;
  /** Connects, and pins what is new. */
  look(placed: PlacedServer): Promise<Looked>;
  /** The same in the background. */
  lookSoon(placed: PlacedServer): void;
  readonly returning: ReturningPeople | undefined;
  close(): Promise<void>;
}

const LOOK_MS = 15_000;
/** So long what was seen counts as what is there; what could not be reached is tried again sooner. */
const FRESH_MS = 60_000;
const RETRY_MS = 15_000;
const MOST_PLACES = 200;

export function createMcp(deps: McpDeps): Mcp {
  const { clock, log, pins, signIn, taskFiles } = deps;
  const lines = new Map<string, Line>();
  const lookAgainAt = new Map<string, number>();
  const looking = new Set<Promise<unknown>>();
  const made = new Map<string, { mark: string; keys: readonly string[]; tools: readonly Tool[] }>();
  let isClosed = false;

  function lineOf(placed: PlacedServer): Line {
    // Where it now wants people to sign in, it is spoken to in another way.
    const id = `${placed.key}:${isForEach(placed.server) ? 'each' : 'all'}`;
    const line = lines.get(id) ?? createLine(placed, deps);
    lines.set(id, line);
    return line;
  }

  async function look(placed: PlacedServer, by = lineOf(placed).shared): Promise<Looked> {
    // Without somebody's credentials there is nothing to see.
    if (by === undefined) return { kind: 'wants-sign-in' };
    const came = await lookAt(by, placed);
    if (isClosed) return came; // It was we who went away.
    lookAgainAt.set(placed.key, clock.now().getTime() + (came.kind === 'listed' ? FRESH_MS : RETRY_MS));
    await deps.looked(placed, came);
    return came;
  }

  async function lookAt(connection: McpConnection, placed: PlacedServer): Promise<Looked> {
    const { key } = placed;
    try {
      const listed = await connection.list(AbortSignal.timeout(LOOK_MS));
      const seen = listed.map((tool) => ({ name: tool.name, sha256: fingerprintOf(tool), listed: tool }));
      await pins.see(key, seen, clock.now());
      // Each person may have others; for all it is one list.
      if (lineOf(placed).shared !== undefined)
        await pins.hasOnly(
          key,
          seen.map(({ name }) => name),
        );
      return { kind: 'listed', count: listed.length };
    } catch (error) {
      if (error instanceof NeedsSignIn) return { kind: 'wants-sign-in' };
      log.warn({ err: error, server: placed.name }, 'a server of tools could not be looked at');
      return { kind: 'away', reason: reasonOf(error) };
    }
  }

  /** One at a time: what comes of it is in the rows for the next turn. */
  function lookAgain(placed: PlacedServer, by = lineOf(placed).shared): void {
    const now = clock.now().getTime();
    if (by === undefined || (lookAgainAt.get(placed.key) ?? -Infinity) > now) return;
    lookAgainAt.set(placed.key, now + RETRY_MS);
    lookSoon(placed, by);
  }

  function lookSoon(placed: PlacedServer, by?: McpConnection): void {
    if (isClosed) return;
    const one = look(placed, by)
      .catch((error: unknown) => log.warn({ err: error, server: placed.name }, 'a look came to nothing'))
      .finally(() => looking.delete(one));
    looking.add(one);
  }

  /** It is there no more: nothing stays open to it. */
  async function release(key: string): Promise<void> {
    for (const [id, line] of lines) {
      if (line.key !== key) continue;
      lines.delete(id);
      await line.close();
    }
  }

  function toTools(placed: PlacedServer, pinned: readonly PinnedTool[]): readonly Tool[] {
    const line = lineOf(placed);
    const { server } = placed;
    const missed = (task: ToolTask, reason: string): Promise<void> => {
      lookAgainAt.delete(placed.key);
      return deps.missed({ task, placed, reason });
    };
    // Where people sign in for themselves, one who is in shows what there is by now.
    const answered = (task: ToolTask): void => lookAgain(placed, line.connectionFor(task));
    const isUnseen = pinned.length === 0;
    return [
      ...(line.shared === undefined || isUnseen
        ? [toDoorTool({ ...line, missed, look: () => look(placed) })]
        : []),
      ...offeredOf(server, pinned).map((listed) =>
        toTool({ ...line, server, listed, missed, answered, taskFiles, clock }),
      ),
    ];
  }

  async function toolsIn(place: Place, servers: readonly PlacedServer[]): Promise<readonly Tool[]> {
    const keys = servers.map(({ key }) => key);
    const id = `${place.teamId} ${place.channelId}`;
    const before = made.get(id);
    for (const key of before?.keys ?? []) if (!keys.includes(key)) await release(key);
    for (const placed of servers) lookAgain(placed);
    const pinned = await pins.ofServers(keys);
    const mark = JSON.stringify([
      servers,
      pinned.map(({ server, name, sha256, changed, isListed }) => [
        server,
        name,
        sha256,
        changed !== undefined,
        isListed,
      ]),
    ]);
    if (before?.mark === mark) return before.tools;
    const tools = servers.flatMap((placed) =>
      toTools(
        placed,
        pinned.filter(({ server }) => server === placed.key),
      ),
    );
    if (made.size >= MOST_PLACES) made.clear();
    made.set(id, { mark, keys, tools });
    return tools;
  }

  const returning =
    signIn &&
    createReturningPeople({
      ...signIn,
      find: async (key) => {
        const placed = await deps.find(key);
        if (placed === undefined || !('url' in placed.server)) return undefined;
        const { name, server } = placed;
        return { name, url: placed.server.url, fetch: fetchOf(placed, deps), client: clientOf(server) };
      },
      onSignedIn: async ({ server, personId }) => {
        const placed = await deps.find(server);
        if (placed === undefined) return;
        const line = lineOf(placed);
        await line.forget(personId);
        // The first to come in shows what there is.
        await look(placed, line.connectionFor({ id: '', requesterId: personId }));
      },
    });

  return {
    toolsIn,
    look: (placed) => look(placed),
    lookSoon: (placed) => lookSoon(placed),
    returning,
    close: async () => {
      isClosed = true;
      await Promise.all([...lines.values()].map((line) => line.close()));
      await Promise.all(looking);
    },
  };
}
