// One request to the model: what it came to is a row, and each way it can fail has its own handling.
import type { Model, ModelOutcome, ToolSpec } from '../../agent/chat.ts';
import { picturesIn, refsIn, toChat, type Pictures } from '../../agent/context.ts';
import type { Entry } from '../../agent/entry.ts';
import { costOf, type PriceTable } from '../../agent/prices.ts';
import {
  calibrate,
  countPictures,
  estimateChat,
  estimateTokens,
  isNews,
  UNCALIBRATED,
  type Calibration,
} from '../../agent/tokens.ts';
import { readableText, toLocalTime } from '../../history/render.ts';
import type { Task } from '../../task/store.ts';
import { goneAmong } from '../window/gone-store.ts';
import { setbacksInARow } from './plan.ts';
import { SENTENCES } from '../sentences.ts';
import { renderOptionsFor, type Situation } from '../situation.ts';
import { storesOn, type Stores, type Transact } from '../stores.ts';
import type { Tell } from '../tell.ts';
import type { Database } from '../../db/pool.ts';

export interface AskDeps {
  readonly transact: Transact;
  readonly database: Database;
  readonly tell: Tell;
  readonly now: () => Date;
  readonly model: Model;
  readonly tools: readonly ToolSpec[];
  /** What the model can read at once. */
  readonly contextTokens: number;
  /** Prices that hold instead of the ones we know. */
  readonly prices?: PriceTable;
  /** A number from 0 to 1, for spreading retries. */
  readonly jitter: () => number;
}

/** What comes after a request. */
export type Asked =
  | { readonly kind: 'again' }
  | { readonly kind: 'later'; readonly at: Date }
  | { readonly kind: 'failed'; readonly text: string; readonly reason: string };

const MOST_UNUSABLE = 5;
const MOST_BUSY = 10;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 300_000;
/** Servers take so many to a request, and so many megabytes. */
const MOST_PICTURES = 50;
/** Room for what the model writes, and for what the estimate is off. */
const HEADROOM = 0.85;

export async function askModel(situation: Situation, signal: AbortSignal, deps: AskDeps): Promise<Asked> {
  const { model, contextTokens, tools } = deps;
  const messages = toChat(
    situation.entries,
    await goneFrom(situation, deps),
    await picturesOf(situation, deps),
  );
  const estimatedTokens = estimateChat(messages) + estimateTokens(JSON.stringify(tools));
  const calibration = (await storesOn(deps.database).usage.calibration(model.name)) ?? UNCALIBRATED;
  const outcome: ModelOutcome =
    estimatedTokens * calibration.ratio > contextTokens * HEADROOM || countPictures(messages) > MOST_PICTURES
      ? { kind: 'context-too-long', reason: 'estimated' }
      : await model.ask({
          messages,
          tools,
          signal,
          cacheKey: cacheKeyOf(situation.task),
          forWhom: situation.task.id,
        });
  const asked = await deps.transact((stores) =>
    record(stores, { situation, outcome, estimatedTokens }, deps),
  );
  const counted = outcome.kind === 'response' ? outcome.usage?.inputTokens : undefined;
  // All tasks share this row: it is written by itself, or each of them would wait for the commits of the others.
  if (counted !== undefined) await learn(calibration, { estimated: estimatedTokens, counted }, deps);
  return asked;
}

async function learn(
  before: Calibration,
  seen: { estimated: number; counted: number },
  { database, model }: AskDeps,
): Promise<void> {
  const after = calibrate(before, seen);
  if (isNews(before, after)) await storesOn(database).usage.saveCalibration(model.name, after);
}

/** What the transcript shows and somebody has deleted since: it leaves the context at once. */
async function goneFrom(
  { task, entries }: Situation,
  { database }: AskDeps,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const refs = [...refsIn(entries)];
  if (refs.length === 0) return new Map();
  const gone = await goneAmong(database, task, refs);
  if (gone.size === 0) return gone;
  const { names } = await renderOptionsFor(storesOn(database), {
    teamId: task.teamId,
    personId: task.ownerId,
  });
  return new Map(
    [...gone].map(([ts, texts]) => [ts, texts.flatMap((text) => [text, readableText(text, names)])]),
  );
}

async function picturesOf({ task, entries }: Situation, { database }: AskDeps): Promise<Pictures> {
  const ids = picturesIn(entries);
  if (ids.length === 0) return new Map();
  const kept = await storesOn(database).pictures.load(task.id, ids);
  return new Map(
    [...kept].map(([id, bytes]) => [
      id,
      { mediaType: 'image/jpeg', base64: Buffer.from(bytes).toString('base64') },
    ]),
  );
}

function cacheKeyOf({ teamId, channelId }: Task): string {
  return `longhand:${teamId}:${channelId}`;
}

interface Recording {
  readonly situation: Situation;
  readonly outcome: ModelOutcome;
  readonly estimatedTokens: number;
}

