// Something said elsewhere than in the result: in this thread, another channel, or to one person, once.
import { z } from 'zod';
import { defineTool, type Tool, type ToolOutcome, type ToolTask } from '../agent/tool.ts';
import { oneLine } from './framing.ts';
import { withoutKey } from './without-key.ts';

/** Where it goes, once it was looked up and everyone there may read what is said here. */
export type SpeechPlace =
  | { readonly kind: 'there'; readonly channelId: string; readonly threadTs?: string; readonly label: string }
  /** Several are called that: theirs to choose is not ours. */
  | { readonly kind: 'many'; readonly labels: readonly string[] }
  | { readonly kind: 'closed'; readonly reason: string };

/** `refused` is certain: it is to be seen nowhere. */
export type Said =
  | { readonly kind: 'sent'; readonly ts: string; readonly url?: string }
  | { readonly kind: 'on-its-way' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'never' };

/** What this needs of the rooms around it, and no more. */
export interface Speech {
  find(task: ToolTask, to: string | undefined): Promise<SpeechPlace>;
  /** Kept with the effect's key, so that it is sent once whatever dies; waits a moment for Slack. */
  say(said: {
    readonly key: string;
    readonly task: ToolTask;
    readonly place: Extract<SpeechPlace, { kind: 'there' }>;
    readonly markdown: string;
    readonly signal: AbortSignal;
  }): Promise<Said>;
  /** What became of what was said under this key. */
  look(key: string): Promise<Said>;
}

const MAX_CHARS = 10_000;

export function createPostMessage({ speech }: { speech: Speech }): Tool {
  return defineTool({
    name: 'post_message',
    description:
      'Say something in another channel, to one person directly, or in this thread before the end. Not for the result: that is ' +
      'your answer and is posted for you. It goes only where the person who asked is, and where everyone may read what this ' +
      'channel says. Example: {"to": "#ops", "text": "The backup of Friday is done."}.',
    effect: 'seen',
    input: z.object({
      to: z
        .string()
        .min(1)
        .max(100)
        .optional()
        .describe('A channel (#ops or its id) or a person (name or id); this thread without it'),
      text: z.string().min(1).max(MAX_CHARS).describe('What people read, in Markdown'),
    }),
    says: ({ to, text }) =>
      `${to === undefined ? 'Message' : `Message to ${oneLine(to).slice(0, 60)}`}: “${oneLine(text).slice(0, 80)}”`,
    isFar: ({ to }, { channelId }) => to !== undefined && !to.includes(channelId),

    async run({ to, text }, { task, key, signal, confirm }) {
      if (key === undefined) throw withoutKey('post_message');
      const place = await speech.find(task, to);
      if (place.kind === 'closed') return { text: `Nothing was posted: ${place.reason}`, failed: true };
      if (place.kind === 'many') {
        return {
          text: `Nothing was posted: "${oneLine(to ?? '')}" fits several: ${place.labels.join(', ')}. Ask which one is meant.`,
          failed: true,
        };
      }
      await confirm();
      return toOutcome(await speech.say({ key, task, place, markdown: text, signal }), place.label);
    },

    async settle(key) {
      const said = await speech.look(key);
      switch (said.kind) {
        case 'never':
          return { kind: 'not-done' };
        case 'refused':
          return { kind: 'not-done' };
        case 'sent':
        case 'on-its-way':
          return { kind: 'done', outcome: toOutcome(said, 'where it was to go') };
      }
    },
  });
}

function toOutcome(said: Said, label: string): ToolOutcome {
  switch (said.kind) {
    case 'sent':
      return {
        text: `Posted in ${label}.`,
        ...(said.url === undefined
          ? {}
          : { sources: [{ ref: `m:${said.ts}`, label: `message in ${label}`, url: said.url }] }),
      };
    case 'on-its-way':
      return { text: `Kept, and posted in ${label} as soon as Slack takes it. Do not say it again.` };
    case 'refused':
      return {
        text: `Slack did not take it for ${label}: ${said.reason}. Nothing is to be seen there.`,
        failed: true,
      };
    case 'never':
      return { text: 'Nothing was posted.', failed: true };
  }
}
