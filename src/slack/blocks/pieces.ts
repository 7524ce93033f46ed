// What a message is built of: pieces that each keep Slack's limits, packed into as few messages as they need.
import type { KnownBlock } from '@slack/types';
import type { ChartBlock } from './chart.ts';

/** Slack's types do not know its newest blocks yet. */
type Block = KnownBlock | ChartBlock;

/** One block, and the same words for where blocks cannot be shown. */
export interface Piece {
  readonly block: Block;
  readonly plain: string;
}

/** One message as Slack takes it. */
export interface Drawn {
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** Slack's limits (docs.slack.dev, Block Kit reference); the sum over all blocks is what users have reported. */
export const LIMIT = {
  sectionChars: 3000,
  messageBlocks: 50,
  messageChars: 12_000,
  markdownChars: 12_000,
  planTasks: 50,
  dataTableRows: 200,
  tableColumns: 20,
  buttonChars: 75,
  buttonValueChars: 2000,
  optionChars: 75,
  optionValueChars: 150,
  selectOptions: 100,
  idChars: 255,
  actionElements: 25,
} as const;

/** Our own pieces of Markdown are shorter, so that the blocks around them fit into the same message. */
export const MARKDOWN_PIECE_CHARS = 8000;

/** A short label: what is longer ends in an ellipsis. Never used for what people came to read. */
export function clip(text: string, chars: number): string {
  if (text.length <= chars) return text;
  return `${text.slice(0, wholeUntil(text, chars - 1)).trimEnd()}…`;
}

/** Plain text inside mrkdwn. Mentions of people and channels stay; nothing can call a whole channel. */
export function escaped(text: string): string {
  return text
    .replaceAll(/&(?!(?:amp|lt|gt);)/g, '&amp;')
    .replaceAll(/<(?![@#][A-Z0-9]{2,20}>)/g, '&lt;')
    .replaceAll(/(?<!<[@#][A-Z0-9]{2,20})>/g, '&gt;');
}

/** A link, or its label alone when there is nowhere safe to go. */
export function link(url: string | undefined, label: string): string {
  const words = escaped(clip(label.replaceAll(/\s+/g, ' ').trim() || '…', 200));
  if (url === undefined || url.length > 1500 || !/^https?:\/\//i.test(url)) return words;
  return `<${url.replaceAll(/[<>|\s]/g, (char) => encodeURIComponent(char))}|${words}>`;
}

/** Sections of at most 3,000 characters; a longer text becomes several, and nothing of it is lost. */
export function sections(mrkdwn: string): Piece[] {
  return inParts(mrkdwn, LIMIT.sectionChars).map((text) => ({
    block: { type: 'section', text: { type: 'mrkdwn', text }, expand: true },
    plain: text,
  }));
}

export function header(text: string): Piece {
  return { block: { type: 'header', text: { type: 'plain_text', text } }, plain: text };
}

/** The small grey line. */
export function context(mrkdwn: string): Piece[] {
  return inParts(mrkdwn, LIMIT.sectionChars).map((text) => ({
    block: { type: 'context', elements: [{ type: 'mrkdwn', text }] },
    plain: text,
  }));
}

const GAUGE_CELLS = 10;

export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `•  ${line}`).join('\n');
}

/** A bar of ten cells; full only when all of it is. */
export function gauge(share: number): string {
  const full = Math.min(GAUGE_CELLS, Math.floor(share * GAUGE_CELLS));
  return `${'▰'.repeat(full)}${'▱'.repeat(GAUGE_CELLS - full)}`;
}

/** Cuts at line ends, else at spaces, else between characters; never inside a link, a mention or an entity. */
export function inParts(text: string, chars: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > chars) {
    const at = cutBefore(rest, chars);
    parts.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  if (rest !== '') parts.push(rest);
  return parts.filter((part) => part !== '');
}

function cutBefore(text: string, chars: number): number {
  const head = text.slice(0, chars);
  const lineEnd = head.lastIndexOf('\n');
  if (lineEnd > chars / 2) return lineEnd;
  const space = head.lastIndexOf(' ');
  const at = space > chars / 2 ? space : wholeUntil(text, chars);
  return outsideTag(text, at);
}

function outsideTag(text: string, at: number): number {
  const head = text.slice(0, at);
  const open = head.lastIndexOf('<');
  if (open > 0 && open > head.lastIndexOf('>')) return open;
  const entity = head.lastIndexOf('&');
  return entity > 0 && at - entity < 5 && !head.slice(entity).includes(';') ? entity : at;
}

/** The greatest length up to `chars` that splits no surrogate pair. */
export function wholeUntil(text: string, chars: number): number {
  const code = text.charCodeAt(chars - 1);
  return code >= 0xd800 && code <= 0xdbff && chars > 1 ? chars - 1 : chars;
}

/** As few messages as the pieces need, in their order. */
export function pack(pieces: readonly Piece[]): Drawn[] {
  const messages: { blocks: Block[]; plain: string[]; chars: number }[] = [];
  for (const { block, plain } of pieces) {
    const chars = JSON.stringify(block).length;
    const last = messages.at(-1);
    const fits =
      last !== undefined &&
      last.blocks.length < LIMIT.messageBlocks &&
      last.chars + chars <= LIMIT.messageChars;
    const message = fits ? last : { blocks: [], plain: [], chars: 0 };
    if (!fits) messages.push(message);
    message.blocks.push(block);
    if (plain !== '') message.plain.push(plain);
    message.chars += chars;
  }
  return messages.map(({ blocks, plain }) => ({ blocks, text: plain.join('\n') || '…' }));
}
