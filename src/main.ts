// Composition root: wires every floor, starts and stops them; decides nothing.
import { createModel } from './agent/model.ts';
import { doingOf } from './agent/tool.ts';
import type { Clock } from './base/clock.ts';
import { startChores } from './chores.ts';
import type { Log } from './base/log.ts';
import { createBulkReading } from './bulk-reading.ts';
import type { Config } from './config.ts';
import { createNotices, type Notices } from './db/listen.ts';
import type { Database } from './db/pool.ts';
import { createAdvance } from './flow/advance.ts';
import { BUDGET_CHECK } from './flow/work/budget.ts';
import { budgetTaker } from './flow/work/keep-budget.ts';
import { effectChecks } from './flow/work/effect-checks.ts';
import { START_CHECK, startTaker } from './flow/work/start-check.ts';
import { createHandoffTell } from './flow/handoff/handoff-tell.ts';
import { createHandIn } from './flow/handoff/hand-in.ts';
import { createSettleHandedIn } from './flow/handoff/settle-handed-in.ts';
import { createHandoffMaker } from './flow/handoff/make-handoff.ts';
import { createHandoffs } from './flow/handoff/handoffs.ts';
import { createChartPort } from './flow/work/chart-port.ts';
import { createTaskTools } from './flow/work/task-tools.ts';
import { WATCH_CHECK, watchTaker } from './flow/steer/keep-watch.ts';
import { createPolls } from './flow/poll/polls.ts';
import { createReceive } from './flow/receive.ts';
import { createServers } from './flow/server/servers.ts';
import { createSealing } from './flow/window/seal-search.ts';
import { createTransact, storesOn, type Stores } from './flow/stores.ts';
import { isUnsaid } from './flow/schedule/run.ts';
import { createOnSent } from './flow/schedule/run-ending.ts';
import { createRunTell } from './flow/schedule/run-tell.ts';
import { createSchedules } from './flow/schedule/schedules.ts';
import { createTell } from './flow/tell.ts';
import type { MessageRef } from './history/message.ts';
import { budgetsOf } from './guard/budget.ts';
import { createGapStore } from './history/gap-store.ts';
import { startEngine } from './job/engine.ts';
import { createSlackEdge, type SlackEdge } from './slack/app.ts';
import { createScheduleSection, createStandingSection } from './slack/home.ts';
import { createOutboxStore, createVoice } from './slack/outbox-store.ts';
import { OUTBOX_CHANNEL } from './slack/say-store.ts';
import { findSandboxes } from './tools/code/find-sandboxes.ts';
import { modelSettingsOf } from './model-settings.ts';
import { startDatabase } from './own-database.ts';
import { openMcp, type Served } from './mcp-servers.ts';
import { startStandIns } from './stand-ins.ts';
import { createWindowPanel, type WindowPanel } from './window-panel.ts';
import { createToolsAt, portsOf, sandboxChoiceOf, toToolbox } from './toolboxes.ts';

export interface Longhand {
  /** What runs, a line each, for whoever started it. */
  readonly running: readonly string[];
  /** The page of the local workspace; undefined on the real Slack. */
  readonly page: string | undefined;
  stop(): Promise<void>;
}

export interface StartSettings {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
}

const SIGNAL_CHANNEL = 'longhand_signal';

