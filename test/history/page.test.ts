// A page ends where it is full, and keeps of a summary only what names its messages.
import { expect, test } from 'vitest';
import { nextPage, PAGE_MESSAGES, toSentences } from '../../src/history/page.ts';

const runOf = (count: number, chars: number) =>
  Array.from({ length: count }, (_, index) => ({ ts: `${1000 + index}.000001`, chars }));

test('a page is two hundred messages, or fewer long ones', () => {
  expect(nextPage(runOf(199, 10), false)).toBeUndefined();
  expect(nextPage(runOf(450, 10), false)).toHaveLength(PAGE_MESSAGES);
  expect(nextPage(runOf(450, 2_950), false)).toHaveLength(8);
  expect(nextPage([], true)).toBeUndefined();
  expect(nextPage(runOf(3, 10), true)).toHaveLength(3);
});

test('a sentence is kept when every message it names was in the page', () => {
  const messages = new Set(['1000.000001', '1001.000001']);
  const written = [
    '- Kontora was chosen for 14 seats [m:1000.000001][m:1001.000001]',
    'Nobody knows who said this.',
    'Maya will call them [m:9999.000001]',
    '2. The price is 12 € [m:1001.000001].',
  ].join('\n');
  expect(toSentences(written, messages)).toEqual([
    { text: 'Kontora was chosen for 14 seats', messages: ['1000.000001', '1001.000001'] },
    { text: 'The price is 12 €.', messages: ['1001.000001'] },
  ]);
});
