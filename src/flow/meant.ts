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

const SCHEDULE_SHOW =
  /^(?:(?:please )?show(?: me)? )?(?:schedule|report) #?(\d{1,9})[.!?]?$|^(?:查看|显示)?(?:定期报告|定时任务)\s*(\d{1,9})[。！？]?$/iu;

/** All of them, or the one that is to be shown whole: what is set up is in rows, and no model need be asked for it. */
export function scheduleListIn(text: string): { readonly number?: number } | undefined {
  const words = wordsOf(text);
  if (SCHEDULE_LIST.test(words)) return {};
  const [, english, han] = SCHEDULE_SHOW.exec(words) ?? [];
  const number = Number(english ?? han);
  return Number.isNaN(number) ? undefined : { number };
}

/** The language of our fixed words: Chinese when a fair part of the goal is. */
export function languageOf(text: string): 'en' | 'zh' {
  // An address is in no language.
  const words = wordsOf(text).replaceAll(/https?:\/\/[^\s>|]+/giu, ' ');
  const han = words.match(/\p{Script=Han}/gu)?.length ?? 0;
  const letters = words.match(/[a-z]/giu)?.length ?? 0;
  return han > 0 && han * 4 >= letters ? 'zh' : 'en';
}
