// Where a page of a channel ends, and what of a model's summary of it may be kept: pure, so that each part can be held by tests.
import type { Page, Run, Sentence } from './page-store.ts';

export const PAGE_MESSAGES = 200;
/** About eight thousand tokens, with the names and times around the words. */
const PAGE_CHARS = 24_000;
const LINE_CHARS = 50;
/** A chapter is so many pages. */
export const CHAPTER_PAGES = 20;
const MOST_SENTENCES = 12;

/** The messages of the next page: full, or all there are when something sealed follows them. */
export function nextPage(unsealed: readonly Run[], isBeforeAnother: boolean): readonly Run[] | undefined {
  let chars = 0;
  const end = unsealed.findIndex((message, index) => {
    chars += message.chars + LINE_CHARS;
    return index + 1 >= PAGE_MESSAGES || chars >= PAGE_CHARS;
  });
  if (end >= 0) return unsealed.slice(0, end + 1);
  return isBeforeAnother && unsealed.length > 0 ? unsealed : undefined;
}

/** The first pages that make a chapter; undefined while there are too few. */
export function nextChapter(pages: readonly Page[]): readonly Page[] | undefined {
  return pages.length >= CHAPTER_PAGES ? pages.slice(0, CHAPTER_PAGES) : undefined;
}

/** Sentences that name the messages they stand on; one that names none, or one that is not there, is not kept. */
export function toSentences(written: string, messages: ReadonlySet<string>): readonly Sentence[] {
  return written
    .split('\n')
    .flatMap((line): Sentence[] => {
      const refs = [...line.matchAll(/\[m:(\d+\.\d+)\]/gu)].map(([, ts = '']) => ts);
      const text = line
        .replaceAll(/\s*\[m:[^\]]*\]/gu, '')
        .replace(/^[\s\-*•#\d.)]+/u, '')
        .trim();
      if (text === '' || refs.length === 0 || !refs.every((ts) => messages.has(ts))) return [];
      return [{ text, messages: [...new Set(refs)] }];
    })
    .slice(0, MOST_SENTENCES);
}
