// Which servers of tools there are: the shape of the settings, as other programs write it too.
import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import type { ToolServer } from '../../guard/tool-server-store.ts';

const Effect = z.enum(['read', 'reversible', 'seen', 'outside']);

const Common = {
  /** What calls of a tool do to the world; `outside` until it is said here. */
  effects: z.record(z.string(), Effect).default({}),
  /** Only these of its tools; all of them when absent. */
  tools: z.array(z.string()).optional(),
  /** Who may use it, and where: ids of people and channels. Absent: everyone, everywhere. */
  people: z.array(z.string()).optional(),
  channels: z.array(z.string()).optional(),
  timeoutSeconds: z.number().int().min(1).max(170).default(60),
};

/** A program on this machine, spoken to over its standard input; it gets no variables but these. */
const Stdio = z.strictObject({
  ...Common,
  command: z.string().min(1),
  args: z.array(z.string()).default([]),
  env: z.record(z.string(), z.string()).default({}),
});
/** Where programs cannot register themselves: as what Longhand was registered there by hand. */
const Client = z.strictObject({
  /** Who signs people in there: nobody else is shown the secret, whatever the server says. */
  issuer: z.url({ protocol: /^https?$/u }),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1).optional(),
  scope: z.string().min(1).optional(),
  /** What the address where people sign in has to be told besides. */
  parameters: z.record(z.string(), z.string()).default({}),
});
export type RegisteredClient = z.infer<typeof Client>;

const Http = z.strictObject({
  ...Common,
  url: z.url({ protocol: /^https?$/u }),
  headers: z.record(z.string(), z.string()).default({}),
  /** Each person signs in there for themselves (OAuth), and it is called as whoever asked. */
  signIn: z.union([z.boolean(), Client]).default(false),
});

export const SERVER_NAME = /^[a-z][a-z0-9-]{0,30}$/iu;

/** Read by the one shape that it means to be, so that what is wrong is said of that. */
const Server = z.looseObject({}).transform((given, context) => {
  const parsed = ('command' in given ? Stdio : Http).safeParse(given);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues)
    context.addIssue({ code: 'custom', path: [...path], message });
  return z.NEVER;
});

const Servers = z.strictObject({
  mcpServers: z.record(z.string(), Server).superRefine((servers, context) => {
    for (const name of Object.keys(servers))
      if (!SERVER_NAME.test(name))
        context.addIssue({
          code: 'custom',
          message: `"${name}" is no name: letters, digits and hyphens, 31 at most, a letter first`,
        });
  }),
});

export type McpServer = z.infer<typeof Stdio> | z.infer<typeof Http>;

/** A server as it is there for a place. */
export interface PlacedServer {
  /** What its pins and its sign-ins are kept by; stays when it is called otherwise. */
  readonly key: string;
  readonly name: string;
  readonly server: McpServer;
  /** Its address came from somebody in chat: it is asked through the guard alone. */
  readonly isGuarded: boolean;
}

/** What people connected in chat: an address, and what they said of its tools. */
export function toPlaced({ id, name, url, effects, wantsSignIn }: ToolServer): PlacedServer {
  return { key: id, name, server: Http.parse({ url, effects, signIn: wantsSignIn }), isGuarded: true };
}

/** Whether people sign in there for themselves. */
export function isForEach(server: McpServer): boolean {
  return 'url' in server && server.signIn !== false;
}

export function clientOf(server: McpServer): RegisteredClient | undefined {
  return 'url' in server && typeof server.signIn === 'object' ? server.signIn : undefined;
}

/** Throws an AppError that names what cannot be used. */
export function readServers(text: string, from: string): ReadonlyMap<string, McpServer> {
  try {
    return new Map(Object.entries(Servers.parse(JSON.parse(text)).mcpServers));
  } catch (error) {
    const detail = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new AppError({
      code: 'config/mcp',
      message: `The servers of tools in ${from} cannot be used, so nothing was started:\n${detail}`,
      hint: 'docs/how-to/connect-tools.md shows the shape; correct the file, or take MCP_SERVERS out of .env.',
      cause: error,
    });
  }
}
