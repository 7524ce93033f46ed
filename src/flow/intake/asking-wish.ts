// "Ask me less here": what people say about being asked, by their plain words alone.
import { wordsOf } from '../../agent/heard-as.ts';
import type { AskingLevel } from '../../task/asking-store.ts';

export type AskingWish =
  | { readonly kind: 'level'; readonly level: AskingLevel }
  /** Reversible work may begin on the stated defaults after so long; null takes that back. */
  | { readonly kind: 'start'; readonly afterMinutes: number | null }
  | { readonly kind: 'show' };

const LEVELS: readonly (readonly [AskingLevel, RegExp])[] = [
  [
    'more',
    /^(?:please )?(?:ask (?:me|us) more(?: often| questions)?|ask (?:me |us )?(?:before|about) everything)(?: here| in (?:here|this channel))?$|^(?:请|以后|在这里)*(?:多问(?:问|一点|一些|我)?(?:们)?(?:一点|一些)?|(?:什么都|凡事都?)(?:先)?问(?:我|一下)?)$/u,
  ],
  [
    'less',
    /^(?:please )?(?:ask (?:me|us) (?:less|fewer questions)(?: often)?|don't ask (?:me|us) so (?:much|often)|ask (?:me |us )?only (?:if|when|what) (?:you must|it matters|really needed))(?: here| in (?:here|this channel))?$|^(?:请|以后|在这里)*(?:少问(?:我|一点|一些)?(?:们)?(?:一点|一些)?|别问(?:我)?(?:这么|那么)多)$/u,
  ],
  [
    'usual',
    /^(?:please )?ask (?:me |us )?(?:as usual|normally|the usual amount)(?: again)?(?: here| in (?:here|this channel))?$|^(?:请|以后|在这里)*(?:照常问|像平常一样问|正常问)(?:我)?$/u,
  ],
];
const START =
  /^(?:please )?(?:you may )?(?:start|begin|go ahead)(?: here)? (?:on|with) (?:your|the) defaults? (?:after|if nobody answers (?:for|within|in)) (\d{1,3}|an?|one|two|three) (minutes?|hours?|h|min)(?: here| in this channel)?$|^(?:请|以后|在这里)*(\d{1,3}|一|两|三)(?:个)?(小时|分钟)(?:内|后|之后)?(?:没人|无人|没有人)?(?:回答|回复|答复)?(?:的话)?[,，]?(?:就|可以|请)+(?:按默认(?:值|方案)?)(?:先)?开始$/u;
const NEVER_START =
  /^(?:please )?(?:never|do not|don't) (?:start|begin|go ahead)(?: here)? (?:without an answer|on (?:your|the) defaults?)(?: here| in this channel)?$|^(?:请|以后|在这里)*(?:没有?(?:人)?(?:回答|回复|答复)(?:就)?(?:不要|别|不)开始)$/u;
const SHOW =
  /^(?:how (?:much|often) do you ask(?: (?:me|us))?(?: (?:here|in this channel))?|what are the asking settings(?: here)?|(?:你)?(?:在这里)?(?:现在)?(?:会)?问(?:得|的)?多(?:吗|不多|少))$/u;

const NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  一: 1,
  两: 2,
  三: 3,
};

/** Undefined for anything but a wish about asking, and nothing else beside it. */
export function askingWish(text: string): AskingWish | undefined {
  const said = wordsOf(text)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[‘’]/gu, "'")
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/^[\s,，:：]+|[\s.!。！?？吧]+$/gu, '');
  const level = LEVELS.find(([, pattern]) => pattern.test(said))?.[0];
  if (level !== undefined) return { kind: 'level', level };
  if (NEVER_START.test(said)) return { kind: 'start', afterMinutes: null };
  const start = START.exec(said);
  if (start !== null) {
    const [, number = start[3] ?? '', unit = start[4] ?? ''] = start;
    const count = NUMBERS[number] ?? Number(number);
    const minutes = /^(?:h|hours?|小时)$/u.test(unit) ? count * 60 : count;
    return minutes > 0 ? { kind: 'start', afterMinutes: minutes } : undefined;
  }
  return SHOW.test(said) ? { kind: 'show' } : undefined;
}
