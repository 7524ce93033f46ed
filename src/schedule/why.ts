// Why a due time did not come to a report: kept as what it is, and put into words for whoever asks.
import { z } from 'zod';

const Why = z.discriminatedUnion('kind', [
  /** Nobody was there, and missed times are left out; `about` counts those that have no row of their own. */
  z.object({ kind: z.literal('away'), about: z.number().optional() }),
  /** One late run stands for it. */
  z.object({ kind: z.literal('stood-for'), by: z.iso.datetime(), about: z.number().optional() }),
  z.object({ kind: z.literal('paused') }),
  /** Somebody asked to leave this one out. */
  z.object({ kind: z.literal('left-out') }),
  z.object({ kind: z.literal('ended') }),
  z.object({ kind: z.literal('unchanged'), since: z.iso.datetime() }),
  z.object({ kind: z.literal('unmoved'), percent: z.number() }),
  z.object({ kind: z.literal('owner-gone') }),
  z.object({ kind: z.literal('place-gone'), channelId: z.string(), reason: z.string() }),
  z.object({ kind: z.literal('unreadable'), reason: z.string() }),
  z.object({ kind: z.literal('stopped') }),
  z.object({ kind: z.literal('failed'), reason: z.string() }),
]);
export type Why = z.infer<typeof Why>;

export function toWhyText(why: Why): string {
  return JSON.stringify(why);
}

/** Rows from before reasons had kinds are plain words. */
export function readWhy(text: string | null): Why | undefined {
  if (text === null) return undefined;
  const parsed = Why.safeParse(toJson(text));
  return parsed.success ? parsed.data : { kind: 'failed', reason: text };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Plain words.
  }
}
