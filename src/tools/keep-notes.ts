// Notes of research: each with the words of its source, which code looks for, and held against what else was found of the same.
import { z } from 'zod';
import { findingsDisagree, type Finding } from '../agent/disagreement.ts';
import { findQuote } from '../agent/reading/quote.ts';
import { defineTool, type Tool, type ToolContext } from '../agent/tool.ts';
import type { CaptureStore } from '../task/capture-store.ts';
import type { OpenDocument } from './files/open-document.ts';
import { disagreementLines } from './disagreement-lines.ts';
import { oneLine } from './framing.ts';

const Note = z.object({
  about: z.string().trim().min(1).max(120).describe('Who or what it is of: "Acme"'),
  what: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .describe(
      'Which figure or fact: "employees". The same words for the same thing, whatever the source calls it',
    ),
  value: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .describe('The figure or fact alone, with its unit: "40 people", "$1.2 million"'),
  as_of: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .optional()
    .describe('Of when it is, where that matters: "2025", "Q3 2025"'),
  quote: z.string().trim().min(1).max(500).describe('The words that say so, letter for letter'),
  source: z.string().min(3).max(2_000).describe('The reference it was read under: w:https://…, f:F0123#p2'),
});

const MOST_NOTES = 40;
const MOST_SHOWN = 60;

interface KeepNotesDeps {
  readonly captures: Pick<CaptureStore, 'newest'>;
  readonly openDocument: OpenDocument;
}

export function createKeepNotes(deps: KeepNotesDeps): Tool {
  return defineTool({
    name: 'keep_notes',
    description:
      'Keep what you found in pages and files while you research: each figure or fact with the words that say so and its ' +
      'source. Code looks for the words in the source, and shows people where sources disagree on the same thing, so keep ' +
      'every source that speaks of it, not only the one you believe. Without notes it tells what is kept. Example: {"notes": ' +
      '[{"about": "Acme", "what": "employees", "value": "40", "quote": "Acme has 40 people.", "source": "w:https://acme.example/about"}]}.',
    effect: 'read',
    input: z.object({ notes: z.array(Note).max(MOST_NOTES).default([]) }),
    says: ({ notes }) => (notes.length === 0 ? 'Looking at the notes' : `Keeping ${notes.length} notes`),

    async run({ notes }, context) {
      const checked = await Promise.all(notes.map((note) => check(note, context, deps)));
      const findings = checked.filter((one) => one !== undefined);
      const unseen = notes.filter((_, at) => checked[at] === undefined).map(({ source }) => oneLine(source));
      const all = [...(context.findings?.() ?? []), ...findings];
      return {
        text: [
          `${findings.length} kept, ${all.length} in all.`,
          ...(unseen.length === 0
            ? []
            : [`Not kept, since you were shown no such source: ${unseen.join(', ')}. Read it first.`]),
          ...unprovenLines(findings),
          ...(notes.length === 0 ? all.slice(-MOST_SHOWN).map(toLine) : []),
          ...disagreementLines(findingsDisagree(all)),
        ].join('\n'),
        findings,
        ...(notes.length > 0 && findings.length === 0 ? { failed: true } : {}),
      };
    },
  });
}

/** Undefined when nobody has shown the model this source. */
async function check(
  { about, what, value, as_of: asOf, quote, source }: z.infer<typeof Note>,
  context: ToolContext,
  deps: KeepNotesDeps,
): Promise<Finding | undefined> {
  const ref = source.replaceAll(/^\[|\]$/gu, '');
  if (context.sourceOf(ref) === undefined && !context.wasShown(`[${ref}]`)) return undefined;
  const texts = await textsOf(ref, context, deps);
  const isProven =
    texts === undefined
      ? context.wasShown(quote)
      : findQuote(
          quote,
          texts.map((text) => ({ ref, place: '', text })),
        ) !== undefined;
  return { about, what, value, ...(asOf === undefined ? {} : { asOf }), quote, ref, isProven };
}

/** What stands in the source itself, as it was read: that the model was shown some words does not say where. */
async function textsOf(
  ref: string,
  context: ToolContext,
  { captures, openDocument }: KeepNotesDeps,
): Promise<readonly string[] | undefined> {
  if (ref.startsWith('w:')) {
    const page = await captures.newest(context.task.id, ref.slice(2));
    return page === undefined ? undefined : [page.text];
  }
  if (!ref.startsWith('f:')) return undefined;
  const opened = await openDocument(ref.slice(2).replace(/#.*$/u, ''), context);
  if (opened.kind === 'failed') return [];
  const { document } = opened;
  switch (document.kind) {
    case 'pages':
      return document.pages.map(({ text }) => text);
    case 'table':
      return [document.table.columns, ...document.table.rows].map((cells) => cells.join(' '));
    case 'workbook':
      return document.sheets.flatMap(({ rows }) => rows.map(({ cells }) => cells.join(' ')));
  }
}

function unprovenLines(findings: readonly Finding[]): readonly string[] {
  const unproven = findings.filter(({ isProven }) => !isProven);
  if (unproven.length === 0) return [];
  return [
    'Their words do not stand in the source as it was read; look again and keep them with the right words, or do not rely on them:',
    ...unproven.map(toLine),
  ];
}

function toLine({ about, what, value, asOf, quote, ref, isProven }: Finding): string {
  const of = [about, what, ...(asOf === undefined ? [] : [asOf])].map(oneLine).join(' · ');
  // Words that stand nowhere are not said again: what was said once counts as shown.
  return `- ${of}: ${oneLine(value)} [${ref}]${isProven ? ` “${oneLine(quote)}”` : ' (?)'}`;
}
