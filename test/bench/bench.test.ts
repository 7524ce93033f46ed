// Every benchmark in its short form: it starts what it measures, ends it, and prints what can be read on.
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';

const run = promisify(execFile);
const FOLDER = new URL('../../bench/', import.meta.url);
const LONGEST_MS = 120_000;

const Result = z.object({
  bench: z.string(),
  machine: z.object({ cores: z.number().positive(), node: z.string(), postgres: z.string().min(1) }),
  ratios: z.record(z.string(), z.number().positive()),
  figures: z.unknown(),
});

async function bench(name: string, ...options: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [fileURLToPath(new URL(`${name}.ts`, FOLDER)), ...options]);
  return stdout;
}

async function quickly(name: string) {
  const lines = (await bench(name, '--quick')).trim().split('\n');
  const result = Result.parse(JSON.parse(lines.at(-1) ?? ''));
  expect(result.bench).toBe(name);
  expect(lines[0]).toContain(`Postgres ${result.machine.postgres}`);
  return result;
}

test('the first sign is timed beside the echo app', { timeout: LONGEST_MS }, async () => {
  const { ratios } = await quickly('first-sign');
  expect(Object.keys(ratios)).toEqual(['ackP50', 'ackP95', 'signP50', 'signP95']);
});

test('recording is timed beside bare inserts, in both languages', { timeout: LONGEST_MS }, async () => {
  const { ratios } = await quickly('record');
  const durable = ['english1', 'english8', 'chinese1', 'chinese8'];
  expect(Object.keys(ratios)).toEqual([...durable, ...durable.map((name) => `${name}NoDisk`)]);
});

test(
  'an import keeps every message of an export once, and is timed beside bare inserts',
  { timeout: LONGEST_MS },
  async () => {
    const { figures } = await quickly('import');
    const { messages, ...rest } = z.looseObject({ messages: z.number().positive() }).parse(figures);
    expect(rest).toMatchObject({
      kept: messages,
      first: { messages },
      again: { messages: 0 },
      bare: { messages },
    });
  },
);

test('at rest the memory is known, and the model is not asked', { timeout: LONGEST_MS }, async () => {
  const { ratios, figures } = await quickly('at-rest');
  expect(Object.keys(ratios)).toEqual(['alone', 'whole']);
  expect(figures).toMatchObject({ alone: { asked: { model: 0 } } });
});

test(
  'documents are timed, and each row of each story says what its file says, with its place; what contradicts itself is found',
  { timeout: LONGEST_MS },
  async () => {
    const { ratios, figures } = await quickly('documents');
    expect(Object.keys(ratios)).toEqual(['threads', 'fanOut']);
    // A second time nothing is asked, and what failed is read again alone.
    const once = { again: { requests: 0 }, failed: { requests: 0 } };
    expect(figures).toMatchObject({
      stories: [
        { coverage: '12 of 15 read; 3 encrypted', ...once, failed: { rows: 3 }, disagreements: 0 },
        { coverage: '3 of 3 read', ...once, disagreements: 0 },
        // One report says another revenue on its last page, in Chinese, in another part of it.
        { coverage: '2 of 2 read', ...once, disagreements: 1 },
      ],
    });
  },
);

test('sandboxes and charts are timed beside a bare process', { timeout: LONGEST_MS }, async () => {
  const lines = (await bench('sandbox', '--rounds', '1')).trim().split('\n');
  const { ratios } = Result.omit({ machine: true }).parse(JSON.parse(lines.at(-1) ?? ''));
  expect(Object.keys(ratios)).toEqual(
    expect.arrayContaining(['bash', 'javascript', 'python', 'firstChart', 'chart']),
  );
});

test(
  'a Longhand that is killed, at a row and beside another one, loses nothing and does nothing twice',
  { timeout: LONGEST_MS },
  async () => {
    const { figures } = await quickly('crash');
    const whole = {
      lostTasks: 0,
      lostSteps: 0,
      doubledEffects: 0,
      doubledPosts: 0,
      unknownNotShown: 0,
      faults: [],
    };
    expect(figures).toMatchObject([
      { name: 'before each commit', kills: 1, ...whole },
      { name: 'at random, two processes', kills: 2, ...whole },
    ]);
  },
);

test(
  'tasks are timed beside bare inserts, and those that wait cost nothing',
  { timeout: LONGEST_MS },
  async () => {
    const { ratios, figures } = await quickly('tasks');
    expect(Object.keys(ratios)).toEqual(['turnsToInserts']);
    expect(figures).toMatchObject({ waiting: { after: { transactionsASecond: expect.any(Number) } } });
  },
);

test('every benchmark says what it measures and what can be set', async () => {
  const names = (await readdir(FOLDER))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3));
  expect(names).toEqual(expect.arrayContaining(['at-rest', 'first-sign', 'record']));
  for (const name of names) {
    const help = await bench(name, '--help');
    expect(help).toContain(`node bench/${name}.ts [--quick]`);
    expect(help).toContain('--quick');
  }
});

test('an option that no benchmark has is refused with the help', async () => {
  const refused = await bench('record', '--loud').catch((error: unknown) =>
    z.object({ code: z.number(), stdout: z.string() }).parse(error),
  );
  expect(refused).toMatchObject({ code: 2, stdout: expect.stringContaining('node bench/record.ts') });
});
