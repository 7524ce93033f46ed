// What becomes of pages without text: shown where the reader sees, and said where it does not.
import { expect, test } from 'vitest';
import { pictured, type PageOfFile } from '../../../src/flow/reading/pictured.ts';

const page = (number: number, text = ''): PageOfFile => ({
  ref: `f:F0#p${number}`,
  place: `p. ${number}`,
  text,
  wanted: { page: number },
});
const drawn = { kind: 'drawn' as const, bytes: new Uint8Array([1, 2]) };

test('a reader that does not see is told so, and reads what text there is', async () => {
  const scan = await pictured([page(1), page(2)], () => undefined);
  expect(scan).toMatchObject({
    kind: 'unread',
    why: 'picture',
    reason: expect.stringContaining('cannot see'),
  });
  const half = [page(1, 'Cover letter'), page(2)];
  expect(await pictured(half, () => undefined)).toEqual({ kind: 'pages', pages: half });
});

test('only pages without text are drawn, and one that cannot be stays without', async () => {
  const asked: number[] = [];
  const shown = await pictured([page(1), page(2, 'text'), page(3)], async (wanted) => {
    asked.push(...wanted.map(({ page: number }) => number));
    return { kind: 'found', pictures: [drawn, { kind: 'failed', reason: 'it is broken' }] };
  });
  expect(asked).toEqual([1, 3]);
  if (shown.kind !== 'pages') throw new Error(shown.reason);
  expect(shown.pages.map(({ picture }) => picture?.base64)).toEqual(['AQI=', undefined, undefined]);
});

test.each([
  ['too long a scan', Array.from({ length: 41 }, (_, at) => page(at + 1)), 'too-large'],
  ['a scan of which nothing can be drawn', [page(1)], 'broken'],
  ['a sheet with nothing in it', [{ ref: 'f:F0#A', place: 'A', text: ' ' }], 'empty'],
])('%s says why it is not read', async (_, pages, why) => {
  const failed = { kind: 'failed' as const, reason: 'it is broken' };
  expect(await pictured(pages, async () => ({ kind: 'found', pictures: [failed] }))).toMatchObject({ why });
});
