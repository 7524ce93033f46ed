// Servers of tools, of the setting MCP_SERVERS and of channels → what tasks can call, loaded when there is one.
import { readFile } from 'node:fs/promises';
import { AppError, toReason } from './base/errors.ts';
import type { Clock } from './base/clock.ts';
import type { Log } from './base/log.ts';
import type { Config } from './config.ts';
import type { Database } from './db/pool.ts';
import type { Tool } from './agent/tool.ts';
import { createServerNews, type ServerNews } from './flow/server/server-news.ts';
import { createTransact } from './flow/stores.ts';
import { createCredentialStore } from './guard/credential-store.ts';
import { createGuardedFetch, type GuardedFetch } from './guard/egress-fetch.ts';
import { createSeal } from './guard/seal.ts';
import { createToolPinStore } from './guard/tool-pin-store.ts';
import { createToolServerStore, type Place } from './guard/tool-server-store.ts';
import { startSignInServer } from './sign-in-server.ts';
import { createVoice } from './slack/outbox-store.ts';
import { createTaskFileStore } from './task/file-store.ts';
import type { Mcp } from './tools/mcp/index.ts';
import { changedOf, offeredOf } from './tools/mcp/pinned.ts';
import { isForEach, readServers, toPlaced, type McpServer, type PlacedServer } from './tools/mcp/servers.ts';

