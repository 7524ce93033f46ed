// Pages and chapters as the tool that reads them needs them: their sentences with what they stand on, and their messages.
import { createPageStore, type Page } from '../../history/page-store.ts';
import { refOf } from '../../history/render.ts';
import type { ChannelRef, StoredMessage } from '../../history/store.ts';
import type { PagedHistory, ToldPage } from '../../tools/read-page.ts';
import { outlineLines, toRange } from './channel-window-digest.ts';
import { lookIn, type OpenChannel } from './elsewhere.ts';
import { createToRendered, toTs, type HistoryPortDeps } from './history-ports.ts';

/** As much as a page may hold at most, and as much of the past as is counted where none is made. */
const MOST_MESSAGES = 400;
const LOOK_MESSAGES = 5_000;
const EACH = 12;

export function createPagePorts(deps: HistoryPortDeps): PagedHistory {
  const { stores } = deps;
  const pages = createPageStore(deps.database);
  const toLine = createToRendered(deps);

  async function toTold({ channel, options }: OpenChannel, page: Page): Promise<ToldPage> {
    const cited = new Map<string, StoredMessage>();
    for (const ts of new Set(page.sentences.flatMap(({ messages }) => messages))) {
      const message = await stores.history.find({ ...channel, ts });
      if (message !== undefined) cited.set(ts, message);
    }
    return {
      heading: `${toRange(page.fromTs, page.toTs, options)}, ${page.messages} messages`,
      firstRef: refOf({ ...channel, ts: page.fromTs }, options),
      sentences: page.sentences.map(
        ({ text, messages }) =>
          `${text.replaceAll(/\s+/gu, ' ')} ${messages.map((ts) => `[${refOf({ ...channel, ts }, options)}]`).join(' ')}`,
      ),
      cited: [...cited.values()].map((message) => toLine(message, options)),
    };
  }

  return {
    pages: (query) =>
      lookIn(deps, query, async (open) => {
        const { level, before, limit } = query;
        const throughTs = before === undefined ? ':' : toTs(before);
        const found = await pages.newest(open.channel, { level, throughTs, limit });
        if (found.length === 0) {
          const outline = await pages.outline(open.channel, { throughTs, look: LOOK_MESSAGES, each: EACH });
          return { kind: 'outline', lines: outlineLines(open.channel, outline, open.options) };
        }
        return {
          kind: 'pages',
          pages: await Promise.all(found.toReversed().map((page) => toTold(open, page))),
        };
      }),

    page: (query) =>
      lookIn(deps, query, async (open) => {
        const page = await pages.holding(open.channel, query.ts);
        if (page === undefined) return undefined;
        const messages = await messagesOf(open.channel, page);
        return {
          page: await toTold(open, page),
          messages: messages.map((message) => toLine(message, open.options)),
        };
      }),
  };

  async function messagesOf(
    channel: ChannelRef,
    { fromTs, toTs: last }: Page,
  ): Promise<readonly StoredMessage[]> {
    const messages = await stores.history.from(channel, { limit: MOST_MESSAGES, fromTs });
    return messages.filter(({ ts }) => ts <= last);
  }
}
