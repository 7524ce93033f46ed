// How Longhand meets goals: the intake that ships, with the configured model, over a file of cases, beside their labels.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createModel } from '../src/agent/model.ts';
import type { Model } from '../src/agent/chat.ts';
import { systemClock } from '../src/base/clock.ts';
import { silentLog } from '../src/base/log.ts';
import { readConfig, readEnvironment } from '../src/config.ts';
import { migrate } from '../src/db/migrate.ts';
import { openDatabase, type Database } from '../src/db/pool.ts';
import { migrateEngine } from '../src/job/engine.ts';
import { createPracticeModel } from '../src/practice/server.ts';
import { readCases, type PushbackCase } from './pushback/case.ts';
import type { Prediction } from './pushback/prediction.ts';
import { runCase } from './pushback/run-case.ts';
import { groupsOf, isExact, score, type Figures, type Judged, type Share } from './pushback/score.ts';
import { startPostgres } from './support/postgres.ts';
import { print, progress, progressOver, theMachine } from './support/report.ts';

const OWN_CASES = fileURLToPath(new URL('./data/pushback.jsonl', import.meta.url));
const QUICK = 6;
const HELP = `node bench/pushback.ts [--quick] [CASES] [--out FILE] [--model NAME]

Runs the intake over a file of cases, a JSON object on each line, and writes a prediction for each. Where cases carry a
label it prints how well the two agree. Without CASES, the cases that come along (bench/data/pushback.jsonl). The model is
the configured one (OPENAI_API_KEY, OPENAI_BASE_URL, LONGHAND_MODEL), else the practice model, which is a set of rules.

  --out FILE        predictions, a JSON object on each line; without it they go to standard output
  --model NAME      another model at the same address; "practice" is the practice model
  --at-once N       cases at the same time (4)
  --in-window       the channel's newest messages stand before the model, as in Slack: facts need no look-up
  --wrong           name the cases that were met otherwise than labelled
  --quick           the first ${QUICK} cases, to see that it works: its figures mean nothing
  --help            show this
`;

const { values, positionals } = readArguments();
const config = readConfig(readEnvironment());
await using stack = new AsyncDisposableStack();
const all = readCases(await readFile(positionals[0] ?? OWN_CASES, 'utf8'));
const cases = values.quick === true ? all.slice(0, QUICK) : all;
const postgres = await startPostgres(stack);
const database = await openBenchDatabase(postgres.url);
const model = await chooseModel();
const predictions = await runAll(cases);
await write(predictions);
report(toJudged(predictions));

function readArguments() {
  try {
    const given = parseArgs({
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        model: { type: 'string' },
        'at-once': { type: 'string', default: '4' },
        'in-window': { type: 'boolean' },
        wrong: { type: 'boolean' },
        quick: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    if (given.values.help !== true) return given;
    process.stdout.write(HELP);
    return process.exit(0);
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    return process.exit(2);
  }
}

async function openBenchDatabase(url: string): Promise<Database> {
  const opened = openDatabase({ url, connections: 12, log: silentLog });
  stack.defer(() => opened.close());
  await migrate({
    database: opened,
    folder: new URL('../migrations/', import.meta.url),
    log: silentLog,
    after: () => migrateEngine(opened, silentLog),
  });
  return opened;
}

async function chooseModel(): Promise<Model> {
  const common = { clock: systemClock, idleSeconds: config.MODEL_IDLE_SECONDS };
  const name = values.model ?? config.LONGHAND_MODEL;
  if (config.OPENAI_API_KEY !== undefined && name !== undefined && name !== 'practice') {
    const address = config.OPENAI_BASE_URL === undefined ? {} : { baseUrl: config.OPENAI_BASE_URL };
    return createModel({ ...common, ...address, apiKey: config.OPENAI_API_KEY, model: name });
  }
  const practice = await createPracticeModel({ clock: systemClock, log: silentLog });
  stack.defer(() => practice.close());
  return createModel({ ...common, apiKey: 'practice', baseUrl: practice.baseUrl, model: practice.model });
}

/** As many at a time as was asked for; predictions in the order of the cases. */
async function runAll(wanted: readonly PushbackCase[]): Promise<readonly Prediction[]> {
  const made = new Map<PushbackCase, Prediction>();
  const waiting = wanted.values();
  async function lane(): Promise<void> {
    for (const one of waiting) {
      const inWindow = values['in-window'] === true;
      made.set(one, await runCase(one, { database, model, config, inWindow }));
      progress(`${made.size} of ${wanted.length} cases`);
    }
  }
  const lanes = Math.max(1, Number(values['at-once']) || 1);
  await Promise.all(Array.from({ length: lanes }, lane));
  progressOver();
  return wanted.flatMap((one) => made.get(one) ?? []);
}

async function write(made: readonly Prediction[]): Promise<void> {
  const lines = made.map((prediction) => `${JSON.stringify(prediction)}\n`).join('');
  if (values.out === undefined) process.stdout.write(`${lines}\n`);
  else await writeFile(values.out, lines);
}

function toJudged(made: readonly Prediction[]): readonly Judged[] {
  return made.flatMap((prediction, index) => {
    const one = cases[index];
    return one?.label === undefined ? [] : [{ one, label: one.label, prediction }];
  });
}

function report(judged: readonly Judged[]): void {
  const whole = score(judged);
  const rows = [['all', judged] as const, ...groupsOf(judged)].map(([name, part]) => [
    name,
    ...toRow(score(part)),
  ]);
  const wrong = judged.filter((one) => !isExact(one));
  print({
    bench: 'pushback',
    machine: theMachine(postgres.version),
    head: ['', 'cases', 'exact', 'balanced', 'over-ask', 'acts', 'questions', 'blockers', 'Ask-F1', 'twins'],
    rows,
    notes: [
      `Model: ${model.name}. ${judged.length} of ${cases.length} cases carry a label.`,
      `${predictions.filter(({ kind }) => kind === 'question').length} were met with an answer in words, which counts as going ahead.`,
      'Always asking scores .50 balanced, and so does always going ahead.',
      ...(values.wrong === true ? wrong.map(toLine) : []),
    ],
    // As every benchmark has them: figures beside their anchor, here the .50 of always asking.
    ratios:
      whole.balancedAccuracy === undefined ? {} : { balancedToAlwaysAsking: whole.balancedAccuracy / 0.5 },
    figures: { model: model.name, ...whole },
  });
}

function toRow(figures: Figures): readonly string[] {
  const { cases: count, twins } = figures;
  return [
    String(count),
    ...[
      figures.exact,
      figures.balancedAccuracy,
      figures.overAskRate,
      figures.actsRate,
      figures.questionPrecision,
      figures.blockerRecall,
      figures.askF1,
    ].map(toFigure),
    twins.pairs === 0 ? '—' : `${twins.right}/${twins.pairs}`,
  ];
}

function toFigure(share: Share): string {
  return share === undefined ? '—' : share.toFixed(2).replace(/^0/u, '');
}

function toLine({ one, label, prediction }: Judged): string {
  return `${one.id}: ${label.decision} (${label.kind}), came to ${prediction.decision} (${prediction.kind})`;
}
