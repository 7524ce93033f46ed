// The tool that draws: natively where Slack can, else as a picture that is kept and posted once.
import { expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { NativeChart } from '../../src/tools/chart/native.ts';
import { createDrawPng } from '../../src/tools/chart/draw.ts';
import { createReadDocument } from '../../src/tools/files/read-document.ts';
import { createDrawChart } from '../../src/tools/draw-chart.ts';
import { createOpenDocument } from '../../src/tools/files/open-document.ts';
import { createOpenAny } from '../../src/tools/files/open-kept.ts';
import type { PostOnce } from '../../src/tools/files/post-once.ts';
import { createKeepFile } from '../../src/tools/write/keep-file.ts';
import { call, contextOf, shelfOf } from './support/context.ts';
import { keptFiles } from './support/kept-files.ts';

function start() {
  const said: { title: string; chart: NativeChart }[] = [];
  const posted: string[] = [];
  const takenBack: string[] = [];
  const files = keptFiles({ name: 'monthly.csv', text: 'month,n\nJan,2\nFeb,5\n' });
  const postOnce: PostOnce = {
    post: async ({ name }) => {
      posted.push(name);
      return {
        text: `Posted ${name} into the thread as [f:F0NEW].`,
        sources: [{ ref: 'f:F0NEW', label: name }],
      };
    },
    settle: async () => ({ kind: 'not-done' }),
    undo: async () => ({ text: 'The file is deleted.' }),
    wasBegun: async () => posted.length > 0,
  };
  const { shelf } = shelfOf({
    F0SALES: { name: 'sales.csv', content: 'day,n\n2026-10-01,2\n2026-10-02,5\n' },
  });
  const readDocument = createReadDocument({ clock: systemClock });
  const tool = createDrawChart({
    drawPng: createDrawPng({ clock: systemClock }),
    openDocument: createOpenAny({
      openShared: createOpenDocument({ shelf, readDocument }),
      taskFiles: files.taskFiles,
      readDocument,
    }),
    taskFiles: files.taskFiles,
    postOnce,
    charts: {
      say: async ({ title, chart }) => void said.push({ title, chart }),
      takeBack: async (key) => void takenBack.push(key),
    },
    clock: systemClock,
  });
  return { tool, said, posted, takenBack, files };
}

test('few names are drawn by Slack, from a file that the task made, with the file as the source', async () => {
  const { tool, said, posted, takenBack } = start();
  expect(tool.effect).toBe('seen');
  const form = { kind: 'bar', title: 'A month', x: 'month', y: ['n'], file: 'f:monthly.csv' };
  const outcome = await call(tool, form, { key: 'k1' });
  expect(outcome).toMatchObject({
    text: 'Posted the chart into the thread.',
    sources: [{ ref: 'f:monthly.csv', label: 'monthly.csv' }],
  });
  expect(said[0]).toMatchObject({ title: 'A month', chart: { kind: 'bar', categories: ['Jan', 'Feb'] } });
  expect(posted).toEqual([]);
  expect(await tool.undo?.('k1', contextOf())).toEqual({ text: 'The chart is taken back.' });
  expect(takenBack).toEqual(['k1']);
});

test('dates become a picture, kept with the task and posted; or only kept, for a document', async () => {
  const { tool, said, posted, files } = start();
  const form = { kind: 'line', title: 'By day: 每日/总计', x: 'day', y: ['n'], file: 'F0SALES' };
  const kept = await call(tool, { ...form, keep_only: true }, { key: 'k1' });
  expect(kept.text).toBe('Kept with the task as "By-day-每日-总计.png" [f:By-day-每日-总计.png].');
  expect([posted, said]).toEqual([[], []]);
  const outcome = await call(tool, form, { key: 'k2' });
  expect(posted).toEqual(['By-day-每日-总计.png']);
  expect(outcome.sources?.map(({ ref }) => ref)).toEqual(['f:F0SALES', 'f:F0NEW']);
  expect(files.names()).toContain('By-day-每日-总计.png');
  expect(await tool.undo?.('k2', contextOf())).toEqual({ text: 'The file is deleted.' });
});

test('a sheet of a workbook is drawn like a table, and one that is not there is said', async () => {
  const { tool, said, files } = start();
  const keepFile = createKeepFile({ taskFiles: files.taskFiles, clock: systemClock });
  await keepFile({ name: 'all.xlsx', from: ['monthly.csv'] }, contextOf());
  const form = { title: 'A month', y: ['n'], file: 'all.xlsx', sheet: 'monthly' };
  await call(tool, form, { key: 'k1' });
  expect(said[0]?.chart).toMatchObject({ kind: 'bar', series: [{ name: 'n', values: [2, 5] }] });
  const none = await call(tool, { ...form, sheet: 'weekly' }, { key: 'k2' });
  expect(none.text).toBe(
    '"all.xlsx" cannot be drawn: there is no sheet "weekly"; its sheets are monthly. run_code can make a table of it.',
  );
});

test('numbers can come with the call; what cannot be drawn is said', async () => {
  const { tool, said } = start();
  const form = { kind: 'pie', title: 'Who', x: 'who', y: ['n'] };
  const data = {
    columns: ['who', 'n'],
    rows: [
      ['a', 1],
      ['b', '2'],
      ['c', 'none'],
    ],
  };
  expect((await call(tool, { ...form, data }, { key: 'k1' })).text).toContain('1 values were left out');
  expect(said[0]?.chart).toEqual({
    kind: 'pie',
    segments: [
      { label: 'a', value: 1 },
      { label: 'b', value: 2 },
    ],
  });
  for (const [input, words] of [
    [form, 'Give the numbers'],
    [{ ...form, file: 'F0NONE' }, 'There is no file F0NONE'],
    [{ ...form, data, y: ['m'] }, 'no column "m"'],
  ] as const)
    expect(await call(tool, input, { key: 'k2' })).toMatchObject({
      failed: true,
      text: expect.stringContaining(words),
    });
  expect(said).toHaveLength(1);
});
