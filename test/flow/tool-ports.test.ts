// What the search tool finds in a real history: by words, and letter for letter.
import { expect, test } from 'vitest';
import { createTransact } from '../../src/flow/stores.ts';
import { createToolPorts } from '../../src/flow/tool-ports.ts';
import { testDatabase } from '../support/database.ts';

test('words are found by what they mean to say, and text as it stands only where it stands', async () => {
  const database = await testDatabase();
  const channel = { teamId: 'T1', channelId: 'C1' };
  const texts = [
    'The deploy of build-7f3a91 failed.',
    'We deployed again, and builds are green.',
    '部署失败了，明天再试',
  ];
  await createTransact(database)(async ({ history }) => {
    for (const [index, text] of texts.entries()) {
      const ts = `${1_790_000_000 + index}.000100`;
      await history.record({
        kind: 'posted',
        message: {
          ...channel,
          ts,
          threadTs: ts,
          author: { kind: 'person', id: 'U1' },
          text,
          mentions: [],
          files: [],
        },
      });
    }
  });
  const { history } = createToolPorts({
    database,
    permalink: () => undefined,
    download: async () => ({ kind: 'failed', reason: 'none' }),
  });
  const find = async (words: string, isExact: boolean) =>
    (await history.search({ ...channel, requesterId: 'U1', words, isExact, limit: 5 })).map(
      ({ hit }) => hit.line.split(': ')[1],
    );
  expect((await find('deployment failing', false))[0]).toBe(texts[0]);
  expect(await find('build-7f3a91', true)).toEqual([texts[0]]);
  expect(await find('build-7f3a92', true)).toEqual([]);
  expect((await find('部署失败', false))[0]).toBe(texts[2]);
});
