// The share of a request that is sent again unchanged: the goal that the window's layout was chosen for.
import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { growingWindow, slidingWindow, type TimedLine } from '../../bench/support/prefix-replay.ts';

const run = promisify(execFile);
const BENCH = fileURLToPath(new URL('../../bench/prefix.ts', import.meta.url));
const Result = z.object({ ratios: z.record(z.string(), z.number()) });

async function ratiosOf(...options: string[]) {
  const { stdout } = await run(process.execPath, [BENCH, ...options]);
  return Result.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).ratios;
}

test('the window keeps 85 % of the input at 32k and 94 % at 128k, a sliding one a fraction of it', async () => {
  const ratios = await ratiosOf('--quick');
  expect(ratios['longhand32k']).toBeGreaterThanOrEqual(0.85);
  expect(ratios['longhand128k']).toBeGreaterThanOrEqual(0.94);
  expect(ratios['sliding32k']).toBeLessThan(0.35);
});

test('an export is replayed by its own times', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'longhand-prefix-'));
  await mkdir(join(folder, 'ops'));
  const messages = Array.from({ length: 400 }, (_, index) => ({
    type: 'message',
    user: 'U1',
    ts: `${1_700_000_000 + index * 60}.000100`,
    text: `Line ${index} of the export`,
  }));
  await writeFile(join(folder, 'ops', '2023-11-14.json'), JSON.stringify(messages));
  const ratios = await ratiosOf('--export', folder, '--channel', 'ops');
  // All of it fits: nothing but the new lines and what was retrieved differs.
  expect(ratios['longhand128k']).toBeGreaterThan(0.6);
});

test('what was sent is counted to the token', () => {
  const lines: TimedLine[] = Array.from({ length: 4 }, (_, index) => ({
    at: index,
    tokens: 100,
    isCall: index % 2 === 1,
  }));
  // Two calls: 3,000 + 200 + 4,000, and 3,000 + 400 + 4,000, of which 3,200 are those of the first.
  expect(growingWindow(lines, 10_000)).toEqual({
    calls: 2,
    fresh: { retrieved: 8_000, cut: 0, said: 3_400 },
    inputTokens: 14_600,
    sameTokens: 3_200,
    warmTokens: 3_200,
    cuts: 0,
  });
  // Of a window for two messages nothing stays at its place.
  expect(slidingWindow(lines, 200)).toMatchObject({ inputTokens: 14_400, sameTokens: 3_000, cuts: 1 });
});
