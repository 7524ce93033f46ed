// Between what a person types and what Slack keeps: escaping, names to mentions, words to rich text.
import type { Json } from './model.ts';

export interface Names {
  /** Display and handle names, without @, each with its user. */
  readonly users: readonly { readonly name: string; readonly id: string }[];
  readonly channels: readonly { readonly name: string; readonly id: string }[];
}

const REFERENCE = /<(?:[@#!][^<>\s][^<>]*|(?:https?:\/\/|mailto:)[^<>\s][^<>]*)>/;
const ESCAPED = /&(?:amp|lt|gt);/;
const URL_BARE = /https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)\]}'"。，；：！？）】」]/;

/** A person's characters, made harmless: `<` is a character to them and markup to Slack. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** What an app sent, as Slack keeps it: its references stay, its stray `& < >` are escaped, its URLs become links. */
export function normaliseText(text: string): string {
  const parts = new RegExp(`${REFERENCE.source}|${ESCAPED.source}|${URL_BARE.source}|[&<>]`, 'gu');
  return text.replace(parts, (part) => {
    if (part === '&' || part === '<' || part === '>') return escapeText(part);
    return part.startsWith('http') ? `<${part}>` : part;
  });
}

/** `@Name`, `#channel` and URLs of what a person typed become Slack's references; longest name first. */
export function toSlackText(typed: string, names: Names): string {
  const users = [...names.users].sort((a, b) => b.name.length - a.name.length);
  const channels = [...names.channels].sort((a, b) => b.name.length - a.name.length);
  const text = escapeText(typed);
  const words = new RegExp(`&lt;([@#!][A-Z0-9a-z^|.-]+)&gt;|${URL_BARE.source}|(?<![A-Za-z0-9])[@#]`, 'gu');
  let out = '';
  let from = 0;
  for (const match of text.matchAll(words)) {
    if (match.index < from) continue;
    const found = toReference(text.slice(match.index), { whole: match[0], raw: match[1], users, channels });
    out += text.slice(from, match.index) + found.reference;
    from = match.index + found.length;
  }
  return out + text.slice(from);
}

type Name = Names['users'][number];

function toReference(
  rest: string,
  found: { whole: string; raw: string | undefined; users: readonly Name[]; channels: readonly Name[] },
): { reference: string; length: number } {
  if (found.raw !== undefined) return { reference: `<${found.raw}>`, length: found.whole.length };
  if (found.whole.startsWith('http')) return { reference: `<${found.whole}>`, length: found.whole.length };
  const list = found.whole === '@' ? found.users : found.channels;
  const lower = rest.toLowerCase();
  for (const { name, id } of list) {
    const written = `${found.whole}${escapeText(name)}`;
    const next = rest.charAt(written.length);
    // A Latin letter after the name makes it another name; in Chinese the next word follows without a space.
    if (!lower.startsWith(written.toLowerCase()) || /[A-Za-z0-9]/.test(next)) continue;
    const reference = found.whole === '@' ? `<@${id}>` : `<#${id}|${escapeText(name)}>`;
    return { reference, length: written.length };
  }
  return { reference: found.whole, length: found.whole.length };
}

/** The people (and the app) whom a text mentions. */
export function mentionsIn(text: string): string[] {
  return [...text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)].flatMap(([, id]) =>
    id === undefined ? [] : [id],
  );
}

/** The rich_text block that Slack's own client sends with a person's words. */
export function toRichText(text: string, blockId: string): Json {
  const elements: Json[] = [];
  let from = 0;
  const parts = /<([^<>]+)>|:([a-z0-9_+'-]+):/g;
  for (const match of text.matchAll(parts)) {
    pushText(elements, text.slice(from, match.index));
    elements.push(match[1] === undefined ? { type: 'emoji', name: match[2] } : toElement(match[1]));
    from = match.index + match[0].length;
  }
  pushText(elements, text.slice(from));
  return { type: 'rich_text', block_id: blockId, elements: [{ type: 'rich_text_section', elements }] };
}

function pushText(elements: Json[], text: string): void {
  if (text !== '') elements.push({ type: 'text', text: unescapeText(text) });
}

function toElement(reference: string): Json {
  const [target = '', label] = reference.split('|');
  if (target.startsWith('@')) return { type: 'user', user_id: target.slice(1) };
  if (target.startsWith('#')) return { type: 'channel', channel_id: target.slice(1) };
  if (target.startsWith('!')) return { type: 'broadcast', range: target.slice(1) };
  return label === undefined
    ? { type: 'link', url: target }
    : { type: 'link', url: target, text: unescapeText(label) };
}

function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
