// How a person says in Chinese when something comes: the usual kinds of expressions; the rest is described by the library.

const DAYS = '日一二三四五六日';
const NTH = '零一二三四五';

/** "每个工作日 09:00"; undefined for what has no one time of the day, or days of a kind that people rarely mean. */
export function hanWords(expression: string): string | undefined {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = expression.split(' ');
  if (!/^\d+$/u.test(minute) || !/^\d+(?:,\d+)*$/u.test(hour) || month !== '*') return undefined;
  const days = daysInHan(day, weekday);
  if (days === undefined) return undefined;
  const times = hour.split(',').map((one) => `${one.padStart(2, '0')}:${minute.padStart(2, '0')}`);
  return `${days} ${times.join('、')}`;
}

function daysInHan(day: string, weekday: string): string | undefined {
  if (day === '*') return weekday === '*' ? '每天' : weekdaysInHan(weekday);
  if (weekday !== '*') return undefined;
  if (day === 'L') return '每月最后一天';
  if (day === 'LW') return '每月最后一个工作日';
  return /^\d+(?:,\d+)*$/u.test(day) ? `每月 ${day.split(',').join('、')} 日` : undefined;
}

function weekdaysInHan(weekday: string): string | undefined {
  if (weekday === '1-5') return '每个工作日';
  const [, from, to] = /^([0-7])-([0-7])$/u.exec(weekday) ?? [];
  if (from !== undefined && to !== undefined) return `每周${DAYS[Number(from)]}至周${DAYS[Number(to)]}`;
  if (/^[0-7](?:,[0-7])*$/u.test(weekday))
    return `每周${weekday
      .split(',')
      .map((one) => DAYS[Number(one)])
      .join('、')}`;
  const [, last] = /^([0-7])L$/u.exec(weekday) ?? [];
  if (last !== undefined) return `每月最后一个周${DAYS[Number(last)]}`;
  const [, nth, which] = /^([0-7])#([1-5])$/u.exec(weekday) ?? [];
  return nth === undefined ? undefined : `每月第${NTH[Number(which)]}个周${DAYS[Number(nth)]}`;
}
