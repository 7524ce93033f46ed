// How a server is spoken to: by one connection for all, or by each person's own.
import type { Clock } from '../../base/clock.ts';
import type { Fetch } from '../../guard/egress-fetch.ts';
import type { ToolTask } from '../../agent/tool.ts';
import { createConnection, type McpConnection } from './connection.ts';
import { personAt, type SignInDeps } from './sign-in.ts';
import { clientOf, isForEach, type PlacedServer } from './servers.ts';

/** One server as it is spoken to. */
export interface Line {
  readonly key: string;
  readonly name: string;
  connectionFor(task: Pick<ToolTask, 'id' | 'requesterId'>): McpConnection;
  /** For whoever needs no sign-in of their own. */
  readonly shared: McpConnection | undefined;
  invite?(task: ToolTask): Promise<boolean>;
  /** What was opened for a person is opened anew. */
  forget(personId: string): Promise<void>;
  close(): Promise<void>;
}

export interface LineDeps {
  readonly clock: Clock;
  /** What servers that were added in chat are asked by. */
  readonly guardedFetch: Fetch;
  /** Where people sign in for themselves: how, and how they are told. */
  readonly signIn?: SignInDeps & {
    invite(invited: { task: ToolTask; server: string; link: string }): Promise<void>;
  };
}

export function createLine(placed: PlacedServer, deps: LineDeps): Line {
  return isForEach(placed.server) ? lineForEach(placed, deps) : sharedLine(placed, deps);
}

/** Undefined for the settings', whose addresses whoever runs Longhand has chosen. */
export function fetchOf({ isGuarded }: PlacedServer, { guardedFetch }: LineDeps): Fetch | undefined {
  return isGuarded ? guardedFetch : undefined;
}

function sharedLine(placed: PlacedServer, deps: LineDeps): Line {
  const { key, name, server } = placed;
  const shared = createConnection(server, { clock: deps.clock, fetch: fetchOf(placed, deps) });
  return {
    key,
    name,
    shared,
    connectionFor: () => shared,
    forget: async () => {},
    close: () => shared.close(),
  };
}

/** Each person's calls go by a connection of their own, and by no one else's credentials. */
function lineForEach(placed: PlacedServer, deps: LineDeps): Line {
  const { key, name, server } = placed;
  const { clock, signIn } = deps;
  const people = new Map<string, ReturnType<typeof open>>();

  function open(personId: string) {
    let taskId = '';
    const base = fetchOf(placed, deps);
    const person =
      signIn === undefined
        ? undefined
        : personAt(
            { server: key, personId, taskId: () => taskId, fetch: base, client: clientOf(server) },
            signIn,
          );
    return {
      connection: createConnection(server, {
        clock,
        fetch: person?.fetch ?? base,
        ...(person === undefined ? {} : { provider: person.provider }),
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
    key,
    name,
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
