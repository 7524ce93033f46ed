// Draws a reading of many documents: the form with how far it is, and the table that came of it.
import { grouped } from '../../base/grouped.ts';
import type { DataTableBlock } from '@slack/types';
import type { ReadingWords } from '../../flow/reading/reading-words.ts';
import { coverageText } from '../../flow/reading/coverage-text.ts';
import type { Language } from '../../flow/words.ts';
import { fixedWords } from './fixed-words.ts';
import { READING_WORDS } from './reading-words.ts';
import { drawForm } from './form.ts';
import { clip, context, escaped, LIMIT, sections, type Piece } from './pieces.ts';

export function drawReading(
  { title, form, all, settled, taskNumber }: Extract<ReadingWords, { kind: 'reading' }>,
  language: Language,
): Piece[] {
  const say = READING_WORDS[language];
  return [
    ...sections(`*${escaped(say.form(title))}*`),
    ...drawForm(form, fixedWords(language)),
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
  const { title, coverage, rows, fileNames, taskNumber } = words;
  const shown = fitting(words);
  const covered = escaped(coverageText(coverage, language));
  const hasMark = rows.some((cells) => cells.some((cell) => cell.endsWith(' (?)')));
  return [
    // The table has its title by itself.
    ...(shown.length === 0
      ? sections(`*${escaped(title)}*`)
      : [{ block: toBlock({ ...words, rows: shown }), plain: title }]),
    ...sections(covered),
    ...(words.disagreements === 0 ? [] : context(`:left_right_arrow: ${say.disagree(words.disagreements)}`)),
    ...context(
      [
        escaped(say.files(shown.length, rows.length, fileNames)),
        ...(hasMark ? [say.unproven] : []),
        fixedWords(language).task(taskNumber),
      ].join(' · '),
    ),
  ];
}

type Table = Pick<Extract<ReadingWords, { kind: 'table' }>, 'title' | 'columns' | 'rows' | 'numeric'>;

/** As many rows as one message holds, whole. */
function fitting({ columns, rows, numeric }: Omit<Table, 'title'>): readonly (readonly string[])[] {
  const sizeOf = (row: readonly string[]): number => JSON.stringify(toCells(row, numeric)).length + 1;
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

function toBlock({ title, columns, rows, numeric }: Table): DataTableBlock {
  return {
    type: 'data_table',
    caption: clip(title, 150),
    rows: [toCells(columns, []), ...rows.map((row) => toCells(row, numeric))],
    page_size: PAGE_ROWS,
    row_header_column_index: 0,
  };
}

type Cell = DataTableBlock['rows'][number][number];

function toCells(row: readonly string[], numeric: readonly boolean[]): Cell[] {
  return row.slice(0, LIMIT.tableColumns).map((text, at) => toCell(text, numeric[at] === true));
}

/** Slack takes no empty cell, and sorts as numbers what it is given as numbers. */
function toCell(text: string, isNumber: boolean): Cell {
  if (isNumber && /^-?\d{1,15}(?:\.\d+)?$/u.test(text))
    return { type: 'raw_number', value: Number(text), text };
  return {
    type: 'raw_text',
    text: text.trim() === '' ? '–' : clip(text.replaceAll(/\s+/gu, ' '), CELL_CHARS),
  };
}
