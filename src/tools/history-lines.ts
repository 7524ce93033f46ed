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

/** Models cite a message as `[m:1732.0001]` and as `1732.0001`; both name it. */
export const TsSchema = z
  .string()
  .transform((text) =>
    text
      .trim()
      .replace(/^\[?(?:m:)?/, '')
      .replace(/\]$/, ''),
  )
  .refine((text) => /^\d+(?:\.\d+)?$/.test(text), 'write the number of a message as it stands in [m:…]');

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
