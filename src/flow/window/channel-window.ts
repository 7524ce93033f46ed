// The window of a channel: what was sent before stays as it was, what is new is added at its end, and now and then the older half goes.
import { estimateTokens } from '../../agent/tokens.ts';
import type { Sql } from '../../db/pool.ts';
import { createPageStore } from '../../history/page-store.ts';
import { reactionsOn } from '../../history/reaction-store.ts';
import { renderMessage, type RenderOptions } from '../../history/render.ts';
import type { ChannelRef, HistoryStore, StoredMessage } from '../../history/store.ts';
import { writeDigest } from './channel-window-digest.ts';
import {
  createWindowStore,
  type WindowFrame,
  type WindowLine,
  type WindowLines,
  type WindowStore,
} from './channel-window-store.ts';
import { planCut } from './channel-window-plan.ts';

export interface WindowRequest {
  readonly channel: ChannelRef;
  /** The thread at hand is shown whole elsewhere; its messages come into the window with the next task. */
  readonly threadTs: string;
  readonly taskId: string;
  readonly heading: string;
  readonly budgetTokens: number;
  readonly options: RenderOptions;
  readonly now: Date;
}

export interface ChannelWindow {
  readonly text: string;
  readonly tokens: number;
  readonly holds: ReadonlySet<string>;
  /** The newest message that was cut off; '' when the window reaches back to the beginning. */
  readonly cutTs: string;
}

/** 99 % of what people refer to is among so many. */
export const NEWEST_MESSAGES = 100;
/** Providers forget a prefix that nobody asks with for about so long. */
const CACHE_MS = 5 * 60_000;
const DIGEST_TOKENS = 2_000;
/** A pasted log must not push a hundred messages out; the whole of it is one read_history away. */
const LONGEST_CHARS = 6_000;
const PAGE = 100;
/** How far back the newest message of another thread is looked for. */
const LOOK_BACK = 200;

interface WindowDeps {
  readonly sql: Sql;
  readonly history: HistoryStore;
}

/**
 * Brings the window up to the present and renders it. Runs inside the caller's transaction.
 *
 * Contract: the text begins with the bytes of the text before it, unless the older part was cut off since or a
 * message of it was deleted; and no message that was deleted is in it.
 */
export async function openWindow(deps: WindowDeps, request: WindowRequest): Promise<ChannelWindow> {
  const { channel } = request;
  const store = createWindowStore(deps.sql);
  const before = await store.lock(channel);
  const frame: WindowFrame =
    before.cutAt === undefined ? { ...before, timeZone: request.options.timeZone } : before;
  const options = { ...request.options, timeZone: frame.timeZone };
  const added = await newLines(deps, store, { ...request, options, cutTs: frame.cutTs });

  const held = await store.lines(channel);
  const reactions = await reactionLines(deps, store, {
    channel,
    options,
    shown: held.reactions,
    refs: [...new Set([...held.holds, ...added.map(({ ts }) => ts)])],
  });
  const lines = [...added, ...reactions];
  await store.append(channel, { afterSeq: held.lastSeq, lines });
  const tokens = held.tokens + added.reduce((sum, line) => sum + line.tokens, 0);
  // Messages from before the window's beginning, as a backfill brings them: they belong in front.
  const isOld = added.some(({ ts }) => ts < (held.firstTs ?? ''));
  const isFresh = before.cutAt === undefined || isOld;
  if (isFresh || tokens > request.budgetTokens) {
    if (await arrange(deps, store, { ...request, options, frame, isFresh })) return reread(store, channel);
  } else if (frame.digest === undefined && frame.cutTs !== '') {
    await writeFrame(deps, store, { ...request, options, frame });
    return reread(store, channel);
  }
  return toWindow(frame, {
    text: [...(held.text === '' ? [] : [held.text]), ...lines.map(({ text }) => text)].join('\n'),
    holds: new Set([...held.holds, ...added.map(({ ts }) => ts)]),
  });
}

/** Of what was arranged anew. */
async function reread(store: WindowStore, channel: ChannelRef): Promise<ChannelWindow> {
  return toWindow(await store.find(channel), await store.lines(channel));
}

function toWindow(
  frame: WindowFrame | undefined,
  { text: lines, holds }: Pick<WindowLines, 'text' | 'holds'>,
): ChannelWindow {
  const text = [
    ...(frame?.digest === undefined || frame.digest === '' ? [] : [frame.digest, '']),
    frame?.heading ?? '',
    ...(lines === '' ? [] : [lines]),
  ].join('\n');
  return { text, tokens: estimateTokens(text), holds, cutTs: frame?.cutTs ?? '' };
}

/** More than fit the budget of any window: a message with its name and time is no shorter than this. */
function mostMessages({ budgetTokens }: WindowRequest): number {
  return NEWEST_MESSAGES + Math.ceil(budgetTokens / 10);
}

async function newLines(
  deps: WindowDeps,
  store: WindowStore,
  request: WindowRequest & { cutTs: string },
): Promise<readonly WindowLine[]> {
  const { channel, options } = request;
  const unseen = await store.unseen(channel, {
    afterTs: request.cutTs,
    exceptThread: request.threadTs,
    limit: mostMessages(request),
  });
  const shown = await store.shown(
    channel,
    unseen.filter(({ isShown }) => isShown).map(({ ts }) => ts),
  );
  const lines: WindowLine[] = [];
  for (const message of await messagesOf(deps, channel, unseen)) {
    const line = toLine(message, options);
    // A version that says nothing new, such as an edit that came late, is no line.
    if (shown.get(message.ts) === line.text) await store.noteVersion(channel, message);
    else lines.push(line);
  }
  return lines;
}

