// Addresses: where links may lead, and where one is in the page.
import { expect, test } from 'vitest';
import { toHash, toRoute } from '../../../src/workspace/page/route.ts';
import { safeUrl, toFileId, toMessageAddress } from '../../../src/workspace/page/safe-url.ts';

test('a permalink leads to its message and its thread', () => {
  expect(
    toMessageAddress('https://x.slack.com/archives/C05A/p1700000000000100?thread_ts=1699.5&cid=C05A'),
  ).toEqual({
    channel: 'C05A',
    ts: '1700000000.000100',
    thread: '1699.5',
  });
  expect(toMessageAddress('https://x.example/archives/readme')).toBeUndefined();
});

test('a private file is asked for by its id', () => {
  expect(toFileId('http://127.0.0.1:4100/files-pri/T05H-F0123AB/offer.pdf')).toBe('F0123AB');
  expect(toFileId('http://127.0.0.1:4100/files-pri/T05H-F0123AB/download/offer.pdf')).toBe('F0123AB');
  expect(toFileId('https://example.com/FAQ')).toBeUndefined();
});

test('only the web and mail are safe', () => {
  expect(safeUrl('HTTPS://a.example')).toBe('HTTPS://a.example');
  expect(safeUrl('mailto:a@b.example')).toBe('mailto:a@b.example');
  for (const address of ['javascript:alert(1)', ' https://a.example', '//a.example', 'https://a b'])
    expect(safeUrl(address)).toBeUndefined();
});

test('a place in the page survives its own address', () => {
  for (const route of [
    { channel: 'C1', thread: '17.5', focus: '18.5' },
    { channel: 'C1', thread: undefined, focus: '18.5' },
    { channel: 'C1', thread: undefined, focus: undefined },
    { channel: undefined, thread: undefined, focus: undefined },
  ])
    expect(toRoute(toHash(route))).toEqual(route);
});
