// Replays a channel's timestamps: what each call would send, and how much of it the call before it sent just so.
import { planCut } from '../../src/flow/channel-window-plan.ts';

export interface TimedLine {
  /** Seconds. */
  readonly at: number;
  readonly tokens: number;
  /** Is Longhand called after this message? */
  readonly isCall: boolean;
}

/** What stands around the history in every request, in tokens. */
const SYSTEM_AND_TOOLS = 3_000;
const RETRIEVED = 4_000;
export const ANSWER = 500;
const DIGEST = 2_000;
const NEWEST = 100;
const CACHE_SECONDS = 300;

export interface Replayed {
  readonly calls: number;
  readonly inputTokens: number;
  /** Identical to the beginning of the call before, whenever that was. */
  readonly sameTokens: number;
  /** Of these, sent within five minutes of the call before: what any provider still knows. */
  readonly warmTokens: number;
  /** How often the layout threw away what it had. */
  readonly cuts: number;
}

export type Layout = (lines: readonly TimedLine[], budgetTokens: number) => Replayed;

/** The newest messages that fit, at each call anew. */
export const slidingWindow: Layout = (lines, budgetTokens) => {
  const tally = createTally();
  let start = 0;
  let tokens = 0;
  let sent: { start: number; tokens: number } | undefined;
  lines.forEach((line, index) => {
    tokens += line.tokens;
    for (; tokens > budgetTokens && start < index; start += 1) tokens -= lines[start]?.tokens ?? 0;
    if (!line.isCall) return;
    const same = sent === undefined ? 0 : SYSTEM_AND_TOOLS + (sent.start === start ? sent.tokens : 0);
    tally.call(line.at, { input: SYSTEM_AND_TOOLS + tokens + RETRIEVED, same, isCut: sent?.start !== start });
    sent = { start, tokens };
  });
  return tally.result();
};

/** Longhand's: grows at its end, loses its older half when it is full, the retrieved block last. */
export const growingWindow: Layout = (lines, budgetTokens) => {
  const tally = createTally();
  const digest = Math.min(DIGEST, Math.floor(budgetTokens / 8));
  let held: TimedLine[] = [];
  let sent: number | undefined;
  let wasCut = false;
  let lastCall = Number.NEGATIVE_INFINITY;
  for (const line of lines) {
    held.push(line);
    if (!line.isCall) continue;
    const keep = planCut(held, {
      budgetTokens,
      newest: NEWEST,
      isWarm: line.at - lastCall < CACHE_SECONDS,
    });
    if (keep !== undefined) {
      held = held.slice(held.length - keep);
      wasCut = true;
    }
    const prefix =
      SYSTEM_AND_TOOLS + (wasCut ? digest : 0) + held.reduce((sum, { tokens }) => sum + tokens, 0);
    const same = sent === undefined ? 0 : keep === undefined ? sent : SYSTEM_AND_TOOLS;
    tally.call(line.at, { input: prefix + RETRIEVED, same, isCut: keep !== undefined });
    sent = prefix;
    lastCall = line.at;
  }
  return tally.result();
};

function createTally() {
  let calls = 0;
  let inputTokens = 0;
  let sameTokens = 0;
  let warmTokens = 0;
  let cuts = 0;
  let lastAt: number | undefined;
  return {
    call: (at: number, sent: { input: number; same: number; isCut: boolean }): void => {
      if (lastAt !== undefined) {
        if (at - lastAt < CACHE_SECONDS) warmTokens += sent.same;
        if (sent.isCut) cuts += 1;
      }
      calls += 1;
      inputTokens += sent.input;
      sameTokens += sent.same;
      lastAt = at;
    },
    result: (): Replayed => ({ calls, inputTokens, sameTokens, warmTokens, cuts }),
  };
}
