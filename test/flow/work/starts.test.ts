import { expect, test } from 'vitest';
import { newId } from '../../../src/base/id.ts';
import { blameOf } from '../../../src/flow/work/starts.ts';
import { createTaskStore } from '../../../src/task/store.ts';
import { testDatabase } from '../../support/database.ts';

const database = await testDatabase();
const tasks = createTaskStore(database);

test('three starts that come to nothing are a task’s own doing; deaths while the model is waited for are counted by themselves', async () => {
  const place = { teamId: 'T1', channelId: 'C1', threadTs: '1.1', goalTs: '1.1' };
  const opened = { ownerId: 'U1', language: 'en' as const, openedAt: new Date() };
  const { id } = await tasks.open({ id: newId(), ...place, ...opened });
  const starts = async () => blameOf(await tasks.start(id));
  for (let tries = 1; tries <= 3; tries += 1) expect(await starts()).toBeUndefined();
  expect(await starts()).toContain('three times');

  await tasks.cameOn(id);
  for (let tries = 1; tries <= 10; tries += 1) {
    expect(await starts()).toBeUndefined();
    expect(await starts()).toBeUndefined();
    await tasks.awaits(id); // Which forgets what died before it.
  }
  expect(await starts()).toContain('ten times');

  // A row that it has to show for itself forgets all of it.
  await database.run(
    `insert into task_entry (task_id, seq, kind, body, at) values ($1, 1, 'said', '{}', now())`,
    [id],
  );
  expect(await starts()).toBeUndefined();
  expect(await tasks.start(id)).toEqual({ starts: 2, asks: 0 });
});
