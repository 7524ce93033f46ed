// A time of the day as people say it: "9:30", "at half past five pm", 「下午五点半」, two of them, and what may be two.
import { ENGLISH_NUMBER, HAN_NUMBER, toNumber } from './numbers.ts';

export interface DayTime {
  readonly hour: number;
  readonly minute: number;
  /** Further hours at the same minute: "at 9 and 17". */
  readonly also: readonly number[];
  /** "at 5" is in the morning or in the afternoon: whoever said it knows. */
  readonly isUnsure: boolean;
  readonly words: string;
}

type Half = 'am' | 'pm' | undefined;

interface Found {
  readonly words: string;
  readonly hour: number;
  readonly minute: number;
  readonly half: Half;
  /** Written as clocks with 24 hours are: "05:30", 「17点」. */
  readonly isPlain: boolean;
}

const HALF = '(?:\\s*(am|pm|a\\.m\\.|p\\.m\\.)(?![a-z]))?';
const CLOCK = new RegExp(
  `(凌晨|清晨|早上|上午|早晨|中午|下午|傍晚|晚上|夜里|今晚|明晚|明早|早|晚)?\\s*(?:\\b(?:at |by ))?(?<![\\d.])(\\d{1,2})[:：h](\\d{2})(?!\\d)${HALF}`,
  'iu',
);
const HAN = new RegExp(
  `(凌晨|清晨|早上|上午|早晨|中午|下午|傍晚|晚上|夜里|今晚|明晚|明早|早|晚)?\\s*(${HAN_NUMBER})\\s*[点时](?:钟|整)?(?:\\s*(半|一刻|三刻|(?:${HAN_NUMBER})(?=分|[^\\d一二三四五六七八九十个条]|$)))?分?`,
  'u',
);
const PAST = new RegExp(
  `\\b(?:at |by )?(quarter past|half past|quarter to) (${ENGLISH_NUMBER})\\b${HALF}`,
  'iu',
);
const AT = new RegExp(
  `\\b(?:at |by )(${ENGLISH_NUMBER})(?![\\d\\w]|[.,]\\d|\\s*(?:%|percent|items|lines))(?:\\s*o['’]clock)?${HALF}`,
  'iu',
);
const BARE = /\b(\d{1,2})\s*(am|pm|a\.m\.|p\.m\.|o['’]clock)/iu;
const NOON = /\b(?:at )?(noon|midday|midnight)\b|中午(?!\s*[\d十一二两三])|正午|午夜/iu;

export function timeIn(text: string): DayTime | undefined {
  const found = findTime(text);
  if (found === undefined) return undefined;
  const first = toTime(found, text);
  if (first === undefined) return undefined;
  const after = text.slice(text.indexOf(found.words) + found.words.length);
  const joined = /^\s*(?:and|&|,|和|、|以及)\s*/iu.exec(after);
  const second = joined === null ? undefined : findTime(`at ${after.slice(joined[0].length)}`);
  const isNext =
    second !== undefined && after.slice(joined?.[0].length).startsWith(second.words.replace(/^at /u, ''));
  const other = isNext ? toTime(second, text) : undefined;
  if (joined === null || second === undefined || other === undefined || other.minute !== first.minute)
    return { ...first, words: found.words.trim() };
  const words = `${found.words}${joined[0]}${second.words.replace(/^at /u, '')}`.trim();
  return { ...first, also: [other.hour], isUnsure: first.isUnsure && other.isUnsure, words };
}

function findTime(text: string): Found | undefined {
  const clock = CLOCK.exec(text);
  if (clock !== null)
    return {
      words: clock[0],
      hour: Number(clock[2]),
      minute: Number(clock[3]),
      half: hanHalf(clock[1], Number(clock[2])) ?? half(clock[4]),
      isPlain: (clock[2] ?? '').startsWith('0'),
    };
  const han = HAN.exec(text);
  if (han !== null) {
    const hour = toNumber(han[2] ?? '');
    return { words: han[0], hour, minute: hanMinute(han[3]), half: hanHalf(han[1], hour), isPlain: false };
  }
  const past = PAST.exec(text);
  if (past !== null) {
    const hour = toNumber(past[2] ?? '');
    const isTo = /to$/iu.test(past[1] ?? '');
    const minute = isTo ? 45 : /^half/iu.test(past[1] ?? '') ? 30 : 15;
    return { words: past[0], hour: isTo ? hour - 1 : hour, minute, half: half(past[3]), isPlain: false };
  }
  const at = AT.exec(text) ?? BARE.exec(text);
  if (at !== null && !(/^(?:at |by )(?:a|an|one)$/iu.test(at[0].trim()) && at[2] === undefined))
    return { words: at[0], hour: toNumber(at[1] ?? ''), minute: 0, half: half(at[2]), isPlain: false };
  const noon = NOON.exec(text);
  if (noon === null) return undefined;
  const isMidnight = /midnight|午夜/iu.test(noon[0]);
  return { words: noon[0], hour: isMidnight ? 0 : 12, minute: 0, half: undefined, isPlain: true };
}

function toTime(found: Found, text: string): Omit<DayTime, 'words'> | undefined {
  const { hour, minute, isPlain } = found;
  const said = found.half ?? dayPartIn(text);
  const shifted = said === 'pm' && hour < 12 ? hour + 12 : said === 'am' && hour === 12 ? 0 : hour;
  if (!Number.isInteger(hour) || shifted < 0 || shifted > 23 || minute > 59) return undefined;
  const isUnsure = said === undefined && !isPlain && hour >= 1 && hour <= 6;
  return { hour: shifted, minute, also: [], isUnsure };
}

function half(written: string | undefined): Half {
  if (written === undefined) return undefined;
  return /^p/iu.test(written) ? 'pm' : 'am';
}

/** "in the afternoon" stands apart from the hour. */
function dayPartIn(text: string): Half {
  if (/\b(?:afternoon|evening|tonight)\b|\b(?:at|every) night\b|今晚|明晚|每晚/iu.test(text)) return 'pm';
  return /\b(?:morning)\b|明早|每早/iu.test(text) ? 'am' : undefined;
}

/** 晚上十二点 ends the day; 中午一点 is after it began. */
function hanHalf(part: string | undefined, hour: number): Half {
  if (part === undefined) return undefined;
  if (/晚|夜/u.test(part)) return hour === 12 ? 'am' : 'pm';
  if (/下午|傍晚/u.test(part)) return 'pm';
  if (part === '中午') return hour < 11 ? 'pm' : undefined;
  return 'am';
}

function hanMinute(written: string | undefined): number {
  if (written === undefined) return 0;
  return { 半: 30, 一刻: 15, 三刻: 45 }[written] ?? toNumber(written);
}

/** "09:30". */
export function clockOf({ hour, minute }: Pick<DayTime, 'hour' | 'minute'>): string {
  return [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
}
