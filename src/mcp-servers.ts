// The setting MCP_SERVERS (a file, or the JSON itself) → servers of tools that can be called.
import { readFile } from 'node:fs/promises';
import { AppError, toReason } from './base/errors.ts';
import type { Clock } from './base/clock.ts';
import type { Log } from './base/log.ts';
import type { Config } from './config.ts';
import type { Database } from './db/pool.ts';
import { createToolPinStore } from './guard/tool-pin-store.ts';
import type { Mcp } from './tools/mcp/index.ts';
import { readServers, type McpServer } from './tools/mcp/servers.ts';

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

interface McpSettings {
  readonly config: Pick<Config, 'MCP_SERVERS'>;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
}

const NONE: Mcp = { tools: [], running: [], close: async () => {} };

/** Who has no servers loads nothing for them. */
export async function openMcp({ config, database, clock, log }: McpSettings): Promise<Mcp> {
  const servers = await readMcpServers(config.MCP_SERVERS);
  if (servers.size === 0) return NONE;
  const { startMcp } = await import('./tools/mcp/index.ts');
  return startMcp({ servers, pins: createToolPinStore(database), clock, log });
}
