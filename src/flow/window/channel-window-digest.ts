// What stands before the window in a few lines: summaries of pages where there are any, else who spoke, of what, and with which files.
import { grouped } from '../../base/grouped.ts';
import { estimateTokens } from '../../agent/tokens.ts';
import { sentAtOf } from '../../history/message.ts';
import type { Outline, Page, PageStore } from '../../history/page-store.ts';
import { readableText, refOf, toLocalTime, type RenderOptions } from '../../history/render.ts';
import type { ChannelRef } from '../../history/store.ts';

export interface Digest {
  readonly text: string;
  /** The messages whose words are in it. */
  readonly refs: readonly string[];
}

/** A line of a digest with the messages it tells of. */
interface Told {
  readonly line: string;
  readonly refs: readonly string[];
}

/** So many older messages are looked over for who, what and which files; further back only search reaches. */
const LOOK_MESSAGES = 1_000;
const EACH = 12;
const MOST_PAGES = 20;
const TITLE_CHARS = 90;

export async function writeDigest(
  pages: PageStore,
  channel: ChannelRef,
  { throughTs, tokens, options }: { throughTs: string; tokens: number; options: RenderOptions },
): Promise<Digest> {
  const chapters = await pages.newest(channel, { level: 'chapter', throughTs, limit: MOST_PAGES });
  const newest = await pages.newest(channel, { level: 'page', throughTs, limit: MOST_PAGES });
  // What the newest pages tell in full, their chapter need not tell again.
  const oldestPage = newest.at(-1)?.fromTs ?? '';
  const summaries = [...newest, ...chapters.filter(({ toTs }) => toTs < oldestPage)];
  const outline = await pages.outline(channel, { throughTs, look: LOOK_MESSAGES, each: EACH });
  const told = fit(
    [...summaries.flatMap((page) => toldBy(page, options)), ...toldByOutline(channel, outline, options)],
    tokens,
  );
  const range = toRange(outline.firstTs, throughTs, options);
  return {
    text: [
      `# Before that (${outline.messages === LOOK_MESSAGES ? 'of the' : 'the'} ${grouped(outline.messages)} messages before the window, ${range}; search_history and read_history have them whole)`,
      ...told.map(({ line }) => line),
    ].join('\n'),
    refs: [...new Set(told.flatMap(({ refs }) => refs))],
  };
}

function toldBy(page: Page, options: RenderOptions): readonly Told[] {
  if (page.sentences.length === 0) return [];
  const range = toRange(page.fromTs, page.toTs, options);
  return page.sentences.map(({ text, messages }) => ({
    line: `- ${range}: ${oneLine(text)} ${messages.map((ts) => `[m:${ts}]`).join(' ')}`,
    refs: messages,
  }));
}

/** Who spoke, which threads there were, and which files. */
export function outlineLines(
  channel: ChannelRef,
  outline: Outline,
  options: RenderOptions,
): readonly string[] {
  return toldByOutline(channel, outline, options).map(({ line }) => line);
}

function toldByOutline(
  channel: ChannelRef,
  { people, threads, files }: Outline,
  options: RenderOptions,
): readonly Told[] {
  const nameOfMessage = (ts: string): string => `[${refOf({ ...channel, ts }, options)}]`;
  const nameOf = (id: string | undefined): string =>
    id === undefined ? 'Longhand' : (options.names.person(id) ?? id);
  return [
    ...(people.length === 0
      ? []
      : [
          {
            line: `- Spoke: ${people.map(({ id, count }) => `${nameOf(id)} (${count})`).join(', ')}`,
            refs: [],
          },
        ]),
    ...threads.map(({ ts, replies, text }) => ({
      line: `- ${toDay(ts, options)} thread of ${replies} replies: ${title(text, options)} ${nameOfMessage(ts)}`,
      refs: [ts],
    })),
    ...files.map(({ id, name, mimetype, ts }) => ({
      line: `- ${toDay(ts, options)} file [f:${id}] ${oneLine(name)} (${mimetype}) ${nameOfMessage(ts)}`,
      refs: [ts],
    })),
  ];
}

function fit(told: readonly Told[], tokens: number): readonly Told[] {
  let left = tokens;
  return told.filter(({ line }) => {
    left -= estimateTokens(line) + 1;
    return left >= 0;
  });
}

export function toRange(fromTs: string | undefined, toTs: string, options: RenderOptions): string {
  const to = toDay(toTs, options);
  const from = fromTs === undefined ? to : toDay(fromTs, options);
  return from === to ? to : `${from} to ${to}`;
}

function toDay(ts: string, { timeZone }: RenderOptions): string {
  return toLocalTime(sentAtOf(ts), timeZone).slice(0, 10);
}

function title(text: string, options: RenderOptions): string {
  const line = oneLine(readableText(text, options.names));
  return line.length > TITLE_CHARS ? `${line.slice(0, TITLE_CHARS).toWellFormed()}…` : line;
}

/** A line of a digest must not begin a message or a heading of its own. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
