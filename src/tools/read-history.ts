// What was said before, in the order it was said: around a message, in a thread, or up to a moment.
import { z } from 'zod';
import { defineTool, type Tool } from '../agent/tool.ts';
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

export interface HistoryRead extends HistoryPlace {
  /** A stretch of the channel with this message in its middle. */
  readonly around?: string;
  /** The thread that begins with this message, or that it stands in; with `around`, its part around that message. */
  readonly thread?: string;
  /** What was said before this moment; without it, and without the others, the newest. */
  readonly before?: Date;
  readonly limit: number;
}

/** What this tool needs of history/, and no more. */
export interface ReadableHistory {
  /** Oldest first. A thread is read from its start, everything else up to its end. */
  read(query: HistoryRead): Promise<Opened<readonly RenderedMessage[]>>;
}

const USUAL_LIMIT = 30;
const OUTPUT_CHARS = 12_000;

export function createReadHistory({ history }: { readonly history: ReadableHistory }): Tool {
  return defineTool({
    name: 'read_history',
    description:
      'Read messages of this channel in the order they were said. Use it to see what stands around a message you found ' +
      '({"around": "1732001234.000200"}), a whole thread ({"thread": "1732001234.000200"}), or older messages than you ' +
      'were shown ({"before": "2026-11-03"}). Both thread and around read a long thread from its middle. To find words use ' +
      'search_history.',
    effect: 'read',
    input: z.object({
      around: MessageSchema.optional().describe('The number of a message, as in [m:1732001234.000200]'),
      thread: MessageSchema.optional().describe('The number of the message that the thread begins with'),
      before: MomentSchema.optional().describe('Only what was said before this date or time'),
      channel: ChannelSchema.optional(),
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(100)
        .optional()
        .describe(`How many messages, usually ${USUAL_LIMIT}`),
    }),
    says: ({ thread }) => (thread === undefined ? 'Reading back in the channel' : 'Reading a thread'),

    async run({ around, thread, before, channel, limit = USUAL_LIMIT }, { task }) {
      const place = placeOf(task, channel, thread?.channelId, around?.channelId);
      const opened = await history.read({
        ...place,
        limit,
        ...(around === undefined ? {} : { around: around.ts }),
        ...(thread === undefined ? {} : { thread: thread.ts }),
        ...(before === undefined ? {} : { before: new Date(before) }),
      });
      if (opened.kind === 'closed') return closedChannel(place.elsewhere ?? '');
      const read = opened.found;
      if (read.length === 0) return { text: 'There are no such messages in this channel.' };

      const shown = fitAround(read, around?.ts ?? (thread === undefined ? read.at(-1)?.ref : read[0]?.ref));
      const left = read.length - shown.length;
      const end = left === 0 ? [] : [`${left} messages did not fit: read on with around or before.`];
      return { text: [...shown.map(({ line }) => line), ...end].join('\n'), sources: toSources(shown) };
    },
  });
}

/** What is left out when it is too much is what is farthest from what was asked for. */
function fitAround(read: readonly RenderedMessage[], name: string | undefined): readonly RenderedMessage[] {
  const middle = read.findIndex(({ ref }) => ref.endsWith(name ?? ''));
  const byDistance = read
    .map((message, at) => ({ message, at, distance: Math.abs(at - middle) }))
    .toSorted((one, other) => one.distance - other.distance);
  return fitLines(byDistance, { sizeOf: ({ message }) => message.line.length, maxChars: OUTPUT_CHARS })
    .toSorted((one, other) => one.at - other.at)
    .map(({ message }) => message);
}
