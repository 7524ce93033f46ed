// What of a value is not inferred: amounts, days and addresses have to stand where the value is said to come from.

import { toTerms } from '../history/search/terms.ts';

/** An address, or a number in whatever way it is written. */
const EXACT = /[\w.+-]+@[\w.-]+\w|\d{4}-\d{2}-\d{2}|\d[\d.,'’  ]*\d|\d/gu;

/** Contract: `text` may write a number with separators, and a day in words; a number that it does not hold is not carried. */
export function carries(text: string, value: string): boolean {
  const said = new Set((text.match(EXACT) ?? []).map(toPlain));
  return (value.match(EXACT) ?? []).every((piece) => {
    const day = /^\d{4}-\d{2}-(\d{2})$/u.exec(piece)?.[1];
    // Of a day as tools want it, the number of the day has to be said; month and year may be words, or clear.
    if (day !== undefined) return said.has(piece) || said.has(String(Number(day)));
    const plain = toPlain(piece);
    return said.has(plain) || /^20\d\d$/u.test(plain) || (plain.length === 1 && !/\d/u.test(text));
  });
}

/** A longer value is told in the model's words: what of it is exact has to stand, the rest cannot be held to the letter. */
const NAME_CHARS = 80;

/**
 * Whether the value can be taken from that text: its numbers and addresses stand there, and of a name or a few words at
 * least one. What stands nowhere in the text may still have been shown elsewhere, which `elsewhere` says; `numbers` asks
 * for nothing but numbers and addresses.
 */
export function isShownIn(
  text: string,
  value: string,
  elsewhere: 'numbers' | ((words: string) => boolean),
): boolean {
  if (!carries(text, value)) return false;
  if (elsewhere === 'numbers' || value.length > NAME_CHARS) return true;
  const words = toTerms(value).filter((term) => !/^[\d.,:/-]+$/u.test(term));
  if (words.length === 0) return true;
  const said = new Set(toTerms(text));
  return words.some((word) => said.has(word)) || elsewhere(value);
}

/** "12,000.00", "12 000" and "12000" are one number; "412.60" is "412.6". */
function toPlain(piece: string): string {
  if (piece.includes('@') || /^\d{4}-\d{2}-\d{2}$/u.test(piece)) return piece.toLowerCase();
  const whole = piece.replaceAll(/[.,'’  ](?=\d{3}(?:\D|$))/gu, '').replace(',', '.');
  const number = Number(whole);
  return Number.isFinite(number) ? String(number) : whole;
}
