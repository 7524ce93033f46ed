// What the model is sent first: the channel's window, its rules, what was found of older days, the thread, and the goal.
import { SYSTEM_PROMPT } from '../../agent/prompts/system.ts';
import { estimateTokens } from '../../agent/tokens.ts';
import { createRuleStore } from '../../history/constraint-store.ts';
import {
  authorOf,
  readableText,
  renderMessage,
  toLocalTime,
  type RenderOptions,
} from '../../history/render.ts';
import { sentAtOf } from '../../history/message.ts';
import type { ChannelRef, StoredMessage } from '../../history/store.ts';
import type { Task } from '../../task/store.ts';
import { findEvidence } from './channel-window-evidence.ts';
import { rulesBlock } from './channel-window-rules.ts';
import { NEWEST_MESSAGES, openWindow } from './channel-window.ts';
import { isDirect } from '../meant.ts';
import { findSaid } from '../schedule/run.ts';
import { runLines } from '../schedule/run-opening.ts';
import { renderOptionsFor } from '../situation.ts';
import type { Stores } from '../stores.ts';

export interface OpeningSettings {
  /** How much of the channel's newest history is put before the model, in tokens. */
  readonly historyTokens: number;
  readonly now: Date;
}

export interface Opening {
  readonly system: string;
  /** The part that the next task's opening begins with as well. */
  readonly window: string;
  readonly head: string;
}

export const MOST_RULES = 30;

/** Runs inside the caller's transaction: what the model will have been shown is kept with the transcript that shows it. */
export async function renderOpening(
  stores: Stores,
  task: Task,
  { historyTokens, now }: OpeningSettings,
): Promise<Opening> {
  const options = await renderOptionsFor(stores, { teamId: task.teamId, personId: task.ownerId });
  const goal = await findSaid(stores, task, task.goalTs);
  const thread = await stores.history.thread(task, task.threadTs);
  const window = await openWindow(stores, {
    channel: task,
    threadTs: task.threadTs,
    taskId: task.id,
    heading: await headingOf(stores, task),
    budgetTokens: historyTokens,
    options,
    now,
  });
  const rules = await createRuleStore(stores.sql).active(task, MOST_RULES);
  const evidence = await findEvidence(stores, {
    channel: task,
    words: goal === undefined ? '' : readableText(goal.text, options.names),
    window,
    threadTs: task.threadTs,
    options,
  });
  const head = [
    ...rulesBlock(rules, options),
    ...evidence,
    ...(await unreadLines(stores, task, options)),
    '# This thread',
    ...threadLines(thread, options, historyTokens),
    '',
    ...(await runLines(stores, task)),
    '# The task',
    ...goalLines(task, { goal, options, now }),
    '',
    'Look first with the read-only tools where that helps, then call submit_intake. Nothing with an effect runs before the brief is accepted.',
  ].join('\n');
  return { system: SYSTEM_PROMPT, window: window.text, head };
}

/** What cannot be found may have been said: whoever does not know that takes it for never said. */
async function unreadLines(
  { directory }: Stores,
  task: Task,
  { timeZone }: RenderOptions,
): Promise<readonly string[]> {
  if (isDirect(task.channelId)) return [];
  const { isComplete, backfilledTo } = await directory.backfillOf(task);
  if (isComplete) return [];
  const so =
    backfilledTo === undefined
      ? ''
      : ` It has come back to ${toLocalTime(sentAtOf(backfilledTo), timeZone)}.`;
  return [
    '# Not all is here yet',
    `Longhand is new in this channel and still reads what was said and shared before.${so} What is older is not found yet: where something is missing, say that you are still reading, not that it is not there.`,
    '',
  ];
}

export async function headingOf({ directory }: Stores, ref: ChannelRef): Promise<string> {
  const channel = await directory.channel(ref);
  const name = channel === undefined || channel.kind === 'im' ? '(direct message)' : `#${channel.name}`;
  return `# Channel ${name} (${ref.channelId}), newest messages, oldest first`;
}

/** The lines that name a goal: at the start, after an edit, and when a task is opened again. */
export function goalLines(
  task: Task,
  { goal, options, now }: { goal: StoredMessage | undefined; options: RenderOptions; now: Date },
): readonly string[] {
  const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: options.timeZone }).format(
    now,
  );
  const author = goal === undefined ? task.ownerId : authorOf(goal, options.names);
  const isOwn = goal?.author.kind !== 'person' || goal.author.id === task.ownerId;
  const owner = `${options.names.person(task.ownerId) ?? task.ownerId} (${task.ownerId})`;
  return [
    `Task ${task.number}. Asked by ${author} in [m:${task.goalTs}], now ${toLocalTime(now, options.timeZone)} ${weekday}, time zone ${options.timeZone}.`,
    ...(isOwn ? [] : [`Handed over by ${owner}, whose task it is.`]),
    'Goal:',
    goal === undefined ? '(the message is gone)' : readableText(goal.text, options.names),
    ...(goal?.files ?? []).map((file) => `  file [f:${file.id}] ${file.name} (${file.mimetype})`),
  ];
}

/** The message it began with, and the newest that fit: at least a hundred. */
function threadLines(
  thread: readonly StoredMessage[],
  options: RenderOptions,
  budget: number,
): readonly string[] {
  const [first, ...replies] = thread;
  if (first === undefined) return [];
  const shown: string[] = [];
  let tokens = 0;
  for (const message of replies.toReversed()) {
    const line = renderMessage(message, options);
    tokens += estimateTokens(line);
    if (tokens > budget && shown.length >= NEWEST_MESSAGES) break;
    shown.push(line);
  }
  const left = replies.length - shown.length;
  return [
    renderMessage(first, options),
    ...(left === 0 ? [] : [`(${left} messages left out here; read_history with this thread has them)`]),
    ...shown.toReversed(),
  ];
}
