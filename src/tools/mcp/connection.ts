// The only file that knows the MCP client: one server, connected when it is needed, and let go of when it breaks.
import {
  Client,
  ProtocolError,
  SdkHttpError,
  StreamableHTTPClientTransport,
  UnauthorizedError,
  type OAuthClientProvider,
} from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { z } from 'zod';
import { AppError, toReason } from '../../base/errors.ts';
import type { Clock } from '../../base/clock.ts';
import type { Fetch } from '../../guard/egress-fetch.ts';
import { ListedTool } from './pinned.ts';
import type { McpServer } from './servers.ts';

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

/** The server is there, and lets nobody in who has not signed in. */
export class NeedsSignIn extends Error {
  override readonly name = 'NeedsSignIn';
}

export interface McpConnection {
  /** Throws when the server cannot be reached or does not speak the protocol; NeedsSignIn when it asks who it is. */
  list(signal: AbortSignal): Promise<readonly ListedTool[]>;
  call(request: {
    name: string;
    input: Readonly<Record<string, unknown>>;
    /** It must not be lost in a connection that broke without our noticing: it is tried first. */
    mayChange: boolean;
    signal: AbortSignal;
  }): Promise<McpAnswer>;
  /** Whether it lets in whoever it is opened for. Throws as `list` does. */
  isOpen(): Promise<boolean>;
  close(): Promise<void>;
}

/** After a failure to connect it is not tried again for so long: a task is told at once instead of waiting. */
const REST_MS = 5_000;
const CONNECT_MS = 15_000;
const PING_MS = 5_000;
const MOST_TOOLS = 200;

interface ConnectionDeps {
  readonly clock: Clock;
  /** What it is asked by, where that is not just anything. */
  readonly fetch: Fetch | undefined;
  /** On whose behalf, where people sign in for themselves. */
  readonly provider?: OAuthClientProvider;
}

export function createConnection(server: McpServer, deps: ConnectionDeps): McpConnection {
  const { clock } = deps;
  let connecting: Promise<Client> | undefined;
  let failedAt = -Infinity;
  let failure = '';

  function connected(): Promise<Client> {
    if (clock.now().getTime() - failedAt < REST_MS) throw new Error(failure);
    connecting ??= connect().catch((error: unknown) => {
      connecting = undefined;
      // Whoever signs in meanwhile is not to wait.
      if (wantsSignIn(error)) throw new NeedsSignIn('it wants a sign-in', { cause: error });
      failedAt = clock.now().getTime();
      failure = reasonOf(error);
      throw error;
    });
    return connecting;
  }

  async function connect(): Promise<Client> {
    const client = new Client({ name: 'longhand', version: '0.1.0' });
    Object.assign(client, { onclose: () => (connecting = undefined) });
    await client.connect(toTransport(server, deps), { timeout: CONNECT_MS });
    return client;
  }

  function letGo(client: Client): void {
    connecting = undefined;
    void client.close().catch(() => undefined);
  }

  /** What is spoken over HTTP does not notice by itself that the other end is gone, or has forgotten us. */
  async function alive(signal: AbortSignal): Promise<Client> {
    const wasOpen = connecting !== undefined;
    const client = await connected();
    if (!wasOpen) return client;
    try {
      await client.ping({ timeout: PING_MS, signal });
      return client;
    } catch (error) {
      if (error instanceof ProtocolError) return client; // It answers, whatever it thinks of the question.
      if (wantsSignIn(error)) throw new NeedsSignIn('it wants a sign-in', { cause: error });
      letGo(client);
      return connected();
    }
  }

  return {
    list: async (signal) => {
      const client = await connected();
      const { tools } = await client
        .listTools(undefined, { timeout: CONNECT_MS, signal })
        .catch((error: unknown) => {
          if (wasNotTaken(error)) letGo(client);
          throw wantsSignIn(error) ? new NeedsSignIn('it wants a sign-in', { cause: error }) : error;
        });
      return tools.slice(0, MOST_TOOLS).flatMap((tool) => {
        const listed = ListedTool.safeParse(tool);
        // What wants to be called as a task of its own protocol cannot be waited for in one call.
        return listed.success && listed.data.execution?.taskSupport !== 'required' ? [listed.data] : [];
      });
    },

    call: async ({ name, input, mayChange, signal }) => {
      let client: Client;
      try {
        client = mayChange ? await alive(signal) : await connected();
      } catch (error) {
        if (error instanceof NeedsSignIn) return { kind: 'unauthorized' };
        return { kind: 'failed', reason: reasonOf(error), isAway: true };
      }
      try {
        const timeout = server.timeoutSeconds * 1000;
        const answer = Answer.parse(
          await client.callTool({ name, arguments: { ...input } }, { timeout, signal }),
        );
        const parts = answer.content.length > 0 ? answer.content : structured(answer.structuredContent);
        return { kind: 'answered', isError: answer.isError, parts };
      } catch (error) {
        if (wasNotTaken(error)) letGo(client);
        if (wantsSignIn(error)) return { kind: 'unauthorized' };
        return { kind: 'failed', reason: reasonOf(error), isAway: wasNotTaken(error) };
      }
    },

    isOpen: async () => {
      try {
        await connected();
        return true;
      } catch (error) {
        if (error instanceof NeedsSignIn) return false;
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
  { fetch, provider }: ConnectionDeps,
): StdioClientTransport | StreamableHTTPClientTransport {
  if ('command' in server) {
    const { command, args, env } = server;
    // The client adds HOME, PATH and the like, and nothing of ours: no token leaves by that way.
    return new StdioClientTransport({ command, args, env, stderr: 'ignore' });
  }
  return new StreamableHTTPClientTransport(new URL(server.url), {
    ...(provider === undefined ? {} : { authProvider: provider }),
    ...(fetch === undefined ? {} : { fetch }),
    requestInit: { headers: server.headers, redirect: 'error' },
  });
}

function structured(content: unknown): readonly AnswerPart[] {
  return content === undefined ? [] : [{ type: 'text', text: JSON.stringify(content) }];
}

/** What people read: that a fetch has failed they see. */
export function reasonOf(error: unknown): string {
  return toReason(error).replace(/^fetch failed: /u, '');
}

function wantsSignIn(error: unknown): boolean {
  return error instanceof UnauthorizedError || (error instanceof SdkHttpError && error.status === 401);
}

/** Node's and undici's words for a request that never left, or was never taken. */
const NOT_REACHED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const Coded = z.object({ code: z.string() });

/** True when nothing can have happened there: it was not reached, it was not asked, or it knows our session no more. */
function wasNotTaken(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (error instanceof AppError) return true;
    if (error instanceof SdkHttpError && error.status === 404) return true;
    const coded = Coded.safeParse(error);
    if (coded.success && NOT_REACHED.has(coded.data.code)) return true;
  }
  return false;
}
