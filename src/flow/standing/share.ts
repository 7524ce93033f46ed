// "How much do you carry?": answered from rows, by code; here of this channel, in a direct message of whoever asks.
import { wordsOf } from '../../agent/heard-as.ts';
import type { Message } from '../../history/message.ts';
import type { Share } from '../../task/share.ts';
import { createShareStore } from '../../task/share-store.ts';
import { isDirect } from '../meant.ts';
import type { Stores } from '../stores.ts';

export interface ShareWords {
  readonly kind: 'share';
  /** Of all that whoever asks wanted, or of all that was asked in this channel. */
  readonly of: 'person' | 'channel';
  readonly days: number;
  readonly share: Share;
}

const DAYS = 30;
const DAY_MS = 24 * 60 * 60_000;

const QUESTIONS: readonly RegExp[] = [
  /^(?:so |and )?how much(?: (?:of (?:it|this|that|(?:the|our|my) (?:work|load))|work))? (?:do|did|have|are) you (?:really |actually )?(?:carry(?:ing)?|carried|take on|taken on|taking on|handled?)[\s.!?]*$/iu,
  /^(?:(?:show|tell)(?: me)? |what(?:(?:'|’)?s| is) )?(?:your|the) share(?: of (?:the|our|my) (?:work|load))?[\s.!?]*$/iu,
  /^what share(?: of (?:the|our|my) (?:work|load))? (?:do|did|have) you (?:carry|carried|do|done)[\s.!?]*$/iu,
  /^你(?:一共|总共|现在|到底|实际)?(?:承担|分担|做|完成|处理)了?(?:多少|几成)(?:的)?(?:工作|任务|事情?|活)?[\s。？！?]*$/u,
  /^你的?(?:工作)?(?:占比|份额)(?:是)?(?:多少)?[\s。？！?]*$/u,
];

export function isShareQuestion(text: string): boolean {
  const words = wordsOf(text);
  return QUESTIONS.some((pattern) => pattern.test(words));
}

/** Contract: in a channel only what was asked there is counted, so nobody learns that more was asked elsewhere. */
export function shareFor(
  stores: Pick<Stores, 'sql'>,
  { message, now }: { message: Message; now: Date },
): Promise<ShareWords> {
  const { teamId, channelId, author } = message;
  const personId = author.kind === 'person' ? author.id : '';
  const what = isDirect(channelId)
    ? ({ kind: 'person', teamId, personId } as const)
    : ({ kind: 'channel', teamId, channelId } as const);
  return readShare(stores, what, now);
}

type Whose =
  | { readonly kind: 'person'; readonly teamId: string; readonly personId: string }
  | { readonly kind: 'channel'; readonly teamId: string; readonly channelId: string };

export async function readShare({ sql }: Pick<Stores, 'sql'>, what: Whose, now: Date): Promise<ShareWords> {
  const since = new Date(now.getTime() - DAYS * DAY_MS);
  return {
    kind: 'share',
    of: what.kind,
    days: DAYS,
    share: await createShareStore(sql).of({ ...what, since }),
  };
}
