// How long code and charts take: an empty program in each sandbox and a chart as a PNG, beside the bare start of a Node process.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { systemClock } from '../src/base/clock.ts';
import { checkChart } from '../src/tools/chart/chart.ts';
import { createDrawPng } from '../src/tools/chart/draw.ts';
import { createEmbeddedSandbox } from '../src/tools/code/embedded.ts';
import type { CodeLanguage, Sandbox } from '../src/tools/code/sandbox.ts';
import { findBubblewrap } from '../src/tools/code/find-sandboxes.ts';
import { readArguments } from './support/arguments.ts';
import { inWords, median, rounded, withRange } from './support/numbers.ts';
import { print, progress, progressOver, theMachine } from './support/report.ts';

const argument = readArguments({
  name: 'sandbox',
  says: [
    'An empty program in each sandbox, from the call to its end with nothing left running, and a bar chart of 12 numbers as',
    'a PNG, from cold and again; beside a Node process that starts and ends (node -e 0).',
  ].join('\n'),
  settings: { rounds: { usual: 10, quick: 2, says: 'rounds; each thing once in a round, in turn' } },
});

interface Thing {
  readonly name: string;
  readonly says: string;
  /** Not timed. */
  before?(): Promise<void>;
  run(): Promise<void>;
  readonly ms: number[];
}

const { signal } = new AbortController();
const EMPTY: Readonly<Record<CodeLanguage, string>> = { bash: 'true', javascript: '0', python: 'pass' };
const runProcess = promisify(execFile);

function emptyRun(name: string, says: string, [sandbox, language]: readonly [Sandbox, CodeLanguage]): Thing {
  return {
    name,
    says,
    ms: [],
    run: async () => {
      const run = {
        language,
        code: EMPTY[language],
        files: [],
        ms: 30_000,
        signal,
        callTool: async () => '',
      };
      const ending = await sandbox.run(run);
      if (ending.kind !== 'ran' || ending.exitCode !== 0)
        throw new Error(`${says} ended with ${ending.kind}`);
    },
  };
}

const rows = Array.from({ length: 12 }, (_, at) => [
  `2026-${String(at + 1).padStart(2, '0')}`,
  String(at * at),
]);
const checked = checkChart(
  { kind: 'bar', title: 'Twelve numbers 十二个数', x: 'month', y: ['n'] },
  { columns: ['month', 'n'], rows, delimiter: ',' },
);

async function drawWith(draw: ReturnType<typeof createDrawPng>): Promise<void> {
  if (checked.kind === 'failed') throw new Error(checked.reason);
  const drawn = await draw(checked.chart, { signal });
  if (drawn.kind === 'failed') throw new Error(drawn.reason);
}

const embedded = createEmbeddedSandbox({ clock: systemClock });
const full = await findBubblewrap();
const warm = createDrawPng({ clock: systemClock });

const anchor: Thing = {
  name: 'node',
  says: 'a Node process, bare',
  ms: [],
  run: async () => void (await runProcess(process.execPath, ['-e', '0'])),
};
const things: readonly Thing[] = [
  anchor,
  emptyRun('bash', 'embedded, Bash', [embedded.bash, 'bash']),
  emptyRun('javascript', 'embedded, JavaScript', [embedded.javascript, 'javascript']),
  emptyRun('python', 'embedded, Python', [embedded.python, 'python']),
  ...(full === undefined ? [] : [emptyRun('bubblewrap', 'bubblewrap, Python', [full, 'python'])]),
  {
    name: 'firstChart',
    says: 'a chart, from cold',
    ms: [],
    run: () => drawWith(createDrawPng({ clock: systemClock })),
  },
  {
    name: 'chart',
    says: 'a chart, the next one',
    ms: [],
    // An idle thread is let go of after some seconds.
    before: () => drawWith(warm),
    run: () => drawWith(warm),
  },
];

const rounds = argument('rounds');
for (let round = 1; round <= rounds; round += 1) {
  progress(`round ${round} of ${rounds}`);
  for (const thing of things) {
    await thing.before?.();
    const startedAt = performance.now();
    await thing.run();
    thing.ms.push(performance.now() - startedAt);
  }
}
progressOver();

const ratiosOf = ({ ms }: Thing): number[] => ms.map((one, round) => one / (anchor.ms[round] ?? Number.NaN));
const measured = things.slice(1);
print({
  bench: 'sandbox',
  machine: theMachine(),
  head: [`${rounds} rounds`, '× a bare process (single rounds)', 'ms'],
  rows: things.map((thing) => [
    thing.says,
    thing === anchor ? '1' : withRange(ratiosOf(thing)),
    inWords(median(thing.ms)),
  ]),
  ratios: Object.fromEntries(measured.map((thing) => [thing.name, rounded(median(ratiosOf(thing)))])),
  figures: Object.fromEntries(things.map(({ name, ms }) => [name, rounded(median(ms))])),
});
process.exit(0);
