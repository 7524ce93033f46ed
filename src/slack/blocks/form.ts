// Draws the form of a reading: what is asked of each document, and what an answer may be.
import type { RichTextBlock, RichTextText, TableBlock } from '@slack/types';
import type { Form, FormColumn } from '../../agent/reading/form.ts';
import type { FixedWords } from './fixed-words.ts';
import { bullets, clip, escaped, type Piece } from './pieces.ts';

/** How much of a question and of its choices is shown: a long form says less of each. */
interface Detail {
  readonly questionChars: number;
  readonly choicesChars: number;
}

const LEAST: Detail = { questionChars: 160, choicesChars: 80 };
const DETAIL: readonly Detail[] = [
  { questionChars: 400, choicesChars: 400 },
  { questionChars: 300, choicesChars: 160 },
  LEAST,
];
/** What is left of a message for the form once the lines and buttons around it have their room. */
const FORM_CHARS = 8_500;

export function drawForm(form: Form, fixed: FixedWords): Piece[] {
  const block = DETAIL.map((detail) => toTable(form, fixed, detail)).find(
    (table) => JSON.stringify(table).length <= FORM_CHARS,
  );
  const lines = form.map(
    (column) =>
      `*${escaped(column.name)}*  ${escaped(column.question)} (${escaped(answerText(column, fixed, LEAST))})`,
  );
  return [{ block: block ?? toTable(form, fixed, LEAST), plain: bullets(lines) }];
}

/** Two columns: threads are narrow, and a third would cut each question into single words. */
function toTable(form: Form, fixed: FixedWords, detail: Detail): TableBlock {
  const rows = form.map((column) => [
    cell({ text: column.name, style: { bold: true } }),
    cell(
      { text: `${clip(plain(column.question), detail.questionChars)}\n` },
      { text: plain(answerText(column, fixed, detail)), style: { italic: true } },
    ),
  ]);
  const head = [fixed.form.column, fixed.form.asks].map((text) => cell({ text }));
  return {
    type: 'table',
    column_settings: [{ is_wrapped: true }, { is_wrapped: true }],
    rows: [head, ...rows],
  };
}

function cell(...texts: readonly Omit<RichTextText, 'type'>[]): RichTextBlock {
  const elements = texts.map((text) => ({ type: 'text' as const, ...text }));
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

function plain(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}

function answerText(
  { type, choices = [] }: FormColumn,
  { form }: FixedWords,
  { choicesChars }: Detail,
): string {
  return type === 'choice' ? clip(form.oneOf(choices), choicesChars) : form.types[type];
}
