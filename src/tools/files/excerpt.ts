// As much of a document as one answer holds, and where to read on: nothing is left out without saying so.
import type { DocumentPage } from './document.ts';

interface ShownPage {
  /** Counted from 1. */
  readonly number: number;
  readonly place: string;
  readonly text: string;
}

export interface Excerpt {
  readonly shown: readonly ShownPage[];
  readonly next?: { readonly page: number; readonly fromChar?: number };
}

interface ExcerptStart {
  readonly page: number;
  readonly fromChar: number;
  readonly maxChars: number;
}

export function excerptOf(
  pages: readonly DocumentPage[],
  { page, fromChar, maxChars }: ExcerptStart,
): Excerpt {
  const shown: ShownPage[] = [];
  let left = maxChars;
  for (let number = page; number <= pages.length; number += 1) {
    const source = pages[number - 1];
    if (source === undefined) break;
    const from = number === page ? fromChar : 0;
    const text = source.text.slice(from);
    if (text.length <= left) {
      shown.push({ number, place: source.place, text });
      left -= text.length;
      continue;
    }
    if (shown.length > 0) return { shown, next: { page: number } };
    const end = cutBetweenLines(text, left);
    shown.push({ number, place: source.place, text: text.slice(0, end) });
    return { shown, next: { page: number, fromChar: from + end } };
  }
  return { shown };
}

/** Ends after a line or a word where one ends in the last fifth, and never within a character. */
export function cutBetweenLines(text: string, maxChars: number): number {
  if (text.length <= maxChars) return text.length;
  const earliest = Math.floor(maxChars * 0.8);
  for (const end of ['\n', ' ']) {
    const at = text.lastIndexOf(end, maxChars - 1);
    if (at >= earliest) return at + 1;
  }
  const splitsPair = /[\ud800-\udbff]/.test(text.charAt(maxChars - 1));
  return splitsPair ? maxChars - 1 : maxChars;
}
