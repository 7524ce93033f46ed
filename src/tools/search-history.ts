// What was said before, found by its words or letter for letter, by who said it, when, in which thread, with which file.
import { z } from 'zod';
import { defineTool, type Tool, type ToolOutcome } from '../agent/tool.ts';
import { frame, oneLine, tame } from './framing.ts';
import {
  ChannelSchema,
  closedChannel,
  fitLines,
  MessageSchema,
  MomentSchema,
  placeOf,
  toSources,
  type HistoryPlace,
  type Opened,
  type RenderedMessage,
} from './history-lines.ts';

export interface HistorySearch extends HistoryPlace {
  /** Without words, the newest that the limits leave. */
  readonly words?: string;
  /** The words as they stand, letter for letter: an id, a URL, code, a quote. */
  readonly isExact: boolean;
  /** A person's id or name, as the model wrote it. */
  readonly fromPerson?: string;
  /** The ts of any message of the thread. */
  readonly thread?: string;
  /** A file's name or a part of it, or words of its text. */
  readonly file?: string;
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

export interface Found {
  /** Best match first; without words the newest first. */
  readonly matches: readonly FoundMessage[];
  /**
   * Set when nothing was found as it was asked, and these are near: by the words where not letter for letter, or
   * outside of the person, time, thread and file that were named.
   */
  readonly near?: 'by-words' | 'outside';
  /** Pages of shared files that hold most of the words, best first. */
  readonly pages: readonly FoundPage[];
}

export interface FoundPage {
  /** `f:F0A#p2`. */
  readonly ref: string;
  /** "offer.pdf, p. 2". */
  readonly label: string;
  readonly url?: string;
  readonly sharedIn: RenderedMessage['ref'];
  /** As the file has it: others wrote it. */
  readonly excerpt: string;
}

export interface ChangesQuery extends HistoryPlace {
  readonly since: Date;
  readonly limit: number;
}

export interface Changes {
  /** Oldest first: what was said, changed and deleted since then. */
  readonly lines: readonly RenderedMessage[];
  /** How many there were beyond `limit` is not counted, only that there were. */
  readonly areAll: boolean;
  /** Where nothing changed: the newest message of before. */
  readonly last: RenderedMessage | undefined;
}

/** What this tool needs of history/, and no more. */
export interface SearchableHistory {
  search(query: HistorySearch): Promise<Opened<Found>>;
  changes(query: ChangesQuery): Promise<Opened<Changes>>;
}

const USUAL_LIMIT = 8;
const OUTPUT_CHARS = 12_000;
const MOST_CHANGES = 100;

const SearchInput = z.object({
  words: z
    .string()
    .min(2)
    .optional()
    .describe('Words as people would have written them; without them, the newest that the rest leaves'),
  exact: z
    .boolean()
    .optional()
    .describe('true finds the words as they stand, letter for letter: an id, a link, code, a quote'),
  from_person: z.string().min(1).optional().describe('Only what this person said: an id (U0MAYA) or a name'),
  in_thread: MessageSchema.optional().describe('Only the thread of this message, as in [m:…]'),
  file: z
    .string()
    .min(1)
    .optional()
    .describe('Only messages that share a file with this in its name or its text'),
  after: MomentSchema.optional().describe('Only what was said after this date, 2026-11-03'),
  before: MomentSchema.optional().describe('Only what was said before this date'),
  changed_since: MomentSchema.optional().describe(
    'Alone: what was said, edited and deleted since this date or time',
  ),
  channel: ChannelSchema.optional(),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(30)
    .optional()
    .describe(`How many to find, usually ${USUAL_LIMIT}`),
});
type SearchInput = z.infer<typeof SearchInput>;

export function createSearchHistory({ history }: { readonly history: SearchableHistory }): Tool {
  return defineTool({
    name: 'search_history',
    description:
      'Find earlier messages of this channel, threads included, and pages of files shared in it. Use it before asking people what they may have said already, ' +
      'and to check what the goal takes for granted. Give two or three telling words, not a sentence; try other words ' +
      'when nothing is found. It can also find by person, time, thread and file, with words or without, and tell what ' +
      'changed since a moment. Examples: {"words": "seat price offer"}, {"from_person": "Kenji", "after": "2026-11-03"}, ' +
      '{"changed_since": "2026-11-20T08:00:00Z"}.',
    effect: 'read',
    input: SearchInput,
    says: (input) =>
      input.changed_since === undefined
        ? `Searching the channel for ${toAsked(input)}`
        : 'Looking what changed in the channel',

    async run(input, { task }) {
      const { channel, in_thread: thread, changed_since: since, limit = USUAL_LIMIT } = input;
      const place = placeOf(task, channel, thread?.channelId);
      if (since !== undefined)
        return tellChanges(
          place,
          await history.changes({ ...place, since: new Date(since), limit: MOST_CHANGES }),
        );
      if (!isAsked(input))
        return { text: 'Say what to find: words, or a person, a time, a thread, a file.', failed: true };
      return tellFound(
        input,
        place,
        await history.search({
          ...place,
          isExact: input.exact ?? false,
          limit,
          ...(input.words === undefined ? {} : { words: input.words }),
          ...(input.from_person === undefined ? {} : { fromPerson: input.from_person }),
          ...(thread === undefined ? {} : { thread: thread.ts }),
          ...(input.file === undefined ? {} : { file: input.file }),
          ...(input.after === undefined ? {} : { after: new Date(input.after) }),
          ...(input.before === undefined ? {} : { before: new Date(input.before) }),
        }),
      );
    },
  });
}

function isAsked({ words, from_person, in_thread, file, after, before }: SearchInput): boolean {
  return [words, from_person, in_thread, file, after, before].some((one) => one !== undefined);
}

/** What was asked, as people and the model read it: `"seat price" from Kenji after 2026-11-03`. */
function toAsked({ words, from_person, in_thread, file, after, before }: SearchInput): string {
  return [
    words === undefined ? 'messages' : `"${words}"`,
    ...(from_person === undefined ? [] : [`from ${from_person}`]),
    ...(in_thread === undefined ? [] : ['in one thread']),
    ...(file === undefined ? [] : [`with the file ${file}`]),
    ...(after === undefined ? [] : [`after ${after}`]),
    ...(before === undefined ? [] : [`before ${before}`]),
  ].join(' ');
}

function tellFound(input: SearchInput, place: HistoryPlace, opened: Opened<Found>): ToolOutcome {
  if (opened.kind === 'closed') return closedChannel(place.elsewhere ?? '');
  const { matches, near, pages } = opened.found;
  const asked = toAsked(input);
  if (matches.length === 0 && pages.length === 0) {
    return {
      text: `Nothing in this channel matches ${asked}. Try other words, fewer words, or the other language.`,
    };
  }
  const shown = fitLines(matches, { sizeOf: (match) => toText(match).length, maxChars: OUTPUT_CHARS });
  const end =
    shown.length < matches.length
      ? [`${matches.length - shown.length} more did not fit: search with more words or a smaller limit.`]
      : [];
  return {
    text: [
      matches.length === 0
        ? `No message matches ${asked}.`
        : toHead({ asked, count: matches.length, near, hasWords: input.words !== undefined }),
      ...shown.map((match, at) => `Match ${at + 1}: ${toName(match.hit)}\n${toText(match)}`),
      ...end,
      ...inFiles(pages, place),
    ].join('\n\n'),
    sources: [
      ...toSources(shown.flatMap(({ before, hit, after }) => [...before, hit, ...after])),
      ...pages.map(({ ref, label, url }) => ({
        ref,
        label: oneLine(label),
        ...(url === undefined ? {} : { url }),
      })),
    ],
  };
}

/** A few lines of each, framed: what stands in files is data. */
function inFiles(pages: readonly FoundPage[], { elsewhere }: HistoryPlace): readonly string[] {
  if (pages.length === 0) return [];
  const shown = pages.map(({ ref, label, sharedIn, excerpt }) =>
    [`${oneLine(label)}, shared in [${sharedIn}]`, frame({ what: 'excerpt', ref, text: tame(excerpt) })].join(
      '\n',
    ),
  );
  const head =
    elsewhere === undefined
      ? 'These words stand in files shared here; read_file shows more of them.'
      : 'These words stand in files shared there.';
  return [head, ...shown];
}

function toHead(told: { asked: string; count: number; near: Found['near']; hasWords: boolean }): string {
  const order = told.hasWords ? 'best first' : 'the newest first';
  switch (told.near) {
    case 'by-words':
      return `Nothing matches ${told.asked} letter for letter. Near it by the words, ${order}:`;
    case 'outside':
      return `Nothing matches ${told.asked}. Without those limits, ${order}:`;
    case undefined:
      return `${told.count} ${told.count === 1 ? 'message matches' : 'messages match'} ${told.asked}, ${order}, with what stands around them.`;
  }
}

function tellChanges(place: HistoryPlace, opened: Opened<Changes>): ToolOutcome {
  if (opened.kind === 'closed') return closedChannel(place.elsewhere ?? '');
  const { lines, areAll, last } = opened.found;
  if (lines.length === 0) {
    return {
      text: `Nothing was said, edited or deleted since then.${last === undefined ? '' : ` The newest message is older:\n${last.line}`}`,
      sources: toSources(last === undefined ? [] : [last]),
    };
  }
  const shown = fitLines(lines, { sizeOf: ({ line }) => line.length, maxChars: OUTPUT_CHARS });
  const more = areAll && shown.length === lines.length ? [] : ['There is more: ask again from a later time.'];
  return {
    text: ['What changed since then, oldest first:', ...shown.map(({ line }) => line), ...more].join('\n'),
    sources: toSources(shown),
  };
}

function toName({ ref, url }: RenderedMessage): string {
  return url === undefined ? `[${ref}]` : `[${ref}] ${url}`;
}

function toText({ before, hit, after }: FoundMessage): string {
  return [...before, hit, ...after].map(({ line }) => line).join('\n');
}
