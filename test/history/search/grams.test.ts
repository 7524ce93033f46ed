// The pieces that exact text is found by: a quote and what it was cut from agree on them, and addresses are told apart.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { gramsOf } from '../../../src/history/search/grams.ts';

const part = fc.constantFrom(
  'the offer of Nordwind ',
  'https://git.example.com/team/repo/pull/1234',
  ' v1.2.3. And then',
  '供应商的报价是每台四千三百欧元，含税。',
  '/usr/lib/node ',
  'e.g. and/or 3/11 ',
);
const text = fc
  .array(fc.oneof(part, fc.lorem({ maxCount: 6 }), fc.string({ unit: 'binary', maxLength: 20 })), {
    minLength: 2,
    maxLength: 12,
  })
  .map((parts) => parts.join(''))
  .filter((whole) => whole.length >= 28);

test('whatever stretch of 28 letters is cut out, it has pieces, and all of them are of the whole text', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.nat({ max: 40 }), (whole, place, more) => {
      const from = place % (whole.length - 27);
      const pieces = gramsOf(whole.slice(from, from + 28 + more));
      expect(pieces.length).toBeGreaterThan(0);
      const all = new Set(gramsOf(whole));
      expect(pieces.filter((piece) => !all.has(piece))).toEqual([]);
    }),
  );
});

test.each([
  ['what it ends with', 'https://git.example.com/zorpla'],
  ['what stands before it', 'quangbrab https://git.example.'],
])('of a thousand addresses that begin alike a quote is told apart by %s', (_, quote) => {
  const others = Array.from({ length: 1_000 }, (__, at) =>
    gramsOf(`see https://git.example.com/team${at}/pull/${at * 7} and tell the others about it`),
  );
  const pieces = gramsOf(quote);
  expect(others.filter((its) => pieces.every((piece) => its.includes(piece)))).toEqual([]);
});
