import { expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { createPostOnce, type FilePoster, type FileVisibility } from '../../src/tools/files/post-once.ts';
import { createPostFile } from '../../src/tools/post-file.ts';
import { createKeepFile } from '../../src/tools/write/keep-file.ts';
import { keptFiles } from './support/kept-files.ts';
import { call, contextOf } from './support/context.ts';

/** A thread that keeps what was posted into it, and can lose its answer before or after a file is seen. */
function startThread({ loses }: { loses?: 'before-id' | 'before-sharing' | 'after-sharing' } = {}) {
  const remembered = new Map<string, string>();
  const shared = new Map<string, { name: string; text: string }>();
  let sight: FileVisibility['kind'] | undefined;
  const poster: FilePoster = {
    async post(file) {
      if (loses === 'before-id') throw new Error('socket hang up');
      await file.onFileId('F0NEW');
      if (loses === 'before-sharing') throw new Error('socket hang up');
      await file.confirm();
      shared.set('F0NEW', { name: file.name, text: new TextDecoder().decode(file.bytes) });
      if (loses === 'after-sharing') throw new Error('socket hang up');
      return { kind: 'posted', fileId: 'F0NEW', url: 'https://acme.slack.com/files/F0NEW' };
    },
    remove(fileId) {
      if (sight === 'unknown') return Promise.resolve({ kind: 'refused', reason: 'cant_delete_file' });
      shared.delete(fileId);
      return Promise.resolve({ kind: 'gone' });
    },
    find({ fileId }) {
      const file = shared.get(fileId);
      if (sight === 'unknown') return Promise.resolve({ kind: 'unknown' });
      return Promise.resolve(
        file === undefined ? { kind: 'not-shared' } : { kind: 'shared', name: file.name },
      );
    },
  };
  const postOnce = createPostOnce({
    poster,
    posted: {
      remember: (key, fileId) => {
        remembered.set(key, fileId);
        return Promise.resolve();
      },
      recall: (key) => Promise.resolve(remembered.get(key)),
    },
  });
  const { taskFiles, names } = keptFiles(
    { name: 'out/plot.png', text: 'PNG' },
    { name: 'run.exe', text: 'MZ' },
  );
  const keepFile = createKeepFile({ taskFiles, clock: systemClock });
  const tool = createPostFile({ postOnce, taskFiles, keepFile });
  return { tool, shared, names, hide: () => (sight = 'unknown') };
}

const csv = { name: 'offers.csv', content: 'Vendor,Price\nA,4180\n' };

test('a file is posted once into the thread and can be cited', async () => {
  const { tool, shared, names } = startThread();
  const outcome = await call(tool, csv, { key: 'key-1' });
  expect(outcome).toEqual({
    text: 'Posted offers.csv into the thread as [f:F0NEW].',
    sources: [{ ref: 'f:F0NEW', label: 'offers.csv', url: 'https://acme.slack.com/files/F0NEW' }],
  });
  expect([...shared.values()]).toEqual([{ name: 'offers.csv', text: csv.content }]);
  expect(tool.effect).toBe('seen');
  expect(names()).toContain('offers.csv');
});

test('what the task made before is posted by its name, without its folder', async () => {
  const { tool, shared } = startThread();
  await call(tool, { name: 'f:out/plot.png', title: 'The plot' }, { key: 'key-1' });
  expect([...shared.values()]).toEqual([{ name: 'plot.png', text: 'PNG' }]);
});

test.each([
  ['before-id', 'not-done'],
  ['before-sharing', 'not-seen'],
  ['after-sharing', 'done'],
] as const)('an answer lost %s settles as %s', async (loses, kind) => {
  const { tool } = startThread({ loses });
  await expect(call(tool, csv, { key: 'key-1' })).rejects.toThrow('hang up');
  expect(await tool.settle?.('key-1', contextOf())).toMatchObject({ kind });
});

test('what cannot be found out is left to a person', async () => {
  const { tool, hide } = startThread({ loses: 'after-sharing' });
  await expect(call(tool, csv, { key: 'key-1' })).rejects.toThrow('hang up');
  hide();
  expect(await tool.settle?.('key-1', contextOf())).toEqual({ kind: 'unknown' });
});

test.each([
  ['../../etc/passwd.txt', 'passwd.txt'],
  ['C:\\temp\\report.MD', 'report.md'],
  ['..hidden.csv', 'hidden.csv'],
  ['re\u202eport\u0000 .json.txt', 'report .json.txt'],
  ['报价 比较.csv', '报价 比较.csv'],
])('the name %j becomes %j', async (written, name) => {
  const { tool, shared } = startThread();
  await call(tool, { ...csv, name: written }, { key: 'key-1' });
  expect(shared.get('F0NEW')?.name).toBe(name);
});

test.each([
  [{ ...csv, name: 'run.exe' }, 'must end in'],
  [{ ...csv, name: '.csv' }, 'must end in'],
  [{ ...csv, name: 'report' }, 'must end in'],
  [{ name: 'x.json', content: '{not json' }, 'not valid JSON'],
  [{ name: 'x.csv' }, 'There is no file "x.csv" in this task (those that are: out/plot.png, run.exe)'],
  [{ name: 'run.exe' }, 'are not posted'],
  [{ name: 'x.docx', content: '![plot](none.png)' }, 'There is no file "none.png" in this task'],
])('nothing is posted of %j', async (input, words) => {
  const { tool, shared } = startThread();
  expect(await call(tool, input, { key: 'key-1' })).toMatchObject({
    failed: true,
    text: expect.stringContaining(words),
  });
  expect(shared.size).toBe(0);
});

test('without a key in the ledger nothing is posted', async () => {
  const { tool, shared } = startThread();
  await expect(call(tool, csv)).rejects.toMatchObject({ code: 'tool/effect-without-key' });
  expect(shared.size).toBe(0);
});

test('a process that is no longer the owner notices before anybody can see the file', async () => {
  const { tool, shared } = startThread();
  const confirm = async () => {
    throw new Error('somebody else goes on with it');
  };
  await expect(call(tool, csv, { key: 'key-1', confirm })).rejects.toThrow('somebody else');
  expect(shared.size).toBe(0);
});

test('a file is taken back by its key, also a second time, and what Slack refuses is said', async () => {
  const { tool, shared, hide } = startThread();
  await call(tool, csv, { key: 'key-1' });
  expect(await tool.undo?.('key-1', contextOf())).toEqual({ text: 'The file is deleted.' });
  expect(shared.size).toBe(0);
  expect(await tool.undo?.('key-1', contextOf())).toEqual({ text: 'The file is deleted.' });
  hide();
  expect(await tool.undo?.('key-1', contextOf())).toMatchObject({ failed: true });
  expect((await tool.undo?.('never made', contextOf()))?.failed).toBeUndefined();
});
