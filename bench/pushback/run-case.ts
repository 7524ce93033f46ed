// One case through the intake that ships: the same receiving, looking, form and rules, stopped where work would begin.
import type { Model, ModelRequest } from '../../src/agent/chat.ts';
import type { Clock } from '../../src/base/clock.ts';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Config } from '../../src/config.ts';
import type { Database } from '../../src/db/pool.ts';
import { createAdvance } from '../../src/flow/advance.ts';
import { createReceive } from '../../src/flow/receive.ts';
import { createTransact, storesOn, type Stores } from '../../src/flow/stores.ts';
import { createTell } from '../../src/flow/tell.ts';
import { toTaskTools } from '../../src/flow/work/task-tools.ts';
import { budgetsOf } from '../../src/guard/budget.ts';
import type { Post, Voice } from '../../src/flow/words.ts';
import { toTime, type PushbackCase } from './case.ts';
import { BOT, layOut, tellOld } from './place.ts';
import { toPrediction, type Prediction } from './prediction.ts';
import { specsOf, toolsOf } from './toolbox.ts';
import { NO_HANDOFFS } from '../support/no-handoffs.ts';

export interface RunSettings {
  readonly database: Database;
  readonly model: Model;
  readonly config: Pick<
    Config,
    'MODEL_CONTEXT_TOKENS' | 'HISTORY_TOKENS' | 'TASK_BUDGET_TOKENS' | 'LOOK_CALLS' | 'LOOK_SECONDS'
  >;
  /** As in a channel: the newest facts stand before the model without a look-up. */
  readonly inWindow?: boolean;
  /** How often the model is asked once it may work: to see what it could do then. */
  readonly turnsOfWork?: number;
}

export async function runCase(one: PushbackCase, settings: RunSettings): Promise<Prediction> {
  const { database } = settings;
  const stores = storesOn(database);
  const clock = clockFrom(toTime(one.context.now));
  const place = await layOut(one, stores);
  const heard = createVoice();
  const hear = createReceive({
    transact: createTransact(database),
    voice: heard.voice,
    clock,
    sealing: { recorded: () => undefined },
    botUserId: () => BOT,
    doing: async () => undefined,
    handoffs: NO_HANDOFFS,
    handIn: async () => undefined,
  });
  await tellOld(hear, place.thread);
  const tellFacts = once(() => tellOld(hear, place.facts));
  if (settings.inWindow === true) await tellFacts();
  await hear.said({ kind: 'posted', message: place.goal }, 'live');

  const task = await stores.tasks.inThread(place.goal);
  if (task === undefined) throw new Error(`${one.id}: the goal opened no task`);
  const tools = toolsOf(one, { database, clock, contents: place.contents, permalink });
  const stopped = new AbortController();
  const model = untilDecided(settings, { before: tellFacts, stop: () => stopped.abort() });
  const advance = advanceWith({ one, settings, clock, voice: heard.voice, tools, model });
  await advance({ taskId: task.id, signal: stopped.signal, isLastTry: false, confirm: async () => {} });
  await assertNothingDone(stores, task.id, one.id);
  return toPrediction(one, {
    entries: (await stores.transcript.read(task.id)).map(({ entry }) => entry),
    brief: (await stores.tasks.standing(task.id))?.accepted?.brief,
    posts: heard.posts,
    effects: new Map(tools.map(({ name, effect }) => [name, effect])),
  });
}

interface Wiring {
  readonly one: PushbackCase;
  readonly settings: RunSettings;
  readonly clock: Clock;
  readonly voice: Voice;
  readonly tools: ReturnType<typeof toolsOf>;
  readonly model: Model;
}

function advanceWith({
  one,
  settings,
  clock,
  voice,
  tools,
  model,
}: Wiring): ReturnType<typeof createAdvance> {
  const { database, config } = settings;
  const now = (): Date => clock.now();
  return createAdvance({
    transact: createTransact(database),
    database,
    clock,
    log: silentLog,
    tell: createTell({ voice, now, permalink }),
    now,
    permalink,
    toolsOf: async () => ({ ...toTaskTools(tools), tools: specsOf(tools, one) }),
    toolboxAsOf: () => new Map(),
    model,
    contextTokens: config.MODEL_CONTEXT_TOKENS,
    historyTokens: config.HISTORY_TOKENS,
    budgets: budgetsOf(config),
    lookCalls: config.LOOK_CALLS,
    lookSeconds: config.LOOK_SECONDS,
    checks: {},
    approvalRule: 'never',
    jitter: () => 0,
    settleHandedIn: async () => undefined,
    onSignal: () => () => {},
  });
}

/** Facts are there from the first request on, and so not in what it opens with; after a yes nobody is asked again. */
function untilDecided(
  { model, turnsOfWork = 0 }: RunSettings,
  { before, stop }: { before: () => Promise<void>; stop: () => void },
): Model {
  let turns = 0;
  return {
    name: model.name,
    ask: async (request) => {
      await before();
      if (isAccepted(request)) turns += 1;
      if (turns <= turnsOfWork) return model.ask(request);
      stop();
      return { kind: 'aborted' };
    },
  };
}

function isAccepted({ messages }: ModelRequest): boolean {
  return messages.some((message) => message.role === 'tool' && message.content.startsWith('ACCEPTED'));
}

async function assertNothingDone({ effects }: Stores, taskId: string, id: string): Promise<void> {
  const done = await effects.of(taskId);
  if (done.length > 0)
    throw new Error(`${id}: something was done that was not agreed: ${JSON.stringify(done)}`);
}

/** What would be said in the thread, in order; of a message that changed, its last form. */
function createVoice(): { voice: Voice; posts: ReadonlyMap<string, Post> } {
  const posts = new Map<string, Post>();
  const voice: Voice = {
    say: async (_, post) => void posts.set(post.key, post),
    react: async () => {},
    setStatus: async () => {},
    endStep: async () => {},
  };
  return { voice, posts };
}

/** Begins when the case says, and goes on as the machine's clock does. */
function clockFrom(start: Date): Clock {
  const began = systemClock.now().getTime();
  return {
    ...systemClock,
    now: () => new Date(start.getTime() + systemClock.now().getTime() - began),
  };
}

function permalink(channelId: string, ts: string): string {
  return `https://bench.invalid/archives/${channelId}/p${ts.replace('.', '')}`;
}

function once(work: () => Promise<void>): () => Promise<void> {
  let working: Promise<void> | undefined;
  return () => (working ??= work());
}
