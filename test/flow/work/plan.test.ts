// What people see of a task's sources while it works, folded from its transcript.
import { expect, test } from 'vitest';
import type { Entry } from '../../../src/agent/entry.ts';
import { sourcesIn } from '../../../src/flow/work/plan.ts';

const at = new Date('2026-11-27T09:00:00Z');
const read = (tool: string, ...refs: readonly string[]): { seq: number; at: Date; entry: Entry } => ({
  seq: 1,
  at,
  entry: {
    kind: 'result',
    callId: 'c1',
    tool,
    text: '',
    isFailed: false,
    sources: refs.map((ref) => ({ ref, label: `label of ${ref}`, url: `https://example.com/${ref}` })),
  },
});

test('each file counts once, and those that were read last are named, newest first; what a search found was not read', () => {
  const { count, latest } = sourcesIn([
    read('read_file', 'f:F0A#p1', 'f:F0A#p2'),
    read('fetch_page', 'w:one', 'w:two'),
    read('read_file', 'f:F0B', 'f:F0A#p3'),
    read('search_web', 'w:found', 'w:one'),
  ]);
  expect(count).toBe(5);
  expect(latest.map(({ label }) => label)).toEqual(['label of f:F0A#p3', 'label of f:F0B', 'label of w:two']);
  expect(sourcesIn([])).toEqual({ count: 0, latest: [] });
});
