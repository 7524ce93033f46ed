import { expect, test } from 'vitest';
import { createFileStore } from '../../../src/history/file-store.ts';
import {
  excerptAround,
  hashWordlessPages,
  searchPages,
} from '../../../src/history/search/page-words-store.ts';
import { createHistoryStore } from '../../../src/history/store.ts';
import { testDatabase } from '../../support/database.ts';

const database = await testDatabase();
const files = createFileStore(database);
const history = createHistoryStore(database);
const OPS = { teamId: 'T1', channelId: 'C-ops' };

async function shares(
  { channelId, id, name, ts }: { channelId: string; id: string; name: string; ts: string },
  pages: readonly string[],
): Promise<void> {
  await history.record({
    kind: 'posted',
    message: {
      teamId: 'T1',
      channelId,
      ts,
      threadTs: ts,
      author: { kind: 'person', id: 'U1' },
      text: '',
      mentions: [],
      files: [{ id, name, mimetype: 'application/pdf', bytes: 9, downloadUrl: 'https://f' }],
    },
  });
  await files.savePages(
    { teamId: 'T1', fileId: id },
    {
      sha256: `sha-${id}`,
      pages: pages.map((text, index) => ({ kind: 'page' as const, place: `p. ${index + 1}`, text })),
    },
  );
}

const LEASE = [
  'Lease of the hall.\nParties: Harbour and Quay.',
  'Rent: 4,200 a month.\nEither side may give notice of three months to the end of a quarter.\nKeys: four.',
];
await shares({ channelId: 'C-ops', id: 'F1', name: 'lease.pdf', ts: '100.000001' }, LEASE);
await shares({ channelId: 'C-ops', id: 'F2', name: '合同.pdf', ts: '200.000001' }, [
  '本合同的租期为三年。提前解约须提前三个月书面通知。',
]);
await shares({ channelId: 'C-secret', id: 'F3', name: 'secret.pdf', ts: '300.000001' }, [
  'Notice of three months, secretly.',
]);
const ask = (words: string, more: object = {}) => searchPages(database, { ...OPS, words, limit: 4, ...more });

test('a page is found by the words on it, with the lines around them, in its own channel only', async () => {
  expect(await ask('notice months')).toEqual([
    {
      fileId: 'F1',
      name: 'lease.pdf',
      ts: '100.000001',
      kind: 'page',
      page: 2,
      place: 'p. 2',
      excerpt: 'Either side may give notice of three months to the end of a quarter.\nKeys: four.',
    },
  ]);
  expect((await ask('提前解约要通知多久')).map(({ fileId }) => fileId)).toEqual(['F2']);
  expect(await ask('parking garage')).toEqual([]);
  // One common word of several is not what was asked for.
  expect(await ask('three blue elephants dancing')).toEqual([]);
});

test('time and person limit it as they limit messages', async () => {
  expect(await ask('notice', { beforeTs: '100.000001' })).toEqual([]);
  expect(await ask('notice', { authorId: 'U2' })).toEqual([]);
  expect(await ask('notice', { afterTs: '099.000001', authorId: 'U1' })).toHaveLength(1);
});

test('what was read before words were kept gets them, once', async () => {
  await database.run(`update content_page set words = null where sha256 = 'sha-F1'`, []);
  expect(await ask('notice')).toEqual([]);
  expect(await hashWordlessPages(database)).toBe(2);
  expect(await hashWordlessPages(database)).toBe(0);
  expect(await ask('notice')).toHaveLength(1);
});

test('with its message a page goes from what is found', async () => {
  await history.record({
    kind: 'deleted',
    ref: { ...OPS, ts: '200.000001' },
    deletedAt: new Date(400_000),
  });
  expect(await ask('提前解约')).toEqual([]);
});

test('an excerpt is bounded, also of one endless line, and of a page without the words', () => {
  expect(excerptAround('x'.repeat(5_000), 'notice').length).toBeLessThanOrEqual(400);
  expect(excerptAround('', 'notice')).toBe('');
  expect(excerptAround('Rent: 1.5 a day. Notice: 2.5 months. Keys: 4.', 'notice')).toBe(
    'Notice: 2.5 months. Keys: 4.',
  );
  expect(excerptAround(`${'word '.repeat(400)}\nthe notice`, 'notice')).toBe('the notice');
});
