// Rows of a reading as people get them: a table to look at, one to calculate with, and one with every quote. Pure.
import papaparse from 'papaparse';
import type { Disagreement } from '../../agent/disagreement.ts';
import type { Form, ReadCell } from '../../agent/reading/form.ts';
import { FORMULA } from '../../tools/files/neutral-cells.ts';
import { writeBook } from '../../tools/files/write-book.ts';
import type { Language } from '../words.ts';
import { whyText } from './coverage-text.ts';
import type { Item, Row } from './items.ts';

const HEADS = {
  en: {
    document: 'Document',
    status: 'Status',
    quote: 'quote',
    place: 'place',
    read: 'read',
    column: 'Column',
    value: 'Value',
    isProven: 'Quote found',
    results: 'Results',
    quotes: 'Quotes',
    also: 'Also said',
    disagreements: 'Disagreements',
    of: 'Of',
  },
  zh: {
    document: '文档',
    status: '状态',
    quote: '原文',
    place: '位置',
    read: '已读',
    column: '列',
    value: '值',
    isProven: '原文已核对',
    results: '结果',
    quotes: '原文',
    also: '另有说法',
    disagreements: '说法不一',
    of: '关于',
  },
} satisfies Record<Language, Record<string, string>>;

export function labelOfItem(item: Item): string {
  return item.kind === 'file' && item.part !== undefined ? `${item.label}: ${item.part}` : item.label;
}

/** Values as they are read; what is not proven by the document's own words has a mark. */
export function cellText({ state, value }: ReadCell): string {
  return state === 'unproven' || state === 'mistyped' ? `${value} (?)` : value;
}

export function statusText({ outcome }: Row, language: Language): string {
  return outcome.status === 'read' ? HEADS[language].read : whyText(outcome.why, language);
}

export interface PlainTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function toPlainTable(form: Form, rows: readonly Row[], language: Language): PlainTable {
  const heads = HEADS[language];
  return {
    columns: [heads.document, ...form.map(({ name }) => name), heads.status],
    rows: rows.map((row) => [
      labelOfItem(row.item),
      ...cellsOf(row, form).map(cellText),
      statusText(row, language),
    ]),
  };
}

/** With a quote and a place beside each value. Nothing in it is taken for a formula. */
export function toCsv(form: Form, rows: readonly Row[], language: Language): string {
  const heads = HEADS[language];
  const proofs = form.flatMap(({ name }) => [`${name} · ${heads.quote}`, `${name} · ${heads.place}`]);
  const fields = [heads.document, ...form.map(({ name }) => name), heads.status, ...proofs];
  const data = rows.map((row) => {
    const cells = cellsOf(row, form);
    const reason = row.outcome.status === 'read' ? '' : `: ${row.outcome.reason}`;
    return [
      labelOfItem(row.item),
      ...cells.map(cellText),
      `${statusText(row, language)}${reason}`,
      ...cells.flatMap(({ quote = '', place = '' }) => [quote, place]),
    ];
  });
  // The mark at the start tells spreadsheets that it is UTF-8.
  return `\ufeff${papaparse.unparse({ fields, data }, { escapeFormulae: FORMULA })}`;
}

/** `disagreements` have a sheet of their own, where there are any. */
export function toBook(
  form: Form,
  { rows, disagreements }: { rows: readonly Row[]; disagreements: readonly Disagreement[] },
  language: Language,
): Uint8Array {
  const heads = HEADS[language];
  const { columns, rows: plain } = toPlainTable(form, rows, language);
  const quotes = rows.flatMap((row) =>
    cellsOf(row, form).flatMap(({ state, value, quote = '', place = '', others = [] }, column) =>
      state === 'absent'
        ? []
        : [
            [
              labelOfItem(row.item),
              form[column]?.name ?? '',
              value,
              quote,
              place,
              state === 'proven' ? '✓' : '?',
              others
                .map(({ value: said, place: at = '' }) => (at === '' ? said : `${said} (${at})`))
                .join('; '),
            ],
          ],
    ),
  );
  const numeric = form.map(({ type }) => type === 'number');
  return writeBook([
    {
      name: heads.results,
      rows: [
        columns,
        ...plain.map((cells) => cells.map((cell, at) => (numeric[at - 1] === true ? toNumber(cell) : cell))),
      ],
    },
    {
      name: heads.quotes,
      rows: [
        [heads.document, heads.column, heads.value, heads.quote, heads.place, heads.isProven, heads.also],
        ...quotes,
      ],
    },
    ...(disagreements.length === 0
      ? []
      : [
          {
            name: heads.disagreements,
            rows: [
              [heads.of, heads.value, heads.quote, heads.place],
              ...disagreements.flatMap(({ of, sides }) =>
                sides.map(({ value, quote = '', label = '' }) => [of, value, quote, label]),
              ),
            ],
          },
        ]),
  ]);
}

function toNumber(cell: string): string | number {
  return /^-?\d{1,15}(?:\.\d+)?$/u.test(cell) ? Number(cell) : cell;
}

function cellsOf({ outcome }: Row, form: Form): readonly ReadCell[] {
  return outcome.status === 'read' ? outcome.cells : form.map(() => ({ state: 'absent', value: '' }));
}
