// What Longhand takes when nobody wants anything: memory, processor, queries, calls; beside a Node that has loaded Bolt and idles.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { toPlace, SUPERUSER } from '../src/db/cluster.ts';
import { answers, scriptedModel } from '../test/support/scripted-model.ts';
import { readArguments } from './support/arguments.ts';
import { startChild, startLonghand } from './support/child.ts';
import { asRatio, inWords, rounded } from './support/numbers.ts';
import { makeFolder, once, versionOf } from './support/postgres.ts';
import { descendantsOf, memoryOf, processorMsOf, type Memory } from './support/process.ts';
import { print, progress, progressOver, theMachine } from './support/report.ts';
import { accessTo, startWorkspace } from './support/workspace.ts';

const argument = readArguments({
  name: 'at-rest',
  says: [
    'Memory of Longhand and of its Postgres after a start and some idle seconds, with the local workspace and the',
    'practice model in the same process and without both; what it does meanwhile; beside Node with Bolt loaded.',
  ].join('\n'),
  settings: {
    idle: { usual: 30, quick: 1, says: 'idle seconds that are watched' },
    settle: { usual: 11, quick: 0.5, says: 'seconds after a start before the watching begins' },
  },
});

interface Rest {
  readonly name: string;
  readonly memory: Memory;
  readonly processorMs: number;
  readonly postgres?: {
    readonly memory: Memory;
    readonly processorMs: number;
    readonly transactions: number;
  };
  readonly asked?: { readonly model: number; readonly slack: number };
}

let version = '';
const node = await idleNode('Node, idle', '');
const bolt = await idleNode('Node with Bolt loaded', `await import('@slack/bolt');`);
const alone = await longhandAlone();
const whole = await longhandWhole();
progressOver();
report([node, bolt, alone, whole]);

async function idleNode(name: string, first: string): Promise<Rest> {
  await using stack = new AsyncDisposableStack();
  const script = `${first} console.log('ready'); setInterval(() => {}, 60_000);`;
  const { pid } = await startChild(stack, {
    args: ['--input-type=module', '-e', script],
    // Where the packages are found.
    folder: fileURLToPath(new URL('../', import.meta.url)),
    ready: 'ready',
  });
  return { name, ...(await watch(name, { pid, seconds: 1 })) };
}

/** As it runs in a team: Slack and the model are elsewhere, here in our own process. */
async function longhandAlone(): Promise<Rest> {
  await using stack = new AsyncDisposableStack();
  const workspace = await startWorkspace(stack);
  const model = await scriptedModel([], () => answers('Nobody should have asked.'));
  stack.defer(() => model.close());
  const folder = await makeFolder(stack);
  const { pid } = await startLonghand(stack, {
    folder,
    settings: {
      ...accessTo(workspace),
      OPENAI_API_KEY: 'bench',
      OPENAI_BASE_URL: model.baseUrl,
      LONGHAND_MODEL: 'scripted-1',
    },
  });
  const name = 'Longhand';
  const calls = (): { model: number; slack: number } => ({
    model: model.asked.length,
    slack: workspace.state.apiCalls().length,
  });
  const { before, ...rest } = await watch(name, { pid, seconds: argument('idle'), folder, calls });
  const after = calls();
  const asked = { model: after.model - before.model, slack: after.slack - before.slack };
  return { name, ...rest, asked };
}

/** As `npm start` runs it for a newcomer. */
async function longhandWhole(): Promise<Rest> {
  await using stack = new AsyncDisposableStack();
  const folder = await makeFolder(stack);
  const { pid } = await startLonghand(stack, { folder, settings: {} });
  const name = 'Longhand, workspace, practice model';
  const { before: _, ...rest } = await watch(name, { pid, seconds: argument('idle'), folder });
  return { name, ...rest };
}

interface Watching {
  readonly pid: number;
  readonly seconds: number;
  /** Of a Longhand with a Postgres of its own. */
  readonly folder?: string;
  readonly calls?: () => { model: number; slack: number };
}

async function watch(name: string, { pid, seconds, folder, calls }: Watching) {
  progress(`${name}: settles, then ${seconds} s`);
  // A bare Node has nothing to settle.
  await sleep((folder === undefined ? 1 : argument('settle')) * 1000);
  const url = folder === undefined ? undefined : databaseIn(folder);
  if (url !== undefined) version = await versionOf(url);
  const servers = url === undefined ? [] : await descendantsOf(pid);

  const before = calls?.() ?? { model: 0, slack: 0 };
  const transactions = url === undefined ? 0 : await transactionsOf(url);
  const [own, theirs] = [await processorMsOf([pid]), await processorMsOf(servers)];
  await sleep(seconds * 1000);
  const perSecond = (now: number, then: number): number => (now - then) / seconds;
  const processorMs = perSecond(await processorMsOf([pid]), own);
  const memory = await memoryOf([pid]);
  if (url === undefined) return { before, memory, processorMs };
  const postgres = {
    processorMs: perSecond(await processorMsOf(servers), theirs),
    transactions: perSecond(await transactionsOf(url), transactions),
    memory: await memoryOf(await descendantsOf(pid)),
  };
  return { before, memory, processorMs, postgres };
}

function databaseIn(folder: string): string {
  const { sockets } = toPlace(join(folder, 'postgres'));
  return `postgresql://${SUPERUSER}@localhost/longhand?host=${encodeURIComponent(sockets)}`;
}

/** Looked up from another database, so that our own looking is not among them. */
function transactionsOf(url: string): Promise<number> {
  return once(url.replace('/longhand?', '/postgres?'), async (client) => {
    const { rows } = await client.query(
      `select xact_commit::float8 + xact_rollback::float8 as transactions from pg_stat_database where datname = 'longhand'`,
    );
    return z.tuple([z.object({ transactions: z.number() })]).parse(rows)[0].transactions;
  });
}

function report(rests: readonly Rest[]): void {
  // By RSS: a process's PSS gets smaller with each other Node that runs on the machine, whoever's it is.
  const ratio = (rest: Rest): number => rest.memory.rssMiB / bolt.memory.rssMiB;
  const cell = (value: number | undefined): string => (value === undefined ? '–' : inWords(value));
  print({
    bench: 'at-rest',
    machine: theMachine(version),
    head: ['', 'to Bolt', 'RSS', 'PSS', 'CPU ms/s', 'Postgres PSS', 'CPU ms/s', 'transactions/s'],
    rows: rests.map((rest) => [
      rest.name,
      asRatio(ratio(rest)),
      cell(rest.memory.rssMiB),
      cell(rest.memory.pssMiB),
      cell(rest.processorMs),
      cell(rest.postgres?.memory.pssMiB),
      cell(rest.postgres?.processorMs),
      cell(rest.postgres?.transactions),
    ]),
    notes: [
      `Memory in MiB after ${argument('settle')} and ${argument('idle')} idle seconds; "to Bolt" is the ratio of RSS to that of Node with Bolt loaded. Processor time in milliseconds a second.`,
      `In ${argument('idle')} idle seconds Longhand asked the model ${alone.asked?.model ?? 0} times and Slack ${alone.asked?.slack ?? 0} times.`,
    ],
    ratios: { alone: rounded(ratio(alone)), whole: rounded(ratio(whole)) },
    figures: { idleSeconds: argument('idle'), node, bolt, alone, whole },
  });
}
