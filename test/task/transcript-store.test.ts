import { expect, test } from 'vitest';
import { z } from 'zod';
import { newId } from '../../src/base/id.ts';
import { createTaskStore } from '../../src/task/store.ts';
import { createTranscriptStore } from '../../src/task/transcript-store.ts';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();
const NOW = new Date('2026-03-02T09:00:00Z');
const Entry = z.object({ kind: z.literal('said'), text: z.string() });
const transcript = createTranscriptStore(database, Entry);

test('entries come back as they were written, to the letter and in order', async () => {
  const id = await openTask('1');
  const texts = ['one', 'nul \u0000 and half \ud800', '{"b":1,"a":2}'];
  await append(id, 0, texts.slice(0, 2));
  await append(id, 2, texts.slice(2));

  const kept = await transcript.read(id);
  expect(kept.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(kept.map(({ entry }) => entry.text)).toEqual(texts);
  expect(kept[0]?.at).toEqual(NOW);
});

test('of two that believe in the same task one goes on, and nothing of the other stands', async () => {
  const id = await openTask('2');
  await append(id, 0, ['start']);
  const both = await Promise.allSettled([append(id, 1, ['a1', 'a2']), append(id, 1, ['b1', 'b2'])]);

  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const texts = (await transcript.read(id)).map(({ entry }) => entry.text);
  expect([
    ['start', 'a1', 'a2'],
    ['start', 'b1', 'b2'],
  ]).toContainEqual(texts);
});

test('one that is behind adds nothing, not even what would still fit', async () => {
  const id = await openTask('3');
  await append(id, 0, ['one', 'two']);
  await expect(append(id, 0, ['old one', 'old two', 'old three'])).rejects.toThrow('duplicate key');
  expect(await transcript.read(id)).toHaveLength(2);
});

test('a row that cannot be read is an error, not a gap', async () => {
  const id = await openTask('4');
  await database.run(
    `insert into task_entry (task_id, seq, kind, body, at) values ($1, 1, 'odd', '{"kind":"odd"}', $2)`,
    [id, NOW],
  );
  await expect(transcript.read(id)).rejects.toThrow('kind');
});

function append(taskId: string, afterSeq: number, texts: readonly string[]): Promise<void> {
  const entries = texts.map((text) => ({ kind: 'said' as const, text }));
  return database.transact((sql) =>
    createTranscriptStore(sql, Entry).append(taskId, { afterSeq, entries, at: NOW }),
  );
}

async function openTask(threadTs: string): Promise<string> {
  const { id } = await createTaskStore(database).open({
    id: newId(),
    teamId: 'T1',
    channelId: 'C1',
    threadTs,
    goalTs: threadTs,
    ownerId: 'U1',
    language: 'en',
    openedAt: NOW,
  });
  return id;
}