interface Reacting {
  readonly channel: ChannelRef;
  readonly options: RenderOptions;
  readonly refs: readonly string[];
  /** What was told of them last. */
  readonly shown: ReadonlyMap<string, string>;
}

/** What reactions have become, told once for each change, where the window ends. */
async function reactionLines(
  { sql }: WindowDeps,
  store: WindowStore,
  { channel, options, refs, shown }: Reacting,
): Promise<readonly WindowLine[]> {
  const reactions = await reactionsOn(sql, channel, refs);
  if (reactions.size === 0 && shown.size === 0) return [];
  const bots = await store.bots(channel.teamId);
  return refs.flatMap((ts): WindowLine[] => {
    const parts = (reactions.get(ts) ?? []).flatMap(({ name, personIds }) => {
      const people = personIds.filter((id) => !bots.has(id)).map((id) => options.names.person(id) ?? id);
      return people.length === 0 ? [] : [`:${name}: ${people.join(', ')}`];
    });
    const before = shown.get(ts);
    if (parts.length === 0 && before === undefined) return [];
    const text = `(reactions on [m:${ts}] now: ${parts.length === 0 ? 'none' : parts.join('; ')})`;
    return text === before
      ? []
      : [{ kind: 'reactions', ts, version: 0, text, tokens: estimateTokens(text) + 1 }];
  });
}

async function messagesOf(
  { history }: WindowDeps,
  channel: ChannelRef,
  wanted: readonly { ts: string }[],
): Promise<readonly StoredMessage[]> {
  const first = wanted[0];
  const last = wanted.at(-1);
  if (first === undefined || last === undefined) return [];
  const all = new Set(wanted.map(({ ts }) => ts));
  const messages = new Map<string, StoredMessage>();
  // What is new mostly stands together at the end; an edit far back is fetched by itself.
  for (let fromTs = first.ts; ;) {
    const page = await history.from(channel, { limit: PAGE, fromTs });
    for (const message of page) if (all.has(message.ts)) messages.set(message.ts, message);
    const end = page.at(-1)?.ts;
    if (end === undefined || end >= last.ts || end === fromTs) return [...messages.values()];
    const next = wanted.find(({ ts }) => ts > end);
    if (next === undefined) return [...messages.values()];
    fromTs = next.ts;
  }
}

interface Arranging extends WindowRequest {
  readonly frame: WindowFrame;
  /** Just begun or just grown in front: its order and its frame are to be made whether or not something goes. */
  readonly isFresh: boolean;
}

/**
 * When it is full the older part goes; what is left stands in order again, and the digest tells of what went. False
 * when all stays as it is.
 */
async function arrange(deps: WindowDeps, store: WindowStore, request: Arranging): Promise<boolean> {
  const { channel, budgetTokens, frame, isFresh } = request;
  const isWarm =
    !isFresh &&
    (await store.isWarm(channel, {
      taskId: request.taskId,
      since: new Date(request.now.getTime() - CACHE_MS),
    }));
  const lines = await store.latest(channel);
  const keep = planCut(lines, { budgetTokens, newest: NEWEST_MESSAGES, isWarm });
  if (keep === undefined && !isFresh) return false;
  const kept = keep === undefined ? lines : lines.slice(lines.length - keep);
  await store.clear(channel);
  await store.append(channel, { afterSeq: 0, lines: kept });
  const dropped = lines.at(-kept.length - 1)?.ts ?? '';
  const cutTs = dropped > frame.cutTs ? dropped : await leftOut(deps, request, kept[0]?.ts);
  await writeFrame(deps, store, { ...request, frame: { ...frame, cutTs } });
  return true;
}

/** What was said before the window was begun, and was too much to be read into it. */
async function leftOut(
  { history }: WindowDeps,
  { channel, frame, threadTs }: Arranging,
  firstTs: string | undefined,
): Promise<string> {
  if (firstTs === undefined) return frame.cutTs;
  const older = await history.newest(channel, { limit: LOOK_BACK, beforeTs: firstTs });
  const newest = older.findLast((message) => message.threadTs !== threadTs);
  const before = newest?.ts ?? (older.length === LOOK_BACK ? older[0]?.ts : undefined) ?? '';
  return before > frame.cutTs ? before : frame.cutTs;
}

async function writeFrame(
  { sql }: WindowDeps,
  store: WindowStore,
  { channel, frame, heading, options, budgetTokens, now }: WindowRequest & { frame: WindowFrame },
): Promise<void> {
  const { cutTs } = frame;
  const tokens = Math.min(DIGEST_TOKENS, Math.floor(budgetTokens / 8));
  const digest =
    cutTs === ''
      ? { text: '', refs: [] }
      : await writeDigest(createPageStore(sql), channel, { throughTs: cutTs, tokens, options });
  await store.save(channel, {
    ...frame,
    heading: `${heading}\n(times in ${options.timeZone}; a message that was edited stands again where the edit became known)`,
    digest: digest.text,
    digestRefs: digest.refs,
    cutAt: now,
  });
}

function toLine(message: StoredMessage, options: RenderOptions): WindowLine {
  const text = renderMessage({ ...message, text: shortened(message.text) }, options);
  return {
    kind: 'message',
    ts: message.ts,
    version: message.version,
    text,
    tokens: estimateTokens(text) + 1,
  };
}

function shortened(text: string): string {
  if (text.length <= LONGEST_CHARS) return text;
  return `${text.slice(0, LONGEST_CHARS).toWellFormed()}\n(… ${text.length - LONGEST_CHARS} more characters; read_history has it whole)`;
}
