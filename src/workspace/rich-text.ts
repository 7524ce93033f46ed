// Slack's text as the rich_text block that Slack makes of it, so that every reader gets both.
import type { Json } from './model.ts';

const FENCE = /```\n?([\s\S]+?)```/g;
const QUOTE = /^(?:&gt; ?.*(?:\n|$))+/gm;
const PART =
  /<([^<>]+)>|:([a-z0-9_+'-]+):|`([^`\n]+)`|(?<![A-Za-z0-9*_~])([*_~])(?=\S)(.+?)(?<=\S)\4(?![A-Za-z0-9*_~])/g;
const STYLE_OF: Readonly<Record<string, string>> = { '*': 'bold', _: 'italic', '~': 'strike' };

type Style = Readonly<Record<string, true>>;

/** Sections, code and quotes one after the other; text that is none of them is a section. */
export function toRichText(text: string, blockId: string): Json {
  const elements = splitBy(text, FENCE).flatMap(({ rest, inside }) => [
    ...splitBy(rest, QUOTE).flatMap((piece) => [
      ...toSection(piece.rest, 'rich_text_section'),
      ...toSection(piece.whole?.replace(/^&gt; ?/gm, '').replace(/\n$/, '') ?? '', 'rich_text_quote'),
    ]),
    ...(inside === undefined ? [] : [toCode(inside)]),
  ]);
  return { type: 'rich_text', block_id: blockId, elements };
}

interface Piece {
  /** What stands before the match. */
  readonly rest: string;
  readonly whole?: string;
  readonly inside?: string | undefined;
}

function splitBy(text: string, pattern: RegExp): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    pieces.push({ rest: text.slice(from, match.index), whole: match[0], inside: match[1] });
    from = match.index + match[0].length;
  }
  return [...pieces, { rest: text.slice(from) }];
}

function toSection(text: string, type: 'rich_text_section' | 'rich_text_quote'): Json[] {
  return text === '' ? [] : [{ type, elements: toSpans(text, {}) }];
}

const toCode = (text: string): Json => ({
  type: 'rich_text_preformatted',
  elements: [{ type: 'text', text: unescapeText(text) }],
});

function toSpans(text: string, style: Style): Json[] {
  const spans: Json[] = [];
  let from = 0;
  for (const match of text.matchAll(PART)) {
    const [whole, reference, emoji, code, mark = '', styled] = match;
    pushText(spans, text.slice(from, match.index), style);
    if (reference !== undefined) spans.push(withStyle(toReference(reference), style));
    else if (emoji !== undefined) spans.push({ type: 'emoji', name: emoji });
    else if (code !== undefined) pushText(spans, code, { ...style, code: true });
    else spans.push(...toSpans(styled ?? '', { ...style, [STYLE_OF[mark] ?? 'bold']: true }));
    from = match.index + whole.length;
  }
  pushText(spans, text.slice(from), style);
  return spans;
}

function pushText(spans: Json[], text: string, style: Style): void {
  if (text !== '') spans.push(withStyle({ type: 'text', text: unescapeText(text) }, style));
}

const withStyle = (span: Json, style: Style): Json =>
  Object.keys(style).length === 0 ? span : { ...span, style };

function toReference(reference: string): Json {
  const [target = '', label] = reference.split('|');
  if (target.startsWith('@')) return { type: 'user', user_id: target.slice(1) };
  if (target.startsWith('#')) return { type: 'channel', channel_id: target.slice(1) };
  if (target.startsWith('!')) return toBroadcast(target.slice(1), label);
  const url = unescapeText(target);
  return label === undefined ? { type: 'link', url } : { type: 'link', url, text: unescapeText(label) };
}

/** `<!here>`, `<!subteam^S1>` and `<!date^1700000000^{date}|fallback>`. */
function toBroadcast(target: string, label: string | undefined): Json {
  const [kind = '', first = '', format = ''] = target.split('^');
  if (kind === 'subteam') return { type: 'usergroup', usergroup_id: first };
  if (kind === 'date') return { type: 'date', timestamp: Number(first), format, fallback: label ?? '' };
  return { type: 'broadcast', range: kind };
}

function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
