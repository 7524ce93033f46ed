// The servers of tools that are configured: looked at when Longhand starts, and used when a task calls them.
import { z } from 'zod';
import { toReason } from '../../base/errors.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { TaskFileStore } from '../../task/file-store.ts';
import { defineTool, type Tool, type ToolTask } from '../../agent/tool.ts';
import { createConnection, ListedTool, type McpConnection } from './connection.ts';
import { createReturningPeople, personAt, type ReturningPeople, type SignInDeps } from './sign-in.ts';
import type { McpServer } from './servers.ts';
import { fingerprintOf, signInText, toTool, toToolName } from './to-tool.ts';

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
  readonly taskFiles: Pick<TaskFileStore, 'list' | 'save'>;
  /** Where people sign in for themselves: how, and how they are told. */
  readonly signIn?: SignInDeps & {
    invite(invited: { task: ToolTask; server: string; link: string }): Promise<void>;
  };
}

export interface Mcp {
  readonly tools: readonly Tool[];
  /** A line each, for whoever started it. */
  readonly running: readonly string[];
  /** Set where people sign in for themselves. */
  readonly returning?: ReturningPeople;
  close(): Promise<void>;
}

/** A server that is slow to start must not hold up all of Longhand. */
const LOOK_MS = 15_000;

/** One server as it is spoken to. */
interface Line {
  readonly name: string;
  readonly server: McpServer;
  connectionFor(task: Pick<ToolTask, 'id' | 'requesterId'>): McpConnection;
  /** For whoever needs no sign-in of their own. */
  readonly shared: McpConnection | undefined;
  invite?(task: ToolTask): Promise<boolean>;
  /** What was opened for a person is opened anew. */
  forget(personId: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Looks at every server, pins what is new, and offers what is pinned. A server that is away keeps its pinned tools: a
 * task that calls one is told, and the next call tries again.
 */
export async function startMcp(deps: McpDeps): Promise<Mcp> {
  const { servers, signIn } = deps;
  const lines = [...servers].map(([name, server]) =>
    isForEach(server) ? lineForEach(name, server, deps) : sharedLine(name, server, deps),
  );
  const started = await Promise.all(lines.map((line) => startServer(line, deps)));
  const returning =
    signIn === undefined
      ? undefined
      : createReturningPeople({
          ...signIn,
          urlOf: (name) => {
            const server = servers.get(name);
            return server !== undefined && 'url' in server ? server.url : undefined;
          },
          onSignedIn: async ({ server, personId }) => {
            const line = lines.find(({ name }) => name === server);
            await line?.forget(personId);
            // The first to come in shows what there is.
            if (line !== undefined)
              await pinListed(line, line.connectionFor({ id: '', requesterId: personId }), deps);
          },
        });
  return {
    tools: started.flatMap(({ tools }) => tools),
    running: started.map(({ line }) => line),
    ...(returning === undefined ? {} : { returning }),
    close: async () => {
      await Promise.all(lines.map((line) => line.close()));
    },
  };
}

function isForEach(server: McpServer): boolean {
  return 'url' in server && server.signIn;
}

function sharedLine(name: string, server: McpServer, { clock }: McpDeps): Line {
  const shared = createConnection(server, { clock });
  return {
    name,
    server,
    shared,
    connectionFor: () => shared,
    forget: async () => {},
    close: () => shared.close(),
  };
}

/** Each person's calls go by a connection of their own, and by no one else's credentials. */
function lineForEach(name: string, server: McpServer, { clock, signIn }: McpDeps): Line {
  const people = new Map<string, ReturnType<typeof open>>();

  function open(personId: string) {
    let taskId = '';
    const person =
      signIn === undefined ? undefined : personAt({ server: name, personId, taskId: () => taskId }, signIn);
    return {
      connection: createConnection(server, {
        clock,
        ...(person === undefined ? {} : { person }),
      }),
      takeLink: () => person?.takeLink(),
      isAskedIn: (id: string) => (taskId = id),
    };
  }

  function of({ id, requesterId }: Pick<ToolTask, 'id' | 'requesterId'>) {
    const one = people.get(requesterId) ?? open(requesterId);
    people.set(requesterId, one);
    one.isAskedIn(id);
    return one;
  }

  return {
    name,
    server,
    shared: undefined,
    connectionFor: (task) => of(task).connection,
    invite: async (task) => {
      const link = of(task).takeLink();
      if (link === undefined || signIn === undefined) return false;
      await signIn.invite({ task, server: name, link });
      return true;
    },
    forget: async (personId) => {
      const one = people.get(personId);
      people.delete(personId);
      await one?.connection.close();
    },
    close: async () => {
      await Promise.all([...people.values()].map(({ connection }) => connection.close()));
    },
  };
}

async function pinListed(
  { name }: Line,
  connection: McpConnection,
  { pins, clock }: McpDeps,
): Promise<ReadonlySet<string>> {
  const listed = await connection.list(AbortSignal.timeout(LOOK_MS));
  const seen = listed.map((tool) => ({ name: tool.name, sha256: fingerprintOf(tool), listed: tool }));
  await pins.see(name, seen, clock.now());
  return new Set(listed.map((tool) => tool.name));
}

async function startServer(line: Line, deps: McpDeps) {
  const { name, server, shared } = line;
  let there: ReadonlySet<string> | undefined;
  let trouble = '';
  try {
    if (shared !== undefined) there = await pinListed(line, shared, deps);
  } catch (error) {
    trouble = ` (cannot be reached now: ${toReason(error)})`;
    deps.log.warn({ err: error, server: name }, 'a server of tools could not be looked at');
  }
  const pinned = await deps.pins.ofServer(name);
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
  const own = shared === undefined ? '; each person signs in for themselves' : '';
  return {
    tools: [
      ...(shared === undefined ? [toSignInTool(line)] : []),
      ...offered.map((listed) =>
        toTool({
          ...line,
          serverName: name,
          listed,
          keep: (task, text) => keepAnswer(text, { task, name }, deps),
        }),
      ),
    ],
    line: `Tools      ${name}: ${offered.length}${own}${waiting}${trouble}`,
  };
}

/** Under the next free name: an answer that came before stays what it was. */
async function keepAnswer(
  text: string,
  { task, name }: { task: ToolTask; name: string },
  { taskFiles, clock }: McpDeps,
): Promise<string | undefined> {
  const taken = new Set((await taskFiles.list(task.id)).map((file) => file.name));
  let number = 1;
  while (taken.has(`${name}-answer-${number}.txt`)) number += 1;
  const file = { name: `${name}-answer-${number}.txt`, bytes: new TextEncoder().encode(text) };
  const saved = await taskFiles.save(task.id, [file], clock.now());
  return saved.kind === 'saved' ? file.name : undefined;
}

/** For before anything of a server is known, and for whoever wishes to sign in anew. */
function toSignInTool({ name, connectionFor, invite }: Line): Tool {
  return defineTool({
    name: toToolName(name, 'sign_in'),
    description: `Send whoever asked the link to sign in at the server "${name}", in a direct message. Use it when they want to connect it, or when its tools are not there yet.`,
    effect: 'read',
    input: z.object({}),
    says: () => `${name}: sign-in`,
    run: async (_, { task }) => {
      try {
        if (await connectionFor(task).isOpen()) return { text: `They are signed in at "${name}".` };
      } catch (error) {
        return { text: `"${name}" cannot be reached now: ${toReason(error)}`, failed: true };
      }
      return { text: await signInText(name, task, invite) };
    },
  });
}