async function record(
  stores: Stores,
  { situation, outcome, estimatedTokens }: Recording,
  deps: AskDeps,
): Promise<Asked> {
  const { task } = situation;
  const say = SENTENCES;
  switch (outcome.kind) {
    case 'response':
      await keepResponse(stores, { situation, outcome, estimatedTokens }, deps);
      return { kind: 'again' };
    case 'aborted':
      return { kind: 'again' };
    case 'busy':
      return retryLater(stores, { situation, outcome }, deps);
    case 'unusable': {
      await append(stores, situation, {
        entries: [{ kind: 'setback', outcome: 'unusable', reason: outcome.reason }],
        at: deps.now(),
      });
      const times = setbacksInARow(situation.entries, 'unusable') + 1;
      if (times < MOST_UNUSABLE) return { kind: 'again' };
      return { kind: 'failed', reason: outcome.reason, text: say.modelNonsense[task.language](times) };
    }
    case 'context-too-long': {
      const before = situation.entries.at(-1);
      if (before?.entry.kind === 'compacted') {
        return { kind: 'failed', reason: outcome.reason, text: say.tooLong[task.language]() };
      }
      await append(stores, situation, {
        entries: [{ kind: 'compacted', throughSeq: situation.lastSeq }],
        at: deps.now(),
      });
      return { kind: 'again' };
    }
    case 'refused':
      return {
        kind: 'failed',
        reason: outcome.reason,
        text: say.modelRefused[task.language](brief(outcome.reason)),
      };
    case 'rejected':
      return {
        kind: 'failed',
        reason: outcome.reason,
        text: say.modelRejected[task.language](brief(outcome.reason)),
      };
  }
}

async function keepResponse(
  stores: Stores,
  {
    situation,
    outcome,
    estimatedTokens,
  }: Recording & { outcome: Extract<ModelOutcome, { kind: 'response' }> },
  deps: AskDeps,
): Promise<void> {
  const { task, lastSeq, entries } = situation;
  const { model, now } = deps;
  const { usage } = outcome;
  const used = new Set(
    entries.flatMap(({ entry }) => (entry.kind === 'response' ? entry.turn.calls.map(({ id }) => id) : [])),
  );
  const turn = {
    ...outcome.turn,
    // Some servers number their calls anew in each response; the ledger wants a name that stays one call's.
    calls: outcome.turn.calls.map((call, index) =>
      used.has(call.id) ? { ...call, id: `${call.id}_${lastSeq + 1}_${index}` } : call,
    ),
  };
  const response: Entry = {
    kind: 'response',
    turn,
    model: model.name,
    estimatedTokens,
    ...(usage === undefined ? {} : { usage }),
  };
  await append(stores, situation, { entries: [response], at: now() });
  const counted = usage ?? {
    inputTokens: estimatedTokens,
    cachedTokens: 0,
    outputTokens: estimateTokens(JSON.stringify(outcome.turn)),
  };
  await stores.usage.add({
    taskId: task.id,
    seq: lastSeq + 1,
    model: model.name,
    ...counted,
    usd: costOf(model.name, counted, deps.prices),
    at: now(),
  });
  if (setbacksInARow(entries, 'busy') > 1) {
    await deps.tell.notice(stores, {
      task,
      key: 'model',
      tone: 'info',
      text: SENTENCES.modelBack[task.language](),
    });
  }
}

async function retryLater(
  stores: Stores,
  { situation, outcome }: { situation: Situation; outcome: Extract<ModelOutcome, { kind: 'busy' }> },
  deps: AskDeps,
): Promise<Asked> {
  const { task, entries } = situation;
  const times = setbacksInARow(entries, 'busy') + 1;
  await append(stores, situation, {
    entries: [{ kind: 'setback', outcome: 'busy', reason: outcome.reason }],
    at: deps.now(),
  });
  if (times >= MOST_BUSY) {
    return {
      kind: 'failed',
      reason: outcome.reason,
      text: SENTENCES.modelGone[task.language](brief(outcome.reason)),
    };
  }
  const at = new Date(deps.now().getTime() + (outcome.retryAfterMs ?? backoffMs(times, deps.jitter())));
  // One hiccup is nobody's business; from the second on people see why it takes longer.
  if (times > 1) {
    const { timeZone } = await renderOptionsFor(stores, { teamId: task.teamId, personId: task.ownerId });
    const text = SENTENCES.modelBusy[task.language](
      brief(outcome.reason),
      toLocalTime(at, timeZone).slice(11),
    );
    await deps.tell.notice(stores, { task, key: 'model', tone: 'warning', text });
  }
  return { kind: 'later', at };
}

/** Between half of the step and all of it, doubling up to five minutes. */
export function backoffMs(attempt: number, jitter: number): number {
  const ceiling = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
  return Math.round((ceiling / 2) * (1 + jitter));
}

function append(
  { transcript }: Stores,
  { task, lastSeq }: Situation,
  added: { entries: readonly Entry[]; at: Date },
): Promise<void> {
  return transcript.append(task.id, { afterSeq: lastSeq, ...added });
}

/** A server's words, short enough for a sentence. */
function brief(reason: string): string {
  const line = reason.split('\n')[0] ?? '';
  return line.length > 160 ? `${line.slice(0, 160).toWellFormed()}…` : line;
}
