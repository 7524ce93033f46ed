// How often something comes, as people say it: rules in order, each with the days of a cron expression or with what is open.
import type { DayTime } from './day-time.ts';
import { ENGLISH_NUMBER, HAN_NUMBER, toNumber } from './numbers.ts';

type Read =
  /** Without the two fields of the time: day, month, day of the week. */
  | { readonly kind: 'days'; readonly days: string }
  /** It says its times itself: every hour, every 15 minutes. */
  | { readonly kind: 'steps'; readonly expression: string }
  /** What a calendar does not say, or says in several ways: the days that may be meant. */
  | { readonly kind: 'open'; readonly choices: readonly string[] };

/** With the words it was read from. */
export type Cadence = Read & { readonly words: string };

const ENGLISH_DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const HAN_DAYS = '日一二三四五六';
const DAY = '(?:sun|mon|tues|wednes|thurs|fri|satur)days?';
const WEEK = '(?:周|星期|礼拜)';
const HAN_DAY = `${WEEK}([一二三四五六日天])`;
const NTH: Readonly<Record<string, string>> = {
  first: '1',
  '1st': '1',
  second: '2',
  '2nd': '2',
  third: '3',
  '3rd': '3',
  fourth: '4',
  '4th': '4',
  第一个: '1',
  第二个: '2',
  第三个: '3',
  第四个: '4',
};
const OF_MONTH = '(?:(?:of|in) )?(?:(?:the|each|every|a) )?month';
const HOURS_A_DAY = 24;
const MINUTES_AN_HOUR = 60;

type Rule = readonly [RegExp, (match: RegExpExecArray) => Read];

const days = (expression: string): Read => ({ kind: 'days', days: expression });
const open = (...choices: readonly string[]): Read => ({ kind: 'open', choices });
const pattern = (source: string): RegExp => new RegExp(source, 'iu');

const RULES: readonly Rule[] = [
  // No calendar knows which week is the second one: it is asked which of these is meant.
  [
    pattern(
      `\\bevery (?:other|second|two|2|three|3) (?:weeks?(?: on ${DAY})?|${DAY})|\\b(?:bi-?weekly|fortnightly)\\b|每?(?:隔一?|两|二|2|三|3)(?:个?星期|周)(?:的?${HAN_DAY})?|隔${HAN_DAY}`,
    ),
    ([words]) => {
      const day = dayNumbers(words)[0] ?? 1;
      return open(`* * ${day}#1,${day}#3`, `* * ${day}`, '1,15 * *');
    },
  ],
  [
    pattern(
      `\\b(?:on |every )?(?:the )?(first|second|third|fourth|1st|2nd|3rd|4th|last) (${DAY}) ${OF_MONTH}\\b`,
    ),
    ([, nth = '', day = '']) => days(nthDay(nth, dayNumbers(day)[0] ?? 1)),
  ],
  [
    pattern(`\\bevery month on the (first|second|third|fourth|1st|2nd|3rd|4th|last) (${DAY})\\b`),
    ([, nth = '', day = '']) => days(nthDay(nth, dayNumbers(day)[0] ?? 1)),
  ],
  [
    pattern(`每个?月(?:的)?(第[一二三四]个|最后一?个)${HAN_DAY}`),
    ([, nth = '', day = '']) => days(nthDay(nth, hanDay(day))),
  ],
  [
    pattern(
      `\\b(?:on |every )?(?:the )?last (?:working ?day|work day|business day|weekday) ${OF_MONTH}\\b|每个?月(?:的)?最后一?个工作日`,
    ),
    () => days('LW * *'),
  ],
  [
    pattern(
      `\\b(?:on |every )?(?:the )?first (?:working ?day|work day|business day|weekday) ${OF_MONTH}\\b|每个?月(?:的)?第一个工作日`,
    ),
    () => days('1W * *'),
  ],
  [
    pattern(
      `\\b(?:on |every )?(?:the )?last day ${OF_MONTH}\\b|\\bat the end of (?:the|each|every) month\\b|每个?月(?:的)?最后一天|每个?月底`,
    ),
    () => days('L * *'),
  ],
  [
    pattern(`\\b(?:on |every )?(?:the )?first day ${OF_MONTH}\\b|每个?月(?:的)?第一天|每个?月初`),
    () => days('1 * *'),
  ],
  [
    pattern(
      `\\b(?:on the |every )?(\\d{1,2})(?:st|nd|rd|th)\\b(?: day)? ${OF_MONTH}\\b|\\b(?:every month|monthly|each month) on (?:the )?(\\d{1,2})(?:st|nd|rd|th)?\\b|每个?月(?:的)?\\s*(${HAN_NUMBER})\\s*[号日]`,
    ),
    ([, one, two, han]) => days(`${toNumber(one ?? two ?? han ?? '1')} * *`),
  ],
  [
    /\b(?:every|each) quarter\b(?: on the first day)?|\bquarterly\b|每个?季度(?:的?第一天)?/iu,
    () => days('1 1,4,7,10 *'),
  ],
  [
    pattern(`\\bevery (${ENGLISH_NUMBER}) (?:minutes?|mins?)\\b|每隔?(${HAN_NUMBER})分钟`),
    ([, english, han]) => steps(toNumber(english ?? han ?? ''), MINUTES_AN_HOUR),
  ],
  [
    pattern(`\\bevery (${ENGLISH_NUMBER}) hours?\\b|每隔?(${HAN_NUMBER})个?小时`),
    ([, english, han]) => steps(toNumber(english ?? han ?? ''), HOURS_A_DAY),
  ],
  [/\bevery hour\b|\bhourly\b|每个?小时/iu, () => ({ kind: 'steps', expression: '0 * * * *' })],
  [
    pattern(
      `\\b(?:every|each) (${DAY})(?: to | through |\\s*[-–]\\s*)(${DAY})\\b|\\bfrom (${DAY}) to (${DAY})(?=,? (?:at|every)\\b)`,
    ),
    ([, from, to, since, until]) =>
      days(range(dayNumbers(from ?? since ?? '')[0], dayNumbers(to ?? until ?? '')[0])),
  ],
  [
    pattern(
      `每?个?${HAN_DAY}(?:到|至|[-–~])${HAN_DAY}(?:每天|(?=的?(?:早|上午|中午|下午|傍晚|晚|\\s*\\d{1,2}[点:：])))`,
    ),
    ([, from = '', to = '']) => days(range(hanDay(from), hanDay(to))),
  ],
  [
    /\bevery (?:working ?day|weekday|business day|work day)s?\b|\b(?:on )?(?:working days|weekdays)\b|每个?工作日|(?<![个\p{Script=Han}])工作日(?:每天)?/iu,
    () => days('* * 1-5'),
  ],
  [/\b(?:every|each) weekend\b|\b(?:on|at) weekends\b|每逢?个?周末/iu, () => days('* * 0,6')],
  [
    pattern(
      `\\b(?:every|each)\\s+(?:${DAY}(?:\\s*(?:,|and|&|or)\\s*)?)+|\\b(?:on )?(?:(?:sun|mon|tues|wednes|thurs|fri|satur)days(?:\\s*(?:,|and|&)\\s*)?)+`,
    ),
    ([words]) => days(`* * ${dayNumbers(words).join(',')}`),
  ],
  [
    pattern(
      `(?:每个?|逢)${WEEK}[一二三四五六日天](?:\\s*[、和及与,，]?\\s*${WEEK}?[一二三四五六日天](?![\\d点个]))*`,
    ),
    ([words]) => days(`* * ${dayNumbers(words).join(',')}`),
  ],
  [
    /\b(?:every|each) (?:day|morning|evening|afternoon|night)\b|(?<!\bthe )\bdaily\b|\b(?:twice|two times) a day\b|每天|每日|每晚|每早/iu,
    () => days('* * *'),
  ],
  [
    /\b(?:every|each) week\b|(?<!\bthe )\bweekly\b|\bonce a week\b|每个?(?:周|星期)(?![一二三四五六日天末])/iu,
    () => open('* * 1', '* * 5'),
  ],
  [
    /\b(?:every|each) month\b|(?<!\bthe )\bmonthly\b|\bonce a month\b|每个?月/iu,
    () => open('1 * *', 'LW * *', '15 * *'),
  ],
];

