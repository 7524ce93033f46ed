// Who a message is for, and in which language: pure.
import { wordsOf } from '../agent/heard-as.ts';
import type { Message } from '../history/message.ts';

/** A direct message has nobody else to be for. */
export function isDirect(channelId: string): boolean {
  return channelId.startsWith('D');
}

export function mentions(message: Pick<Message, 'mentions'>, botUserId: string): boolean {
  return message.mentions.includes(botUserId);
}

const SCHEDULE_LIST =
  /^(?:(?:please )?(?:list|show)(?: me)?(?: (?:all|the|my|our))* )?(?:schedules?|recurring reports)[.!?]?$|^(?:列出|查看|显示)?(?:所有|我的|全部)?(?:日程|定时任务|定期报告)(?:列表)?[。！？]?$/iu;

/** Answered by code: what is set up is in rows, and nobody need ask a model for it. */
export function isScheduleList(text: string): boolean {
  return SCHEDULE_LIST.test(wordsOf(text));
}

/** The language of our fixed words: Chinese when a fair part of the goal is. */
export function languageOf(text: string): 'en' | 'zh' {
  const words = wordsOf(text);
  const han = words.match(/\p{Script=Han}/gu)?.length ?? 0;
  const letters = words.match(/[a-z]/giu)?.length ?? 0;
  return han > 0 && han * 4 >= letters ? 'zh' : 'en';
}
