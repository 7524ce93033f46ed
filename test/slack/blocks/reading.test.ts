// A table of many documents keeps Slack's limits, whatever stands in it, and says what of it is in the files alone.
import { expect, test } from 'vitest';
import { draw } from '../../../src/slack/blocks/draw.ts';
import { checkBlocks } from '../../../src/workspace/block-faults.ts';

const coverage = { all: 1_000, read: 997, unread: [{ why: 'encrypted', count: 3 }] };

function table(rows: readonly (readonly string[])[], language: 'en' | 'zh' = 'en') {
  const columns = Array.from({ length: rows[0]?.length ?? 20 }, (_, at) => `Column ${at}`);
  const words = { kind: 'table' as const, taskNumber: 7, title: 'Résumés', coverage, columns, rows };
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
