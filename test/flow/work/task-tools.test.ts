// What a task can call: ours before anybody else's, and a stand-in for what has gone while it was at something.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineTool, type Tool } from '../../../src/agent/tool.ts';
import { createTaskTools, withBegun } from '../../../src/flow/work/task-tools.ts';
import type { Effect } from '../../../src/guard/effect-store.ts';
import { call } from '../../tools/support/context.ts';

const tool = (name: string, text: string): Tool =>
  defineTool({
    name,
    description: '',
    effect: 'read',
    input: z.object({}),
    says: () => name,
    run: async () => ({ text }),
  });

test('nobody’s server puts a tool in the place of one of ours, and the same tools are the same bytes', async () => {
  const served = [
    tool('read_file', 'theirs'),
    tool('submit_intake', 'theirs'),
    tool('tracker_find', 'found'),
  ];
  const shown: number[] = [];
  const toolsOf = createTaskTools({
    own: [tool('read_file', 'ours')],
    served: async ({ channelId }) => (channelId === 'C0OPS' ? served : []),
    showing: (tools) => shown.push(tools.length),
  });
  const here = await toolsOf({ teamId: 'T', channelId: 'C0OPS' });
  const there = await toolsOf({ teamId: 'T', channelId: 'C0OTHER' });
  expect([...here.toolbox.keys()]).toEqual(['read_file', 'tracker_find']);
  expect([...there.toolbox.keys()]).toEqual(['read_file']);
  const ours = here.toolbox.get('read_file');
  expect(ours && (await call(ours, {}))).toEqual({ text: 'ours' });
  expect(await toolsOf({ teamId: 'T', channelId: 'C0OPS' })).toBe(here);
  expect(shown).toEqual([4, 5]);
});

test('what a tool had begun that is there no more is not forgotten: a stand-in leads to the question how it ended', async () => {
  const begun: Effect = {
    key: 'k',
    callId: 'call_1',
    tool: 'tracker_create',
    what: 'tracker: create',
    state: 'intended',
    outcome: null,
    intendedAt: new Date(),
    undoWishedBy: undefined,
    undoFailed: undefined,
  };
  const toolbox = new Map([['read_file', tool('read_file', 'ours')]]);
  const calls = [
    { id: 'call_1', name: 'tracker_create', arguments: '{}' },
    { id: 'call_2', name: 'tracker_find', arguments: '{}' },
  ];
  const standing = await withBegun(toolbox, calls, async () => [begun]);
  expect([...standing.keys()]).toEqual(['read_file', 'tracker_create']);
  const standIn = standing.get('tracker_create');
  expect(standIn?.prepare({})).toMatchObject({ kind: 'ready', says: 'tracker: create' });
  expect(standIn).not.toHaveProperty('settle'); // Nobody can look it up: a person is asked.
  expect(standIn && (await call(standIn, {}))).toMatchObject({ failed: true });
  expect(await withBegun(toolbox, calls.slice(1), async () => [begun])).toBe(toolbox);
});
