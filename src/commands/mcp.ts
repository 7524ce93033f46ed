// `longhand mcp`: what the servers of tools offer, what has changed since it was taken on, and taking that on.
import { badArguments, readArguments, withDatabase, type CommandDeps } from './command-database.ts';
import { createToolPinStore } from '../guard/tool-pin-store.ts';
import { silentLog } from '../base/log.ts';
import { openMcp } from '../mcp-servers.ts';

const USAGE = `longhand mcp                 looks at the servers of MCP_SERVERS and shows what each offers
longhand mcp accept NAME     takes on what this server has changed since its tools were pinned`;

export async function runMcp(args: readonly string[], deps: CommandDeps): Promise<void> {
  const { values, positionals } = readArguments(args, {
    usage: USAGE,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) return deps.say(USAGE);
  const [verb, name, ...rest] = positionals;
  if ((verb !== undefined && (verb !== 'accept' || name === undefined)) || rest.length > 0)
    throw badArguments('Say nothing, or accept and the name of a server.', USAGE);

  if (deps.config.MCP_SERVERS === undefined) return deps.say('No servers of tools are set (MCP_SERVERS).');
  await withDatabase(deps, async (database) => {
    const { config, clock } = deps;
    const mcp = await openMcp({ config, database, clock, log: silentLog });
    try {
      if (name !== undefined) {
        const accepted = await createToolPinStore(database).accept(name, clock.now());
        return deps.say(`${accepted} changed tools of ${name} taken on. They are used from the next start.`);
      }
      for (const line of mcp.running) deps.say(line.replace(/^Tools\s+/u, ''));
      for (const { name: tool, effect } of mcp.tools) deps.say(`  ${tool} · ${effect}`);
    } finally {
      await mcp.close();
    }
  });
}
