// Whatever dies, whenever: a task of thirty steps is killed at every row and effect state, and at random beside a second process.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Workspace } from '../src/workspace/server.ts';
import { findButton } from '../test/support/buttons.ts';
import { scriptedModel } from '../test/support/scripted-model.ts';
import { readArguments } from './support/arguments.ts';
import { createCrashPoints, type CrashPoints, type When } from './support/crash-points.ts';
import { EFFECTS, fileOf, STEPS, tellStory } from './support/crash-story.ts';
import { isOver, judge, type Goal, type Verdict } from './support/crash-verdict.ts';
import { createCrew, type Crew } from './support/crew.ts';
import { inWords, percentile } from './support/numbers.ts';
import { makeFolder, startPostgres } from './support/postgres.ts';
import { print, progress, progressOver, theMachine } from './support/report.ts';
import { accessTo, channelName, MAYA, startWorkspace } from './support/workspace.ts';

const argument = readArguments({
  name: 'crash',
  says: [
    `A task of ${STEPS} steps with ${EFFECTS.length} effects against the local workspace. Its process is killed with -9 once at each row of the`,
    'transcript and each state of an effect, before and after the commit; then two processes that share the work are killed',
    'at random, with lost replies, failing look-ups, cut and half-open sockets. Counted is what people see in the threads.',
  ].join('\n'),
  settings: {
    every: { usual: 1, quick: 70, says: 'every how many of the points a process is killed at' },
    sides: { usual: 2, quick: 1, says: '1: only before each commit, 2: also after it' },
    random: { usual: 200, quick: 2, says: 'kills at random beside a second process' },
    gap: { usual: 1200, quick: 600, says: 'milliseconds between them, on average' },
    tasks: { usual: 4, quick: 1, says: 'tasks under way at once in the random part' },
    patience: { usual: 300, quick: 60, says: 'seconds after the last kill until a task counts as lost' },
  },
});

const LONGEST_SECONDS = 3_600;

if ((await run()).some(({ faults }) => faults.length > 0)) process.exitCode = 1;

interface World {
  readonly url: string;
  readonly workspace: Workspace;
  readonly crew: Crew;
  readonly points: CrashPoints;
}

interface Part extends Verdict {
  readonly name: string;
  readonly kills: number;
  readonly recoveredMs: readonly number[];
}

async function run(): Promise<readonly Part[]> {
  await using stack = new AsyncDisposableStack();
  const postgres = await startPostgres(stack);
  const workspace = await startWorkspace(stack);
  const model = await scriptedModel([], tellStory);
  stack.defer(() => model.close());
  const crew = createCrew(stack, {
    folder: await makeFolder(stack),
    settings: {
      ...accessTo(workspace),
      DATABASE_URL: postgres.url,
      OPENAI_API_KEY: 'none',
      OPENAI_BASE_URL: model.baseUrl,
      LONGHAND_MODEL: 'scripted-1',
      LOG_LEVEL: 'warn',
    },
  });
  await crew.resize(1); // Which makes the tables.
  const points = await createCrashPoints(postgres.url);
  stack.defer(() => points.close());
  const world = { url: postgres.url, workspace, crew, points };
  const parts = [
    ...(argument('sides') > 1 ? [await atPoints(world, 'after')] : []),
    await atPoints(world, 'before'),
    await atRandom(world),
  ];
  progressOver();
  report(parts, postgres.version);
  return parts;
}

/** One task, and one process that is killed at each point in turn; one at a time, so every death is on its way. */
async function atPoints({ url, workspace, crew, points }: World, when: When): Promise<Part> {
  await crew.resize(1);
  const every = argument('every');
  const recovered = stopwatch();
  let seen = 0;
  let kills = 0;
  await points.arm(when, async (point) => {
    seen += 1;
    recovered.stop();
    if ((seen - 1) % every !== Math.floor(every / 2)) return undefined;
    kills += 1;
    progress(`${when} the commit: kill ${kills} at ${point}`);
    const revive = await crew.kill(0);
    recovered.start();
    return revive;
  });
  const goals: Goal[] = [];
  // After a commit some rows more are written before the death: their points are come to by the next task.
  for (let before = -1; before < seen;) {
    before = seen;
    goals.push(goalIn(workspace, goals.length));
    await untilOver(workspace, goals, LONGEST_SECONDS);
  }
  await points.disarm();
  return {
    name: `${when} each commit`,
    kills,
    recoveredMs: recovered.times,
    ...(await judge(url, { workspace, goals })),
  };
}

