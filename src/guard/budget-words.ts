// What people say about how much may be spent: "spend at most $2", 「最多花两块钱，十分钟内」. Pure, by the words alone.
import type { Measure } from './budget.ts';

// Bounded everywhere: a message of any length is read in one pass.
const NUMBER = String.raw`(?<![\d,.])(\d[\d,]{0,14}(?:\.\d{1,4})?)\s?(k|m|万|千)?`;
/** What makes a number a limit and not a fact. Each needs one of these close before it, or the last one after it. */
const AT_MOST = String.raw`(?:at most|no more than|not more than|max(?:imum)?(?: of)?|up to|within|under|limit(?: of|:)?|budget(?: of| is|:)?|less than|spend(?:ing)? (?:only )?|最多(?:只能|可以)?(?:花|用|发)?|不(?:要)?超过|不得超过|上限(?:是|为)?|预算(?:是|为|：|:)?|控制在|以内)`;
const AFTER = String.raw`(?:\s?(?:at most|max(?:imum)?|or less|tops|以内|之内|封顶|为限|上限))`;

const UNITS: readonly {
  readonly measure: Measure;
  readonly before?: string;
  readonly after: string;
  readonly times?: number;
}[] = [
  { measure: 'usd', before: String.raw`(?:US)?\$\s?`, after: '' },
  { measure: 'usd', after: String.raw`(?:(?:US )?(?:dollars?|usd|bucks)(?![\p{L}])|美元|美金|刀)` },
  { measure: 'usd', after: String.raw`(?:(?:US )?cents?(?![\p{L}])|美分)`, times: 0.01 },
  { measure: 'tokens', after: String.raw`(?:tokens?|词元)` },
  { measure: 'minutes', after: String.raw`(?:(?:minutes?|mins?)(?![\p{L}])|分钟)` },
  { measure: 'minutes', after: String.raw`(?:(?:hours?|hrs?)(?![\p{L}])|个?小时)`, times: 60 },
  { measure: 'calls', after: String.raw`(?:tool calls?|calls? of tools|次(?:工具)?调用)` },
  { measure: 'posts', after: String.raw`(?:(?:posts|messages)(?![\p{L}])|条消息|个帖子)` },
];

const PATTERNS = UNITS.map(({ measure, before = '', after, times = 1 }) => ({
  measure,
  times,
  pattern: new RegExp(
    String.raw`(?:${AT_MOST}\s{0,2}(?:of |to |about )?${before}${NUMBER}\s?${after}|${before}${NUMBER}\s?${after}${AFTER})`,
    'giu',
  ),
}));

/**
 * Only for what is about Longhand's own spending: a sentence on money must speak of spending, so that "offers under
 * $500" is a wish about offers and no budget.
 */
const ABOUT_MONEY =
  /\b(?:spend|spending|cost you|costs? at most|budget|tokens?|api|model)\b|花费|花|预算|费用|成本/iu;
/** A span of time that the goal is about, and not how long may be worked on it. */
const ABOUT_TIME =
  /\b(?:take|spend|work|finish|be done|use|need|time ?box|minutes? of work)\b|用|花|完成|做完|工作/iu;
const ABOUT_POSTS = /\b(?:post|send|write)\b|发/iu;

/** The limits that stand in a message; the last one of a kind counts. */
export function toAmounts(text: string): Partial<Record<Measure, number>> {
  const found: Partial<Record<Measure, number>> = {};
  for (const sentence of text.split(/(?<=[.!?;])\s+|[。！？；\n]/u)) {
    for (const { measure, times, pattern } of PATTERNS) {
      if (!isAbout(measure, sentence)) continue;
      for (const match of sentence.matchAll(pattern)) {
        const amount = toNumber(match[1] ?? match[3] ?? '', match[2] ?? match[4] ?? '') * times;
        if (amount > 0) found[measure] = amount;
      }
    }
  }
  return found;
}

function isAbout(measure: Measure, sentence: string): boolean {
  switch (measure) {
    case 'usd':
      return ABOUT_MONEY.test(sentence);
    case 'minutes':
      return ABOUT_TIME.test(sentence);
    case 'posts':
      return ABOUT_POSTS.test(sentence);
    case 'tokens':
    case 'calls':
      return true;
  }
}

const SCALE = new Map([
  ['k', 1000],
  ['m', 1_000_000],
  ['千', 1000],
  ['万', 10_000],
]);

function toNumber(digits: string, scale: string): number {
  return Number(digits.replaceAll(',', '')) * (SCALE.get(scale.toLowerCase()) ?? 1);
}
