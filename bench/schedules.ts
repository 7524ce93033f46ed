// A month of schedules over several processes that are killed, under a clock that jumps: nothing doubled, nothing missing.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { newId } from '../src/base/id.ts';
import { silentLog } from '../src/base/log.ts';
import { storesOn } from '../src/flow/stores.ts';
import { openMigrated } from '../src/own-database.ts';
import { missingDues } from '../src/schedule/accounting.ts';
import { readArguments } from './support/arguments.ts';
import { randomFrom } from './support/chatter.ts';
import { inWords, percentile, rounded } from './support/numbers.ts';
import { startPostgres } from './support/postgres.ts';
import { print, progress, progressOver, theMachine } from './support/report.ts';

const argument = readArguments({
  name: 'schedules',
  says: [
    'Schedules in five zones over several processes on one database. The clock is told to all of them, jumps six hours ahead',
    'once and two hours back once; processes are killed in the middle of a tick. Counted is what ran twice and what has no row.',
  ].join('\n'),
  settings: {
    schedules: { usual: 1_000, quick: 30, says: 'schedules' },
    processes: { usual: 5, quick: 2, says: 'processes that share them' },
    days: { usual: 30, quick: 1, says: 'simulated days' },
    'kill-every': { usual: 20, quick: 6, says: 'a kill in so many ticks' },
    idle: { usual: 10_000, quick: 200, says: 'schedules of which none is due, for the cost of being idle' },
  },
});

/** Within it the clocks of Berlin and of New York change. */
const START = Date.parse('2026-10-12T00:00:00Z');
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Shanghai', 'Australia/Lord_Howe', 'UTC'];
const HOURS = ['8', '9', '9', '9', '12', '17', '2', '8-18'];
const DAYS = ['* * *', '* * 1-5', '* * 1-5', '* * 1', '1,15 * *', '* * 5L'];
const TEAM = 'T0BENCH';

await using stack = new AsyncDisposableStack();
const postgres = await startPostgres(stack);
const database = await openMigrated({ url: postgres.url, connections: 4, log: silentLog });
stack.defer(() => database.close());
const stores = storesOn(database);
const random = randomFrom(4_711);

await makeSchedules(argument('schedules'), START);
const children = await Promise.all(Array.from({ length: argument('processes') }, () => startChild()));
stack.defer(() => {
  for (const child of children) child.kill('SIGKILL');
});

const kills = await liveThrough(argument('days'));
const { doubled, missing, states, lateness } = await account(START + argument('days') * DAY_MS);
const idle = await measureIdle(argument('idle'));
progressOver();
report();
if (doubled > 0 || missing > 0) process.exitCode = 1;

async function makeSchedules(count: number, at: number): Promise<void> {
  for (let made = 0; made < count; made += 1) {
    const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
    const minute = random() < 0.7 ? '0' : '30';
    const { id } = await stores.schedules.create({
      id: newId(),
      teamId: TEAM,
      channelId: `C${made % 50}`,
      threadTs: undefined,
      by: 'U0BENCH',
      createdAt: new Date(at),
      terms: {
        when: { kind: 'cron', expression: `${minute} ${pick(HOURS)} ${pick(DAYS)}` },
        timeZone: pick(ZONES),
        goal: 'Say what changed',
        language: 'en',
        missed: random() < 0.8 ? 'run-once' : 'skip',
        ownerId: 'U0BENCH',
      },
    });
    await stores.schedules.switchOn(id, new Date(at));
  }
}

async function startChild(): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('./support/schedule-child.ts', import.meta.url)), [postgres.url], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}

/** Tells all what time it is, and waits until each has done what there is to do. */
async function tick(now: number): Promise<void> {
  await Promise.all(
    children.map(async (child) => {
      const ticked = once(child, 'message');
      child.send({ now });
      await ticked;
    }),
  );
}

/** One of them dies somewhere in its work, and another takes its place. */
async function tickWithKill(now: number): Promise<void> {
  const at = Math.floor(random() * children.length);
  const victim = children[at];
  if (victim === undefined) return;
  for (const child of children) child.send({ now });
  const others = children.filter((child) => child !== victim).map((child) => once(child, 'message'));
  await sleep(Math.floor(random() * 25));
  victim.kill('SIGKILL');
  await Promise.all(others);
  children[at] = await startChild();
}

