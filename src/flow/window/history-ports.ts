// The history as the tools need it: found and read as rendered lines, in this channel or one that all here may read.
import type { Database } from '../../db/pool.ts';
import { labelOf, refOf, renderMessage, toLocalTime, type RenderOptions } from '../../history/render.ts';
import { changesSince, searchFiles, type Change } from '../../history/search/changes-store.ts';
import { findExact } from '../../history/search/exact-store.ts';
import { listMessages, type Limits } from '../../history/search/list-store.ts';
import { searchPages } from '../../history/search/page-words-store.ts';
import { searchMessages } from '../../history/search/search-store.ts';
import type { ChannelRef, StoredMessage } from '../../history/store.ts';
import type { RenderedMessage } from '../../tools/history-lines.ts';
import type { HistoryRead, ReadableHistory } from '../../tools/read-history.ts';
import { sheetRef } from '../../tools/files/sheet-text.ts';
import type {
  Found,
  FoundMessage,
  FoundPage,
  HistorySearch,
  SearchableHistory,
} from '../../tools/search-history.ts';
import { lookIn, type ElsewhereDeps, type OpenChannel } from './elsewhere.ts';
import type { Stores } from '../stores.ts';

export interface HistoryPortDeps extends ElsewhereDeps {
  readonly database: Database;
  permalink(channelId: string, ts: string): string | undefined;
  /** The history as it was then: `stores` show it so, and what is found is from before. */
  readonly asOf?: Date;
}

/** How much of its surroundings a found message brings along. */
const NEIGHBOURS = 2;
/** Files of a channel whose name fits, before the other limits are held against their messages. */
const MOST_FILES = 200;

export function createHistoryPorts(deps: HistoryPortDeps): SearchableHistory & ReadableHistory {
  const { database, stores } = deps;
  const toLine = createToRendered(deps);

  return {
    search: (query) =>
      lookIn(deps, query, async (open): Promise<Found> => {
        const limited = { ...query, limits: await limitsOf(deps, open.channel, query) };
        const { near, hits } = await nearestHits(deps, open, limited);
        const matches = await Promise.all(hits.map((ts) => withNeighbours(open, ts)));
        const pages = await pagesHolding(deps, open, limited);
        return { matches: matches.flat(), pages, ...(near === undefined ? {} : { near }) };
      }),

    changes: (query) =>
      lookIn(deps, query, async (open) => {
        const { since, limit } = query;
        const all = await changesSince(database, open.channel, { since, limit: limit + 1 });
        const changes = all.filter(({ at }) => deps.asOf === undefined || at <= deps.asOf);
        const lines: RenderedMessage[] = [];
        for (const change of changes.slice(0, limit)) lines.push(...(await toChangeLines(open, change)));
        const [last] = lines.length > 0 ? [] : await stores.history.newest(open.channel, { limit: 1 });
        return {
          lines,
          areAll: changes.length <= limit,
          last: last === undefined ? undefined : toLine(last, open.options),
        };
      }),

    read: (query) =>
      lookIn(deps, query, async (open) =>
        (await messagesFor(stores, open.channel, query)).map((message) => toLine(message, open.options)),
      ),
  };

  async function withNeighbours(
    { channel, options }: OpenChannel,
    ts: string,
  ): Promise<readonly FoundMessage[]> {
    const hit = await stores.history.find({ ...channel, ts });
    if (hit === undefined) return [];
    const thread = await stores.history.thread(channel, hit.threadTs);
    const at = thread.findIndex((message) => message.ts === ts);
    // A reply is understood by its thread, a message that stands alone by its channel.
    const around =
      thread.length > 1
        ? {
            before: thread.slice(Math.max(0, at - NEIGHBOURS), at),
            after: thread.slice(at + 1, at + 1 + NEIGHBOURS),
          }
        : await aroundIn(stores, channel, ts);
    return [
      {
        hit: toLine(hit, options),
        before: around.before.map((message) => toLine(message, options)),
        after: around.after.map((message) => toLine(message, options)),
      },
    ];
  }

  async function toChangeLines(
    { channel, options }: OpenChannel,
    { ts, kind, at, before }: Change,
  ): Promise<readonly RenderedMessage[]> {
    const ref = refOf({ ...channel, ts }, options);
    const time = toLocalTime(at, options.timeZone);
    if (kind === 'deleted') return [{ ref, line: `[${ref}] (deleted ${time})`, label: `deleted ${time}` }];
    const message = await stores.history.find({ ...channel, ts });
    if (message === undefined) return [];
    const rendered = toLine(message, options);
    if (kind === 'posted') return [rendered];
    const was = (before ?? '').replaceAll(/\s+/gu, ' ').trim();
    return [{ ...rendered, line: `${rendered.line}\n  (edited ${time}; before that: ${was})` }];
  }
}

export function createToRendered({ permalink }: Pick<HistoryPortDeps, 'permalink'>) {
  return (message: StoredMessage, options: RenderOptions): RenderedMessage => {
    const url = permalink(message.channelId, message.ts);
    return {
      ref: refOf(message, options),
      line: renderMessage(message, options),
      label: labelOf(message, options),
      ...(url === undefined ? {} : { url }),
    };
  };
}

/** With its limits as the store takes them: looked up once for messages and pages of files. */
type LimitedSearch = HistorySearch & { readonly limits: Limits };

/** So many pages of files beside the messages. */
const MOST_PAGES = 4;

