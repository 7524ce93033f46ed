// When something comes again, as people say it, and as a cron expression says it.

export interface Cadence {
  /** Without the two fields of the time: day, month, day of the week. */
  readonly days: string;
  /** The words it was read from. */
  readonly words: string;
  readonly isHourly: boolean;
}

const DAY_NAMES = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const HAN_DAYS = '日一二三四五六';

export function cadenceIn(text: string): Cadence | undefined {
  const found = (match: RegExpExecArray | null, days: string, isHourly = false): Cadence | undefined =>
    match === null ? undefined : { days, words: match[0], isHourly };
  const named =
    /\b(?:every|each|on)\s+((?:(?:sun|mon|tues|wednes|thurs|fri|satur)days?(?:\s*(?:,|and|&)\s*)?)+)/i.exec(
      text,
    );
  const names = named?.[1]?.toLowerCase().match(/(?:sun|mon|tues|wednes|thurs|fri|satur)day/g) ?? [];
  const han = /(?:每个?|逢)(?:周|星期|礼拜)([一二三四五六日天](?:[、和及,，]?[一二三四五六日天])*)/.exec(
    text,
  );
  const hanDays = Array.from(han?.[1] ?? '')
    .map((char) => HAN_DAYS.indexOf(char === '天' ? '日' : char))
    .filter((day) => day >= 0);
  const nth =
    /\b(?:on the |every )?(\d{1,2})(?:st|nd|rd|th)\b[^.]{0,20}\b(?:of (?:the|each|every) month|every month|monthly)|每个?月(?:的)?\s*(\d{1,2})\s*[号日]/i.exec(
      text,
    );
  const lastNamed =
    /\b(?:on |every )?(?:the )?last (sun|mon|tues|wednes|thurs|fri|satur)day of (?:the|each|every) month\b/i.exec(
      text,
    );
  const lastHan = /每个?月(?:的)?最后一个(?:周|星期|礼拜)([一二三四五六日天])/.exec(text);
  return (
    found(
      lastNamed,
      `* * ${DAY_NAMES.findIndex((name) => name.startsWith((lastNamed?.[1] ?? '').toLowerCase()))}L`,
    ) ??
    found(lastHan, `* * ${HAN_DAYS.indexOf((lastHan?.[1] ?? '').replace('天', '日'))}L`) ??
    found(
      /\bevery (?:working ?day|weekday|business day|work day)s?\b|\b(?:on )?(?:working days|weekdays)\b|每个?工作日|工作日/i.exec(
        text,
      ),
      '* * 1-5',
    ) ??
    (named === null || (!/every|each/i.test(named[0]) && !/s\b/.test(named[1] ?? ''))
      ? undefined
      : found(named, `* * ${names.map((name) => DAY_NAMES.indexOf(name)).join(',')}`)) ??
    found(han, `* * ${hanDays.join(',')}`) ??
    found(nth, `${nth?.[1] ?? nth?.[2] ?? '1'} * *`) ??
    found(/\bevery hour\b|\bhourly\b|每个?小时/i.exec(text), '* * *', true) ??
    found(
      /\bevery (?:day|morning|evening|afternoon)\b|\bdaily\b|\beach (?:day|morning|evening)\b|每天|每日|每晚|每早/i.exec(
        text,
      ),
      '* * *',
    ) ??
    found(/\bevery week\b|\bweekly\b|\beach week\b|每周|每星期/i.exec(text), '* * 1') ??
    found(/\bevery month\b|\bmonthly\b|\beach month\b|每个?月/i.exec(text), '1 * *')
  );
}

export interface DayTime {
  readonly hour: number;
  readonly minute: number;
  readonly words: string;
}

const HAN_NUMBERS: Readonly<Record<string, number>> = {
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
  十一: 11,
  十二: 12,
};

export function timeIn(text: string): DayTime | undefined {
  const noon = /\b(?:at )?(noon|midnight)\b|中午(?!\s*[\d十一二两])|正午|午夜/i.exec(text);
  const clock = /\b(?:at |by )?(\d{1,2})[:：h](\d{2})\s*(am|pm|a\.m\.|p\.m\.)?/i.exec(text) ?? undefined;
  if (clock !== undefined)
    return toTime(clock[0], {
      hour: Number(clock[1]),
      minute: Number(clock[2]),
      half: halfOf(clock[3], text),
    });
  const han =
    /(凌晨|早上|上午|早晨|中午|下午|傍晚|晚上|早|晚)?\s*(\d{1,2}|十[一二]?|[一二两三四五六七八九])\s*[点时](?:\s*(半|一刻|三刻|\d{1,2})分?)?/.exec(
      text,
    );
  if (han !== null) {
    const [words, part, hour = '', minute] = han;
    const minutes =
      minute === '半' ? 30 : minute === '一刻' ? 15 : minute === '三刻' ? 45 : Number(minute ?? 0);
    return toTime(words, {
      hour: HAN_NUMBERS[hour] ?? Number(hour),
      minute: minutes,
      half: /下午|傍晚|晚/.test(part ?? '') ? 'pm' : undefined,
    });
  }
  const [words, hour, half] =
    /\b(?:at |by )(\d{1,2})(?!\d|[.,]\d|\s*(?:%|percent|items|lines))\s*(am|pm|a\.m\.|p\.m\.|o['’]clock)?/i.exec(
      text,
    ) ??
    /\b(\d{1,2})\s*(am|pm|a\.m\.|p\.m\.|o['’]clock)/i.exec(text) ??
    [];
  if (words !== undefined) return toTime(words, { hour: Number(hour), minute: 0, half: halfOf(half, text) });
  return noon === null
    ? undefined
    : { hour: /midnight|午夜/i.test(noon[0]) ? 0 : 12, minute: 0, words: noon[0] };
}

function halfOf(half: string | undefined, text: string): 'am' | 'pm' | undefined {
  if (/^p/i.test(half ?? '')) return 'pm';
  if (/^a/i.test(half ?? '')) return 'am';
  return /\b(?:in the )?(?:afternoon|evening)\b/i.test(text) ? 'pm' : undefined;
}

function toTime(
  words: string,
  { hour, minute, half }: { hour: number; minute: number; half: 'am' | 'pm' | undefined },
): DayTime | undefined {
  const shifted = half === 'pm' && hour < 12 ? hour + 12 : half === 'am' && hour === 12 ? 0 : hour;
  return shifted > 23 || minute > 59 ? undefined : { hour: shifted, minute, words: words.trim() };
}

export function expressionOf(cadence: Cadence, time: Pick<DayTime, 'hour' | 'minute'>): string {
  return cadence.isHourly ? '0 * * * *' : `${time.minute} ${time.hour} ${cadence.days}`;
}
