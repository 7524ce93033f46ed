// One form for many documents: the columns of a table, each with the question that is asked of every document.
import { z } from 'zod';
import type { ChatImage } from '../chat.ts';

export const FormColumn = z.object({
  name: z.string().trim().min(1).max(60).describe('The heading of the column'),
  type: z.enum(['text', 'number', 'date', 'yes_no', 'choice']),
  question: z.string().trim().min(1).max(400).describe('What is to be found out of each document'),
  choices: z.array(z.string().min(1)).max(30).optional().describe('For type choice: what there is to choose'),
  isKey: z
    .boolean()
    .optional()
    .describe(
      'True for the column that names what a document is about (vendor, paper, person): rows of one name are held against each other',
    ),
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

/** What is said elsewhere of the same. */
export const OtherValue = z.object({
  value: z.string(),
  quote: z.string().optional(),
  place: z.string().optional(),
  ref: z.string().optional(),
});

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
  /** What other parts of the document say instead; as a text alone in what was kept before there were quotes beside it. */
  others: z
    .array(z.union([z.string().transform((value): z.infer<typeof OtherValue> => ({ value })), OtherValue]))
    .optional(),
});
export type ReadCell = z.infer<typeof ReadCell>;
