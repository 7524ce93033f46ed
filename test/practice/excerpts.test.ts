// The practice model finds in a search's answer what stands in files: by the very text that the tool writes.
import { expect, test } from 'vitest';
import { bestSentence, excerptsIn } from '../../src/practice/extract/excerpts.ts';
import { createSearchHistory } from '../../src/tools/search-history.ts';
import { call } from '../tools/support/context.ts';

const PAGES = [
  {
    ref: 'f:F0LEASE#p2',
    label: 'lease.pdf, p. 2',
    sharedIn: 'm:1732001201.000100',
    excerpt: 'Rent is 4,200 a month.\nEither side may give notice of three months.',
  },
  { ref: 'f:F0KEYS#p1', label: 'keys.md, p. 1', sharedIn: 'm:1732001201.000200', excerpt: 'Four keys.' },
] as const;

async function shown(): Promise<string> {
  const tool = createSearchHistory({
    history: {
      search: async () => ({ kind: 'open', found: { matches: [], pages: PAGES } }),
      changes: async () => ({ kind: 'closed' }),
    },
  });
  return (await call(tool, { words: 'notice' })).text;
}

test('the sentence with most of the words is quoted, with the page it stands on', async () => {
  const text = await shown();
  const made = { id: 'c1', name: 'search_history', key: '', input: {}, text, isOfThisBrief: true };
  const excerpts = excerptsIn({ calls: [made, { ...made, name: 'read_page' }] });
  expect(excerpts.map(({ ref, label }) => ({ ref, label }))).toEqual(
    PAGES.map(({ ref, label }) => ({ ref, label })),
  );
  expect(bestSentence(excerpts, ['notice', 'month', 'hall'])).toMatchObject({
    sentence: 'Either side may give notice of three months.',
    excerpt: { ref: 'f:F0LEASE#p2' },
    share: 2 / 3,
  });
  expect(bestSentence(excerpts, ['parking'])).toBeUndefined();
});
