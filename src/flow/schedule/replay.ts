// A run over the past: it reads the channel as it was at the due time, changes nothing, and is told of with the others.
import { grouped } from '../../base/grouped.ts';
import { estimateTokens } from '../../agent/tokens.ts';
import { SYSTEM_PROMPT } from '../../agent/prompts/system.ts';
import { renderMessage } from '../../history/render.ts';
import { momentInWords } from '../../schedule/times.ts';
import type { Run } from '../../schedule/run-store.ts';
import type { Task } from '../../task/store.ts';
import { cite } from '../../agent/cite.ts';
import {
  goalLines,
  headingOf,
  renderOpening,
  type Opening,
  type OpeningSettings,
} from '../window/open-transcript.ts';
import { findSaid, isUnsaid } from './run.ts';
import { runLines } from './run-opening.ts';
import { scheduleWords } from './schedule-sentences.ts';
import { renderOptionsFor, spentOn } from '../situation.ts';
import type { Stores } from '../stores.ts';
import { storesAsOf } from './stores-as-of.ts';
import type { TellDeps } from '../tell.ts';
import type { Spent } from '../words.ts';

const MOST_MESSAGES = 500;
const NOTHING_SPENT: Spent = { seconds: 0, inputTokens: 0, outputTokens: 0 };

/** What the model of a task is sent first; that of a replay sees the channel as it was. */
export async function openingOf(stores: Stores, task: Task, settings: OpeningSettings): Promise<Opening> {
  return (await replayOpening(stores, task, settings)) ?? renderOpening(stores, task, settings);
}

async function replayOpening(
  stores: Stores,
  task: Task,
  { historyTokens }: OpeningSettings,
): Promise<Opening | undefined> {
  const run = isUnsaid(task.threadTs) ? await stores.runs.ofTask(task.id) : undefined;
  if (run?.kind !== 'replay') return undefined;
  const past = storesAsOf(stores.sql, run.dueAt);
  const options = await renderOptionsFor(stores, { teamId: task.teamId, personId: task.ownerId });
  const lines: string[] = [];
  let tokens = 0;
  for (const message of (await past.history.newest(task, { limit: MOST_MESSAGES })).toReversed()) {
    const line = renderMessage(message, options);
    tokens += estimateTokens(line);
    if (tokens > historyTokens) break;
    lines.push(line);
  }
  const goal = await findSaid(stores, task, task.goalTs);
  return {
    system: SYSTEM_PROMPT,
    window: [await headingOf(stores, task), ...lines.toReversed()].join('\n'),
    head: [
      ...(await runLines(stores, task)),
      '# The task',
      ...goalLines(task, { goal, options, now: run.dueAt }),
      '',
      'Look first with the read-only tools where that helps, then call submit_intake. Nothing with an effect runs before the brief is accepted.',
    ].join('\n'),
  };
}

/** Tells of all runs that were asked for together, once each of them has ended; said again it stays as it is. */
export async function tellReplay(
  stores: Stores,
  { batch, scheduleId }: Run,
  { voice, now }: TellDeps,
): Promise<void> {
  if (batch === undefined) return;
  // One after the other: of two that end at the same moment, the second sees that the first has ended.
  const schedule = await stores.schedules.lock(scheduleId);
  if (schedule === undefined) return;
  const runs = await stores.runs.ofBatch(batch.id);
  if (runs.some(({ state }) => state === 'running')) return;
  const { language, timeZone } = schedule.terms;
  const say = scheduleWords(language);
  const spent: Spent[] = [];
  const parts: string[] = [];
  for (const run of runs) {
    const task = await stores.tasks.find(run.taskId);
    const cost = task === undefined ? NOTHING_SPENT : await spentOn(stores, task, now());
    spent.push(cost);
    const what = say.replayed(run.state, run.why ?? '');
    const due = momentInWords(run.dueAt, { timeZone, language });
    const body = run.report === undefined ? '' : `\n\n${cite(run.report, () => undefined).markdown}`;
    parts.push(`**${due}** · ${what} · ${say.tokens(grouped(cost.inputTokens + cost.outputTokens))}${body}`);
  }
  await voice.say(stores.sql, {
    key: `replay:${batch.id}`,
    channelId: batch.channelId,
    ...(batch.threadTs === undefined ? {} : { threadTs: batch.threadTs }),
    language,
    words: {
      kind: 'report',
      taskNumber: schedule.number,
      heading: say.replayHeading(schedule.number, runs.length),
      markdown: parts.join('\n\n---\n\n'),
      sources: [],
      effects: [],
      spent: total(spent),
      since: undefined,
    },
  });
}

/** They ran side by side: it took as long as the longest, and cost as much as all. */
function total(spent: readonly Spent[]): Spent {
  const sum = (pick: (one: Spent) => number): number => spent.reduce((all, one) => all + pick(one), 0);
  return {
    seconds: Math.max(0, ...spent.map(({ seconds }) => seconds)),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    ...(spent.some(({ usd }) => usd === undefined) ? {} : { usd: sum(({ usd }) => usd ?? 0) }),
  };
}
