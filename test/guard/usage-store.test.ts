import { expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { createUsageStore } from '../../src/guard/usage-store.ts';
import { createTaskStore } from '../../src/task/store.ts';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();
const usage = createUsageStore(database);
const MORNING = new Date('2026-03-02T09:00:00Z');
const NOON = new Date('2026-03-02T12:00:00Z');

test('a task costs the sum of its responses, from a point in time on', async () => {
  const taskId = await openTask('1');
  await usage.add(rowOf(taskId, 1, { inputTokens: 2_000_000_000, usd: 0.25 }));
  await usage.add(rowOf(taskId, 2, { inputTokens: 2_000_000_000, usd: 0.5, at: NOON }));

  expect(await usage.total(taskId, MORNING)).toEqual({
    inputTokens: 4_000_000_000,
    outputTokens: 14,
    usd: 0.75,
  });
  expect(await usage.total(taskId, NOON)).toEqual({ inputTokens: 2_000_000_000, outputTokens: 7, usd: 0.5 });
  expect(await usage.total(newId(), MORNING)).toEqual({ inputTokens: 0, outputTokens: 0, usd: 0 });
});

test('one response without a price makes the price unknown, not smaller', async () => {
  const taskId = await openTask('2');
  await usage.add(rowOf(taskId, 1, { usd: 0.25 }));
  await usage.add(rowOf(taskId, 2, { usd: undefined }));
  expect((await usage.total(taskId, MORNING)).usd).toBeUndefined();
});

test('a response is counted once', async () => {
  const taskId = await openTask('3');
  await usage.add(rowOf(taskId, 1, {}));
  await expect(usage.add(rowOf(taskId, 1, {}))).rejects.toThrow('duplicate key');
});

test('the calibration of a model is the one that was saved last', async () => {
  expect(await usage.calibration('kimi-k3')).toBeUndefined();
  await usage.saveCalibration('kimi-k3', { ratio: 1.2, samples: 1 });
  await usage.saveCalibration('kimi-k3', { ratio: 1.1, samples: 2 });
  expect(await usage.calibration('kimi-k3')).toEqual({ ratio: 1.1, samples: 2 });
});

function rowOf(
  taskId: string,
  seq: number,
  parts: { inputTokens?: number; usd?: number | undefined; at?: Date },
) {
  return {
    taskId,
    seq,
    model: 'm',
    inputTokens: 10,
    cachedTokens: 3,
    outputTokens: 7,
    usd: 0,
    at: MORNING,
    ...parts,
  };
}

async function openTask(threadTs: string): Promise<string> {
  const thread = { teamId: 'T1', channelId: 'C1', threadTs, goalTs: threadTs };
  const { id } = await createTaskStore(database).open({
    ...thread,
    id: newId(),
    ownerId: 'U1',
    language: 'en',
    openedAt: MORNING,
  });
  return id;
}
