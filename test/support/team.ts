// A whole Longhand in one process with the local workspace, a scripted model and a real database: what stories use.
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../src/base/log.ts';
import { readConfig } from '../../src/config.ts';
import { startLonghand, type Longhand } from '../../src/main.ts';
import { Seed, type SeedInput } from '../../src/workspace/seed-schema.ts';
import type { SeenMessage } from '../../src/workspace/readonly-state.ts';
import { createWorkspace, type Workspace } from '../../src/workspace/server.ts';
import { findButton } from './buttons.ts';
import { testDatabase, type TestDatabase } from './database.ts';
import { hurriedClock, type HurriedClock } from './hurried-clock.ts';
import { scriptedModel, type Asked, type Scripted, type ScriptedModel, type Step } from './scripted-model.ts';

export const MAYA = 'U0MAYA';
export const KENJI = 'U0KENJI';

/** A small company with one busy channel. */
export function smallSeed(): Seed {
  const seed: SeedInput = {
    team: { id: 'T0TEAM', name: 'Harbour', domain: 'harbour' },
    bot: {
      userId: 'U0LONGHAND',
      botId: 'B0LONGHAND',
      appId: 'A0LONGHAND',
      name: 'longhand',
      displayName: 'Longhand',
    },
    people: [
      { id: MAYA, name: 'maya', realName: 'Maya Lindqvist', displayName: 'Maya', tz: 'Europe/Berlin' },
      { id: KENJI, name: 'kenji', realName: 'Kenji Mori', displayName: 'Kenji', tz: 'Asia/Tokyo' },
    ],
    channels: [
      { id: 'C0OPS', name: 'ops', kind: 'channel', members: [MAYA, KENJI], botIsMember: true },
      { id: 'C0OTHER', name: 'other', kind: 'channel', members: [MAYA, KENJI], botIsMember: false },
    ],
    files: [
      {
        key: 'costs',
        name: 'costs.csv',
        mimetype: 'text/csv',
        text: 'Item,Amount\nChairs,1200\nDesks,3400\n',
      },
    ],
    messages: [
      { channel: 'C0OPS', user: KENJI, minutesAgo: 3000, text: 'We ship on Fridays only.' },
      {
        channel: 'C0OPS',
        user: MAYA,
        minutesAgo: 2000,
        text: 'The costs of the new office:',
        files: ['costs'],
      },
    ],
  };
  return Seed.parse(seed);
}

