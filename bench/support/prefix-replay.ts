// Replays a channel's timestamps: what each call would send, and how much of it the call before it sent just so.
import { EVIDENCE_LINES, EVIDENCE_TOKENS } from '../../src/flow/window/channel-window-evidence.ts';
import { planCut } from '../../src/flow/window/channel-window-plan.ts';

export interface TimedLine {
  /** Seconds. */
  readonly at: number;
  readonly tokens: number;
  /** Is Longhand called after this message? */
  readonly isCall: boolean;
}

/** What stands around the history in every request, in tokens. */
const SYSTEM_AND_TOOLS = 3_000;
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
  /** Why the rest was not identical: what was retrieved for this call, what was written anew at cuts, what was new. */
  readonly fresh: { readonly retrieved: number; readonly cut: number; readonly said: number };
}

/** The most that can be retrieved of a channel with such lines: so many of them, and so many tokens. */
export function retrievedTokens(lines: readonly TimedLine[]): number {
  const mean = lines.reduce((sum, { tokens }) => sum + tokens, 0) / Math.max(lines.length, 1);
  return Math.round(Math.min(EVIDENCE_TOKENS, EVIDENCE_LINES * mean));
}

export type Layout = (lines: readonly TimedLine[], budgetTokens: number) => Replayed;

/** The newest messages that fit, at each call anew. */
export const slidingWindow: Layout = (lines, budgetTokens) => {
  const retrieved = retrievedTokens(lines);
  const tally = createTally(retrieved);
  let start = 0;
  let tokens = 0;
  let sent: { start: number; tokens: number } | undefined;
  lines.forEach((line, index) => {
    tokens += line.tokens;
    for (; tokens > budgetTokens && start < index; start += 1) tokens -= lines[start]?.tokens ?? 0;
    if (!line.isCall) return;
    const same = sent === undefined ? 0 : SYSTEM_AND_TOOLS + (sent.start === start ? sent.tokens : 0);
    tally.call(line.at, { input: SYSTEM_AND_TOOLS + tokens + retrieved, same, isCut: sent?.start !== start });
    sent = { start, tokens };
  });
  return tally.result();
};

/** Longhand's: grows at its end, loses its older half when it is full, the retrieved block last. */
export const growingWindow: Layout = (lines, budgetTokens) => {
  const retrieved = retrievedTokens(lines);
  const tally = createTally(retrieved);
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
    tally.call(line.at, { input: prefix + retrieved, same, isCut: keep !== undefined });
    sent = prefix;
    lastCall = line.at;
  }
  return tally.result();
};

function createTally(retrievedByEach: number) {
  let calls = 0;
  let inputTokens = 0;
  let sameTokens = 0;
  let warmTokens = 0;
  let cuts = 0;
  let cutTokens = 0;
  let lastAt: number | undefined;
  return {
    call: (at: number, sent: { input: number; same: number; isCut: boolean }): void => {
      if (lastAt !== undefined) {
        if (at - lastAt < CACHE_SECONDS) warmTokens += sent.same;
        if (sent.isCut) cuts += 1;
        if (sent.isCut) cutTokens += sent.input - retrievedByEach - sent.same;
      }
      calls += 1;
      inputTokens += sent.input;
      sameTokens += sent.same;
      lastAt = at;
    },
    result: (): Replayed => {
      const retrieved = calls * retrievedByEach;
      const said = inputTokens - sameTokens - retrieved - cutTokens;
      return {
        calls,
        inputTokens,
        sameTokens,
        warmTokens,
        cuts,
        fresh: { retrieved, cut: cutTokens, said },
      };
    },
  };
}
