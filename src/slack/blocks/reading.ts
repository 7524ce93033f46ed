// Draws a reading of many documents: the form with how far it is, and the table that came of it.
import { grouped } from '../../base/grouped.ts';
import type { DataTableBlock } from '@slack/types';
import type { ReadingWords } from '../../flow/reading/reading-words.ts';
import { coverageText } from '../../flow/reading/coverage-text.ts';
import type { Language } from '../../flow/words.ts';
import { fixedWords } from './fixed-words.ts';
import { READING_WORDS } from './reading-words.ts';
import { bullets, clip, context, escaped, LIMIT, sections, type Piece } from './pieces.ts';

export function drawReading(
  { title, columns, all, settled, taskNumber }: Extract<ReadingWords, { kind: 'reading' }>,
  language: Language,
): Piece[] {
  const say = READING_WORDS[language];
  const questions = columns.map(({ name, question }) => `*${escaped(name)}*  ${escaped(question)}`);
  return [
    ...sections(`*${escaped(say.form(title))}*\n${bullets(questions)}`),
    // Shown and not said: the history keeps the form, not each number on the way.
    ...context(
      `${fixedWords(language).task(taskNumber)} · ${say.readSoFar(grouped(settled), grouped(all))}`,
    ).map(({ block }) => ({ block, plain: '' })),
  ];
}

const CELL_CHARS = 120;
const PAGE_ROWS = 10;

export function drawTable(words: Extract<ReadingWords, { kind: 'table' }>, language: Language): Piece[] {
  const say = READING_WORDS[language];
  const { title, coverage, columns, rows, fileNames, taskNumber } = words;
  const shown = fitting(columns, rows);
  const hasMark = rows.some((cells) => cells.some((cell) => cell.endsWith(' (?)')));
  return [
    ...sections(`*${escaped(title)}*\n${escaped(coverageText(coverage, language))}`),
    ...(shown.length === 0 ? [] : [{ block: toBlock({ title, columns, rows: shown }), plain: '' }]),
    ...context(
      [
        escaped(say.files(shown.length, rows.length, fileNames)),
        ...(hasMark ? [say.unproven] : []),
        fixedWords(language).task(taskNumber),
      ].join(' · '),
    ),
  ];
}

/** As many rows as one message holds, whole. */
function fitting(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  let left = TABLE_CHARS - sizeOf(columns);
  const fits: (readonly string[])[] = [];
  for (const row of rows.slice(0, LIMIT.dataTableRows)) {
    left -= sizeOf(row);
    if (left < 0) break;
    fits.push(row);
  }
  return fits;
}

/** What is left of a message for the table once the lines around it have their room. */
const TABLE_CHARS = 9_500;

function sizeOf(row: readonly string[]): number {
  return JSON.stringify(row.map(toCell)).length + 1;
}

function toBlock({
  title,
  columns,
  rows,
}: {
  title: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}): DataTableBlock {
  return {
    type: 'data_table',
    caption: clip(title, 150),
    rows: [columns, ...rows].map((row) => row.slice(0, LIMIT.tableColumns).map(toCell)),
    page_size: PAGE_ROWS,
  };
}

/** Slack takes no empty cell. */
function toCell(text: string): { type: 'raw_text'; text: string } {
  return {
    type: 'raw_text',
    text: text.trim() === '' ? '–' : clip(text.replaceAll(/\s+/gu, ' '), CELL_CHARS),
  };
}
