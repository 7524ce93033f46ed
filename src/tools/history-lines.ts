// Messages as the tools that find them hand them on: lines already rendered, each with its reference.
import { z } from 'zod';
import type { Source } from '../agent/tool.ts';

export interface RenderedMessage {
  /** `m:<ts>`. */
  readonly ref: `m:${string}`;
  /** The message as the model reads it, with its reference, time and author; several lines are kept. */
  readonly line: string;
  /** "Maya, 3 Nov". */
  readonly label: string;
  readonly url?: string;
}

export function toSources(messages: readonly RenderedMessage[]): Source[] {
  const once = new Map(messages.map((message) => [message.ref, message]));
  return [...once.values()].map(({ ref, label, url }) => ({
    ref,
    label,
    ...(url === undefined ? {} : { url }),
  }));
}

/** A day or a moment as models write it; a day without a time begins at midnight, UTC. */
export const MomentSchema = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), 'write a date like 2026-11-03 or 2026-11-03T14:00:00Z');

/** A message as the model names it; with its channel where that is another than the task's. */
export interface MessageName {
  readonly ts: string;
  readonly channelId?: string;
}

const NAME = /^(?:([A-Z0-9]+)\/)?(\d+(?:\.\d+)?)$/;

/** Models cite a message as `[m:1732.0001]`, as `1732.0001` and, elsewhere, as `m:C0OPS/1732.0001`; all name it. */
export const MessageSchema = z
  .string()
  .transform((text) =>
    text
      .trim()
      .replace(/^\[?(?:m:)?/, '')
      .replace(/\]$/, ''),
  )
  .refine((text) => NAME.test(text), 'write the number of a message as it stands in [m:…]')
  .transform((text): MessageName => {
    const [, channelId, ts = ''] = NAME.exec(text) ?? [];
    return channelId === undefined ? { ts } : { ts, channelId };
  });

export const ChannelSchema = z
  .string()
  .min(1)
  .describe('Another channel, by its name or id; without it, this one. Only where everyone here may read it');

/** Whose history, for whom, and where what is found will be told. */
export interface HistoryPlace {
  readonly teamId: string;
  /** The task's own. */
  readonly channelId: string;
  /** For whom: times are shown as on their clock. */
  readonly requesterId: string;
  /** Another channel as the model named it. */
  readonly elsewhere?: string;
}

/** What was found; or `closed` when the channel named is not there, or not for everyone who would read of it. */
export type Opened<Found> = { readonly kind: 'open'; readonly found: Found } | { readonly kind: 'closed' };

/** The same words for a channel that is not there: that a private one exists is nobody's business. */
export function closedChannel(named: string): { text: string; failed: true } {
  return {
    text: `"${named}" is not a channel that Longhand and everyone who reads here may read, so nothing of it was looked at. Do not try it under other names; people can bring here what they want to.`,
    failed: true,
  };
}

/** The place that a call is about: named outright, or by the channel in a message's reference. */
export function placeOf(
  { teamId, channelId, requesterId }: { teamId: string; channelId: string; requesterId: string },
  ...named: readonly (string | undefined)[]
): HistoryPlace {
  const elsewhere = named.find((one) => one !== undefined && one !== channelId);
  return { teamId, channelId, requesterId, ...(elsewhere === undefined ? {} : { elsewhere }) };
}

/** What fits into one answer, from the end that matters; says how many were left out. */
export function fitLines<Item>(
  items: readonly Item[],
  { sizeOf, maxChars }: { sizeOf: (item: Item) => number; maxChars: number },
): readonly Item[] {
  let left = maxChars;
  const end = items.findIndex((item, at) => {
    left -= sizeOf(item) + 1;
    return left < 0 && at > 0;
  });
  return end === -1 ? items : items.slice(0, end);
}
