// What was said before, in the order it was said: around a message, in a thread, or up to a moment.
import { z } from 'zod';
import { defineTool, type Tool } from '../agent/tool.ts';
import { fitLines, MomentSchema, toSources, TsSchema, type RenderedMessage } from './history-lines.ts';

export interface HistoryRead {
  readonly teamId: string;
  readonly channelId: string;
  /** For whom: times are shown as on their clock. */
  readonly requesterId: string;
  /** A stretch of the channel with this message in its middle. */
  readonly around?: string;
  /** The thread that begins with this message, or that it stands in. */
  readonly thread?: string;
  /** What was said before this moment; without it, and without the others, the newest. */
  readonly before?: Date;
  readonly limit: number;
}

/** What this tool needs of history/, and no more. */
export interface ReadableHistory {
  /** Oldest first. A thread is read from its start, everything else up to its end. */
  read(query: HistoryRead): Promise<readonly RenderedMessage[]>;
}

const USUAL_LIMIT = 30;
const OUTPUT_CHARS = 12_000;

export function createReadHistory({ history }: { readonly history: ReadableHistory }): Tool {
  return defineTool({
    name: 'read_history',
    description:
      'Read messages of this channel in the order they were said. Use it to see what stands around a message you found ' +
      '({"around": "1732001234.000200"}), a whole thread ({"thread": "1732001234.000200"}), or older messages than you ' +
      'were shown ({"before": "2026-11-03"}). To find words use search_history.',
    effect: 'read',
    input: z.object({
      around: TsSchema.optional().describe('The number of a message, as in [m:1732001234.000200]'),
      thread: TsSchema.optional().describe('The number of the message that the thread begins with'),
      before: MomentSchema.optional().describe('Only what was said before this date or time'),
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(100)
        .optional()
        .describe(`How many messages, usually ${USUAL_LIMIT}`),
    }),
    says: ({ thread }) => (thread === undefined ? 'Reading back in the channel' : 'Reading a thread'),

    async run({ around, thread, before, limit = USUAL_LIMIT }, { task }) {
      const read = await history.read({
        teamId: task.teamId,
        channelId: task.channelId,
        requesterId: task.requesterId,
        limit,
        ...(around === undefined ? {} : { around }),
        ...(thread === undefined ? {} : { thread }),
        ...(before === undefined ? {} : { before: new Date(before) }),
      });
      if (read.length === 0) return { text: 'There are no such messages in this channel.' };

      // What is left out when it is too much is what is farthest from what was asked for.
      const fromStart = thread !== undefined || around !== undefined;
      const sizes = { sizeOf: ({ line }: RenderedMessage) => line.length, maxChars: OUTPUT_CHARS };
      const shown = fromStart ? fitLines(read, sizes) : fitLines(read.toReversed(), sizes).toReversed();
      const left = read.length - shown.length;
      const end =
        left === 0
          ? []
          : [
              `${left} ${fromStart ? 'later' : 'earlier'} messages did not fit: read on with around or before.`,
            ];
      return { text: [...shown.map(({ line }) => line), ...end].join('\n'), sources: toSources(shown) };
    },
  });
}