async function atRandom({ url, workspace, crew }: World): Promise<Part> {
  await crew.resize(2);
  const goals: Goal[] = [];
  const ending = new AbortController();
  const clicking = answerUnknown(workspace, goals, ending.signal);
  const [most, gapMs, atOnce] = [argument('random'), argument('gap'), argument('tasks')];
  const back: Promise<void>[] = [];
  for (let kills = 1; kills <= most; kills += 1) {
    while (goals.filter((goal) => !isOver(workspace, goal)).length < atOnce)
      goals.push(goalIn(workspace, goals.length + 2));
    makeTrouble(workspace);
    progress(`at random: kill ${kills} of ${most}`);
    const member = kills % 2;
    await back[member];
    // At some moment of its life: on a busy machine it would else die as soon as it is born, every time.
    await sleep(gapMs * (0.2 + 1.6 * Math.random()));
    // The other one goes on meanwhile, and may be killed before this one is back.
    back[member] = crew.kill(member).then((revive) => revive());
  }
  await Promise.all(back);
  workspace.faults.clear();
  await untilOver(workspace, goals, argument('patience'));
  ending.abort();
  await clicking;
  return {
    name: 'at random, two processes',
    kills: most,
    recoveredMs: [],
    ...(await judge(url, { workspace, goals })),
  };
}

function goalIn(workspace: Workspace, turn: number): Goal {
  const channel = channelName(turn);
  return { channel, ts: workspace.act.post({ as: MAYA, channel, text: '@Longhand do the thirty steps' }) };
}

/** What a network and a Slack in trouble do, a little of it each time. */
function makeTrouble({ faults }: Workspace): void {
  const lost = [
    'chat.postMessage',
    'chat.update',
    'files.getUploadURLExternal',
    'files.completeUploadExternal',
    'files.info',
  ];
  const troubles = [
    () => faults.loseNextReply(lost[Math.floor(Math.random() * lost.length)] ?? '*'),
    () => {
      // Lost, and not to be looked up: nobody knows.
      faults.loseNextReply('files.completeUploadExternal');
      faults.failNext('files.info', { status: 500, times: 3 });
    },
    () => faults.failNext('files.completeUploadExternal', { status: 503 }),
    () => faults.delayMs('files.completeUploadExternal', Math.random() * 300),
    () => faults.cutSockets(),
    () => faults.deafSockets(),
  ];
  troubles[Math.floor(Math.random() * troubles.length)]?.();
}

/** Looks into the thread, as a person would who is asked whether it happened, and says so. */
async function answerUnknown(
  workspace: Workspace,
  goals: readonly Goal[],
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    for (const { channel, ts } of goals) {
      const thread = workspace.state.thread(channel, ts);
      for (const card of thread.filter(({ text }) => text.includes('I don’t know whether this happened'))) {
        const file = EFFECTS.map(fileOf).find((name) =>
          JSON.stringify(card.blocks).includes(`Posting ${name}`),
        );
        const isThere = thread.some(({ raw }) =>
          JSON.stringify(raw['files'] ?? '').includes(`"${file ?? ''}"`),
        );
        const button = findButton(card.blocks, isThere ? 'It happened' : 'It did not');
        // A click may be lost with the process that heard it; it is clicked again.
        if (button !== undefined)
          await workspace.act.click({ as: MAYA, channel, ts: card.ts, ...button }).catch(() => undefined);
      }
    }
    await sleep(500);
  }
}

async function untilOver(workspace: Workspace, goals: readonly Goal[], seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1_000;
  while (goals.some((goal) => !isOver(workspace, goal)) && performance.now() < until) await sleep(50);
  await sleep(300); // What is written beside the result.
}

/** From a death to the next row that anybody writes. */
function stopwatch() {
  const times: number[] = [];
  let startedAt: number | undefined;
  return {
    times,
    start: () => void (startedAt = performance.now()),
    stop: () => {
      if (startedAt !== undefined) times.push(performance.now() - startedAt);
      startedAt = undefined;
    },
  };
}

function report(parts: readonly Part[], version: string): void {
  const rows = parts.map((part) => [
    part.name,
    `${part.kills}`,
    `${part.tasks}`,
    `${part.lostTasks}`,
    `${part.lostSteps}`,
    `${part.doubledEffects}`,
    `${part.doubledPosts}`,
    `${part.unknownEffects - part.unknownNotShown} of ${part.unknownEffects}`,
    part.recoveredMs.length === 0
      ? ''
      : `${inWords(percentile(part.recoveredMs, 0.5) / 1000)} s, ${inWords(percentile(part.recoveredMs, 0.95) / 1000)} s`,
  ]);
  print({
    bench: 'crash',
    machine: theMachine(version),
    head: [
      'killed',
      'kills',
      'tasks',
      'lost tasks',
      'lost steps',
      'doubled effects',
      'doubled posts',
      'unknown shown',
      'next row p50, p95',
    ],
    rows,
    notes: parts.flatMap(({ faults }) => faults),
    ratios: {},
    figures: parts,
  });
}