export async function startLonghand({ config, clock, log }: StartSettings): Promise<Longhand> {
  // What was started is stopped in the opposite order, also when a later part does not start.
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const stopOne of stops.splice(0).toReversed()) {
      await stopOne().catch((error: unknown) => log.warn({ err: error }, 'a part did not stop cleanly'));
    }
  };
  try {
    const { database, where, ...own } = await startDatabase({ config, clock, log });
    stops.push(() => own.stop());
    const panel = createWindowPanel({ database, config });
    const outside = await startStandIns({ config, clock, log, panels: [panel] });
    stops.push(() => outside.stop());
    const notices = createNotices({ database, clock, log }, [OUTBOX_CHANNEL, SIGNAL_CHANNEL]);
    stops.push(() => notices.close());
    // In the local workspace time can be moved, and moves for us as well.
    const served = await openMcp({ config, database, clock, log });
    stops.push(() => served.close());
    await startParts({ config, clock: outside.clock, log, database, notices, outside, panel, served, stops });
    return { running: [where, ...outside.running, ...served.running], page: outside.page, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface PartsSettings extends StartSettings {
  readonly database: Database;
  readonly notices: Notices;
  readonly outside: Awaited<ReturnType<typeof startStandIns>>;
  readonly panel: WindowPanel;
  /** Tools of other people's servers. */
  readonly served: Served;
  readonly stops: (() => Promise<void>)[];
}

async function startParts({
  config,
  clock,
  log,
  database,
  notices,
  outside,
  panel,
  served,
  stops,
}: PartsSettings): Promise<void> {
  const transact = createTransact(database);
  const voice = createVoice(clock);
  const stores = storesOn(database);
  const now = (): Date => clock.now();
  // Looks around on this machine meanwhile.
  const sandboxes = findSandboxes(sandboxChoiceOf(config));
  const sealing = createSealing({ database, log });
  stops.push(() => sealing.stop());
  // A run has no thread yet: no link leads there.
  const permalink = (channelId: string, ts: string): string | undefined =>
    isUnsaid(ts) ? undefined : edge.permalink(channelId, ts);
  const botUserId = (): string => edge.identity.botUserId;
  const memberships = {
    conversation: (id: string) => edge.memberships.conversation(id),
    fullMembers: (people: { channelId: string; personIds: readonly string[] }) =>
      edge.memberships.fullMembers(people),
  };
  const speaking = { transact, voice, clock, log, permalink };
  const { desk, recur, trouble, heard, forms } = createSchedules({
    ...speaking,
    memberships,
    findPerson: (id) => edge.findPerson(id),
    selfId: botUserId,
  });
  const handing = {
    transact,
    tell: createHandoffTell({ voice, now, permalink }),
    now,
    botUserId,
    findPerson: (id: string) => edge.findPerson(id),
    memberships,
  };
  const handoffs = createHandoffs({ ...handing, voice, permalink });
  const polls = createPolls({ transact, voice, clock, memberships, selfId: botUserId });
  const servers = createServers({ transact, voice, now, ...served });
  const sentTs = (key: string): Promise<string | undefined> => createOutboxStore(database).sentTs(key);
  const hear = createReceive({
    transact,
    voice,
    schedules: heard,
    clock,
    sealing,
    botUserId,
    handoffs,
    servers,
    handIn: createHandIn({ ...handing, voice, clock, sentTs }),
    doing: async (call, task) => doingOf((await toolsOf(task)).toolbox.get(call.name), call),
  });
  const edge: SlackEdge = await createSlackEdge({
    ...outside.slack,
    hear,
    database,
    clock,
    log,
    subscribe: async (channel, listener) => notices.subscribe(channel, () => listener()),
    directory: stores.directory,
    history: {
      newestIn: (channel) => stores.history.newestTs(channel),
      placeOf: (ref) => placeOf(stores, ref),
      backfillOf: stores.directory.backfillOf,
      saveBackfill: stores.directory.saveBackfill,
      ...createGapStore(database),
    },
    polls,
    servers,
    home: [createStandingSection({ transact, now, permalink }), createScheduleSection(desk)],
    schedules: { clicked: desk.clicked, forms },
    onSent: createOnSent({ transact, trouble, clock }),
  });
  const telling = {
    voice,
    now,
    permalink,
    budgets: budgetsOf(config),
    canUndo: (tool: string) => toolbox.get(tool)?.undo !== undefined,
  };
  const modelSettings = modelSettingsOf({ config, clock, database, outside });
  const tell = createRunTell(createTell(telling), telling);
  const ports = portsOf({ database, edge, permalink });
  const reading = createBulkReading({
    config,
    database,
    transact,
    clock,
    voice,
    ports,
    model: modelSettings,
  });
  const toolsAt = createToolsAt({
    ...reading,
    config,
    database,
    clock,
    edge,
    desk,
    permalink,
    charts: createChartPort({ transact, voice, now }),
    handoffs: createHandoffMaker(handing),
    polls,
    sandboxes: await sandboxes,
  });
  const own = toolsAt();
  const toolbox = toToolbox(own);
  const toolsOf = createTaskTools({ own, served: served.toolsIn, showing: panel.showing });
  const advance = createAdvance({
    transact,
    database,
    clock,
    log,
    tell,
    now,
    permalink,
    settleHandedIn: createSettleHandedIn({ ...handing, voice, permalink }),
    toolsOf,
    toolboxAsOf: (asOf) => toToolbox(toolsAt(asOf)),
    model: createModel({ ...modelSettings, priority: 1 }),
    contextTokens: config.MODEL_CONTEXT_TOKENS,
    historyTokens: config.HISTORY_TOKENS,
    budgets: budgetsOf(config),
    lookCalls: config.LOOK_CALLS,
    lookSeconds: config.LOOK_SECONDS,
    checks: {
      ...effectChecks,
      [BUDGET_CHECK]: budgetTaker,
      [WATCH_CHECK]: watchTaker,
      [START_CHECK]: startTaker,
    },
    approvalRule: config.ASK_BEFORE,
    jitter: Math.random,
    ...(config.MODEL_PRICES === undefined ? {} : { prices: config.MODEL_PRICES }),
    onSignal: (taskId, listener) =>
      notices.subscribe(SIGNAL_CHANNEL, (payload) => {
        const [kind = '', id] = payload.split(' ');
        if (id === taskId) listener(kind);
      }),
  });

  const role = config.LONGHAND_ROLE;
  if (role !== 'worker') {
    await edge.start();
    stops.push(() => edge.stop());
  }
  if (role === 'slack') return;
  const engine = await startEngine({
    database,
    clock,
    log,
    concurrency: config.TASKS_AT_ONCE,
    advance,
    work: reading.work,
  });
  stops.push(() => engine.stop());
  // A wish that was lost with a crash is wished again; one that is there already stays one.
  const unfinished = [...(await stores.tasks.wantingJob()), ...(await stores.effects.tasksToUndo())];
  for (const taskId of new Set(unfinished)) await stores.jobs.enqueueAdvance(taskId);

  stops.push(
    startChores({
      config,
      clock,
      log,
      database,
      transact,
      recur,
      polls,
      readArrivals: reading.readArrivals,
      tell,
      tellHandoff: handing.tell,
      model: modelSettings,
    }),
  );
}

async function placeOf(
  { history, directory }: Stores,
  ref: MessageRef,
): Promise<{ authorId: string; channelName: string; text: string } | undefined> {
  const message = await history.find(ref);
  if (message?.author.kind !== 'person') return undefined;
  const { author, text } = message;
  return { authorId: author.id, text, channelName: (await directory.channel(ref))?.name ?? ref.channelId };
}
