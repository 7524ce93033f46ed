// Pages as a task read them: once for each content, and no more words of one task than are kept.
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createCaptureStore } from '../../src/task/capture-store.ts';
import { createTaskStore } from '../../src/task/store.ts';
import { testDatabase } from '../support/database.ts';

const PLACE = { teamId: 'T1', channelId: 'C1' };
const at = new Date('2026-11-27T09:00:00Z');

test('the words of a task are kept up to a limit; beyond it a page has its hash and its time alone', async () => {
  const database = await testDatabase();
  const [taskId, other] = ['0b7e7a1e-0000-4000-8000-000000000001', '0b7e7a1e-0000-4000-8000-000000000002'];
  for (const id of [taskId, other])
    await createTaskStore(database).open({
      ...PLACE,
      id,
      threadTs: id,
      goalTs: id,
      ownerId: 'U1',
      language: 'en',
      openedAt: at,
    });
  const captures = createCaptureStore(database, 10_000);
  // Random, so that it is as long in the database as here.
  const page = (number: number) => ({
    url: `https://example.com/${number}`,
    title: `Page ${number}`,
    text: randomBytes(4_000).toString('base64'),
    sha256: String(number),
    at,
  });
  const pages = [1, 2, 3, 4].map(page);
  const ids: string[] = [];
  for (const one of pages) ids.push(await captures.save(taskId, one));
  const found = await Promise.all(ids.map((id) => captures.find({ ...PLACE, taskId, id })));
  expect(found.map((one) => one?.text)).toEqual([pages[0]?.text, pages[1]?.text, '', '']);
  expect(found.at(-1)).toMatchObject({ title: 'Page 4', sha256: '4', at });
  // What has no words is read again instead of being shown as an empty page.
  expect(await captures.newest(taskId, 'https://example.com/3')).toBeUndefined();
  expect(await captures.newest(taskId, 'https://example.com/2')).toMatchObject({ text: pages[1]?.text });

  await captures.save(other, page(5));
  expect((await captures.newest(other, 'https://example.com/5'))?.text).toHaveLength(5_336);
});
