// Who a message is for, and whether it is a stop: pure, by the words alone.
import type { Message } from '../history/message.ts';

/** A direct message has nobody else to be for. */
export function isDirect(channelId: string): boolean {
  return channelId.startsWith('D');
}

export function mentions(message: Pick<Message, 'mentions'>, botUserId: string): boolean {
  return message.mentions.includes(botUserId);
}

/** The words without mentions and white space around them. */
export function wordsOf(text: string): string {
  return text
    .replaceAll(/<@[A-Z0-9]+(?:\|[^>]*)?>/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

const STOP =
  /^(?:please )?(?:stop|cancel|abort|halt|never ?mind|para|stopp?|停|停止|停下|停一下|取消|别做了|不用了|算了)(?: (?:it|this|that|now|please|the task))?[.!。！\s]*$/iu;

export function isStop(text: string): boolean {
  return STOP.test(wordsOf(text));
}

const THANKS =
  /^(?:(?:ok(?:ay)?|thanks?(?: you)?(?: (?:so|very) much| a lot)?|thx|ty|great|perfect|nice|cool|awesome|got it|well done|good job|好的?|谢谢(?:你|啦|了)?|多谢|收到|辛苦了|很好|太好了|赞)[\s,.!。！，~]*|:[a-z0-9_+-]+:\s*|\p{Extended_Pictographic}\s*)+$/iu;

/** A kind word after the end wants no new work. */
export function isThanks(text: string): boolean {
  return THANKS.test(wordsOf(text));
}

/** The language of our fixed words: Chinese when a fair part of the goal is. */
export function languageOf(text: string): 'en' | 'zh' {
  const words = wordsOf(text);
  const han = words.match(/\p{Script=Han}/gu)?.length ?? 0;
  const letters = words.match(/[a-z]/giu)?.length ?? 0;
  return han > 0 && han * 4 >= letters ? 'zh' : 'en';
}
