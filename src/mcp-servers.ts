// The setting MCP_SERVERS (a file, or the JSON itself) → servers of tools that can be called.
import { readFile } from 'node:fs/promises';
import { AppError, toReason } from './base/errors.ts';
import type { Clock } from './base/clock.ts';
import type { Log } from './base/log.ts';
import type { Config } from './config.ts';
import type { Database } from './db/pool.ts';
import type { ToolTask } from './agent/tool.ts';
import { newId } from './base/id.ts';
import { SIGN_IN_SENTENCES } from './flow/sign-in-sentences.ts';
import { createTransact } from './flow/stores.ts';
import type { Language } from './flow/words.ts';
import { createCredentialStore } from './guard/credential-store.ts';
import { createSeal } from './guard/seal.ts';
import { startSignInServer } from './sign-in-server.ts';
import { createVoice } from './slack/outbox-store.ts';
import { createTaskFileStore } from './task/file-store.ts';
import type { CameBack } from './tools/mcp/sign-in.ts';
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
  readonly config: Pick<
    Config,
    'MCP_SERVERS' | 'MCP_SIGN_IN_URL' | 'MCP_SIGN_IN_LISTEN' | 'LONGHAND_SECRET' | 'LONGHAND_ROLE'
  >;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
}

const NONE: Mcp = { tools: [], running: [], close: async () => {} };

/** Who has no servers loads nothing for them. */
export async function openMcp(settings: McpSettings): Promise<Mcp> {
  const { config, database, clock, log } = settings;
  const servers = await readMcpServers(config.MCP_SERVERS);
  if (servers.size === 0) return NONE;
  const { startMcp } = await import('./tools/mcp/index.ts');
  const isForEach = [...servers.values()].some((server) => 'url' in server && server.signIn);
  const signIn = isForEach ? signInOf(settings) : undefined;
  const pins = createToolPinStore(database);
  const taskFiles = createTaskFileStore(database);
  const mcp = await startMcp({
    servers,
    pins,
    taskFiles,
    clock,
    log,
    ...(signIn === undefined ? {} : { signIn }),
  });
  const { returning } = mcp;
  if (returning === undefined || signIn === undefined || config.LONGHAND_ROLE === 'worker') return mcp;
  const stopListening = await startSignInServer({
    returning,
    listen: config.MCP_SIGN_IN_LISTEN,
    path: new URL(signIn.callbackUrl).pathname,
    ...signIn,
  });
  return {
    ...mcp,
    close: async () => {
      await stopListening();
      await mcp.close();
    },
  };
}

function signInOf({ config, database, clock }: McpSettings) {
  const { MCP_SIGN_IN_URL: callbackUrl, LONGHAND_SECRET: secret } = config;
  if (callbackUrl === undefined || secret === undefined)
    throw new AppError({
      code: 'config/mcp',
      message:
        'A server of tools has "signIn", and MCP_SIGN_IN_URL or LONGHAND_SECRET is not set: nobody could come back.',
      hint: 'docs/how-to/connect-tools.md says what both are.',
    });
  const transact = createTransact(database);
  const voice = createVoice(clock);
  const tell = (
    told: { key: string; personId: string; taskId: string },
    text: (language: Language) => string,
  ) =>
    transact(async ({ sql, tasks }) => {
      const language = (await tasks.find(told.taskId))?.language ?? 'en';
      // Slack takes a person for the direct message with them.
      await voice.say(sql, {
        key: `sign-in:${told.key}`,
        channelId: told.personId,
        language,
        words: { kind: 'notice', tone: 'info', text: text(language) },
      });
    });
  return {
    callbackUrl,
    clock,
    credentials: createCredentialStore(database, createSeal(secret)),
    invite: ({ task, server, link }: { task: ToolTask; server: string; link: string }) =>
      tell({ key: newId(), personId: task.requesterId, taskId: task.id }, (language) =>
        SIGN_IN_SENTENCES.invite[language](server, link),
      ),
    nameOf: ({ personId, taskId }: { personId: string; taskId: string }) =>
      transact(async ({ tasks, directory }) => {
        const teamId = (await tasks.find(taskId))?.teamId ?? '';
        return (await directory.person({ teamId, personId }))?.realName ?? personId;
      }),
    cameBack: async (ending: CameBack) => {
      if (ending.kind !== 'signed-in') return;
      await tell({ key: newId(), ...ending }, (language) =>
        SIGN_IN_SENTENCES.signedIn[language](ending.server),
      );
    },
  };
}
