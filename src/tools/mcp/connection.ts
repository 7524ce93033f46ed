// The only file that knows the MCP client: one server, connected when it is needed, and let go of when it breaks.
import {
  Client,
  StreamableHTTPClientTransport,
  UnauthorizedError,
  type OAuthClientProvider,
} from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { z } from 'zod';
import { toReason } from '../../base/errors.ts';
import type { Clock } from '../../base/clock.ts';
import type { McpServer } from './servers.ts';

/** A tool as its server describes it: names, words and schema are the server's, and not to be believed. */
export const ListedTool = z.object({
  name: z.string().min(1).max(200),
  description: z.string().default(''),
  inputSchema: z.record(z.string(), z.unknown()),
  execution: z.object({ taskSupport: z.string().optional() }).optional(),
});
export type ListedTool = z.infer<typeof ListedTool>;

const Part = z.union([
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('resource_link'), uri: z.string(), name: z.string().optional() }),
  z.object({
    type: z.literal('resource'),
    resource: z.object({ uri: z.string(), text: z.string().optional() }),
  }),
  z.object({ type: z.string() }).transform(({ type }) => ({ type: 'other' as const, what: type })),
]);
export type AnswerPart = z.infer<typeof Part>;

const Answer = z.object({
  content: z.array(Part).default([]),
  structuredContent: z.unknown().optional(),
  isError: z.boolean().default(false),
});

export type McpAnswer =
  | { readonly kind: 'answered'; readonly isError: boolean; readonly parts: readonly AnswerPart[] }
  /** `isAway` when the server could not be reached at all, so that nothing happened. */
  | { readonly kind: 'failed'; readonly reason: string; readonly isAway: boolean }
  /** The person has to sign in there first: nothing happened. */
  | { readonly kind: 'unauthorized' };

export interface McpConnection {
  /** Throws when the server cannot be reached or does not speak the protocol. */
  list(signal: AbortSignal): Promise<readonly ListedTool[]>;
  call(request: {
    name: string;
    input: Readonly<Record<string, unknown>>;
    signal: AbortSignal;
  }): Promise<McpAnswer>;
  /** Whether it lets in whoever it is opened for. Throws as `list` does. */
  isOpen(): Promise<boolean>;
  close(): Promise<void>;
}

/** After a failure to connect it is not tried again for so long: a task is told at once instead of waiting. */
const REST_MS = 5_000;
const CONNECT_MS = 15_000;
const MOST_TOOLS = 200;

interface ConnectionDeps {
  readonly clock: Clock;
  /** On whose behalf, where people sign in for themselves. */
  readonly person?: { readonly provider: OAuthClientProvider; readonly fetch: typeof fetch };
}

export function createConnection(server: McpServer, { clock, person }: ConnectionDeps): McpConnection {
  let connecting: Promise<Client> | undefined;
  let failedAt = -Infinity;
  let failure = '';

  function connected(): Promise<Client> {
    if (clock.now().getTime() - failedAt < REST_MS) throw new Error(failure);
    connecting ??= connect().catch((error: unknown) => {
      connecting = undefined;
      // Whoever signs in meanwhile is not to wait.
      if (!(error instanceof UnauthorizedError)) failedAt = clock.now().getTime();
      failure = toReason(error);
      throw error;
    });
    return connecting;
  }

  async function connect(): Promise<Client> {
    const client = new Client({ name: 'longhand', version: '0.1.0' });
    Object.assign(client, { onclose: () => (connecting = undefined) });
    await client.connect(toTransport(server, person), { timeout: CONNECT_MS });
    return client;
  }

  return {
    list: async (signal) => {
      const client = await connected();
      const { tools } = await client.listTools(undefined, { timeout: CONNECT_MS, signal });
      return tools.slice(0, MOST_TOOLS).flatMap((tool) => {
        const listed = ListedTool.safeParse(tool);
        // What wants to be called as a task of its own protocol cannot be waited for in one call.
        return listed.success && listed.data.execution?.taskSupport !== 'required' ? [listed.data] : [];
      });
    },

    call: async ({ name, input, signal }) => {
      let client: Client;
      try {
        client = await connected();
      } catch (error) {
        if (error instanceof UnauthorizedError) return { kind: 'unauthorized' };
        return { kind: 'failed', reason: toReason(error), isAway: true };
      }
      try {
        const timeout = server.timeoutSeconds * 1000;
        const answer = Answer.parse(
          await client.callTool({ name, arguments: { ...input } }, { timeout, signal }),
        );
        const parts = answer.content.length > 0 ? answer.content : structured(answer.structuredContent);
        return { kind: 'answered', isError: answer.isError, parts };
      } catch (error) {
        if (error instanceof UnauthorizedError) return { kind: 'unauthorized' };
        return { kind: 'failed', reason: toReason(error), isAway: false };
      }
    },

    isOpen: async () => {
      try {
        await connected();
        return true;
      } catch (error) {
        if (error instanceof UnauthorizedError) return false;
        throw error;
      }
    },

    close: async () => {
      const open = connecting;
      connecting = undefined;
      // A server that never answered has nothing to close.
      await open?.then((client) => client.close()).catch(() => undefined);
    },
  };
}

function toTransport(
  server: McpServer,
  person: ConnectionDeps['person'],
): StdioClientTransport | StreamableHTTPClientTransport {
  if ('command' in server) {
    const { command, args, env } = server;
    // The client adds HOME, PATH and the like, and nothing of ours: no token leaves by that way.
    return new StdioClientTransport({ command, args, env, stderr: 'ignore' });
  }
  return new StreamableHTTPClientTransport(new URL(server.url), {
    ...(person === undefined ? {} : { authProvider: person.provider, fetch: person.fetch }),
    requestInit: { headers: server.headers, redirect: 'error' },
  });
}

function structured(content: unknown): readonly AnswerPart[] {
  return content === undefined ? [] : [{ type: 'text', text: JSON.stringify(content) }];
}
