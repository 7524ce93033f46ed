// What a task costs when the model costs nothing: turns a second, a thousand at once, ten thousand that wait, a fan-out, a death.
import { spawn } from 'node:child_process';
import { once as event } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Model, ModelRequest } from '../src/agent/chat.ts';
import { systemClock } from '../src/base/clock.ts';
import { silentLog } from '../src/base/log.ts';
import { storesOn } from '../src/flow/stores.ts';
import { startEngine } from '../src/job/engine.ts';
import type { LaneWork } from '../src/job/lanes.ts';
import { openMigrated } from '../src/own-database.ts';
import { readArguments } from './support/arguments.ts';
import { asRatio, inWords, percentile, rounded } from './support/numbers.ts';
import { startPostgres } from './support/postgres.ts';
import { memoryOf } from './support/process.ts';
import { print, progress, progressOver, theMachine } from './support/report.ts';
import { createTaskWorld } from './support/task-world.ts';

const argument = readArguments({
  name: 'tasks',
  says: [
    'Turns a second through the engine, each a response and a tool result kept as rows, beside bare inserts on the same Postgres;',
    'from a wish to the next model call with many tasks at once; what tasks that wait cost; a fan-out; recovery after kill -9.',
  ].join('\n'),
  settings: {
    turns: { usual: 20, quick: 3, says: 'turns of a task' },
    tasks: { usual: 40, quick: 3, says: 'tasks in the turns part' },
    burst: { usual: 1000, quick: 12, says: 'tasks at once' },
    waiting: { usual: 10_000, quick: 50, says: 'tasks that wait for a person' },
    idle: { usual: 20, quick: 1, says: 'seconds they are watched' },
    settle: { usual: 15, quick: 1, says: 'seconds before that, until Postgres has counted what went before' },
    items: { usual: 1000, quick: 20, says: 'items of the fan-out, in eight lanes' },
    running: { usual: 100, quick: 4, says: 'tasks under way when their process is killed' },
  },
});

const CONCURRENCY = 8;
const LANES = 8;
const INSERT_MS = 1_000;

await using stack = new AsyncDisposableStack();
const postgres = await startPostgres(stack);
const database = await openMigrated({ url: postgres.url, connections: CONCURRENCY + 12, log: silentLog });
stack.defer(() => database.close());
/** When each task's model was asked first since the part began, by the id that its requests carry. */
let askedAt: number[] = [];
let turnsOfTask = argument('turns');
const world = createTaskWorld(database, { name: 'at-once', ask: answer } satisfies Model);

const turns = await timeTurns();
const burst = await timeBurst();
const fanOut = await timeFanOut();
const waiting = await watchWaiting();
const recovery = await timeRecovery();
progressOver();
report();

/** A call of a tool that only computes, until the turns are used up. */
async function answer({ messages }: ModelRequest) {
  const made = messages.filter(({ role }) => role === 'assistant').length;
  if (made === 0) askedAt.push(performance.now());
  const call = {
    id: `call_${made}`,
    name: 'calculate',
    arguments: JSON.stringify({ expression: `${made} + 1` }),
  };
  const isLast = made + 1 >= turnsOfTask;
  return {
    kind: 'response' as const,
    turn: { content: isLast ? 'All is computed.' : '', calls: isLast ? [] : [call] },
    usage: { inputTokens: 1000, cachedTokens: 900, outputTokens: 20 },
  };
}

async function timeTurns() {
  progress('turns a second');
  const insertsASecond = await bareInserts();
  turnsOfTask = argument('turns');
  const ids = await world.openTasks(argument('tasks'));
  const engine = await world.startEngine(CONCURRENCY);
  const began = performance.now();
  await world.wish(ids);
  await world.untilDone(ids);
  const turnsASecond = ((ids.length * turnsOfTask) / (performance.now() - began)) * 1000;
  await engine.stop();
  return { turnsASecond, insertsASecond };
}

/** As many at once as tasks are moved, one row and one commit each. */
async function bareInserts(): Promise<number> {
  await database.run('create table bare (seq bigint generated always as identity, body json not null)');
  const body = JSON.stringify({ kind: 'result', text: 'x'.repeat(200) });
  const began = performance.now();
  let written = 0;
  const one = async (): Promise<void> => {
    while (performance.now() - began < INSERT_MS) {
      await database.run('insert into bare (body) values ($1)', [body]);
      written += 1;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, one));
  return (written / (performance.now() - began)) * 1000;
}

/** All are wished for in one go; what a task waits is what the others before it take. */
async function timeBurst() {
  progress('many at once');
  turnsOfTask = 1;
  const ids = await world.openTasks(argument('burst'));
  // Alone, with nobody before it: from the signal to the model.
  const engine = await world.startEngine(CONCURRENCY);
  const alone: number[] = [];
  for (const id of await world.openTasks(Math.min(ids.length, 50))) {
    askedAt = [];
    const began = performance.now();
    await world.wish([id]);
    await world.untilDone([id]);
    alone.push((askedAt[0] ?? began) - began);
  }
  askedAt = [];
  const began = performance.now();
  await Promise.all([world.wish(ids), world.untilDone(ids)]);
  const allMs = performance.now() - began;
  await engine.stop();
  return { alone, waited: askedAt.map((at) => at - began), allMs };
}

