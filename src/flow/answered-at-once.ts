// What people ask of Longhand itself, by words that say it alone: answered by code, and never a task.
import type { Message } from '../history/message.ts';
import { askingWish } from './intake/asking-wish.ts';
import { takeAskingWish } from './intake/take-asking-wish.ts';
import { isDirect, languageOf, scheduleListIn } from './meant.ts';
import { answerRuleWish, ruleWishIn } from './rule-talk.ts';
import type { HeardSchedules } from './schedule/schedules.ts';
import type { Servers } from './server/servers.ts';
import { isShareQuestion, shareFor } from './standing/share.ts';
import type { Stores } from './stores.ts';
import type { Voice } from './words.ts';

export interface AnswersDeps {
  readonly voice: Voice;
  readonly now: () => Date;
  /** Without them a list of schedules is asked of the model, and no report is gone on with. */
  readonly schedules?: HeardSchedules;
  /** Without them what is said of servers of tools is a goal like any other. */
  readonly servers?: Pick<Servers, 'hear'>;
}

/** Part of the caller's transaction; false when a message that is meant for us is about something else. */
export async function answerAtOnce(
  stores: Stores,
  message: Message,
  { voice, now, schedules, servers }: AnswersDeps,
): Promise<boolean> {
  const by = message.author.kind === 'longhand' ? '' : message.author.id;
  const asking = askingWish(message.text);
  if (asking !== undefined) {
    await takeAskingWish(stores, { message, wish: asking, by }, voice);
    return true;
  }
  const list = scheduleListIn(message.text);
  if (list !== undefined && schedules !== undefined) {
    const whose = { personId: by, isDirect: isDirect(message.channelId) };
    await schedules.list(stores, { ...message, ...list, ...whose, language: languageOf(message.text) });
    return true;
  }
  if (await answerShare(stores, message, { voice, now })) return true;
  if ((await servers?.hear(stores, message)) === true) return true;
  const rule = ruleWishIn(message.text);
  if (rule === undefined) return false;
  await answerRuleWish(stores, { message, wish: rule, voice });
  return true;
}

export async function answerShare(
  stores: Stores,
  message: Message,
  { voice, now }: Pick<AnswersDeps, 'voice' | 'now'>,
): Promise<boolean> {
  if (!isShareQuestion(message.text)) return false;
  const { channelId, threadTs, ts } = message;
  const words = await shareFor(stores, { message, now: now() });
  const language = languageOf(message.text);
  await voice.say(stores.sql, { key: `share:${channelId}:${ts}`, channelId, threadTs, language, words });
  return true;
}
