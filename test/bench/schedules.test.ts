// The month of killed processes in its short form: a day, two processes, some kills.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const BENCH = fileURLToPath(new URL('../../bench/schedules.ts', import.meta.url));

test(
  'over processes that die nothing runs twice, and every due time has a row',
  { timeout: 120_000 },
  async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [BENCH, '--quick']);
    const result: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    expect(result).toMatchObject({ bench: 'schedules', figures: { doubled: 0, missing: 0 } });
    expect(result).toHaveProperty('figures.kills', expect.any(Number));
  },
);
