// A sign on a message: a reaction, or a pin on top of the channel; and taken off again.
import { z } from 'zod';
import { defineTool, type Tool, type ToolOutcome } from '../agent/tool.ts';
import { oneLine } from './framing.ts';
import type { Speech } from './post-message.ts';
import type { Handles, Mark, SlackActs } from './slack-acts.ts';
import { withoutKey } from './without-key.ts';

/** Where a message stands, as far as this tool must know. */
export interface MarkableMessages {
  /** Undefined when there is no such message that people can see. */
  threadOf(message: {
    readonly teamId: string;
    readonly channelId: string;
    readonly ts: string;
  }): Promise<string | undefined>;
}

interface MarkDeps {
  readonly acts: SlackActs;
  readonly speech: Pick<Speech, 'find'>;
  readonly messages: MarkableMessages;
  readonly handles: Handles;
}

/** By these Longhand itself tells where a task stands; in its thread they are code's to give. */
const OWN_SIGNS: ReadonlySet<string> = new Set([
  'eyes',
  'white_check_mark',
  'warning',
  'octagonal_sign',
  'ok_hand',
]);

const EMOJI = /^[a-z0-9_+'-]{1,80}(?:::skin-tone-[2-6])?$/u;

const Kept = z.object({
  kind: z.enum(['pin', 'reaction']),
  name: z.string().default(''),
  channelId: z.string(),
  ts: z.string(),
  isSet: z.boolean(),
});
type Kept = z.infer<typeof Kept>;

export function createMarkMessage({ acts, speech, messages, handles }: MarkDeps): Tool {
  async function recall(key: string): Promise<Kept | undefined> {
    const handle = await handles.recall(key);
    return handle === undefined ? undefined : Kept.parse(JSON.parse(handle));
  }

  return defineTool({
    name: 'mark_message',
    description:
      'Put a reaction on a message, or pin it on top of its channel; with "remove", take your own mark off again. ' +
      'Example: {"message": "m:1732100000.000100", "mark": "tada"}, or "mark": "pin".',
    effect: 'reversible',
    input: z.object({
      message: z
        .string()
        .regex(/^(?:m:)?\d{5,12}\.\d{6}$/u)
        .describe('The message as you were shown it: m: and its ts'),
      mark: z.string().min(1).max(90).describe('"pin", or the name of an emoji without colons: "thumbsup"'),
      channel: z.string().min(1).max(100).optional().describe('Where it stands, if not in this channel'),
      remove: z.boolean().default(false),
    }),
    says: ({ mark, remove }) =>
      remove
        ? `Taking off: ${oneLine(mark)}`
        : mark === 'pin'
          ? 'Pinning a message'
          : `Reacting: ${oneLine(mark)}`,
    // A pin changes what everybody sees on top of the channel.
    isFar: ({ mark, channel }, { channelId }) =>
      mark === 'pin' || (channel !== undefined && !channel.includes(channelId)),

    async run({ message, mark, channel, remove }, { task, key, wasShown, confirm }) {
      if (key === undefined) throw withoutKey('mark_message');
      const ts = message.replace(/^m:/u, '');
      const name = mark.replaceAll(/^:|:$/gu, '');
      if (!EMOJI.test(name)) return failed(`"${oneLine(mark)}" is not the name of an emoji.`);
      if (!wasShown(ts)) return failed('No such message was shown in this task: look it up first.');
      const place = channel === undefined ? undefined : await speech.find(task, channel);
      if (place !== undefined && place.kind !== 'there')
        return failed(place.kind === 'closed' ? place.reason : `several fit: ${place.labels.join(', ')}.`);
      const channelId = place?.channelId ?? task.channelId;
      const threadTs = await messages.threadOf({ teamId: task.teamId, channelId, ts });
      if (threadTs === undefined) return failed('There is no such message in that channel.');
      if (OWN_SIGNS.has(name) && channelId === task.channelId && threadTs === task.threadTs)
        return failed(`":${name}:" in this thread says where the task stands: it is given by itself.`);
      const wanted: Mark =
        name === 'pin' ? { kind: 'pin', channelId, ts } : { kind: 'reaction', name, channelId, ts };
      // What stood so before us would not be ours to take back.
      if ((await hasMark(acts, wanted)) === !remove) return failed('it is so already.');
      const kept: Kept = { ...wanted, name, isSet: !remove };
      await confirm();
      await handles.remember(key, JSON.stringify(kept));
      const acted = await acts.setMark(wanted, !remove);
      return acted.kind === 'done' ? toOutcome(kept) : failed(`Slack refused: ${acted.reason}.`);
    },

    async settle(key) {
      const kept = await recall(key);
      if (kept === undefined) return { kind: 'not-done' };
      try {
        const isSo = (await acts.hasMark(toMark(kept))) === kept.isSet;
        return isSo ? { kind: 'done', outcome: toOutcome(kept) } : { kind: 'not-seen' };
      } catch {
        return { kind: 'unknown' };
      }
    },

    async undo(key) {
      const kept = await recall(key);
      if (kept === undefined) return { text: 'Nothing of it is to be seen.' };
      const acted = await acts.setMark(toMark(kept), !kept.isSet);
      return acted.kind === 'done'
        ? { text: kept.isSet ? 'The mark is off again.' : 'The mark is there again.' }
        : { text: acted.reason, failed: true };
    },
  });
}

/** What cannot be asked counts as not there: the call itself will tell. */
async function hasMark(acts: SlackActs, mark: Mark): Promise<boolean | undefined> {
  try {
    return await acts.hasMark(mark);
  } catch {
    return undefined;
  }
}

function toMark({ kind, name, channelId, ts }: Kept): Mark {
  return kind === 'pin' ? { kind, channelId, ts } : { kind, name, channelId, ts };
}

function toOutcome({ kind, name, isSet, ts }: Kept): ToolOutcome {
  const what = kind === 'pin' ? 'pin' : `:${name}:`;
  return { text: isSet ? `Done: ${what} is on [m:${ts}].` : `Done: ${what} is off [m:${ts}].` };
}

function failed(reason: string): ToolOutcome {
  return { text: `Nothing was marked: ${reason}`, failed: true };
}
