import { expect, test } from 'vitest';
import { saidBefore } from '../../../src/flow/intake/said-before.ts';
import { storesOn } from '../../../src/flow/stores.ts';
import { testDatabase } from '../../support/database.ts';

test('an approval of long ago is found by the words of the goal, whoever wrote how much since', async () => {
  const stores = storesOn(await testDatabase());
  const task = { teamId: 'T1', channelId: 'C1' };
  const said = async (ts: string, text: string) => {
    const author = { kind: 'person' as const, id: 'U2' };
    const message = { ...task, ts, threadTs: ts, author, text, mentions: [], files: [] };
    await stores.history.record({ kind: 'posted', message });
  };
  await said('1600000000.000100', 'Budget talk: I approve the Nova laptops, up to 8,000 €.');
  await said('1600000001.000100', '恒达物业的房租，我批准了。');
  for (let index = 0; index < 12; index += 1)
    await said(`170000000${index % 10}.00${index}100`, `lunch ${index}`);
  const newest = await stores.history.newest(task, { limit: 10 });
  const found = async (about: string) =>
    (await saidBefore(stores, { task, about, newest })).map(({ ts }) => ts);
  expect(await found('Order the ten Nova laptops, it was approved')).toContain('1600000000.000100');
  expect(await found('付恒达物业的房租，已经批准')).toContain('1600000001.000100');
});
