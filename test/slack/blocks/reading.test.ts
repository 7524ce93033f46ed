// A table of many documents keeps Slack's limits, whatever stands in it, and says what of it is in the files alone.
import { expect, test } from 'vitest';
import { draw } from '../../../src/slack/blocks/draw.ts';
import { checkBlocks } from '../../../src/workspace/block-faults.ts';

const coverage = { all: 1_000, read: 997, unread: [{ why: 'encrypted', count: 3 }] };

function table(rows: readonly (readonly string[])[], language: 'en' | 'zh' = 'en') {
  const columns = Array.from({ length: rows[0]?.length ?? 20 }, (_, at) => `Column ${at}`);
  const words = {
    kind: 'table' as const,
    taskNumber: 7,
    title: 'Résumés',
    coverage,
    columns,
    rows,
    numeric: columns.map((_, at) => at === 1),
    disagreements: 2,
  };
  return draw({ ...words, fileNames: ['r.csv', 'r.xlsx'] }, language);
}

test.each([
  ['many rows', Array.from({ length: 1_000 }, (_, row) => [`cv-${row}.pdf`, 'Lagos', 'read'])],
  [
    'wide rows',
    Array.from({ length: 300 }, () => Array.from({ length: 20 }, () => '很长的内容'.repeat(200))),
  ],
  ['empty cells', [['', ' ', '\n']]],
  ['no rows', []],
])('%s', (_, rows) => {
  const parts = table(rows);
  expect(parts).toHaveLength(1);
  const [part] = parts;
  if (part?.kind !== 'message') throw new Error('not a message');
  // Throws what Slack would answer.
  expect(checkBlocks(JSON.parse(JSON.stringify(part.blocks)), 'message')).toHaveLength(part.blocks.length);
  expect(part.text).toContain('997 of 1,000 read; 3 encrypted');
});

test('what does not fit is said to be in the files, in the language of the task', () => {
  const rows = Array.from({ length: 1_000 }, (_, row) => [`cv-${row}.pdf`, 'Lagos', 'read (?)']);
  expect(JSON.stringify(table(rows))).toMatch(/The first \d+ of 1000 rows; all of them.*r\.csv, r\.xlsx/u);
  expect(JSON.stringify(table(rows, 'zh'))).toMatch(/已读 997 \/ 1,000；3 已加密.*共 1000 行/u);
  expect(JSON.stringify(table(rows.slice(0, 3)))).toContain('With quotes and places: r.csv, r.xlsx');
});

test('the longest form keeps the limits, with each question and what its answers are', () => {
  const form = Array.from({ length: 18 }, (_, at) => ({
    name: `Column ${at}`,
    type: 'choice' as const,
    question: `What ${'very '.repeat(78)}much`,
    choices: Array.from({ length: 30 }, (__, choice) => `The choice of number ${choice}`),
  }));
  const words = { kind: 'reading' as const, taskNumber: 7, title: 'Résumés', form, all: 20, settled: 3 };
  const [part] = draw(words, 'en');
  if (part?.kind !== 'message') throw new Error('not a message');
  expect(checkBlocks(JSON.parse(JSON.stringify(part.blocks)), 'message')).toHaveLength(3);
  expect(JSON.stringify(part.blocks).match(/"one of: The choice of number 0 · /gu)).toHaveLength(18);
  const few = { ...words, form: [{ name: '会德语', type: 'yes_no' as const, question: '是否提到' }] };
  expect(JSON.stringify(draw(few, 'zh'))).toMatch(/会德语.*是否提到\\n.*是或否/u);
});
