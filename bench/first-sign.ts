// How long somebody waits for the first sign: Longhand, which keeps before it acknowledges, beside a bare Bolt echo app.
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import type { Workspace } from '../src/workspace/server.ts';
import { intake } from '../test/support/intakes.ts';
import { callsTool, scriptedModel } from '../test/support/scripted-model.ts';
import { readArguments } from './support/arguments.ts';
import { startChild, startLonghand } from './support/child.ts';
import { mention, type Watched } from './support/mention.ts';
import { asRatio, inWords, percentile, rounded, withRange } from './support/numbers.ts';
import { makeFolder, startPostgres, type BenchPostgres } from './support/postgres.ts';
import { print, progress, progressOver, theMachine } from './support/report.ts';
import { accessTo, channelName, startWorkspace } from './support/workspace.ts';

const ROUND = 20;
const ANSWER = 'On Fridays only.';

const argument = readArguments({
  name: 'first-sign',
  says: [
    'From an event sent to its acknowledgement, and to the eye that people see on their message: Longhand with its',
    'embedded Postgres, beside a bare Bolt app that adds the eye and nothing else, in rounds one after the other.',
  ].join('\n'),
  settings: {
    mentions: { usual: 200, quick: 3, says: 'mentions to each of the two' },
    'warm-up': { usual: 10, quick: 1, says: 'mentions to each that do not count, before them' },
  },
});

interface Side {
  readonly workspace: Workspace;
  readonly isAnswered: (ts: string, channel: string) => boolean;
  readonly rounds: Watched[][];
}

await using stack = new AsyncDisposableStack();
const postgres = await startPostgres(stack);
const longhand = await startLonghandSide(postgres);
const echo = await startEchoSide();
const commits: number[] = [];

for (const side of [longhand, echo]) await runRound(side, argument('warm-up'));
const wanted = argument('mentions');
for (let done = 0; done < wanted; done += ROUND) {
  progress(`${done} of ${wanted} mentions to each`);
  const length = Math.min(ROUND, wanted - done);
  longhand.rounds.push(await runRound(longhand, length));
  echo.rounds.push(await runRound(echo, length));
  commits.push(...(await timeCommits(length)));
}
progressOver();
report();

async function startLonghandSide({ url }: BenchPostgres): Promise<Side> {
  const workspace = await startWorkspace(stack);
  const plain = intake({ kind: 'question', answer: ANSWER, steps: [] });
  const model = await scriptedModel([], () => callsTool('submit_intake', plain));
  stack.defer(() => model.close());
  await startLonghand(stack, {
    folder: await makeFolder(stack),
    settings: {
      ...accessTo(workspace),
      DATABASE_URL: url,
      OPENAI_API_KEY: 'bench',
      OPENAI_BASE_URL: model.baseUrl,
      LONGHAND_MODEL: 'scripted-1',
    },
  });
  const isAnswered = (ts: string, channel: string): boolean =>
    workspace.state.thread(channel, ts).some(({ isBot, text }) => isBot && text.includes(ANSWER));
  return { workspace, isAnswered, rounds: [] };
}

async function startEchoSide(): Promise<Side> {
  const workspace = await startWorkspace(stack);
  await startChild(stack, {
    args: [fileURLToPath(new URL('./support/echo-app.ts', import.meta.url))],
    settings: accessTo(workspace),
    folder: await makeFolder(stack),
    ready: 'The echo app is running.',
  });
  return { workspace, isAnswered: () => true, rounds: [] };
}

async function runRound({ workspace, isAnswered }: Side, length: number): Promise<Watched[]> {
  const seen: Watched[] = [];
  for (let turn = 0; turn < length; turn += 1) {
    const channel = channelName(turn);
    const text = '@Longhand on which days do we ship?';
    seen.push(await mention(workspace, { channel, text, isAnswered: (ts) => isAnswered(ts, channel) }));
    await sleep(Math.random() * 30); // Out of step with whatever looks up at fixed times.
  }
  return seen;
}

/** What the disk asks for one row that is certain to be there: nobody can acknowledge durably in less. */
async function timeCommits(length: number): Promise<number[]> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query('create table if not exists bench_commit (at timestamptz not null)');
  const times: number[] = [];
  for (let turn = 0; turn < length; turn += 1) {
    const began = performance.now();
    await client.query('insert into bench_commit values (now())');
    times.push(performance.now() - began);
    await sleep(5);
  }
  await client.end();
  return times;
}

function report(): void {
  const ack = compare((seen) => seen.flatMap(({ ackMs }) => ackMs));
  const sign = compare((seen) => seen.map(({ signMs }) => signMs));
  print({
    bench: 'first-sign',
    machine: theMachine(postgres.version),
    head: ['', 'p50', 'rounds', 'p95', 'Longhand p50', 'p95', 'echo p50', 'p95'],
    rows: [
      ['event → acknowledged', ...ack.cells],
      ['event → eye seen', ...sign.cells],
    ],
    notes: [
      `Ratios first, then milliseconds; ${wanted} mentions to each. "rounds": the middle and the range of the p50 ratios of single rounds.`,
      `One durable commit of one row, in the same Postgres between the rounds: p50 ${inWords(percentile(commits, 0.5))} ms, p95 ${inWords(percentile(commits, 0.95))} ms.`,
    ],
    ratios: {
      ackP50: ack.ratios.p50,
      ackP95: ack.ratios.p95,
      signP50: sign.ratios.p50,
      signP95: sign.ratios.p95,
    },
    figures: {
      mentions: wanted,
      ackMs: ack.figures,
      signMs: sign.figures,
      commitMs: { p50: rounded(percentile(commits, 0.5)), p95: rounded(percentile(commits, 0.95)) },
    },
  });
}

function compare(pick: (seen: readonly Watched[]) => readonly number[]) {
  const ours = spread(pick(longhand.rounds.flat()));
  const theirs = spread(pick(echo.rounds.flat()));
  const perRound = longhand.rounds.map(
    (round, index) => percentile(pick(round), 0.5) / percentile(pick(echo.rounds[index] ?? []), 0.5),
  );
  const ratios = { p50: rounded(ours.p50 / theirs.p50), p95: rounded(ours.p95 / theirs.p95) };
  return {
    ratios,
    figures: { longhand: ours, echo: theirs },
    cells: [
      asRatio(ratios.p50),
      withRange(perRound),
      asRatio(ratios.p95),
      ...[ours.p50, ours.p95, theirs.p50, theirs.p95].map(inWords),
    ],
  };
}

function spread(values: readonly number[]): { p50: number; p95: number } {
  return { p50: rounded(percentile(values, 0.5)), p95: rounded(percentile(values, 0.95)) };
}
