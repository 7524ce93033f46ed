// How the model writes the terms of a schedule, and how code reads them: it proposes, and here it is computed.
import { z } from 'zod';
import type { Terms, When } from '../schedule/terms.ts';
import { readExpression } from '../schedule/times.ts';
import { createZone } from '../schedule/zone.ts';

const LONGEST_GOAL_CHARS = 4_000;
const MINUTE_MS = 60_000;
const MOST_MINUTES = 366 * 24 * 60;

export const WHEN_INPUT = {
  expression: z
    .string()
    .optional()
    .describe(
      'For what comes again. Cron, five fields: minute, hour, day of the month, month, day of the week. "0 9 * * 1-5" is ' +
        'every working day at 9:00, "0 9 * * 5L" the last Friday of the month, "0 9 * * 1#1" the first Monday, "0 17 LW * *" the ' +
        'last working day. Every second week is no expression: ask which of the near ones is meant. With both day fields set, ' +
        'either is enough.',
    ),
  at: z
    .string()
    .optional()
    .describe('For what comes once: the local time in time_zone, as in "2026-12-04T08:00"'),
  in_minutes: z.coerce
    .number()
    .positive()
    .max(MOST_MINUTES)
    .optional()
    .describe('For what comes once, in so many minutes from now'),
};

export const GOAL_INPUT = z
  .string()
  .trim()
  .min(1)
  .max(LONGEST_GOAL_CHARS)
  .describe('What to do each time, complete in itself, in the words and the language of the request');

export const RULES_INPUT = {
  missed: z
    .enum(['run-once', 'skip'])
    .optional()
    .describe(
      'What happens to times that pass while Longhand is away: one late run for all, or none. Ask where a late one would ' +
        'mislead or come too late to be of use (before a meeting, a price of the hour); else run-once',
    ),
  to: z
    .array(z.string().min(1))
    .max(5)
    .optional()
    .describe(
      'Where the report goes: "#channel", "this thread", "me", or a person’s name; usually this channel',
    ),
  only_if_changed_in: z
    .array(z.string().min(1))
    .max(10)
    .optional()
    .describe('Channels: run only if somebody said something there since the last report'),
  only_if_moved_percent: z.coerce
    .number()
    .min(0)
    .max(1_000)
    .optional()
    .describe('Post only if a figure of the report moved by so much since the last one; 0 posts always'),
  constraints: z
    .array(z.object({ message: z.string(), words: z.string().min(1) }))
    .max(20)
    .optional()
    .describe('What every report must keep to, word for word, with the message that says so'),
  budget_tokens: z.coerce.number().int().min(1_000).optional().describe('What one run may cost'),
  deputy: z.string().min(1).optional().describe('Who decides when the owner is away: an id or a name'),
};

interface WhenInput {
  readonly expression?: string | undefined;
  readonly at?: string | undefined;
  readonly in_minutes?: number | undefined;
}

export type WhenRead =
  | { readonly kind: 'read'; readonly when: When; readonly timeZone: string }
  | { readonly kind: 'not-read'; readonly reason: string };

/** Exactly one of the three ways must be given; the reason is for whoever wrote it. */
export function readWhen({ expression, at, in_minutes }: WhenInput, zone: string, now: Date): WhenRead {
  const given = [expression, at, in_minutes].filter((one) => one !== undefined);
  if (given.length !== 1) {
    return notRead('Give exactly one of expression (again and again), at, and in_minutes (once).');
  }
  const reading = readExpression(expression ?? '0 0 * * *', zone);
  if (reading.kind === 'not-read') return reading;
  const { timeZone } = reading;
  if (expression !== undefined)
    return { kind: 'read', timeZone, when: { kind: 'cron', expression: reading.expression } };
  const moment = at === undefined ? inMinutes(now, in_minutes ?? 0) : toMoment(at, timeZone);
  if (moment === undefined)
    return notRead(`"${at ?? ''}" is no local time; one looks like "2026-12-04T08:00".`);
  if (moment <= now) return notRead(`${moment.toISOString()} is not in the future.`);
  return { kind: 'read', timeZone, when: { kind: 'once', at: moment.toISOString() } };
}

function notRead(reason: string): WhenRead {
  return { kind: 'not-read', reason };
}

/** Never earlier than asked: to the next full minute. */
function inMinutes(now: Date, minutes: number): Date {
  return new Date(Math.ceil((now.getTime() + minutes * MINUTE_MS) / MINUTE_MS) * MINUTE_MS);
}

/** What the wall of that zone shows; the first time when clocks show it twice. */
function toMoment(at: string, timeZone: string): Date | undefined {
  const text = at.trim().replace(' ', 'T');
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::00(?:\.0+)?)?$/u.test(text)) return undefined;
  const wall = Date.parse(`${text.slice(0, 16)}Z`);
  return Number.isNaN(wall) ? undefined : new Date(createZone(timeZone).momentsOf(wall)[0]);
}

/** What the rooms above make of names: ids, and whether the words stand where they are said to. */
export interface NamedWish {
  readonly to?: readonly string[] | undefined;
  readonly onlyIfChangedIn?: readonly string[] | undefined;
  readonly deputy?: string | undefined;
  readonly constraints?: readonly { message: string; words: string }[] | undefined;
}

export type Resolved =
  | {
      readonly kind: 'resolved';
      readonly terms: Partial<Pick<Terms, 'places' | 'onlyIfChangedIn' | 'deputyId' | 'constraints'>>;
    }
  | { readonly kind: 'not-resolved'; readonly reason: string };