export function cadenceIn(text: string): Cadence | undefined {
  for (const [rule, read] of RULES) {
    const match = rule.exec(text);
    if (match !== null) return { ...read(match), words: match[0].trim() };
  }
  return undefined;
}

function steps(every: number, whole: number): Read {
  if (!Number.isInteger(every) || every < 1 || whole % every !== 0) return open(...NEAR_STEPS);
  const step = every === whole ? '0' : `*/${every}`;
  return { kind: 'steps', expression: whole === MINUTES_AN_HOUR ? `${step} * * * *` : `0 ${step} * * *` };
}

/** "Every 7 minutes" fits into no hour. */
const NEAR_STEPS = ['* * *'];

function nthDay(nth: string, day: number): string {
  const number = NTH[nth.toLowerCase()];
  return number === undefined ? `* * ${day}L` : `* * ${day}#${number}`;
}

function range(from = 1, to = 5): string {
  return to === 0 || from <= to ? `* * ${from}-${to === 0 ? 7 : to}` : `* * ${from}-6,0-${to}`;
}

function dayNumbers(words: string): readonly number[] {
  const english = [...words.toLowerCase().matchAll(/\b(sun|mon|tue|wed|thu|fri|sat)[a-z]*day/gu)].map(
    ([, day]) => ENGLISH_DAYS.indexOf(day ?? ''),
  );
  const plain = words.replaceAll(/(?:[两二三]|隔一?)(?=个?(?:周|星期))|星期|礼拜|周/gu, ' ');
  const han = [...plain.matchAll(/[一二三四五六日天]/gu)];
  return [...new Set([...english, ...han.map(([day]) => hanDay(day))])];
}

function hanDay(day: string): number {
  return HAN_DAYS.indexOf(day === '天' ? '日' : day);
}

/** The expression at this time of the day. */
export function expressionOf(
  days: string,
  { hour, minute, also }: Pick<DayTime, 'hour' | 'minute' | 'also'>,
): string {
  return `${minute} ${[hour, ...also].join(',')} ${days}`;
}
