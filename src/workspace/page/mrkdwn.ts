// Slack's own markup, read into a tree: pure, so that what a message means can be tested without a browser.
import { safeUrl } from './safe-url.ts';

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly url: string; readonly label: readonly Inline[] }
  | { readonly kind: 'user'; readonly id: string; readonly label: string }
  | { readonly kind: 'channel'; readonly id: string; readonly label: string }
  | { readonly kind: 'group'; readonly id: string; readonly label: string }
  | { readonly kind: 'broadcast'; readonly range: string }
  | { readonly kind: 'emoji'; readonly name: string };

export type Passage =
  | { readonly kind: 'lines'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: 'quote'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'pre'; readonly text: string };

export function toPassages(source: string): readonly Passage[] {
  const passages: Passage[] = [];
  const parts = source.split(/```\n?([\s\S]*?)\n?```/g);
  parts.forEach((part, index) => {
    if (index % 2 === 1) passages.push({ kind: 'pre', text: unescape(stripAngles(part)) });
    else passages.push(...linesToPassages(part, index > 0));
  });
  return passages;
}

type LineKind = 'lines' | 'quote' | 'bullet' | 'ordered';

interface Line {
  readonly kind: LineKind;
  readonly inlines: readonly Inline[];
}

function linesToPassages(part: string, isAfterPre: boolean): readonly Passage[] {
  // The line break that closes a code fence belongs to the fence.
  const trimmed = isAfterPre ? part.replace(/^\n/, '') : part;
  if (trimmed === '') return [];
  const runs: { kind: LineKind; lines: (readonly Inline[])[] }[] = [];
  for (const line of trimmed.replace(/\n$/, '').split('\n').map(toLine)) {
    const last = runs.at(-1);
    if (last !== undefined && last.kind === line.kind) last.lines.push(line.inlines);
    else runs.push({ kind: line.kind, lines: [line.inlines] });
  }
  return runs.map(({ kind, lines }) => {
    if (kind === 'lines' || kind === 'quote') return { kind, lines };
    return { kind: 'list', isOrdered: kind === 'ordered', items: lines };
  });
}

function toLine(line: string): Line {
  const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
  if (quote !== null) return { kind: 'quote', inlines: toInlines(quote[1] ?? '') };
  const bullet = /^\s*[•◦▪-]\s+(.*)$/.exec(line);
  if (bullet !== null) return { kind: 'bullet', inlines: toInlines(bullet[1] ?? '') };
  const ordered = /^\s*\d{1,2}[.)]\s+(.*)$/.exec(line);
  if (ordered !== null) return { kind: 'ordered', inlines: toInlines(ordered[1] ?? '') };
  return { kind: 'lines', inlines: toInlines(line) };
}

/** What can start at a place in the text; tried in this order. */
const RULES: readonly ((rest: string, before: string) => Match | undefined)[] = [
  angle,
  code,
  emphasis('*', 'bold'),
  emphasis('_', 'italic'),
  emphasis('~', 'strike'),
  emoji,
  bareLink,
];

interface Match {
  readonly length: number;
  readonly inline: Inline;
}

export function toInlines(source: string): readonly Inline[] {
  const found: Inline[] = [];
  let plain = '';
  let at = 0;
  const flush = (): void => {
    if (plain !== '') found.push({ kind: 'text', text: unescape(plain) });
    plain = '';
  };
  while (at < source.length) {
    const match = firstMatch(source, at);
    if (match === undefined) {
      plain += source.charAt(at);
      at += 1;
      continue;
    }
    flush();
    found.push(match.inline);
    at += match.length;
  }
  flush();
  return found;
}