interface McpSettings {
  readonly config: Pick<
    Config,
    | 'MCP_SERVERS'
    | 'MCP_SIGN_IN_URL'
    | 'MCP_SIGN_IN_LISTEN'
    | 'LONGHAND_SECRET'
    | 'LONGHAND_ROLE'
    | 'FETCH_HOSTS'
  >;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Served {
  /** A line for each of the settings, for whoever started it. */
  readonly running: readonly string[];
  toolsIn(place: Place): Promise<readonly Tool[]>;
  /** Of the settings: there, or all. */
  configuredIn(place?: Place): readonly PlacedServer[];
  lookSoon(placed: PlacedServer): void;
  readonly guard: GuardedFetch;
  /** Whether people can sign in for themselves at all. */
  readonly canSignIn: boolean;
  close(): Promise<void>;
}

/** Who has no servers loads nothing for them. */
export async function openMcp(settings: McpSettings): Promise<Served> {
  const { config, database, clock } = settings;
  const configured = [...(await readMcpServers(config.MCP_SERVERS))].map(([name, server]): PlacedServer => ({
    key: name,
    name,
    server,
    isGuarded: false,
  }));
  const guard = createGuardedFetch({ trusted: config.FETCH_HOSTS ?? [] });
  const news = createServerNews({
    transact: createTransact(database),
    voice: createVoice(clock),
    now: () => clock.now(),
    canSignIn: config.MCP_SIGN_IN_URL !== undefined && config.LONGHAND_SECRET !== undefined,
  });
  const signIn = signInOf(settings, { news, configured });
  let loaded: Promise<Mcp> | undefined;
  const load = (): Promise<Mcp> => (loaded ??= loadMcp(settings, { configured, guard, news, signIn }));

  const configuredIn = (place?: Place): readonly PlacedServer[] =>
    configured.filter(
      ({ server: { channels } }) =>
        place === undefined || channels === undefined || channels.includes(place.channelId),
    );
  const running = configured.length === 0 ? [] : await lookAtAll(configured, { mcp: await load(), database });
  const stopListening =
    signIn === undefined || config.LONGHAND_ROLE === 'worker'
      ? undefined
      : await startSignInServer({
          returning: {
            look: async (state) => (await load()).returning?.look(state),
            take: async (params) => (await (await load()).returning?.take(params)) ?? { kind: 'unknown' },
          },
          listen: config.MCP_SIGN_IN_LISTEN,
          path: new URL(signIn.callbackUrl).pathname,
          nameOf: news.nameOf,
          cameBack: async (ending) => {
            if (ending.kind === 'signed-in') await news.signedIn(ending);
          },
        });
  return {
    running,
    configuredIn,
    guard,
    canSignIn: signIn !== undefined,
    lookSoon: (placed) => void load().then((mcp) => mcp.lookSoon(placed)),
    toolsIn: async (place) => {
      const own = configuredIn(place);
      const names = new Set(own.map(({ name }) => name.toLowerCase()));
      const connected = await createToolServerStore(database).connectedIn(place);
      const servers = [
        ...own,
        ...connected.filter(({ name }) => !names.has(name.toLowerCase())).map(toPlaced),
      ];
      return servers.length === 0 && loaded === undefined ? [] : (await load()).toolsIn(place, servers);
    },
    close: async () => {
      await stopListening?.();
      await (await loaded)?.close();
      await guard.close();
    },
  };
}

interface Joined {
  readonly configured: readonly PlacedServer[];
  readonly guard: GuardedFetch;
  readonly news: ServerNews;
  readonly signIn: ReturnType<typeof signInOf>;
}

async function loadMcp(
  { database, clock, log }: McpSettings,
  { configured, guard, news, signIn }: Joined,
): Promise<Mcp> {
  const { createMcp } = await import('./tools/mcp/index.ts');
  return createMcp({
    clock,
    log,
    pins: createToolPinStore(database),
    taskFiles: createTaskFileStore(database),
    guardedFetch: guard.fetch,
    find: async (key) => {
      const own = configured.find((placed) => placed.key === key);
      if (own !== undefined) return own;
      const server = await createToolServerStore(database).find(key);
      return server?.state === 'connected' ? toPlaced(server) : undefined;
    },
    looked: news.looked,
    missed: news.missed,
    ...(signIn === undefined ? {} : { signIn }),
  });
}

async function readMcpServers(given: string | undefined): Promise<ReadonlyMap<string, McpServer>> {
  if (given === undefined) return new Map();
  if (given.startsWith('{')) return readServers(given, 'MCP_SERVERS');
  const text = await readFile(given, 'utf8').catch((error: unknown) => {
    throw new AppError({
      code: 'config/mcp',
      message: `The file ${given} that MCP_SERVERS names cannot be read: ${toReason(error)}`,
      hint: 'Correct the path, or take MCP_SERVERS out of .env.',
      cause: error,
    });
  });
  return readServers(text, given);
}

/** What is there at the start: a line each. */
async function lookAtAll(
  configured: readonly PlacedServer[],
  { mcp, database }: { mcp: Mcp; database: Database },
): Promise<readonly string[]> {
  const looked = await Promise.all(configured.map((placed) => mcp.look(placed)));
  const pinned = await createToolPinStore(database).ofServers(configured.map(({ key }) => key));
  return configured.map(({ key, name, server }, index) => {
    const own = pinned.filter((pin) => pin.server === key);
    const came = looked[index];
    const changed = changedOf(own).map(({ listed }) => listed.name);
    return [
      `Tools      ${name}: ${offeredOf(server, own).length}`,
      came?.kind === 'wants-sign-in' ? '; each person signs in for themselves' : '',
      changed.length === 0
        ? ''
        : `; changed and not used until accepted (longhand mcp accept ${name}): ${changed.join(', ')}`,
      came?.kind === 'away' ? ` (cannot be reached now: ${came.reason})` : '',
    ].join('');
  });
}

function signInOf(
  { config, database, clock }: McpSettings,
  { news, configured }: Pick<Joined, 'news' | 'configured'>,
) {
  const { MCP_SIGN_IN_URL: callbackUrl, LONGHAND_SECRET: secret } = config;
  if (callbackUrl !== undefined && secret !== undefined)
    return {
      callbackUrl,
      clock,
      credentials: createCredentialStore(database, createSeal(secret)),
      invite: news.invite,
    };
  if (configured.some(({ server }) => isForEach(server)))
    throw new AppError({
      code: 'config/mcp',
      message:
        'A server of tools has "signIn", and MCP_SIGN_IN_URL or LONGHAND_SECRET is not set: nobody could come back.',
      hint: 'docs/how-to/connect-tools.md says what both are.',
    });
  return undefined;
}
