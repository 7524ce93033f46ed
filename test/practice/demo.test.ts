import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { createPracticeModel, type PracticeModel } from '../../src/practice/server.ts';
import { demoWorld } from './support/demo.ts';
import { run } from './support/world.ts';

let model: PracticeModel;
beforeAll(async () => {
  model = await createPracticeModel({ clock: systemClock, log: silentLog });
});
afterAll(() => model.close());

test('recommends the right one of the three vendor offers of the demo workspace', async () => {
  const course = await run(
    await demoWorld(
      'procurement',
      '@Longhand compare the three vendor offers in this channel and recommend one',
    ),
    model,
  );
  expect(course.result).toMatch(/^\*\*I recommend Lindenhof CRM/);
});

test('recommends the right one of the three quotes, in Chinese', async () => {
  const course = await run(
    await demoWorld('sales-cn', '@Longhand 对比这三家快递的报价，按四个要求做一张表，推荐一家'),
    model,
  );
  expect(course.result).toMatch(/^\*\*推荐 云帆速运/);
});
