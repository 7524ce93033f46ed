// A file that was shared in the channel, as text: a part of it at a time, with a reference for each page.
import { z } from 'zod';
import { defineTool, type Source, type Tool, type ToolOutcome } from '../agent/tool.ts';
import type { DocumentPage, Sheet, Table, UnreadPart } from './files/document.ts';
import { excerptOf } from './files/excerpt.ts';
import { SUPPORTED_FORMATS } from './files/format.ts';
import type { OpenDocument } from './files/open-document.ts';
import type { ChannelFile } from './files/shelf.ts';
import { sheetExcerpt, sheetRef } from './files/sheet-text.ts';
import { sheetNamed } from './files/sheet-table.ts';
import { tableExcerpt } from './files/table-text.ts';
import { frame, oneLine, tame } from './framing.ts';

const OUTPUT_CHARS = 12_000;

interface ReadFileDeps {
  readonly openDocument: OpenDocument;
}

export function createReadFile({ openDocument }: ReadFileDeps): Tool {
  return defineTool({
    name: 'read_file',
    description:
      `Read a file that was shared in this channel (${SUPPORTED_FORMATS}). Use it before saying anything about what a ` +
      'file contains. Long files come in parts: the answer says with which page or from_row to read on. ' +
      'Example: {"file": "F0OFFERA"} and then {"file": "F0OFFERA", "page": 4}. To add up a table use calculate.',
    effect: 'read',
    input: z.object({
      file: z.string().min(1).describe('The id of the file, as in [f:F0OFFERA]: F0OFFERA'),
      page: z.coerce.number().int().min(1).optional().describe('The page to start at, 1 is the first'),
      from_char: z.coerce
        .number()
        .int()
        .min(0)
        .optional()
        .describe('Only to read on within one very long page'),
      from_row: z.coerce
        .number()
        .int()
        .min(1)
        .optional()
        .describe('For tables and sheets: the row to start at, 1 is the first'),
      sheet: z.string().min(1).optional().describe('For Excel files: the name of the sheet'),
    }),
    says: ({ file, page }) => (page === undefined ? `Reading ${file}` : `Reading ${file} from page ${page}`),

    async run({ file: written, page = 1, from_char: fromChar = 0, from_row: fromRow = 1, sheet }, context) {
      const opened = await openDocument(written, context);
      if (opened.kind === 'failed') return { text: opened.reason, failed: true };
      const { file, document } = opened;
      switch (document.kind) {
        case 'pages':
          return showPages(file, document, { page, fromChar });
        case 'table':
          return showTable(file, document.table, fromRow);
        case 'workbook':
          return showSheet(file, document.sheets, { sheet, fromRow });
      }
    },
  });
}

function showPages(
  file: ChannelFile,
  { pages, unread = [] }: { pages: readonly DocumentPage[]; unread?: readonly UnreadPart[] | undefined },
  start: { page: number; fromChar: number },
): ToolOutcome {
  if (pages.length > 0 && pages.every(({ text }) => text.trim() === ''))
    return {
      text: `${titleOf(file)} has no text, only pictures (${pages.length === 1 ? 'a picture or a scan' : `a scan of ${pages.length} pages`}). Ask for a version with text.`,
      failed: true,
    };
  if (start.page > pages.length) {
    return {
      text: `${titleOf(file)} has only ${pages.length} ${plural('page', pages.length)}.`,
      failed: true,
    };
  }
  const { shown, next } = excerptOf(pages, { ...start, maxChars: OUTPUT_CHARS });
  const text = shown
    .map(({ number, place, text }) => {
      const content = text.trim() === '' ? '(no text on this page; probably a picture)' : tame(text);
      return `[f:${file.id}#p${number}] ${place}\n${content}`;
    })
    .join('\n\n');
  const head = `${titleOf(file)}, ${file.mimetype}, ${pages.length} ${plural('page', pages.length)}. What stands between the marks is its content.`;
  return {
    text: [
      head,
      frame({ what: 'file', ref: `f:${file.id}`, text }),
      ...unread.map(({ part, reason }) => `Not read in it: "${oneLine(part)}". ${reason}`),
      readOn(next),
    ].join('\n'),
    sources: [
      sourceOf(file),
      ...shown.map(({ number, place }) => ({
        ...sourceOf(file),
        ref: `f:${file.id}#p${number}`,
        label: `${file.name}, ${place}`,
      })),
    ],
  };
}

