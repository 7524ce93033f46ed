// What was said before, found by its words: in the task's own channel and nowhere else.
import { z } from 'zod';
import { defineTool, type Tool } from '../agent/tool.ts';
import { fitLines, MomentSchema, toSources, type RenderedMessage } from './history-lines.ts';

export interface HistorySearch {
  readonly teamId: string;
  readonly channelId: string;
  /** For whom: times are shown as on their clock. */
  readonly requesterId: string;
  readonly words: string;
  /** The words as they stand, letter for letter: an id, a URL, code, a quote. */
  readonly isExact: boolean;
  /** A person's id or name, as the model wrote it. */
  readonly fromPerson?: string;
  readonly after?: Date;
  readonly before?: Date;
  readonly limit: number;
}

/** A message found, between the few that stand around it in its channel or thread. */
export interface FoundMessage {
  readonly hit: RenderedMessage;
  readonly before: readonly RenderedMessage[];
  readonly after: readonly RenderedMessage[];
}

/** What this tool needs of history/, and no more. */
export interface SearchableHistory {
  /** Best match first. */
  search(query: HistorySearch): Promise<readonly FoundMessage[]>;
}

const USUAL_LIMIT = 8;
const OUTPUT_CHARS = 12_000;

export function createSearchHistory({ history }: { readonly history: SearchableHistory }): Tool {
  return defineTool({
    name: 'search_history',
    description:
      'Find earlier messages of this channel, threads included. Use it before asking people what they may have said already, ' +
      'and to check what the goal takes for granted. Give two or three telling words, not a sentence; try other words ' +
      'when nothing is found. Example: {"words": "seat price offer"}.',
    effect: 'read',
    input: z.object({
      words: z.string().min(2).describe('Words as people would have written them'),
      exact: z
        .boolean()
        .optional()
        .describe('true finds the words as they stand, letter for letter: an id, a link, code, a quote'),
      from_person: z
        .string()
        .min(1)
        .optional()
        .describe('Only what this person said: an id (U0MAYA) or a name'),
      after: MomentSchema.optional().describe('Only what was said after this date, 2026-11-03'),
      before: MomentSchema.optional().describe('Only what was said before this date'),
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(30)
        .optional()
        .describe(`How many to find, usually ${USUAL_LIMIT}`),
    }),
    says: ({ words }) => `Searching the channel for "${words}"`,

    async run(
      { words, exact: isExact = false, from_person: fromPerson, after, before, limit = USUAL_LIMIT },
      { task },
    ) {
      const found = await history.search({
        teamId: task.teamId,
        channelId: task.channelId,
        requesterId: task.requesterId,
        words,
        isExact,
        limit,
        ...(fromPerson === undefined ? {} : { fromPerson }),
        ...(after === undefined ? {} : { after: new Date(after) }),
        ...(before === undefined ? {} : { before: new Date(before) }),
      });
      if (found.length === 0) {
        return {
          text: `Nothing in this channel matches "${words}". Try other words, fewer words, or the other language.`,
        };
      }
      const shown = fitLines(found, { sizeOf: (match) => toText(match).length, maxChars: OUTPUT_CHARS });
      const head = `${found.length} ${found.length === 1 ? 'message matches' : 'messages match'} "${words}", best first, with what stands around them.`;
      const end =
        shown.length < found.length
          ? [`${found.length - shown.length} more did not fit: search with more words or a smaller limit.`]
          : [];
      return {
        text: [
          head,
          ...shown.map((match, at) => `Match ${at + 1}: [${match.hit.ref}]\n${toText(match)}`),
          ...end,
        ].join('\n\n'),
        sources: toSources(shown.flatMap(({ before, hit, after }) => [...before, hit, ...after])),
      };
    },
  });
}

function toText({ before, hit, after }: FoundMessage): string {
  return [...before, hit, ...after].map(({ line }) => line).join('\n');
}
