// What a file comes to when it is read: pages of text, a table, a workbook, or why not.
import { z } from 'zod';

/** Why there is no text; each is told in other words, and counted by itself when many are read. */
export const FailureWhy = z.enum([
  'encrypted',
  'broken',
  'empty',
  'too-large',
  'unsupported',
  'stopped',
  'unknown',
]);
export type FailureWhy = z.infer<typeof FailureWhy>;

const ReadFailureSchema = z.object({
  kind: z.literal('failed'),
  why: FailureWhy,
  /** A sentence that helps whoever shared the file. */
  reason: z.string(),
});
export type ReadFailure = Readonly<z.infer<typeof ReadFailureSchema>>;

const DocumentPageSchema = z.object({
  /** Where it stands in the file, in words: `p. 3`, `slide 2`, `lines 1–120`. */
  place: z.string(),
  text: z.string(),
  /** In an archive or a mail: the file in it that this page is of. */
  part: z.string().optional(),
  /** A picture in an office file, which has no text: where it lies in there. */
  picture: z.string().optional(),
});
export type DocumentPage = Readonly<z.infer<typeof DocumentPageSchema>>;

const TableSchema = z.object({
  columns: z.array(z.string()),
  /** Cells as written, each row as long as `columns`. */
  rows: z.array(z.array(z.string())),
  delimiter: z.string(),
});

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly delimiter: string;
}

const SheetSchema = z.object({
  name: z.string(),
  isHidden: z.boolean(),
  /** Only rows that have something in them, under the numbers they have in the sheet; the first cell is column A. */
  rows: z.array(z.object({ number: z.number(), cells: z.array(z.string()) })),
});

export interface SheetRow {
  readonly number: number;
  readonly cells: readonly string[];
}

export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  readonly rows: readonly SheetRow[];
}

/** A file in an archive or a mail that could not be read, beside those that could. */
const UnreadPartSchema = z.object({ part: z.string(), why: FailureWhy, reason: z.string() });
export type UnreadPart = Readonly<z.infer<typeof UnreadPartSchema>>;

/** Also what a worker sends back, which is why it is a schema. */
export const DocumentReadSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('pages'),
    pages: z.array(DocumentPageSchema),
    unread: z.array(UnreadPartSchema).optional(),
  }),
  z.object({ kind: z.literal('table'), table: TableSchema }),
  z.object({
    kind: z.literal('workbook'),
    sheets: z.array(SheetSchema),
    pictures: z.array(DocumentPageSchema).optional(),
  }),
  ReadFailureSchema,
]);

export type DocumentText =
  | {
      readonly kind: 'pages';
      readonly pages: readonly DocumentPage[];
      readonly unread?: readonly UnreadPart[] | undefined;
    }
  | { readonly kind: 'table'; readonly table: Table }
  | {
      readonly kind: 'workbook';
      readonly sheets: readonly Sheet[];
      /** Numbered behind the sheets. */
      readonly pictures?: readonly DocumentPage[] | undefined;
    };

export type DocumentRead = DocumentText | ReadFailure;

export interface DocumentName {
  readonly name: string;
  readonly mimetype: string;
}

export function unread(why: FailureWhy, reason: string): ReadFailure {
  return { kind: 'failed', why, reason };
}
