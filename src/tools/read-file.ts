// A file that was shared in the channel, as text: a part of it at a time, with a reference for each page.
import { z } from 'zod';
import { defineTool, type Source, type Tool, type ToolContext, type ToolOutcome } from '../agent/tool.ts';
import type { DocumentText, Sheet, Table } from './files/document.ts';
import { excerptOf, type Excerpt } from './files/excerpt.ts';
import { SUPPORTED_FORMATS } from './files/format.ts';
import type { Look, LookedAt } from './files/look.ts';
import { pageOfPart } from './files/page-of-part.ts';
import type { OpenDocument } from './files/open-document.ts';
import type { ChannelFile } from './files/shelf.ts';
import { sheetExcerpt, sheetRef } from './files/sheet-text.ts';
import { sheetNamed } from './files/sheet-table.ts';
import { tableExcerpt } from './files/table-text.ts';
import { frame, oneLine, tame } from './framing.ts';

const OUTPUT_CHARS = 12_000;

interface ReadFileDeps {
  readonly openDocument: OpenDocument;
  readonly look: Look;
}

/** A picture is some thousand tokens: so many to an answer. */
const MOST_PICTURES = 4;

export function createReadFile({ openDocument, look }: ReadFileDeps): Tool {
  return defineTool({
    name: 'read_file',
    description:
      `Read a file that was shared in this channel (${SUPPORTED_FORMATS}). Use it before saying anything about what a ` +
      'file contains. Scanned pages and pictures are shown to you as pictures. Long files come in parts: the answer says with which page or from_row to read on. ' +
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
      as_picture: z
        .boolean()
        .optional()
        .describe(
          'To look at the pages of a PDF themselves: charts, drawings, signatures, a layout that the text lost',
        ),
    }),
    says: ({ file, page }) => (page === undefined ? `Reading ${file}` : `Reading ${file} from page ${page}`),

    async run(input, context) {
      const { file: written, page = 1, from_char: fromChar = 0, from_row: fromRow = 1, sheet } = input;
      const opened = await openDocument(written, context);
      if (opened.kind === 'failed') return { text: opened.reason, failed: true };
      const { file, document } = opened;
      switch (document.kind) {
        case 'pages':
          return showPages(
            { file, document, start: { page, fromChar }, isPictured: input.as_picture === true },
            context,
            look,
          );
        case 'table':
          return showTable(file, document.table, fromRow);
        case 'workbook':
          return withBookPictures(
            showSheet(file, document.sheets, { sheet, fromRow }),
            { file, document, isFirst: fromRow === 1 && sheet === undefined },
            { context, look },
          );
      }
    },
  });
}

interface PagesToShow {
  readonly file: ChannelFile;
  readonly document: Extract<DocumentText, { kind: 'pages' }>;
  readonly start: { readonly page: number; readonly fromChar: number };
  /** Also pages that have text are shown as pictures. */
  readonly isPictured: boolean;
}

async function showPages(
  { file, document: { pages, unread = [] }, start, isPictured }: PagesToShow,
  context: ToolContext,
  look: Look,
): Promise<ToolOutcome> {
  const isBlank = pages.length > 0 && pages.every(({ text }) => text.trim() === '');
  if (look === undefined && (isBlank || isPictured)) return unseen(file, pages.length, isBlank);
  if (start.page > pages.length) {
    return {
      text: `${titleOf(file)} has only ${pages.length} ${plural('page', pages.length)}.`,
      failed: true,
    };
  }
  const excerpt = excerptOf(pages, { ...start, maxChars: OUTPUT_CHARS });
  const isPicture = ({ text }: { text: string }): boolean => isPictured || text.trim() === '';
  const { shown, next } = look === undefined ? excerpt : withFewPictures(excerpt, isPicture);
  const refOf = ({ number }: { number: number }): string => `f:${file.id}#p${number}`;
  const toLookAt = shown
    .filter(isPicture)
    .map((page) => ({ ref: refOf(page), ...pageOfPart(pages, page.number) }));
  const looked =
    look === undefined || toLookAt.length === 0 ? undefined : await look(file.id, toLookAt, context);
  const text = shown
    .map((page) => `[${refOf(page)}] ${page.place}\n${contentOf(page, refOf(page), looked)}`)
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
      ...shown.map((page) => ({
        ...sourceOf(file),
        ref: refOf(page),
        label: `${file.name}, ${page.place}`,
      })),
    ],
    ...(looked === undefined ? {} : { pictures: looked.pictures }),
  };
}

function unseen(file: ChannelFile, count: number, isBlank: boolean): ToolOutcome {
  const what = isBlank
    ? `${titleOf(file)} has no text, only pictures (${count === 1 ? 'a picture or a scan' : `a scan of ${count} pages`}), and`
    : `${titleOf(file)} cannot be looked at:`;
  return {
    text: `${what} this model cannot see pictures. Ask for a version with text, or for a model that sees (MODEL_SEES).`,
    failed: true,
  };
}

function contentOf({ text }: { text: string }, ref: string, looked: LookedAt | undefined): string {
  const failed = looked?.failed.get(ref);
  const isSeen = looked?.pictures.some((id) => id.startsWith(`${ref}@`)) === true;
  const notes = [
    ...(isSeen ? ['(the page stands below as a picture)'] : []),
    ...(failed === undefined ? [] : [`(a picture that cannot be shown: ${failed})`]),
  ];
  if (text.trim() !== '') return [...notes, tame(text)].join('\n');
  return notes.length > 0
    ? notes.join('\n')
    : '(no text on this page; probably a picture, which this model cannot see)';
}

/** Ends after as many pictures as one answer shows. */
function withFewPictures(excerpt: Excerpt, isPicture: (page: { readonly text: string }) => boolean): Excerpt {
  const { shown } = excerpt;
  const tooMany = shown.filter(isPicture)[MOST_PICTURES];
  return tooMany === undefined
    ? excerpt
    : { shown: shown.slice(0, shown.indexOf(tooMany)), next: { page: tooMany.number } };
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

interface BookToLookAt {
  readonly file: ChannelFile;
  readonly document: Extract<DocumentText, { kind: 'workbook' }>;
  /** Its pictures come with the first look at it. */
  readonly isFirst: boolean;
}

/** Charts and photos that lie in a workbook, beside the first sheet. */
async function withBookPictures(
  outcome: ToolOutcome,
  { file, document: { sheets, pictures = [] }, isFirst }: BookToLookAt,
  { context, look }: { context: ToolContext; look: Look },
): Promise<ToolOutcome> {
  if (pictures.length === 0 || !isFirst || outcome.failed === true) return outcome;
  if (look === undefined)
    return {
      ...outcome,
      text: `${outcome.text}\nIt holds ${pictures.length} ${plural('picture', pictures.length)}, which this model cannot see.`,
    };
  const shown = pictures.slice(0, MOST_PICTURES).map(({ place }, at) => {
    const ref = `f:${file.id}#p${sheets.length + at + 1}`;
    return { place, ref, ...pageOfPart(pictures, at + 1) };
  });
  const looked = await look(file.id, shown, context);
  const lines = shown.map(({ place, ref }) => `[${ref}] ${place}\n${contentOf({ text: '' }, ref, looked)}`);
  return {
    text: [
      outcome.text,
      `It holds ${pictures.length} ${plural('picture', pictures.length)}; these are the first ${shown.length}:`,
      ...lines,
    ].join('\n'),
    sources: [
      ...(outcome.sources ?? []),
      ...shown.map(({ place, ref }) => ({ ...sourceOf(file), ref, label: `${file.name}, ${place}` })),
    ],
    pictures: looked.pictures,
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