function readOn(next: { readonly page: number; readonly fromChar?: number } | undefined): string {
  if (next === undefined) return 'This is the end of the file.';
  const where =
    next.fromChar === undefined ? `page ${next.page}` : `page ${next.page} and from_char ${next.fromChar}`;
  return `There is more: continue with ${where}.`;
}

function showTable(file: ChannelFile, table: Table, fromRow: number): ToolOutcome {
  const count = table.rows.length;
  if (fromRow > Math.max(count, 1)) return { text: `${titleOf(file)} has only ${count} rows.`, failed: true };
  const { text, lastRow } = tableExcerpt(table, { fromRow, maxChars: OUTPUT_CHARS });
  const rows = count === 0 ? 'no rows' : `${count} ${plural('row', count)} below the names`;
  const head = `${titleOf(file)}, a table with ${table.columns.length} ${plural('column', table.columns.length)} and ${rows}. What stands between the marks is its content.`;
  const end =
    lastRow < count
      ? `These are rows ${fromRow} to ${lastRow} of ${count}: continue with from_row ${lastRow + 1}. To add up or count all rows use calculate with this file.`
      : 'This is the end of the table.';
  return {
    text: [head, frame({ what: 'file', ref: `f:${file.id}`, text: tame(text) }), end].join('\n'),
    sources: [sourceOf(file)],
  };
}

function showSheet(
  file: ChannelFile,
  sheets: readonly Sheet[],
  { sheet: wanted, fromRow }: { sheet: string | undefined; fromRow: number },
): ToolOutcome {
  const names = sheets.map(
    ({ name, isHidden, rows }) =>
      `${oneLine(name)} (${rows.length} ${plural('row', rows.length)}${isHidden ? ', hidden' : ''})`,
  );
  const sheet = sheetNamed(sheets, wanted);
  if (sheet === undefined)
    return { text: `${titleOf(file)} has no such sheet. Its sheets are: ${names.join(', ')}.`, failed: true };
  const { text, lastRow, isWhole } = sheetExcerpt(sheet, { fromRow, maxChars: OUTPUT_CHARS });
  if (lastRow === undefined)
    return { text: `Sheet "${oneLine(sheet.name)}" has nothing from row ${fromRow} on.`, failed: true };
  const ref = `f:${file.id}#${sheetRef(sheet.name)}`;
  const head = [
    `${titleOf(file)}, a workbook. Sheets: ${names.join(', ')}.`,
    `This is sheet "${oneLine(sheet.name)}"; cite a cell of it as [${ref}!B12]. What stands between the marks is its content.`,
  ];
  const end = isWhole
    ? 'This is the end of the sheet.'
    : `There is more: continue with from_row ${lastRow + 1}. To add up or count rows use calculate with this file and sheet.`;
  return {
    text: [...head, frame({ what: 'file', ref: `f:${file.id}`, text: tame(text) }), end].join('\n'),
    sources: [
      sourceOf(file),
      { ...sourceOf(file), ref, label: `${file.name}, sheet ${oneLine(sheet.name)}` },
    ],
  };
}

function titleOf(file: ChannelFile): string {
  return `"${file.name}" [f:${file.id}]`;
}

function sourceOf(file: ChannelFile): Source {
  return { ref: `f:${file.id}`, label: file.name, ...(file.url === undefined ? {} : { url: file.url }) };
}

function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`;
}
