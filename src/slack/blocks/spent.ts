// The closing line: how long, how many tokens, how much money.
import type { Spent } from '../../flow/words.ts';
import type { FixedWords } from './fixed-words.ts';

export function spentLine(spent: Spent, fixed: FixedWords): string {
  const parts = [
    duration(spent.seconds, fixed),
    fixed.tokens(rounded(spent.inputTokens + spent.outputTokens)),
  ];
  if (spent.usd !== undefined)
    parts.push(spent.usd === 0 ? '$0' : `$${spent.usd.toFixed(spent.usd < 0.1 ? 3 : 2)}`);
  return parts.join(' · ');
}

function duration(seconds: number, fixed: FixedWords): string {
  const whole = Math.round(seconds);
  if (whole < 60) return fixed.seconds(whole);
  if (whole < 3600) return fixed.minutes(Math.floor(whole / 60), whole % 60);
  return fixed.hours(Math.floor(whole / 3600), Math.floor((whole % 3600) / 60));
}

function rounded(count: number): string {
  if (count < 1000) return String(count);
  return count < 1_000_000 ? `${(count / 1000).toFixed(1)}k` : `${(count / 1_000_000).toFixed(1)}M`;
}
