import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineTool } from '../../src/agent/tool.ts';

const CONTEXT = {
  task: { id: 't', teamId: 'T1', channelId: 'C1', threadTs: '1.1', requesterId: 'U1' },
  callId: 'call-1',
  confirm: async () => {},
  signal: new AbortController().signal,
  wasShown: () => true,
  sourceOf: () => undefined,
};
const count = defineTool({
  name: 'count_letters',
  description: 'Counts',
  effect: 'read',
  input: z.object({ word: z.string().min(2).describe('What is counted'), from: z.number().default(0) }),
  says: ({ word }) => `Counting "${word}"`,
  run: async ({ word, from }) => ({ text: String(word.length - from) }),
});

test('an input that is understood says what will be done, and is done with the defaults filled in', async () => {
  const prepared = count.prepare({ word: 'offer' });
  if (prepared.kind !== 'ready') throw new Error(prepared.reason);
  expect(prepared.says).toBe('Counting "offer"');
  expect(await prepared.run(CONTEXT)).toEqual({ text: '5' });
});

test.each([undefined, null, 'offer', [], {}, { word: 'a' }, { word: 7 }])(
  'an input that is not understood is words for the model: %j',
  (input) => {
    const prepared = count.prepare(input);
    expect(prepared).toMatchObject({
      kind: 'not-understood',
      reason: expect.stringContaining('Input not understood'),
    });
  },
);

test('a tool without a look-up has none', () => {
  expect('settle' in count).toBe(false);
});
