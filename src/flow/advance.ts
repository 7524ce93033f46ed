// A job → turns, each a kept step, until the task rests.
import { toReason } from '../base/errors.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Confirm } from '../job/fence.ts';
import { nextState, wantsJob } from '../task/state.ts';
import { askModel, type AskDeps } from './work/ask-model.ts';
import type { CheckTakers } from './intake/check-card.ts';
import { keepWatch } from './steer/keep-watch.ts';
import { isBudgetWord, keepBudget, type BudgetDeps } from './work/keep-budget.ts';
import { interruptible, interruptOf, type Interrupts, type OnSignal } from './steer/interrupts.ts';
import { moveTask } from './move-task.ts';
import { pendingCalls, sinceLastSaid } from './work/plan.ts';
import { openingOf } from './schedule/replay.ts';
import { boundsOf, type Bounds } from './schedule/run-bounds.ts';
import { runCalls, type RunDeps } from './work/run-calls.ts';
import { settleBegunCalls } from './work/run-effect.ts';
import { AGAIN, REST, type Next } from './work/next.ts';
import { isSeen, type TaskTools, type ToolsOf } from './work/task-tools.ts';
import { blameOf } from './work/starts.ts';
import { sourcesWanted } from './work/sourcing.ts';
import { SENTENCES } from './sentences.ts';
import { createReader, readSituation, type Situation } from './situation.ts';
import { storesOn, type Stores } from './stores.ts';
import { takeSignal } from './steer/take-signals.ts';
import { undoWished } from './work/undo.ts';
import { untilReadBack } from './window/until-read-back.ts';

type Work = AskDeps & RunDeps & BudgetDeps & Bounds;

export interface AdvanceDeps extends Omit<Work, keyof TaskTools> {
  /** Asked anew at each step: servers of tools come and go. */
  readonly toolsOf: ToolsOf;
  readonly clock: Clock;
  readonly log: Log;
  readonly historyTokens: number;
  readonly checks: CheckTakers;
  /** A task that rests gives back what was handed over with it. */
  settleHandedIn(situation: Situation): Promise<void>;
  readonly onSignal: OnSignal;
}

export interface AdvanceRun {
  readonly taskId: string;
  /** Aborts when this process must let go of the task. */
  readonly signal: AbortSignal;
  readonly isLastTry: boolean;
  readonly confirm: Confirm;
}

/** A job works at most so long and then makes way for others; deploys drain quickly. */
const SLICE_MS = 120_000;
const MOST_TURNS = 200;
const MOST_REJECTIONS = 5;
const LONGEST_NAP_MS = 15_000;

type Run = Pick<AdvanceRun, 'signal' | 'confirm'>;

