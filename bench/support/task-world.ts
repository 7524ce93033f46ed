// The engine with everything a task goes through, and a model in the same process that answers at once: no Slack, no network.
import { z } from 'zod';
import type { Model } from '../../src/agent/chat.ts';
import type { Entry } from '../../src/agent/entry.ts';
import type { Tool } from '../../src/agent/tool.ts';
import { systemClock } from '../../src/base/clock.ts';
import { newId } from '../../src/base/id.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Database } from '../../src/db/pool.ts';
import { createAdvance } from '../../src/flow/advance.ts';
import { createTransact, storesOn } from '../../src/flow/stores.ts';
import { createTell } from '../../src/flow/tell.ts';
import { toTaskTools } from '../../src/flow/work/task-tools.ts';
import { startEngine, type Engine } from '../../src/job/engine.ts';
import type { LaneWork } from '../../src/job/lanes.ts';
import { createVoice } from '../../src/slack/outbox-store.ts';
import { createCalculate } from '../../src/tools/calculate.ts';

export interface TaskWorld {
  /** Tasks in the middle of their work, each in a thread of its own; nobody moves them yet. */
  openTasks(count: number): Promise<readonly string[]>;
  wish(taskIds: readonly string[]): Promise<void>;
  startEngine(concurrency: number, work?: ReadonlyMap<string, LaneWork>): Promise<Engine>;
  /** Resolves when all of them rest. */
  untilDone(taskIds: readonly string[]): Promise<void>;
}

const LOOK_MS = 20;
const now = (): Date => systemClock.now();

export function createTaskWorld(database: Database, model: Model): TaskWorld {
  const calculate = createCalculate({
    openDocument: async () => ({ kind: 'failed', why: 'unsupported', reason: 'there are no files here' }),
  });
  const tools: readonly Tool[] = [calculate];
  const advance = createAdvance({
    transact: createTransact(database),
    database,
    clock: systemClock,
    log: silentLog,
    tell: createTell({ voice: createVoice(systemClock), now, permalink: () => undefined }),
    now,
    permalink: () => undefined,
    toolsOf: async () => toTaskTools(tools),
    toolboxAsOf: () => new Map(),
    model,
    contextTokens: 128_000,
    historyTokens: 16_000,
    budgets: {},
    lookCalls: 6,
    lookSeconds: 20,
    checks: {},
    approvalRule: 'outside',
    jitter: () => 0,
    settleHandedIn: async () => undefined,
    onSignal: () => () => {},
  });

  return {
    openTasks: async (count) => {
      const { tasks, transcript } = storesOn(database);
      const ids = Array.from({ length: count }, () => newId());
      for (const id of ids) {
        const place = { teamId: 'T1', channelId: 'D1', threadTs: id, goalTs: id };
        await tasks.open({ id, ...place, ownerId: 'U1', language: 'en', openedAt: now() });
        const opened: Entry = { kind: 'opened', system: 'Work.', head: 'Do the steps.' };
        await transcript.append(id, { afterSeq: 0, entries: [opened], at: now() });
        await tasks.acceptBrief(id, BRIEF, { at: now(), by: 'U1' });
        await tasks.setState(id, { from: 'intake', to: 'working', at: now() });
      }
      return ids;
    },
    wish: async (taskIds) => {
      for (const id of taskIds) await storesOn(database).jobs.enqueueAdvance(id);
    },
    startEngine: (concurrency, work) =>
      startEngine({
        database,
        clock: systemClock,
        log: silentLog,
        concurrency,
        advance,
        ...(work === undefined ? {} : { work }),
      }),
    untilDone: async (taskIds) => {
      for (;;) {
        const [row] = await database.rows(
          z.object({ open: z.number() }),
          `select count(*) as open from task where id = any($1::uuid[]) and state <> 'done'`,
          [taskIds],
        );
        if (row?.open === 0) return;
        await systemClock.sleep(LOOK_MS);
      }
    },
  };
}

const BRIEF = {
  outcome: 'The steps are done',
  deliverable: 'A word in the thread',
  doneWhen: [],
  constraints: [],
  steps: [{ title: 'Compute', tool: 'calculate' }],
  assumptions: [],
};