async function liveThrough(days: number): Promise<number> {
  const end = START + days * DAY_MS;
  let now = START;
  let ticks = 0;
  let killed = 0;
  let hasJumped = false;
  let hasGoneBack = false;
  while (now < end) {
    const share = (now - START) / (end - START);
    if (!hasJumped && share > 0.35) {
      hasJumped = true;
      now += 6 * HOUR_MS; // Nobody was there.
    } else if (!hasGoneBack && share > 0.65) {
      hasGoneBack = true;
      await tick(now - 2 * HOUR_MS); // Somebody set the clock back.
    }
    ticks += 1;
    if (ticks % argument('kill-every') === 0) {
      killed += 1;
      await tickWithKill(now);
    } else await tick(now);
    progress(`day ${Math.floor((now - START) / DAY_MS)} of ${days}, ${killed} kills`);
    // To the tick after what comes next: each minute has one, at its own second.
    now = Math.max(now + 1, Math.min(await nextMoment(), end)) + Math.floor(random() * 60_000);
  }
  for (let more = 0; more < 3; more += 1) await tick((now += 10 * 60_000));
  return killed;
}

async function nextMoment(): Promise<number> {
  const [row] = await database.rows(
    z.object({ at: z.date().nullable() }),
    `select least((select min(next_due_at) from schedule),
                  (select min(run_at) from occurrence where state = 'planned')) as at`,
  );
  return row?.at?.getTime() ?? Infinity;
}

async function account(now: number) {
  const [twice] = await database.rows(
    z.object({ count: z.number() }),
    `select count(*) from (select 1 from schedule_run group by schedule_id, due_at having count(*) > 1) doubled`,
  );
  const begun = await database.rows(
    z.object({ late: z.number(), is_late: z.boolean() }),
    `select extract(epoch from started_at - due_at)::float8 * 1000 as late, started_at - due_at > interval '5 minutes' as is_late
     from occurrence where state = 'running'`,
  );
  const counted = await database.rows(
    z.object({ state: z.string(), count: z.number() }),
    'select state, count(*) from occurrence group by state order by state',
  );
  let without = 0;
  for (const schedule of await stores.schedules.all()) {
    const [versions, occurrences] = [
      await stores.schedules.versions(schedule.id),
      await stores.occurrences.every(schedule.id),
    ];
    without += missingDues({ schedule, versions, occurrences, now: new Date(now) }).length;
  }
  const onTime = begun.filter((row) => !row.is_late).map(({ late }) => late);
  return {
    doubled: twice?.count ?? 0,
    missing: without,
    states: Object.fromEntries(counted.map(({ state, count }) => [state, count])),
    lateness: { onTime, late: begun.filter((row) => row.is_late).length },
  };
}

/** What a tick costs when nothing is due. */
async function measureIdle(count: number): Promise<{ tickMs: number; sizeMiB: number }> {
  const now = START + 400 * DAY_MS;
  await database.run('update schedule set next_due_at = $1', [new Date(now + 300 * DAY_MS)]);
  await makeSchedules(Math.max(0, count - argument('schedules')), now);
  await database.run('update schedule set next_due_at = $1', [new Date(now + 300 * DAY_MS)]);
  await database.run('analyze');
  const times: number[] = [];
  for (let ticks = 0; ticks < 10; ticks += 1) {
    const began = performance.now();
    await tick(now);
    times.push(performance.now() - began);
  }
  const [size] = await database.rows(
    z.object({ bytes: z.number() }),
    `select (pg_total_relation_size('schedule') + pg_total_relation_size('schedule_version'))::float8 as bytes`,
  );
  return { tickMs: percentile(times, 0.5), sizeMiB: (size?.bytes ?? 0) / 1024 ** 2 };
}

function report(): void {
  const { onTime, late } = lateness;
  const seconds = (share: number): number => (onTime.length === 0 ? 0 : percentile(onTime, share) / 1_000);
  const all = Object.values(states).reduce((sum, count) => sum + count, 0);
  print({
    bench: 'schedules',
    machine: theMachine(postgres.version),
    head: [
      'due times',
      'ran twice',
      'without a row',
      'late p50, s',
      'late p99, s',
      'late runs',
      'kills',
      'idle tick, ms',
    ],
    rows: [
      [
        all.toLocaleString('en-GB'),
        String(doubled),
        String(missing),
        inWords(seconds(0.5)),
        inWords(seconds(0.99)),
        late.toLocaleString('en-GB'),
        String(kills),
        inWords(idle.tickMs),
      ],
    ],
    notes: [
      `${argument('schedules')} schedules over ${argument('processes')} processes and ${argument('days')} simulated days; how they ended: ${JSON.stringify(states)}.`,
      'Each minute has a tick at a second of its own, so half a minute of lateness is the tick; late runs are those of the six hours away, five seconds apart.',
      `An idle tick is of all processes together with ${Math.max(argument('idle'), argument('schedules')).toLocaleString('en-GB')} schedules, which take ${inWords(idle.sizeMiB)} MiB.`,
    ],
    ratios: {
      lateP50: rounded(Math.max(seconds(0.5), 0.001)),
      lateP99: rounded(Math.max(seconds(0.99), 0.001)),
    },
    figures: { doubled, missing, states, kills, late, idleTickMs: rounded(idle.tickMs) },
  });
}
