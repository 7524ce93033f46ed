// When a goal is to be done, read whole: an expression, one moment, or a question with what may be meant.
import type { Candidate } from '../form.ts';
import type { Situation } from '../situation.ts';
import { tongueOf, type Language } from '../tongue.ts';
import { cadenceIn, expressionOf, type Cadence } from './cadence.ts';
import { clockOf, timeIn, type DayTime } from './day-time.ts';
import { onceIn, type Once } from './once.ts';

export type Timing =
  | {
      readonly kind: 'said';
      readonly argument: WhenArgument;
      readonly value: string;
      readonly words: readonly string[];
    }
  | {
      readonly kind: 'open';
      readonly argument: WhenArgument;
      readonly question: string;
      /** The usual one first. */
      readonly options: readonly Candidate[];
      readonly words: readonly string[];
    };
export type WhenArgument = 'expression' | 'at' | 'in_minutes';

const USUAL_TIMES: readonly Time[] = [9, 8, 12, 17].map((hour) => ({ hour, minute: 0, also: [] }));

type Time = Pick<DayTime, 'hour' | 'minute' | 'also'>;
type Say = (time: Time) => string;

interface Spoken {
  readonly text: string;
  /** What was said after the goal: an answer in words. */
  readonly later: readonly string[];
  readonly now: Situation['now'];
  readonly language: Language;
}

/** Undefined when nothing is to come later. */
export function timingIn({ text, later, now, language }: Spoken): Timing | undefined {
  const cadence = cadenceIn(text);
  const once = cadence === undefined ? onceIn(text, now) : undefined;
  const said = timeIn(text);
  const time = later.map(timeIn).findLast((found) => found !== undefined && !found.isUnsure) ?? said;
  if (cadence !== undefined) return recurs(cadence, { time, said, language });
  return once === undefined ? undefined : comes(once, { time, said, language });
}

interface Timed {
  readonly time: DayTime | undefined;
  /** As the goal has it, with its words. */
  readonly said: DayTime | undefined;
  readonly language: Language;
}

function recurs(cadence: Cadence, { time, said, language }: Timed): Timing {
  const tell = tongueOf(language);
  const words = [cadence.words, ...(said === undefined ? [] : [said.words])];
  switch (cadence.kind) {
    case 'steps':
      return { kind: 'said', argument: 'expression', value: cadence.expression, words: [cadence.words] };
    case 'days':
      return atTime((one) => expressionOf(cadence.days, one), {
        argument: 'expression',
        time,
        words,
        language,
      });
    case 'open': {
      const at = time ?? { hour: 9, minute: 0, also: [] };
      return {
        kind: 'open',
        argument: 'expression',
        question: tell('Which of these do you mean?', '你指的是哪一种？'),
        options: cadence.choices.map((days) => ({
          value: expressionOf(days, at),
          label: `${daysInWords(days, language)}, ${clockOf(at)}`,
        })),
        words,
      };
    }
  }
}

function comes(once: Once, { time, said, language }: Timed): Timing {
  const words = [once.words, ...(said === undefined ? [] : [said.words])];
  if (once.kind === 'in')
    return { kind: 'said', argument: 'in_minutes', value: String(once.minutes), words: [once.words] };
  const [day, ...others] = once.days;
  if (others.length === 0)
    return atTime((one) => `${day}T${clockOf(one)}`, { argument: 'at', time, words, language });
  const at = time ?? { hour: 9, minute: 0 };
  return {
    kind: 'open',
    argument: 'at',
    question: tongueOf(language)('Which day do you mean?', '你指的是哪一天？'),
    options: once.days.map((one) => ({ value: `${one}T${clockOf(at)}`, label: `${one} ${clockOf(at)}` })),
    words,
  };
}

/** Settled when the time is; else the times that are usual, or the two that "at 5" may be. */
function atTime(
  say: Say,
  {
    argument,
    time,
    words,
    language,
  }: { argument: WhenArgument; time: DayTime | undefined; words: readonly string[]; language: Language },
): Timing {
  if (time !== undefined && !time.isUnsure) return { kind: 'said', argument, value: say(time), words };
  const times = time === undefined ? USUAL_TIMES : [twelveLater(time), { ...time, also: [] }];
  return {
    kind: 'open',
    argument,
    question: tongueOf(language)('At what time?', '几点？'),
    options: times.map((one) => ({ value: say(one), label: clockOf(one) })),
    words,
  };
}

function twelveLater({ hour, minute }: Time): Time {
  return { hour: hour + 12, minute, also: [] };
}

const ENGLISH_DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const HAN_DAYS = '日一二三四五六';

/** Only the choices that an open cadence has. */
function daysInWords(days: string, language: Language): string {
  const tell = tongueOf(language);
  const [, weekday = ''] = /^\* \* (\d)(?!,|-)/u.exec(days) ?? [];
  const name = tell(ENGLISH_DAYS[Number(weekday)] ?? '', `周${HAN_DAYS.charAt(Number(weekday))}`);
  if (days === '1,15 * *') return tell('the 1st and the 15th of the month', '每月 1 日和 15 日');
  if (days === '1 * *') return tell('the 1st of the month', '每月 1 日');
  if (days === '15 * *') return tell('the 15th of the month', '每月 15 日');
  if (days === 'LW * *') return tell('the last working day of the month', '每月最后一个工作日');
  if (days === '* * *') return tell('every day', '每天');
  if (days.includes('#')) return tell(`the first and third ${name} of the month`, `每月第一和第三个${name}`);
  return tell(`every ${name}`, `每${name}`);
}
