// A small workspace, a real Bolt app on it, and a clock that the test moves.
import { App, LogLevel, SocketModeReceiver, type Logger } from '@slack/bolt';
import { WebClient, type ChatPostMessageArguments, type ChatPostMessageResponse } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import type { Seed } from '../../src/workspace/seed-schema.ts';
import { createWorkspace, type Workspace, type WorkspaceOptions } from '../../src/workspace/server.ts';
import { testClock } from '../support/clock.ts';

export const MAYA = 'UMAYA01';
export const CHEN = 'UCHEN02';
export const BOT = 'UBOT001';
export const OTHER_BOT = 'UOTHER1';
export const OPS = 'COPS001';

const person = (id: string, name: string, displayName: string) => ({
  id,
  name,
  realName: `${displayName} Example`,
  displayName,
  tz: 'Europe/Berlin',
});

const seed: Seed = {
  team: { id: 'TTEAM01', name: 'Example', domain: 'example' },
  bot: { userId: BOT, botId: 'BBOT001', appId: 'AAPP001', name: 'longhand', displayName: 'Longhand' },
  people: [person(MAYA, 'maya', 'Maya'), person(CHEN, 'chen', '陈 Chen')],
  bots: [{ userId: OTHER_BOT, botId: 'BOTHER1', appId: 'AOTHER1', name: 'ci', displayName: 'CI' }],
  userGroups: [{ id: 'SBUYERS', handle: 'buyers', name: 'Buyers', users: [MAYA, CHEN] }],
  channels: [
    { id: OPS, name: 'ops', kind: 'channel', members: [MAYA, CHEN], botIsMember: true },
    { id: 'CQUIET1', name: 'quiet', kind: 'channel', members: [MAYA], botIsMember: false },
    { id: 'GPRIV01', name: 'board', kind: 'group', members: [MAYA], botIsMember: false },
  ],
  files: [{ key: 'notes', name: 'notes.txt', mimetype: 'text/plain', text: 'ten chairs' }],
  messages: [
    { channel: OPS, user: CHEN, minutesAgo: 60, text: 'offers are in & good', files: ['notes'] },
    {
      channel: OPS,
      user: MAYA,
      minutesAgo: 120,
      text: 'hello',
      thread: [{ user: CHEN, minutesAgo: 110, text: 'hi' }],
    },
  ],
};

/** Refusals are what most tests ask for: they need not be told on the terminal as well. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

export async function startWorkspace(options: Partial<WorkspaceOptions> = {}) {
  const clock = testClock('2026-11-23T09:00:00Z');
  const workspace = await createWorkspace({ clock, log: silentLog, seed, ...options });
  onTestFinished(() => workspace.close());
  const web = new WebClient(workspace.botToken, {
    slackApiUrl: workspace.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silentLogger,
  });
  return { clock, workspace, web };
}

/** Posts as the app. By another name, because the linter takes every `postMessage` for a window's. */
export function say(web: WebClient, message: ChatPostMessageArguments): Promise<ChatPostMessageResponse> {
  return web.chat['postMessage'](message);
}

/** The real Bolt, told nothing but where Slack is. */
export async function startBolt(
  workspace: Workspace,
  { init }: { init?: (app: App) => void } = {},
): Promise<App> {
  const clientOptions = { slackApiUrl: workspace.apiUrl };
  const receiver = new SocketModeReceiver({
    appToken: workspace.appToken,
    logger: silentLogger,
    installerOptions: { clientOptions },
  });
  const app = new App({
    token: workspace.botToken,
    receiver,
    clientOptions: { ...clientOptions },
    logger: silentLogger,
    convoStore: false,
    ignoreSelf: false,
  });
  init?.(app);
  await app.start();
  onTestFinished(async () => void (await app.stop()));
  return app;
}

/** Resolves when `ready` gives something, looked at after each change of the workspace. */
export function eventually<Value>(
  workspace: Workspace,
  ready: () => Value | undefined | false,
): Promise<Value> {
  return new Promise((resolve) => {
    const stop = workspace.onChange(look);
    look();
    function look(): void {
      const value = ready();
      if (value === undefined || value === false) return;
      stop();
      resolve(value);
    }
  });
}