export interface Team {
  readonly workspace: Workspace;
  readonly model: ScriptedModel;
  readonly database: TestDatabase;
  readonly clock: HurriedClock;
  /** Somebody writes; resolves to the ts. */
  says(as: string, text: string, where?: { channel?: string; threadTs?: string }): string;
  /** Longhand's messages in a thread, oldest first. */
  heard(threadTs: string, channel?: string): readonly SeenMessage[];
  reacted(ts: string, name: string): boolean;
  /** Presses the button with this text in Longhand's messages of a thread. */
  click(as: string, button: { threadTs: string; text: string }): Promise<void>;
  /** Resolves with what `look` finds as soon as it finds something; looks again at each change. */
  until<Found>(what: string, look: () => Found | undefined | false): Promise<Found>;
  /** Stops Longhand, does `between`, and starts it again. */
  restart(between?: () => Promise<void>): Promise<void>;
  /** Resolves when the message of this ts is in the history. */
  recorded(ts: string): Promise<void>;
  count(table: string): Promise<number>;
  rows(text: string, values: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  /** What another process is started with to share the work. */
  readonly environment: Record<string, string>;
  /** Ends every connection to the database, as a restart of Postgres does. */
  cutDatabase(): Promise<void>;
}

export interface TeamOptions {
  readonly model?: readonly Step[];
  /** Answers what is asked beside the conversation: one document, one form. */
  readonly reader?: (asked: Asked) => Scripted;
  readonly settings?: Record<string, string>;
  readonly seed?: Seed;
  /** When it is stopped again: at the end of a test, unless a whole file shares it. */
  readonly finished?: (stop: () => Promise<void>) => void;
}

const PATIENCE_MS = 20_000;

export async function startTeam({
  model: steps = [],
  reader,
  settings = {},
  seed = smallSeed(),
  finished = onTestFinished,
}: TeamOptions = {}): Promise<Team> {
  const clock = hurriedClock({ speed: 10, start: new Date() });
  const database = await testDatabase();
  const workspace = await createWorkspace({ clock, log: silentLog, seed, hasLimits: false });
  const model = await scriptedModel(steps, undefined, reader);
  const environment = {
    DATABASE_URL: database.url,
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_APP_TOKEN: workspace.appToken,
    SLACK_API_URL: workspace.apiUrl,
    OPENAI_API_KEY: 'test',
    OPENAI_BASE_URL: model.baseUrl,
    LONGHAND_MODEL: 'scripted-1',
    LONGHAND_DATA: await mkdtemp(join(tmpdir(), 'longhand-story-')),
    LOG_LEVEL: 'silent',
    // Time runs ten times as fast here, and a busy machine is slow: looking is bounded where that is the story.
    LOOK_SECONDS: '900',
    CODE_SANDBOX: 'embedded',
    // Stories say themselves when files are read.
    FILES_READ_MB: '0',
    ...settings,
  };
  const config = readConfig(environment);
  const start = (): Promise<Longhand> => startLonghand({ config, clock, log: silentLog });
  let longhand = await start();
  finished(async () => {
    await longhand.stop();
    await workspace.close();
    await model.close();
  });

  return {
    workspace,
    model,
    database,
    clock,
    environment,
    says: (as, text, { channel = '#ops', threadTs } = {}) =>
      workspace.act.post({ as, channel, text, ...(threadTs === undefined ? {} : { threadTs }) }),
    heard: (threadTs, channel = '#ops') =>
      workspace.state.thread(channel, threadTs).filter(({ isBot }) => isBot),
    reacted: (ts, name) => workspace.state.reactionsOn('#ops', ts).some((reaction) => reaction.name === name),
    click: async (as, { threadTs, text }) => {
      for (const message of workspace.state.thread('#ops', threadTs).toReversed()) {
        const found = findButton(message.blocks, text);
        if (found === undefined) continue;
        await workspace.act.click({ as, channel: '#ops', ts: message.ts, ...found });
        return;
      }
      throw new Error(`no button "${text}" in the thread`);
    },
    until: (what, look) => untilFound(workspace, { what, look }),
    recorded: async (ts) => {
      while ((await database.rows(z.unknown(), 'select 1 from message where ts = $1', [ts])).length === 0)
        await clock.sleep(100);
    },
    count: async (table) =>
      Number(
        (await database.rows(z.looseObject({ n: z.unknown() }), `select count(*) as n from ${table}`))[0]?.n,
      ),
    rows: (text, values) => database.rows(z.record(z.string(), z.unknown()), text, values),
    cutDatabase: async () => {
      await database.run(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
    },
    restart: async (between) => {
      await longhand.stop();
      await between?.();
      longhand = await start();
    },
  };
}

function untilFound<Found>(
  workspace: Workspace,
  { what, look }: { what: string; look: () => Found | undefined | false },
): Promise<Found> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      const said = workspace.state
        .messagesIn('#ops')
        .slice(-8)
        .map(({ user, text }) => `${user}: ${text.slice(0, 200)}`);
      reject(
        new Error(
          `not seen within ${PATIENCE_MS / 1000} s: ${what}. The channel ends with:\n${said.join('\n')}`,
        ),
      );
    }, PATIENCE_MS);
    const stop = workspace.onChange(check);
    check();
    function check(): void {
      const found = look();
      if (found === undefined || found === false) return;
      clearTimeout(timer);
      stop();
      resolve(found);
    }
  });
}
