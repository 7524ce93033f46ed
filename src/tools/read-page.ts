// What long ago was about: pages of the channel as they were summed up, each sentence with its messages, and a page to the letter.
import { z } from 'zod';
import { defineTool, type Tool, type ToolOutcome } from '../agent/tool.ts';
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

export interface PageQuery extends HistoryPlace {
  readonly level: 'page' | 'chapter';
  readonly before?: Date;
  readonly limit: number;
}

/** A page or chapter as its summary tells it. */
export interface ToldPage {
  /** "2026-03-01 to 2026-03-04, 200 messages". */
  readonly heading: string;
  /** The message it begins with, by which it is read whole. */
  readonly firstRef: `m:${string}`;
  readonly sentences: readonly string[];
  readonly cited: readonly RenderedMessage[];
}

export type PageList =
  | { readonly kind: 'pages'; readonly pages: readonly ToldPage[] }
  /** None is sealed: who spoke of what, counted instead. */
  | { readonly kind: 'outline'; readonly lines: readonly string[] };

/** What this tool needs of history/, and no more. */
export interface PagedHistory {
  /** The newest that end before the moment, oldest first. */
  pages(query: PageQuery): Promise<Opened<PageList>>;
  /** The page that holds the message, with its messages in order; undefined where it is in none. */
  page(
    query: HistoryPlace & { ts: string },
  ): Promise<Opened<{ page: ToldPage; messages: readonly RenderedMessage[] } | undefined>>;
}

const USUAL_LIMIT = 10;
const OUTPUT_CHARS = 12_000;

export function createReadPage({ history }: { readonly history: PagedHistory }): Tool {
  return defineTool({
    name: 'read_page',
    description:
      'Read what older stretches of this channel were about, when no words are known to search for: each page is some 200 ' +
      'messages in a few sentences with the messages they stand on, a chapter is 20 pages. {} gives the newest pages, ' +
      '{"level": "chapter"} the newest chapters, {"before": "2026-03-01"} older ones, {"message": "1732001234.000200"} the page ' +
      'that holds this message, word for word. Cite the messages, never a page.',
    effect: 'read',
    input: z.object({
      level: z.enum(['page', 'chapter']).optional().describe('Which summaries, usually page'),
      before: MomentSchema.optional().describe('Only what ended before this date or time'),
      message: MessageSchema.optional().describe(
        'The number of a message: the page that holds it, word for word',
      ),
      from: MessageSchema.optional().describe('With message: begin with this one of its messages'),
      channel: ChannelSchema.optional(),
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(30)
        .optional()
        .describe(`How many pages, usually ${USUAL_LIMIT}`),
    }),
    says: ({ message }) =>
      message === undefined
        ? 'Looking through older pages of the channel'
        : 'Reading an older page of the channel',

    async run({ level = 'page', before, message, from, channel, limit = USUAL_LIMIT }, { task }) {
      const place = placeOf(task, channel, message?.channelId);
      if (message !== undefined) {
        const opened = await history.page({ ...place, ts: message.ts });
        if (opened.kind === 'closed') return closedChannel(place.elsewhere ?? '');
        return opened.found === undefined
          ? { text: 'That message is in no page yet. read_history with around reads what stands around it.' }
          : tellPage(opened.found, from?.ts ?? '');
      }
      const opened = await history.pages({
        ...place,
        level,
        limit,
        ...(before === undefined ? {} : { before: new Date(before) }),
      });
      return opened.kind === 'closed' ? closedChannel(place.elsewhere ?? '') : tellList(opened.found);
    },
  });
}

function tellPage(
  { page, messages }: { page: ToldPage; messages: readonly RenderedMessage[] },
  fromTs: string,
): ToolOutcome {
  const rest = messages.slice(
    Math.max(
      0,
      messages.findIndex(({ ref }) => fromTs !== '' && ref.endsWith(fromTs)),
    ),
  );
  const shown = fitLines(rest, { sizeOf: ({ line }) => line.length, maxChars: OUTPUT_CHARS });
  const next = rest[shown.length];
  return {
    text: [
      `Page ${page.heading}, word for word:`,
      ...shown.map(({ line }) => line),
      ...(next === undefined
        ? []
        : [`${rest.length - shown.length} messages did not fit: go on with from [${next.ref}].`]),
    ].join('\n'),
    sources: toSources(shown),
  };
}

function tellList(list: PageList): ToolOutcome {
  if (list.kind === 'outline')
    return {
      text: [
        'Nothing of this channel is summed up there. What can be counted:',
        ...list.lines,
        'search_history and read_history have the messages themselves.',
      ].join('\n'),
    };
  const shown = fitLines(list.pages.toReversed(), {
    sizeOf: (page) => toText(page).length,
    maxChars: OUTPUT_CHARS,
  }).toReversed();
  return {
    text: [
      ...(shown.length < list.pages.length ? ['Earlier ones did not fit: ask with before.'] : []),
      ...shown.map(toText),
    ].join('\n\n'),
    sources: toSources(shown.flatMap(({ cited }) => cited)),
  };
}

function toText({ heading, firstRef, sentences }: ToldPage): string {
  return [
    `${heading} (begins with [${firstRef}])`,
    ...(sentences.length === 0
      ? ['- (no summary that stands on its messages)']
      : sentences.map((line) => `- ${line}`)),
  ].join('\n');
}
