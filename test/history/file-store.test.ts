import { expect, test } from 'vitest';
import { createFileStore } from '../../src/history/file-store.ts';
import type { SharedFile } from '../../src/history/message.ts';
import { createHistoryStore } from '../../src/history/store.ts';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();
const files = createFileStore(database);
const OPS = { teamId: 'T1', channelId: 'C-ops' };
const OFFER: SharedFile = {
  id: 'F1',
  name: 'offer.pdf',
  mimetype: 'application/pdf',
  bytes: 3_000_000_000,
  downloadUrl: 'https://f/1',
};

test('a file is found in the channels it was shared in, newest first, and nowhere else', async () => {
  await share('C-ops', '100.000001', OFFER);
  await share('C-ops', '200.000001', { ...OFFER, id: 'F2', name: 'late.csv' });
  await share('C-secret', '300.000001', { ...OFFER, id: 'F3' });

  expect((await files.list(OPS, 10)).map(({ id }) => id)).toEqual(['F2', 'F1']);
  expect(await files.list(OPS, 1)).toHaveLength(1);
  expect(await files.find(OPS, 'F1')).toEqual({
    ...OFFER,
    channelId: 'C-ops',
    ts: '100.000001',
    sharedBy: 'U1',
  });
  expect(await files.find(OPS, 'F3')).toBeUndefined();
  expect(await files.downloadUrl({ teamId: 'T1', fileId: 'F3' })).toBe('https://f/1');
});

test('with its message a file goes', async () => {
  await share('C-gone', '100.000001', { ...OFFER, id: 'F9' });
  const gone = { teamId: 'T1', channelId: 'C-gone' };
  await createHistoryStore(database).record({
    kind: 'deleted',
    ref: { ...gone, ts: '100.000001' },
    deletedAt: new Date(200_000),
  });

  expect(await files.find(gone, 'F9')).toBeUndefined();
  expect(await files.list(gone, 10)).toEqual([]);
});

test('pages are kept once, in order, with any text', async () => {
  const file = { teamId: 'T1', fileId: 'F1' };
  expect(await files.loadPages(file)).toBeUndefined();
  await files.savePages(file, {
    sha256: 'a1',
    pages: [
      { kind: 'page', place: 'p. 1', text: 'one\u0000 \ud800' },
      { kind: 'page', place: 'sheet \u0000“Q1\udc00”', text: '' },
    ],
  });
  await files.savePages(file, { sha256: 'a1', pages: [{ kind: 'page', place: 'p. 1', text: 'other' }] });

  expect(await files.loadPages(file)).toEqual([
    { kind: 'page', place: 'p. 1', text: 'one \ufffd' },
    { kind: 'page', place: 'sheet “Q1\ufffd”', text: '' },
  ]);
});

test('the same content under another name is read once, and new content is not taken for the old', async () => {
  const first = { teamId: 'T1', fileId: 'F20' };
  const again = { teamId: 'T1', fileId: 'F21' };
  await files.savePages(first, { sha256: 'b1', pages: [{ kind: 'page', place: 'p. 1', text: 'the offer' }] });

  expect(await files.adoptPages(again, 'b1')).toEqual([{ kind: 'page', place: 'p. 1', text: 'the offer' }]);
  expect(await files.loadPages(again)).toEqual([{ kind: 'page', place: 'p. 1', text: 'the offer' }]);
  expect(await files.adoptPages({ ...again, teamId: 'T2' }, 'b1')).toBeUndefined();
  expect(await files.adoptPages(again, 'b2')).toBeUndefined();
  expect(await files.loadPages(again)).toBeUndefined();
});

async function share(channelId: string, ts: string, file: SharedFile): Promise<void> {
  await createHistoryStore(database).record({
    kind: 'posted',
    message: {
      teamId: 'T1',
      channelId,
      ts,
      threadTs: ts,
      author: { kind: 'person', id: 'U1' },
      text: '',
      mentions: [],
      files: [file],
    },
  });
}
