// The Slack edge on its real parts: the local workspace over the wire, Postgres, Bolt; flow/ is a list of what it heard.
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import type { CardAnswer, Hear, SteerRequest } from '../../src/flow/heard.ts';
import type { HandoffAnswer } from '../../src/flow/handoff/answer-handoff.ts';
import type { Post, Words } from '../../src/flow/words.ts';
import { createDirectoryStore } from '../../src/history/directory-store.ts';
import { createGapStore } from '../../src/history/gap-store.ts';
import type { Said } from '../../src/history/message.ts';
import { createHistoryStore } from '../../src/history/store.ts';
import { createSlackEdge, type SlackEdge, type SlackEdgeDeps } from '../../src/slack/app.ts';
import { Seed, type SeedInput } from '../../src/workspace/seed-schema.ts';
import { createWorkspace, type Workspace } from '../../src/workspace/server.ts';
import { testClock, type TestClock } from '../support/clock.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

export const seed: SeedInput = {
  team: { id: 'T0TEAM', name: 'Team', domain: 'team' },
  bot: { userId: 'U0BOT', botId: 'B0BOT', appId: 'A0APP', name: 'longhand', displayName: 'Longhand' },
  people: [
    { id: 'U0MAYA', name: 'maya', realName: 'Maya Lindqvist', displayName: 'Maya', tz: 'Europe/Berlin' },
    { id: 'U0JON', name: 'jon', realName: 'Jon Bell', displayName: 'Jon', tz: 'Europe/London' },
  ],
  channels: [
    { id: 'C0OPS', name: 'ops', kind: 'channel', members: ['U0MAYA', 'U0JON'], botIsMember: true },
    { id: 'C0OTHER', name: 'other', kind: 'channel', members: ['U0MAYA', 'U0JON'], botIsMember: false },
  ],
  files: [],
  messages: [],
};

export interface Heard {
  readonly said: { said: Said; when: 'live' | 'old' }[];
  readonly answers: CardAnswer[];
  readonly steered: SteerRequest[];
  readonly handoffs: HandoffAnswer[];
}

export interface Bench {
  readonly workspace: Workspace;
  readonly database: TestDatabase;
  readonly clock: TestClock;
  readonly heard: Heard;
  /** Connects one more Longhand process to the same workspace and database. */
  connect(changes?: Partial<SlackEdgeDeps>): Promise<SlackEdge>;
  say(edge: SlackEdge, post: Partial<Post> & { words: Words }): Promise<void>;
  /** Moves the clock on in small steps until `holds`; what is real in between gets the time it needs. */
  until(holds: () => boolean | Promise<boolean>, stepMs?: number): Promise<void>;
  /** What people said live, in their words. */
  words(when?: 'live' | 'old'): string[];
}

export async function startBench({
  seed: planted = seed,
  ...options
}: { seed?: SeedInput; manifest?: string } = {}): Promise<Bench> {
  const clock = testClock('2026-11-23T09:00:00Z');
  const database = await testDatabase();
  const workspace = await createWorkspace({
    clock,
    log: silentLog,
    seed: Seed.parse(planted),
    hasLimits: false,
    ...options,
  });
  onTestFinished(() => workspace.close());
  const heard: Heard = { said: [], answers: [], steered: [], handoffs: [] };
  const history = createHistoryStore(database);
  const directory = createDirectoryStore(database);
  const hear: Hear = {
    said: async (said, when) => {
      if ((await history.record(said)) !== 'known') heard.said.push({ said, when });
    },
    answered: async (answer) => void heard.answers.push(answer),
    undoRequested: async () => undefined,
    effectSeen: async () => undefined,
    steered: async (request) => void heard.steered.push(request),
    ended: async () => undefined,
    handoffAnswered: async (answer) => void heard.handoffs.push(answer),
    handedIn: async () => undefined,
  };

  async function until(holds: () => boolean | Promise<boolean>, stepMs = 100): Promise<void> {
    for (let round = 0; round < 1500; round += 1) {
      if (await holds()) return;
      await clock.advance(stepMs);
      await wait(3);
    }
    expect.fail('it did not come to that');
  }

  return {
    workspace,
    database,
    clock,
    heard,
    until,
    connect: async (changes) => {
      const edge = await createSlackEdge({
        botToken: workspace.botToken,
        appToken: workspace.appToken,
        apiUrl: workspace.apiUrl,
        hear,
        database,
        clock,
        log: silentLog,
        subscribe: subscribeOn(database),
        servers: { clicked: async () => {} },
        polls: { voted: async () => undefined, closeWished: async () => undefined },
        schedules: {
          clicked: async () => undefined,
          forms: { shown: async () => undefined, sent: async () => undefined },
        },
        home: [],
        onSent: async () => undefined,
        directory,
        history: {
          newestIn: (channel) => history.newestTs(channel),
          placeOf: () => Promise.resolve(undefined),
          backfillOf: (ref) => directory.backfillOf(ref),
          saveBackfill: (ref, progress) => directory.saveBackfill(ref, progress),
          ...createGapStore(database),
        },
        ...changes,
      });
      let isStopped = false;
      const stop = async () => {
        if (isStopped) return;
        isStopped = true;
        await edge.stop();
      };
      onTestFinished(stop);
      await edge.start();
      await edge.readBack(); // What is heard from now on is heard over the sockets.
      return { ...edge, stop };
    },
    say: async (edge, post) => {
      await database.transact((sql) =>
        edge.voice.say(sql, {
          key: 'post',
          channelId: 'C0OPS',
          threadTs: '1.000001',
          language: 'en',
          ...post,
        }),
      );
    },
    words: (when = 'live') =>
      heard.said.flatMap(({ said, when: at }) =>
        at === when && 'message' in said ? [said.message.text] : [],
      ),
  };
}

export function notice(text: string): Words {
  return { kind: 'notice', tone: 'info', text };
}

function subscribeOn(database: TestDatabase): SlackEdgeDeps['subscribe'] {
  return async (channel, listener) => {
    const client = await database.pool.connect();
    client.on('notification', listener);
    await client.query(`listen ${channel}`);
    return () => client.release(true);
  };
}
