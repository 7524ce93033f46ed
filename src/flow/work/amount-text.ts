// An amount as people read it, in both languages.
import { grouped } from '../../base/grouped.ts';
import type { Measure } from '../../guard/budget.ts';
import type { Language } from '../words.ts';

const UNIT: Record<Exclude<Measure, 'usd'>, Record<Language, readonly [one: string, more: string]>> = {
  tokens: { en: [' token', ' tokens'], zh: [' token', ' token'] },
  minutes: { en: [' minute', ' minutes'], zh: [' 分钟', ' 分钟'] },
  calls: { en: [' tool call', ' tool calls'], zh: [' 次工具调用', ' 次工具调用'] },
  posts: { en: [' post', ' posts'], zh: [' 条消息', ' 条消息'] },
};

/** "$2.00", "50,000 tokens", "12 minutes"; what is less than a cent or a minute is not made more than it is. */
export function amountText(measure: Measure, amount: number, language: Language): string {
  if (measure === 'usd') return `$${amount.toFixed(amount < 0.1 ? 3 : 2)}`;
  const whole = Math.floor(amount);
  const [one, more] = UNIT[measure][language];
  return `${grouped(whole)}${whole === 1 ? one : more}`;
}
