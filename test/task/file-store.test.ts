// A task's files: kept to the byte, replaced by name, within bounds.
import { expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { createTaskFileStore } from '../../src/task/file-store.ts';
import { createTaskStore } from '../../src/task/store.ts';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();
const files = createTaskFileStore(database);
const AT = new Date('2026-11-26T09:00:00Z');
const bytesOf = (text: string) => new TextEncoder().encode(text);

async function aTask(): Promise<string> {
  const task = await createTaskStore(database).open({
    id: newId(),
    teamId: 'T1',
    channelId: 'C1',
    threadTs: newId(),
    goalTs: '1.1',
    ownerId: 'U1',
    language: 'en',
    openedAt: AT,
  });
  return task.id;
}

test('what was saved is read to the byte, text or not', async () => {
  const taskId = await aTask();
  const kept = [
    { name: 'a.csv', bytes: bytesOf('\ufeff城市,n\r\nParis,2\n') },
    { name: 'empty.txt', bytes: bytesOf('') },
    { name: 'nul.txt', bytes: bytesOf('a\u0000b') },
    { name: 'out/plot.png', bytes: Uint8Array.from([0x89, 0x50, 0, 255, 254]), words: 'Sales\u0000' },
  ];
  expect(await files.save(taskId, kept, AT)).toEqual({ kind: 'saved' });
  for (const { name, bytes } of kept) expect(await files.read(taskId, name)).toEqual({ name, bytes });

  await files.save(taskId, [{ name: 'a.csv', bytes: bytesOf('n\n3\n') }], AT);
  expect(await files.list(taskId)).toEqual([
    { name: 'a.csv', bytes: 4 },
    { name: 'empty.txt', bytes: 0 },
    { name: 'nul.txt', bytes: 3 },
    { name: 'out/plot.png', bytes: 5 },
  ]);
  expect(await files.read(await aTask(), 'a.csv')).toBeUndefined();
});

test('what is too much is not saved, and nothing of it', async () => {
  const taskId = await aTask();
  const many = Array.from({ length: 201 }, (_, index) => ({ name: `${index}.txt`, bytes: bytesOf('x') }));
  const large = { name: 'large.bin', bytes: new Uint8Array(25_000_001) };
  expect(await files.save(taskId, many, AT)).toMatchObject({ kind: 'too-much' });
  expect(await files.save(taskId, [{ name: 'a', bytes: bytesOf('a') }, large], AT)).toEqual({
    kind: 'too-much',
    reason: 'large.bin is larger than 25 MB',
  });
  expect(await files.list(taskId)).toEqual([]);
});
