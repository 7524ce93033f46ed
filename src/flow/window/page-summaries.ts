// Old pages of a channel → a few sentences each, by the small model, while nothing else is to do and as long as the day's budget lasts.
import type { Model } from '../../agent/chat.ts';
import { PAGE_SUMMARY_PROMPT } from '../../agent/prompts/page-summary.ts';
import { estimateTokens } from '../../agent/tokens.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { inSession, type Database } from '../../db/pool.ts';
import { CHAPTER_PAGES, nextChapter, nextPage, PAGE_MESSAGES, toSentences } from '../../history/page.ts';
import { createPageStore, type Page, type Sentence } from '../../history/page-store.ts';
import { renderMessage } from '../../history/render.ts';
import type { ChannelRef, StoredMessage } from '../../history/store.ts';
import { renderOptionsFor } from '../situation.ts';
import { storesOn } from '../stores.ts';

export interface SummaryDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** The small one, where there is one. */
  readonly model: Model;
  /** Nothing is made at 0. */
  readonly tokensADay: number;
}

export interface Summaries {
  /**
   * Seals what can be sealed now; resolves to how many pages and chapters were made.
   *
   * Contract: no model is asked while a task wants to be moved, nor when the day's budget is spent, nor by two
   * processes at once; and a summary is kept only if every message it was made from still stands.
   */
  tick(signal: AbortSignal): Promise<number>;
}

const DAY_MS = 86_400_000;
/** A model that does not answer is left alone for so long. */
const REST_MS = 15 * 60_000;
/** Originals of a chapter are read so many pages at a time: all of them would fill a window. */
const PAGES_AT_ONCE = 4;

interface Stretch {
  readonly fromTs: string;
  readonly toTs: string;
}

export function createSummaries({ database, clock, log, model, tokensADay }: SummaryDeps): Summaries {
  const stores = storesOn(database);
  const pages = createPageStore(database);
  let restUntil = 0;

  async function tick(signal: AbortSignal): Promise<number> {
    if (tokensADay === 0 || clock.now().getTime() < restUntil) return 0;
    return inSession(database.pool, async (session) => {
      const theOne = createPageStore(session);
      if (!(await theOne.tryToBeTheOne())) return 0;
      try {
        return await sealAll(signal);
      } finally {
        await theOne.letOthers();
      }
    });
  }

  async function sealAll(signal: AbortSignal): Promise<number> {
    let made = 0;
    for (const channel of await pages.channelsToSeal()) {
      for (;;) {
        if (signal.aborted || !(await mayGoOn())) return made;
        const outcome = (await sealPage(channel, signal)) ?? (await sealChapter(channel, signal));
        if (outcome === undefined) break;
        if (!outcome) return made;
        made += 1;
      }
    }
    return made;
  }

  async function mayGoOn(): Promise<boolean> {
    if ((await stores.tasks.wantingJob()).length > 0) return false;
    const spent = await pages.spentSince(new Date(clock.now().getTime() - DAY_MS));
    return spent < tokensADay;
  }

  /** True when it was made, false when it could not be, undefined when there is nothing to make. */
  async function sealPage(
    channel: ChannelRef & { cutTs: string },
    signal: AbortSignal,
  ): Promise<boolean | undefined> {
    const { afterTs, beforeTs } = await pages.gap(channel, 'page');
    const end = `${channel.cutTs}:`;
    const isBeforeAnother = beforeTs !== undefined && beforeTs < end;
    const unsealed = await pages.unsealed(channel, {
      afterTs,
      beforeTs: isBeforeAnother ? beforeTs : end,
      limit: PAGE_MESSAGES,
    });
    const run = nextPage(unsealed, isBeforeAnother);
    const first = run?.[0];
    const last = run?.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const stretch = { fromTs: first.ts, toTs: last.ts };
    const summary = await summarise(channel, stretch, signal);
    return summary === undefined ? false : keep(channel, { level: 'page', ...stretch, ...summary });
  }

  async function sealChapter(channel: ChannelRef, signal: AbortSignal): Promise<boolean | undefined> {
    const { afterTs } = await pages.gap(channel, 'chapter');
    const chapter = nextChapter(await pages.pagesAfter(channel, { afterTs, limit: CHAPTER_PAGES }));
    const first = chapter?.[0];
    const last = chapter?.at(-1);
    if (chapter === undefined || first === undefined || last === undefined) return undefined;
    const sentences: Sentence[] = [];
    let messages = 0;
    let tokens = 0;
    for (let index = 0; index < chapter.length; index += PAGES_AT_ONCE) {
      const group = chapter.slice(index, index + PAGES_AT_ONCE);
      const stretch = { fromTs: group[0]?.fromTs ?? first.fromTs, toTs: group.at(-1)?.toTs ?? last.toTs };
      const summary = await summarise(channel, stretch, signal);
      if (summary === undefined) return false;
      sentences.push(...summary.sentences.slice(0, PAGES_AT_ONCE));
      messages += summary.messages;
      tokens += summary.tokens;
    }
    return keep(channel, {
      level: 'chapter',
      fromTs: first.fromTs,
      toTs: last.toTs,
      sentences,
      messages,
      tokens,
    });
  }

  async function summarise(
    channel: ChannelRef,
    stretch: Stretch,
    signal: AbortSignal,
  ): Promise<{ sentences: readonly Sentence[]; messages: number; tokens: number } | undefined> {
    const messages = await messagesOf(channel, stretch);
    const options = await renderOptionsFor(stores, { teamId: channel.teamId, personId: '' });
    const text = messages.map((message) => renderMessage(message, options)).join('\n');
    const outcome = await model.ask({
      messages: [
        { role: 'system', content: PAGE_SUMMARY_PROMPT },
        { role: 'user', content: text },
      ],
      tools: [],
      signal,
    });
    if (outcome.kind !== 'response') {
      restUntil = clock.now().getTime() + REST_MS;
      log.warn({ outcome: outcome.kind }, 'a page could not be summed up; it is tried again later');
      return undefined;
    }
    const { content } = outcome.turn;
    return {
      // Nothing usable is a summary too: the page is not asked about again, and the digest tells of it by itself.
      sentences: toSentences(content, new Set(messages.map(({ ts }) => ts))),
      messages: messages.length,
      tokens:
        outcome.usage === undefined
          ? estimateTokens(text) + estimateTokens(content)
          : outcome.usage.inputTokens + outcome.usage.outputTokens,
    };
  }

  async function messagesOf(
    channel: ChannelRef,
    { fromTs, toTs }: Stretch,
  ): Promise<readonly StoredMessage[]> {
    const messages = new Map<string, StoredMessage>();
    for (let from = fromTs; ;) {
      const some = await stores.history.from(channel, { limit: PAGE_MESSAGES + 1, fromTs: from });
      for (const message of some) if (message.ts <= toTs) messages.set(message.ts, message);
      const last = some.at(-1)?.ts;
      if (last === undefined || last > toTs || last === from || some.length <= PAGE_MESSAGES)
        return [...messages.values()];
      from = last;
    }
  }

  function keep(channel: ChannelRef, page: Omit<Page, 'model' | 'madeAt'>): Promise<boolean> {
    return pages.keep(channel, { ...page, model: model.name, madeAt: clock.now() });
  }

  return { tick };
}