function firstMatch(source: string, at: number): Match | undefined {
  if (!/[<`*_~:h]/.test(source.charAt(at))) return undefined;
  const rest = source.slice(at);
  const before = source.charAt(at - 1);
  for (const rule of RULES) {
    const match = rule(rest, before);
    if (match !== undefined) return match;
  }
  return undefined;
}

function angle(rest: string): Match | undefined {
  const found = /^<([^<>\n]+)>/.exec(rest);
  if (found === null) return undefined;
  const [whole, inside = ''] = found;
  const bar = inside.indexOf('|');
  const target = bar === -1 ? inside : inside.slice(0, bar);
  const label = bar === -1 ? '' : inside.slice(bar + 1);
  const inline = toReference(target, label);
  return inline === undefined ? undefined : { length: whole.length, inline };
}

function toReference(target: string, label: string): Inline | undefined {
  if (target.startsWith('@')) return { kind: 'user', id: target.slice(1), label: unescape(label) };
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1), label: unescape(label) };
  if (target.startsWith('!date^')) return { kind: 'text', text: unescape(label) };
  if (target.startsWith('!subteam^'))
    return { kind: 'group', id: target.slice('!subteam^'.length), label: unescape(label) };
  if (target.startsWith('!')) return { kind: 'broadcast', range: target.slice(1) };
  const url = safeUrl(unescape(target));
  if (url === undefined) return undefined;
  const shown = label === '' ? target.replace(/^mailto:/, '') : label;
  return { kind: 'link', url, label: [{ kind: 'text', text: unescape(shown) }] };
}

function code(rest: string): Match | undefined {
  const found = /^`([^`\n]+)`/.exec(rest);
  if (found === null) return undefined;
  return {
    length: found[0].length,
    inline: { kind: 'code', text: unescape(stripAngles(found[1] ?? '')) },
  };
}

function emphasis(mark: '*' | '_' | '~', kind: 'bold' | 'italic' | 'strike') {
  const sign = `\\${mark}`;
  const shape = new RegExp(`^${sign}(?![\\s${sign}])([^\\n]*?[^\\s${sign}])${sign}(?![A-Za-z0-9${sign}])`);
  return (rest: string, before: string): Match | undefined => {
    if (rest.charAt(0) !== mark || /[A-Za-z0-9]/.test(before)) return undefined;
    const found = shape.exec(rest);
    if (found === null) return undefined;
    return { length: found[0].length, inline: { kind, children: toInlines(found[1] ?? '') } };
  };
}

function emoji(rest: string, before: string): Match | undefined {
  if (/[A-Za-z0-9]/.test(before)) return undefined;
  const found = /^:([a-z0-9_+'-]*[a-z+][a-z0-9_+'-]*|100|1234):/.exec(rest);
  if (found === null) return undefined;
  return { length: found[0].length, inline: { kind: 'emoji', name: found[1] ?? '' } };
}

function bareLink(rest: string, before: string): Match | undefined {
  if (/[A-Za-z0-9]/.test(before)) return undefined;
  const found = /^https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)\]'"。，；：！？）】」]/.exec(rest);
  if (found === null) return undefined;
  const url = unescape(found[0]);
  return { length: found[0].length, inline: { kind: 'link', url, label: [{ kind: 'text', text: url }] } };
}

/** Inside code a link is shown as what was typed. */
function stripAngles(source: string): string {
  return source.replace(
    /<(https?:[^<>|]+|mailto:[^<>|]+)(?:\|([^<>]*))?>/g,
    (_, url: string, label?: string) => label ?? url,
  );
}

function unescape(source: string): string {
  return source.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** What a person would have to type to get `source` again: for the editor of a message. */
export function toTyped(source: string, nameOf: (kind: '@' | '#', id: string) => string): string {
  return unescape(
    source
      .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id: string) => `@${nameOf('@', id)}`)
      .replace(/<#([A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id: string) => `#${nameOf('#', id)}`)
      .replace(/<!(here|channel|everyone)(?:\|[^>]*)?>/g, '@$1')
      .replace(/<((?:https?:|mailto:)[^<>|]+)(?:\|[^<>]*)?>/g, (_, url: string) =>
        url.replace(/^mailto:/, ''),
      ),
  );
}

/** `[1]` or `1`: a link of nothing but a number is a source. */
export function sourceNumber(words: string): string | undefined {
  return /^\\?\[?(\d{1,3})\\?\]?$/.exec(words.trim())?.[1];
}
