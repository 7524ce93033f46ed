// What a file comes to when it is read: pages of text, a table, or why not.
import { z } from 'zod';

const DocumentPageSchema = z.object({
  /** Where it stands in the file, in words: `p. 3`, `lines 1–120`. */
  place: z.string(),
  text: z.string(),
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

/** Also what a worker sends back, which is why it is a schema. */
export const DocumentReadSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pages'), pages: z.array(DocumentPageSchema) }),
  z.object({ kind: z.literal('table'), table: TableSchema }),
  z.object({ kind: z.literal('failed'), reason: z.string() }),
]);

export type DocumentText =
  | { readonly kind: 'pages'; readonly pages: readonly DocumentPage[] }
  | { readonly kind: 'table'; readonly table: Table };

/** Why there is no text, in a sentence that helps whoever shared the file. */
export interface ReadFailure {
  readonly kind: 'failed';
  readonly reason: string;
}

export interface DocumentName {
  readonly name: string;
  readonly mimetype: string;
}