/** What stands in files is found by words, wherever messages are; a piece letter for letter only in messages. */
async function pagesHolding(
  deps: HistoryPortDeps,
  { channel, options }: OpenChannel,
  { words, file, isExact, limits }: LimitedSearch,
): Promise<readonly FoundPage[]> {
  if (words === undefined || isExact || file !== undefined) return [];
  const found = await searchPages(deps.database, { ...channel, ...limits, words, limit: MOST_PAGES });
  return found.map(({ fileId, name, ts, kind, page, place, excerpt }): FoundPage => {
    const url = deps.permalink(channel.channelId, ts);
    return {
      ref: `f:${fileId}#${kind === 'page' ? `p${page}` : sheetRef(place)}`,
      label: kind === 'page' ? `${name}, ${place}` : `${name}, sheet ${place}`,
      sharedIn: refOf({ ...channel, ts }, options),
      excerpt,
      ...(url === undefined ? {} : { url }),
    };
  });
}

interface Hits {
  readonly hits: readonly string[];
  readonly near?: Found['near'];
}

/** As it was asked; where that is nothing, what is near: by the words alone, then without the limits. */
async function nearestHits(deps: HistoryPortDeps, open: OpenChannel, query: LimitedSearch): Promise<Hits> {
  const { limits } = query;
  const hits = await hitsOf(deps, open.channel, query);
  if (hits.length > 0) return { hits };
  if (query.isExact) {
    const byWords = await hitsOf(deps, open.channel, { ...query, isExact: false });
    if (byWords.length > 0) return { hits: byWords, near: 'by-words' };
  }
  const { words, file } = query;
  const isLimited = Object.values(limits).some((limit) => limit !== undefined);
  if (words === undefined && file === undefined) return { hits: [] };
  if (!isLimited) return { hits: [] };
  // A file that is not there may be spoken of.
  const wider = await hitsOf(deps, open.channel, {
    ...query,
    words: words ?? file ?? '',
    limits: pastOnly(deps),
  });
  return { hits: wider, near: 'outside' };
}

/** Without any limit of the query's own: only what was not said yet stays away. */
function pastOnly({ asOf }: HistoryPortDeps): Limits {
  return asOf === undefined ? {} : { beforeTs: toTs(asOf) };
}

async function hitsOf(
  { database }: HistoryPortDeps,
  channel: ChannelRef,
  { words, isExact, limit, limits }: Pick<HistorySearch, 'words' | 'isExact' | 'limit'> & { limits: Limits },
): Promise<readonly string[]> {
  const { among, ...rest } = limits;
  if (words === undefined) return listMessages(database, { ...channel, ...limits, limit });
  const most = among === undefined ? limit : Math.max(limit, MOST_FILES);
  const hits = isExact
    ? await findExact(database, { ...channel, ...rest, text: words, limit: most })
    : (await searchMessages(database, { ...channel, ...rest, words, limit: most })).map(({ ts }) => ts);
  return among === undefined ? hits : hits.filter((ts) => among.includes(ts)).slice(0, limit);
}

async function limitsOf(
  { database, stores, asOf }: HistoryPortDeps,
  channel: ChannelRef,
  { fromPerson, thread, file, after, before }: HistorySearch,
): Promise<Limits> {
  const until = asOf === undefined || (before !== undefined && before < asOf) ? before : asOf;
  return {
    ...(after === undefined ? {} : { afterTs: toTs(after) }),
    ...(until === undefined ? {} : { beforeTs: toTs(until) }),
    ...(fromPerson === undefined ? {} : { authorId: await authorOf(stores, channel.teamId, fromPerson) }),
    ...(thread === undefined ? {} : { threadTs: await threadOf(stores, channel, thread) }),
    ...(file === undefined
      ? {}
      : {
          among: (await searchFiles(database, { ...channel, words: file, limit: MOST_FILES })).map(
            ({ ts }) => ts,
          ),
        }),
  };
}

async function threadOf({ history }: Stores, channel: ChannelRef, ts: string): Promise<string> {
  return (await history.find({ ...channel, ts }))?.threadTs ?? ts;
}

async function authorOf({ directory }: Stores, teamId: string, written: string): Promise<string> {
  const wanted = written.toLowerCase().replace(/^<?@|>$/gu, '');
  const found = (await directory.people(teamId)).find(
    ({ personId, name, realName }) =>
      personId.toLowerCase() === wanted ||
      name.toLowerCase() === wanted ||
      realName.toLowerCase().includes(wanted),
  );
  return found?.personId ?? written;
}

async function messagesFor(
  { history }: Stores,
  channel: ChannelRef,
  { around, thread, before, limit }: HistoryRead,
): Promise<readonly StoredMessage[]> {
  if (thread !== undefined) {
    const root = (await history.find({ ...channel, ts: thread }))?.threadTs ?? thread;
    const all = await history.thread(channel, root);
    const middle = all.findIndex(({ ts }) => ts === around);
    const from = middle < 0 ? 0 : Math.max(0, middle - Math.ceil(limit / 2));
    return all.slice(from, from + limit);
  }
  if (around !== undefined) {
    const half = Math.ceil(limit / 2);
    const earlier = await history.newest(channel, { limit: half, beforeTs: around });
    return [...earlier, ...(await history.from(channel, { limit: half, fromTs: around }))];
  }
  return history.newest(channel, { limit, ...(before === undefined ? {} : { beforeTs: toTs(before) }) });
}

async function aroundIn(
  { history }: Stores,
  channel: ChannelRef,
  ts: string,
): Promise<{ before: readonly StoredMessage[]; after: readonly StoredMessage[] }> {
  const before = await history.newest(channel, { limit: NEIGHBOURS, beforeTs: ts });
  const after = await history.from(channel, { limit: NEIGHBOURS + 1, fromTs: ts });
  return { before, after: after.filter((message) => message.ts !== ts) };
}

export function toTs(at: Date): string {
  return `${(at.getTime() / 1000).toFixed(3)}000`;
}
