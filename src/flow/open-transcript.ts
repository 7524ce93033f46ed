// What the model is sent first: the channel as it stands, the thread, and the goal, rendered once and kept.
import { SYSTEM_PROMPT } from '../agent/prompts/system.ts';
import { estimateTokens } from '../agent/tokens.ts';
import { authorOf, readableText, renderMessage, toLocalTime, type RenderOptions } from '../history/render.ts';
import type { StoredMessage } from '../history/store.ts';
import type { Task } from '../task/store.ts';
import { renderOptionsFor } from './situation.ts';
import type { Stores } from './stores.ts';

export interface OpeningSettings {
  /** How much of the channel's newest history is put before the model, in tokens. */
  readonly historyTokens: number;
  readonly now: Date;
}

/** At least so many messages of the channel, whatever they cost: 99 % of what people refer to is among them. */
const NEWEST_MESSAGES = 100;

export async function renderOpening(
  stores: Stores,
  task: Task,
  { historyTokens, now }: OpeningSettings,
): Promise<{ system: string; head: string }> {
  const options = await renderOptionsFor(stores, { teamId: task.teamId, personId: task.ownerId });
  const channel = await stores.directory.channel(task);
  const goal = await stores.history.find({ ...task, ts: task.goalTs });
  const thread = await stores.history.thread(task, task.threadTs);
  const newest = await stores.history.newest(task, { limit: NEWEST_MESSAGES * 5, beforeTs: task.threadTs });

  const shown = withinTokens(newest, options, historyTokens);
  const head = [
    `# Channel ${channel === undefined || channel.kind === 'im' ? '(direct message)' : `#${channel.name}`} (${task.channelId}), newest messages, oldest first`,
    shown.length === 0 ? '(nothing was said before)' : shown.join('\n'),
    ...(newest.length > shown.length || newest.length === NEWEST_MESSAGES * 5
      ? ['(older messages are found by search_history and read_history)']
      : []),
    '',
    '# This thread',
    thread.map((message) => renderMessage(message, options)).join('\n'),
    '',
    '# The task',
    ...goalLines(task, { goal, options, now }),
    '',
    'Look first with the read-only tools where that helps, then call submit_intake. Nothing with an effect runs before the brief is accepted.',
  ].join('\n');
  return { system: SYSTEM_PROMPT, head };
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
  return [
    `Task ${task.number}. Asked by ${author} in [m:${task.goalTs}], now ${toLocalTime(now, options.timeZone)} ${weekday}, time zone ${options.timeZone}.`,
    'Goal:',
    goal === undefined ? '(the message is gone)' : readableText(goal.text, options.names),
    ...(goal?.files ?? []).map((file) => `  file [f:${file.id}] ${file.name} (${file.mimetype})`),
  ];
}

/** The newest that fit, oldest first; the first hundred always do. */
function withinTokens(
  messages: readonly StoredMessage[],
  options: RenderOptions,
  budget: number,
): readonly string[] {
  const shown: string[] = [];
  let tokens = 0;
  for (const message of messages.toReversed()) {
    const line = renderMessage(message, options);
    tokens += estimateTokens(line);
    if (tokens > budget && shown.length >= NEWEST_MESSAGES) break;
    shown.push(line);
  }
  return shown.toReversed();
}
