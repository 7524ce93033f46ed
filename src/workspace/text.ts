// Between what a person types and what Slack keeps: escaping, names to mentions, addresses to links.
export interface Names {
  /** Display and handle names, without @, each with its user. */
  readonly users: readonly { readonly name: string; readonly id: string }[];
  /** Handles of groups of people, without @. */
  readonly groups?: readonly { readonly name: string; readonly id: string }[];
  readonly channels: readonly { readonly name: string; readonly id: string }[];
}

const REFERENCE = /<(?:[@#!][^<>\s][^<>]*|(?:https?:\/\/|mailto:)[^<>\s][^<>]*)>/;
const ESCAPED = /&(?:amp|lt|gt);/;
// Ends before a bracket that a person typed around it, and before the punctuation of the sentence it stands in.
const URL_BARE = /https?:\/\/(?:&amp;|&(?!(?:amp|lt|gt);)|[^\s<>|&])*[^\s<>|&.,;:!?)\]}'"。，；：！？）】」]/;

/** A person's characters, made harmless: `<` is a character to them and markup to Slack. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** What an app sent, as Slack keeps it: its references stay, its stray `& < >` are escaped, its URLs become links. */
export function normaliseText(text: string): string {
  const parts = new RegExp(`${REFERENCE.source}|${ESCAPED.source}|${URL_BARE.source}|[&<>]`, 'gu');
  return text.replace(parts, (part) => {
    if (part === '&' || part === '<' || part === '>') return escapeText(part);
    const isLink = part.startsWith('http') || part.startsWith('<http');
    const escaped = isLink ? part.replace(/&(?!(?:amp|lt|gt);)/g, '&amp;') : part;
    return part.startsWith('http') ? `<${escaped}>` : escaped;
  });
}

/** `@Name`, `#channel` and URLs of what a person typed become Slack's references; longest name first. */
export function toSlackText(typed: string, names: Names): string {
  const groups = (names.groups ?? []).map((group) => ({ ...group, isGroup: true }));
  const users = [...names.users, ...groups].sort((a, b) => b.name.length - a.name.length);
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

type Name = Names['users'][number] & { readonly isGroup?: boolean };

function toReference(
  rest: string,
  found: { whole: string; raw: string | undefined; users: readonly Name[]; channels: readonly Name[] },
): { reference: string; length: number } {
  if (found.raw !== undefined) return { reference: `<${found.raw}>`, length: found.whole.length };
  if (found.whole.startsWith('http')) return { reference: `<${found.whole}>`, length: found.whole.length };
  const list = found.whole === '@' ? found.users : found.channels;
  const lower = rest.toLowerCase();
  for (const { name, id, isGroup } of list) {
    const written = `${found.whole}${escapeText(name)}`;
    const next = rest.charAt(written.length);
    // A Latin letter after the name makes it another name; in Chinese the next word follows without a space.
    if (!lower.startsWith(written.toLowerCase()) || /[A-Za-z0-9]/.test(next)) continue;
    const reference =
      isGroup === true
        ? `<!subteam^${id}>`
        : found.whole === '@'
          ? `<@${id}>`
          : `<#${id}|${escapeText(name)}>`;
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