export function createAdvance(deps: AdvanceDeps): (run: AdvanceRun) => Promise<void> {
  const { transact, database, clock, log, tell, now } = deps;

  return async function advance({ taskId, signal, isLastTry, confirm }) {
    const until = clock.now().getTime() + SLICE_MS;
    try {
      await countStart(taskId);
      await undoWished(taskId, { signal, confirm }, deps); // Of a process that died before it came to it.
      const read = createReader(storesOn(database), taskId);
      for (let steps = 1; ; steps += 1) {
        const next = await interruptible({ taskId, signal, onSignal: deps.onSignal }, (interrupts) =>
          step(read, { ...interrupts, confirm, isFirst: steps === 1 }),
        );
        if (steps === 1) await storesOn(database).tasks.cameOn(taskId);
        if (next.kind === 'rest') return;
        if (next.kind === 'later') return await wishAgain(taskId, next.at.getTime() - now().getTime());
        // Let go of, or long enough at it: whoever is free goes on from the transcript.
        if (signal.aborted || clock.now().getTime() > until) return await makeWay(taskId);
      }
    } catch (error) {
      // This process survived: what is counted are those that did not.
      await storesOn(database)
        .tasks.cameOn(taskId)
        .catch(() => undefined);
      if (!isLastTry) throw error;
      log.error({ err: error, taskId }, 'a task could not be moved, many times');
      await failVisibly(taskId, toReason(error));
    }
  };

  /** Ends a task that kills whoever works on it; a word in its thread opens it again. */
  async function countStart(taskId: string): Promise<void> {
    const { tasks } = storesOn(database);
    const blame = blameOf(await tasks.start(taskId));
    if (blame === undefined) return;
    log.error({ taskId, blame }, 'a task ended every process that worked on it');
    await tasks.cameOn(taskId);
    await failVisibly(taskId, blame);
  }

  async function step(
    read: ReturnType<typeof createReader>,
    {
      stopped,
      hard,
      soft,
      confirm,
      isFirst,
    }: Interrupts & Pick<Run, 'confirm'> & { readonly isFirst: boolean },
  ): Promise<Next> {
    const situation = await read();
    if (situation === undefined) return REST;
    if (situation.hasWaiting && (await takeWaiting(situation.task.id, { signal: hard, confirm })))
      return AGAIN;
    if (!wantsJob(situation.task.state)) {
      await deps.settleHandedIn(situation);
      return REST;
    }
    if (situation.entries.length === 0) return openTranscript(situation);
    if (await keepWatch(situation, deps)) return AGAIN;

    const work = { ...deps, ...(await deps.toolsOf(situation.task)) };
    const calls = pendingCalls(situation.entries);
    if (calls.length > 0) {
      const [first] = calls;
      const bounded = { ...work, ...(await boundsOf(storesOn(database), situation.task, work)) };
      if (isSeen(first?.name, work) && (await keepBudget(situation, 'post', bounded)).kind === 'moved')
        return AGAIN;
      const ends = interruptOf(work.toolbox.get(first?.name ?? ''), { hard, soft });
      const ran = await runCalls(situation, { calls, signal: ends, stopped, confirm }, bounded);
      return ran === 'waits' ? REST : AGAIN;
    }
    const last = situation.entries.findLast(({ entry }) => entry.kind !== 'steered')?.entry;
    if (last?.kind === 'response') return settleWords(situation, last.turn.content);
    return ask(situation, { signal: soft, isFirst, work });
  }

  async function takeWaiting(taskId: string, run: Run): Promise<boolean> {
    const waiting = await storesOn(database).tasks.waiting(taskId);
    if (waiting.length === 0) return false;
    if (await settleBegunCalls(taskId, run, deps)) return true;
    const isTaken = await transact((stores) => takeSignal(stores, taskId, deps));
    if (waiting[0]?.signal.kind === 'undo') await undoWished(taskId, run, deps);
    return isTaken;
  }

  async function openTranscript(situation: Situation): Promise<Next> {
    const { task, lastSeq } = situation;
    await untilReadBack(task, deps);
    await transact(async (stores) => {
      const opening = await openingOf(stores, task, { historyTokens: deps.historyTokens, now: now() });
      await stores.transcript.append(task.id, {
        afterSeq: lastSeq,
        entries: [{ kind: 'opened', ...opening }],
        at: now(),
      });
    });
    return AGAIN;
  }

  async function ask(
    situation: Situation,
    { signal, isFirst, work }: { signal: AbortSignal; isFirst: boolean; work: Work },
  ): Promise<Next> {
    const { task, entries } = situation;
    const turns = entries.filter(({ entry, at }) => entry.kind === 'response' && at >= task.openedAt).length;
    if (turns >= MOST_TURNS) {
      return fail(situation, {
        text: SENTENCES.tooManyTurns[task.language](turns),
        reason: 'too many turns',
      });
    }
    const { budgets } = await boundsOf(storesOn(database), task, work);
    const kept = await keepBudget(situation, 'request', { ...work, budgets });
    if (kept.kind === 'moved') return AGAIN;
    if (kept.kind === 'spent') return fail(situation, { text: kept.text, reason: 'budget reached' });
    const rejected = sinceLastSaid(entries).filter(
      ({ entry }) => entry.kind === 'result' && entry.decision === 'rejected',
    ).length;
    if (rejected >= MOST_REJECTIONS) {
      return fail(situation, {
        text: SENTENCES.modelNonsense[task.language](rejected),
        reason: 'intakes that could not be used',
      });
    }
    if (isFirst) await storesOn(database).tasks.awaits(task.id);
    const asked = await askModel(situation, signal, work);
    switch (asked.kind) {
      case 'again':
        return AGAIN;
      case 'later':
        return waitUntil(asked.at, signal);
      case 'failed': {
        const fresh = await readSituation(storesOn(database), task.id);
        return fail(fresh ?? situation, asked);
      }
    }
  }

  /** A short wait is waited here; a long one is another job's, and holds nothing meanwhile. */
  async function waitUntil(at: Date, signal: AbortSignal): Promise<Next> {
    const ms = at.getTime() - now().getTime();
    if (ms > LONGEST_NAP_MS) return { kind: 'later', at };
    await clock.sleep(ms, signal);
    return AGAIN;
  }

  /** Words without a call: in work they are the result; before a brief they are out of turn. */
  async function settleWords(situation: Situation, content: string): Promise<Next> {
    const { task } = situation;
    if (task.state === 'intake')
      return nudge(situation, 'Call submit_intake: nothing you say reaches anyone before it is accepted.');
    if (content.trim() === '')
      return nudge(situation, 'You said nothing. Go on with the next step, or answer with the result.');
    const wanted = sourcesWanted(situation, content);
    return wanted === undefined ? finish(situation, content) : nudge(situation, wanted);
  }

  async function nudge(situation: Situation, text: string): Promise<Next> {
    const { task, lastSeq, entries } = situation;
    const nudges = entries.filter(
      ({ entry, at }) =>
        entry.kind === 'said' && entry.by === 'code' && !isBudgetWord(entry.text) && at >= task.openedAt,
    ).length;
    if (nudges >= 5) {
      return fail(situation, {
        text: SENTENCES.modelNonsense[task.language](nudges),
        reason: 'words instead of calls',
      });
    }
    await transact((stores) =>
      stores.transcript.append(task.id, {
        afterSeq: lastSeq,
        entries: [{ kind: 'said', text, by: 'code' }],
        at: now(),
      }),
    );
    return AGAIN;
  }

  async function finish(situation: Situation, markdown: string): Promise<Next> {
    const { task } = situation;
    await transact(async (stores) => {
      await end(stores, situation, { state: 'done', reason: 'finished' });
      await tell.plan(stores, situation, { state: 'done' });
      await tell.result(stores, { situation, markdown });
      await tell.react(stores, { task, ts: task.goalTs, name: 'white_check_mark' });
    });
    return AGAIN;
  }

  async function fail(
    situation: Situation,
    { text, reason }: { text: string; reason: string },
  ): Promise<Next> {
    const { task, lastSeq } = situation;
    log.warn({ task: task.number, reason }, 'a task failed');
    await transact(async (stores) => {
      await end(stores, situation, { state: 'failed', reason });
      await tell.plan(stores, situation, { state: 'failed' });
      await tell.notice(stores, { task, key: `failed:${lastSeq}`, tone: 'error', text });
      await tell.ledger(stores, task);
      await tell.react(stores, { task, ts: task.goalTs, name: 'warning' });
    });
    return AGAIN;
  }

  async function failVisibly(taskId: string, reason: string): Promise<void> {
    const situation = await readSituation(storesOn(database), taskId);
    if (situation === undefined || !wantsJob(situation.task.state)) return;
    await fail(situation, { text: SENTENCES.crashed[situation.task.language](reason), reason });
  }

  async function end(
    stores: Stores,
    { task, lastSeq }: Situation,
    { state, reason }: { state: 'done' | 'failed'; reason: string },
  ): Promise<void> {
    const to = nextState(task.state, state === 'done' ? 'finished' : 'failed');
    if (to === undefined) return;
    await stores.transcript.append(task.id, {
      afterSeq: lastSeq,
      entries: [{ kind: 'ended', state, reason }],
      at: now(),
    });
    await moveTask(stores, task, { to, at: now(), why: reason });
    await tell.status(stores, task, 'active');
  }

  /** Slack takes "working" back after an hour unless it is said again. */
  async function makeWay(taskId: string): Promise<void> {
    await transact(async (stores) => {
      const task = await stores.tasks.find(taskId);
      if (task !== undefined && wantsJob(task.state)) await tell.status(stores, task, 'processing');
      await stores.jobs.enqueueAdvance(taskId);
    });
  }

  function wishAgain(taskId: string, delayMs: number): Promise<void> {
    return storesOn(database).jobs.enqueueAdvance(taskId, { delayMs });
  }
}
