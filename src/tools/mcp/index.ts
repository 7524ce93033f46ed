// The servers of tools that are configured: looked at when Longhand starts, and used when a task calls them.
import { z } from 'zod';
import { toReason } from '../../base/errors.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Tool } from '../../agent/tool.ts';
import { createConnection, ListedTool, type McpConnection } from './connection.ts';
import type { McpServer } from './servers.ts';
import { fingerprintOf, toTool } from './to-tool.ts';

/** What this needs of guard/, and no more. */
export interface ToolPins {
  ofServer(server: string): Promise<readonly { name: string; listed: unknown; changed: unknown }[]>;
  see(
    server: string,
    tools: readonly { name: string; sha256: string; listed: unknown }[],
    at: Date,
  ): Promise<void>;
}

export interface McpDeps {
  readonly servers: ReadonlyMap<string, McpServer>;
  readonly pins: ToolPins;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Mcp {
  readonly tools: readonly Tool[];
  /** A line each, for whoever started it. */
  readonly running: readonly string[];
  close(): Promise<void>;
}

/** A server that is slow to start must not hold up all of Longhand. */
const LOOK_MS = 15_000;

/**
 * Looks at every server, pins what is new, and offers what is pinned. A server that is away keeps its pinned tools: a
 * task that calls one is told, and the next call tries again.
 */
export async function startMcp({ servers, pins, clock, log }: McpDeps): Promise<Mcp> {
  const connections = new Map(
    [...servers].map(([name, server]) => [name, createConnection(server, { clock })] as const),
  );
  const started = await Promise.all(
    [...servers].map(([name, server]) =>
      startServer({ name, server, connection: connections.get(name), pins, clock, log }),
    ),
  );
  return {
    tools: started.flatMap(({ tools }) => tools),
    running: started.map(({ line }) => line),
    close: async () => {
      await Promise.all([...connections.values()].map((connection) => connection.close()));
    },
  };
}

interface Starting extends Pick<McpDeps, 'pins' | 'clock' | 'log'> {
  readonly name: string;
  readonly server: McpServer;
  readonly connection: McpConnection | undefined;
}

async function startServer({ name, server, connection, pins, clock, log }: Starting) {
  if (connection === undefined) return { tools: [], line: '' };
  let there: ReadonlySet<string> | undefined;
  let trouble = '';
  try {
    const listed = await connection.list(AbortSignal.timeout(LOOK_MS));
    there = new Set(listed.map((tool) => tool.name));
    const seen = listed.map((tool) => ({ name: tool.name, sha256: fingerprintOf(tool), listed: tool }));
    await pins.see(name, seen, clock.now());
  } catch (error) {
    trouble = ` (cannot be reached now: ${toReason(error)})`;
    log.warn({ err: error, server: name }, 'a server of tools could not be looked at');
  }
  const pinned = await pins.ofServer(name);
  const changed = pinned.filter((pin) => pin.changed !== undefined).map((pin) => pin.name);
  const offered = pinned
    .filter((pin) => there === undefined || there.has(pin.name))
    .filter((pin) => pin.changed === undefined)
    .filter((pin) => server.tools === undefined || server.tools.includes(pin.name))
    .flatMap((pin) => z.array(ListedTool).catch([]).parse([pin.listed]));
  const waiting =
    changed.length === 0
      ? ''
      : `; changed and not used until accepted (longhand mcp accept ${name}): ${changed.join(', ')}`;
  return {
    tools: offered.map((listed) => toTool({ serverName: name, server, listed, connection })),
    line: `Tools      ${name}: ${offered.length}${waiting}${trouble}`,
  };
}
