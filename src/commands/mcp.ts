// `longhand mcp`: what the servers of tools offer, what has changed since it was taken on, and taking that on.
import { badArguments, readArguments, withDatabase, type CommandDeps } from './command-database.ts';
import type { Database } from '../db/pool.ts';
import { createToolPinStore } from '../guard/tool-pin-store.ts';
import { createToolServerStore } from '../guard/tool-server-store.ts';
import { createDirectoryStore } from '../history/directory-store.ts';
import { silentLog } from '../base/log.ts';
import { openMcp } from '../mcp-servers.ts';
import { offeredOf } from '../tools/mcp/pinned.ts';
import { toPlaced, type PlacedServer } from '../tools/mcp/servers.ts';

const USAGE = `longhand mcp                 looks at the servers of MCP_SERVERS and shows what each offers, and what channels have connected
longhand mcp accept NAME     takes on what this server of MCP_SERVERS has changed since its tools were pinned`;

export async function runMcp(args: readonly string[], deps: CommandDeps): Promise<void> {
  const { values, positionals } = readArguments(args, {
    usage: USAGE,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) return deps.say(USAGE);
  const [verb, name, ...rest] = positionals;
  if ((verb !== undefined && (verb !== 'accept' || name === undefined)) || rest.length > 0)
    throw badArguments('Say nothing, or accept and the name of a server.', USAGE);

  await withDatabase(deps, async (database) => {
    const { clock } = deps;
    // Longhand itself waits for those who come back from signing in.
    const config = { ...deps.config, LONGHAND_ROLE: 'worker' as const };
    const served = await openMcp({ config, database, clock, log: silentLog });
    try {
      if (name !== undefined) {
        const accepted = await createToolPinStore(database).accept(name, clock.now());
        return deps.say(`${accepted} changed tools of ${name} taken on. They are used from the next turn.`);
      }
      await show(database, { running: served.running, configured: served.configuredIn(), say: deps.say });
    } finally {
      await served.close();
    }
  });
}

interface Showing {
  readonly running: readonly string[];
  readonly configured: readonly PlacedServer[];
  say(line: string): void;
}

async function show(database: Database, { running, configured, say }: Showing): Promise<void> {
  if (configured.length === 0) say('No servers of tools are set (MCP_SERVERS).');
  for (const [index, placed] of configured.entries()) {
    say((running[index] ?? placed.name).replace(/^Tools\s+/u, ''));
    await showTools(database, { placed, say });
  }
  for (const server of await createToolServerStore(database).everyConnected()) {
    const channel = await createDirectoryStore(database).channel(server);
    say(`${server.name} (connected in #${channel?.name ?? server.channelId}): ${server.url}`);
    await showTools(database, { placed: toPlaced(server), say });
  }
}

async function showTools(
  database: Database,
  { placed, say }: { placed: PlacedServer; say: Showing['say'] },
): Promise<void> {
  const { key, server } = placed;
  for (const { name } of offeredOf(server, await createToolPinStore(database).ofServers([key])))
    say(`  ${name} · ${server.effects[name] ?? 'outside'}`);
}
