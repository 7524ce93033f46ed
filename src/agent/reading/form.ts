// One form for many documents: the columns of a table, each with the question that is asked of every document.
import { z } from 'zod';
import type { ChatImage } from '../chat.ts';

export const FormColumn = z.object({
  name: z.string().trim().min(1).max(60).describe('The heading of the column'),
  type: z.enum(['text', 'number', 'date', 'yes_no', 'choice']),
  question: z.string().trim().min(1).max(400).describe('What is to be found out of each document'),
  choices: z.array(z.string().min(1)).max(30).optional().describe('For type choice: what there is to choose'),
});
export type FormColumn = z.infer<typeof FormColumn>;

/** A table in a thread has twenty columns: the document's name, these, and how it went. */
const MOST_COLUMNS = 18;

export const Form = z.array(FormColumn).min(1).max(MOST_COLUMNS);
export type Form = readonly FormColumn[];

/** Where words stand: a page, and how it is cited; one without words may be shown as a picture. */
export interface ReadablePage {
  readonly ref: string;
  readonly place: string;
  readonly text: string;
  readonly picture?: ChatImage;
}

/**
 * What a document says to one question. `proven` when the quoted words stand in it; `unproven` when they do not, or
 * none were given; `mistyped` when the value is not of the column's type; `absent` when the document does not say.
 */
export const ReadCell = z.object({
  state: z.enum(['proven', 'unproven', 'mistyped', 'absent']),
  value: z.string(),
  quote: z.string().optional(),
  place: z.string().optional(),
  ref: z.string().optional(),
  /** What other parts of the document say instead. */
  others: z.array(z.string()).optional(),
});
export type ReadCell = z.infer<typeof ReadCell>;