async function timeFanOut() {
  progress('fan-out');
  const [taskId = ''] = await world.openTasks(1);
  const work = new Map<string, LaneWork>([['count', (item) => Promise.resolve(item)]]);
  const engine = await world.startEngine(LANES, work);
  const { lanes } = storesOn(database);
  const items = Array.from({ length: argument('items') }, (_, index) => index);
  const began = performance.now();
  await lanes.open({ batch: taskId, taskId, kind: 'count', lanes: LANES, items });
  while ((await lanes.progress(taskId)).settled < items.length) await systemClock.sleep(5);
  const ms = performance.now() - began;
  await engine.stop();
  return { ms };
}

/** They hold no job: all there is are rows. */
async function watchWaiting() {
  progress('tasks that wait');
  const engine = await world.startEngine(CONCURRENCY);
  // Postgres counts what a session did when the session comes to rest, some seconds late.
  await systemClock.sleep(argument('settle') * 1000);
  const before = await idle();
  await database.run(
    `insert into task (id, team_id, channel_id, thread_ts, goal_ts, owner_id, language, state, opened_at)
     select gen_random_uuid(), 'T1', 'D1', 'w' || n, 'w' || n, 'U1', 'en', 'asking', now() from generate_series(1, $1::integer) n`,
    [argument('waiting')],
  );
  await database.run('delete from graphile_worker._private_jobs');
  const after = await idle();
  await engine.stop();
  return { before, after };
}

async function idle() {
  const began = await commits();
  await systemClock.sleep(argument('idle') * 1000);
  return {
    transactionsASecond: ((await commits()) - began) / argument('idle'),
    rssMiB: (await memoryOf([process.pid])).rssMiB,
  };
}

async function commits(): Promise<number> {
  const [row] = await database.rows(
    z.object({ n: z.number() }),
    'select xact_commit as n from pg_stat_database where datname = current_database()',
  );
  return row?.n ?? 0;
}

/** From the death of a process with many tasks until another one that was there already has begun with all of them. */
async function timeRecovery() {
  progress('recovery');
  const ids = await world.openTasks(argument('running'));
  const script = fileURLToPath(new URL('support/child-hanging.ts', import.meta.url));
  const child = spawn(process.execPath, [script, postgres.url, String(ids.length)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const taken = event(child.stdout, 'data');
  await world.wish(ids);
  await taken;
  const seen = new Set<string>();
  const all = Promise.withResolvers<void>();
  const engine = await startEngine({
    database,
    clock: systemClock,
    log: silentLog,
    concurrency: ids.length,
    advance: async ({ taskId }) => {
      seen.add(taskId);
      if (ids.every((id) => seen.has(id))) all.resolve();
    },
  });
  const gone = event(child, 'exit');
  child.kill('SIGKILL');
  const began = performance.now();
  await gone;
  await all.promise;
  const ms = performance.now() - began;
  await engine.stop();
  return { ms };
}

function report(): void {
  const { turnsASecond, insertsASecond } = turns;
  const times = (values: readonly number[]): string =>
    `${inWords(percentile(values, 0.5))} ms, ${inWords(percentile(values, 0.95))} ms`;
  const perTurn = turnsASecond / insertsASecond;
  print({
    bench: 'tasks',
    machine: theMachine(postgres.version),
    head: ['', 'figure'],
    rows: [
      ['turns a second, 8 tasks at once', inWords(turnsASecond)],
      ['bare inserts a second, 8 connections', inWords(insertsASecond)],
      ['turns to inserts', asRatio(perTurn)],
      ['signal → model call, alone: p50, p95', times(burst.alone)],
      [`signal → model call, ${argument('burst')} at once: p50, p95`, times(burst.waited)],
      [`… until all are done`, `${inWords(burst.allMs / 1000)} s`],
      [`fan-out of ${argument('items')} in ${LANES} lanes`, `${inWords(fanOut.ms / 1000)} s`],
      ['transactions a second at rest', inWords(waiting.before.transactionsASecond)],
      [`… with ${argument('waiting')} that wait`, inWords(waiting.after.transactionsASecond)],
      ['memory they add', `${rounded(waiting.after.rssMiB - waiting.before.rssMiB)} MiB`],
      [
        `kill -9 with ${argument('running')} running → all go on elsewhere`,
        `${inWords(recovery.ms / 1000)} s`,
      ],
    ],
    ratios: { turnsToInserts: perTurn },
    figures: {
      ...turns,
      aloneMs: [percentile(burst.alone, 0.5), percentile(burst.alone, 0.95)],
      burstMs: [percentile(burst.waited, 0.5), percentile(burst.waited, 0.95)],
      burstAllMs: burst.allMs,
      fanOutMs: fanOut.ms,
      waiting,
      recoveryMs: recovery.ms,
    },
  });
}
