// A message as the model and the search results show it: one way, so that what was shown once reads the same again.
import { dateFormat } from '../base/date-format.ts';
import { sentAtOf } from './message.ts';
import type { StoredMessage } from './store.ts';

/** What the ids in a message are called; an id that is not in it is shown as it is. */
export interface Names {
  person(id: string): string | undefined;
  channel(id: string): string | undefined;
}

export interface RenderOptions {
  readonly names: Names;
  /** IANA name of the zone that times are shown in. */
  readonly timeZone: string;
  /** Set where the reader is in another channel: a reference then names the channel it leads to. */
  readonly isElsewhere?: boolean;
}

/** `[m:1732001234.000200]` to people of its channel, `[m:C0OPS/1732001234.000200]` to those of another. */
export function refOf(
  { channelId, ts }: { channelId: string; ts: string },
  { isElsewhere }: Pick<RenderOptions, 'isElsewhere'>,
): `m:${string}` {
  return isElsewhere === true ? `m:${channelId}/${ts}` : `m:${ts}`;
}

/** All that a reader may take for a new line: only the head of a message begins one. */
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/u;

/** `[m:<ts>] 2026-11-03 09:12 Maya Lindqvist (U0MAYA): text`, further lines indented by two spaces. */
export function renderMessage(message: StoredMessage, options: RenderOptions): string {
  const { names, timeZone } = options;
  const head = `[${refOf(message, options)}] ${toLocalTime(sentAtOf(message.ts), timeZone)} ${authorOf(message, names)}: `;
  const lines = readableText(message.text, names).split(LINE_END);
  const notes = [
    ...(message.threadTs === message.ts
      ? []
      : [`> in the thread of [${refOf({ ...message, ts: message.threadTs }, options)}]`]),
    ...(message.editedAt === undefined ? [] : ['(edited)']),
    ...message.files.map(
      (file) =>
        `file [f:${file.id}] ${file.name.split(LINE_END).join(' ')} (${file.mimetype}, ${toSize(file.bytes)})`,
    ),
  ];
  return [
    head + (lines[0] ?? ''),
    ...lines.slice(1).map((line) => `  ${line}`),
    ...notes.map((note) => `  ${note}`),
  ].join('\n');
}

/** Mrkdwn with its ids replaced by names and its escapes undone. */
export function readableText(text: string, names: Names): string {
  return text
    .replace(
      /<@([A-Z0-9]+)(?:\|([^>]*))?>/gu,
      (_, id: string, label?: string) => `@${names.person(id) ?? label ?? id}`,
    )
    .replace(
      /<#([A-Z0-9]+)(?:\|([^>]*))?>/gu,
      (_, id: string, label?: string) => `#${names.channel(id) ?? label ?? id}`,
    )
    .replace(/<!(here|channel|everyone)(?:\|[^>]*)?>/gu, '@$1')
    .replace(/<!(?:subteam|date)\^[^|>]*\|([^>]*)>/gu, '$1')
    .replace(/<((?:https?|mailto):[^|>]+)\|([^>]+)>/gu, '$2 ($1)')
    .replace(/<((?:https?|mailto):[^>]+)>/gu, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

export function authorOf(message: StoredMessage, names: Names): string {
  switch (message.author.kind) {
    case 'longhand':
      return 'Longhand';
    case 'bot':
      return `${names.person(message.author.id) ?? message.author.id} (bot)`;
    case 'person': {
      const name = names.person(message.author.id);
      return name === undefined ? message.author.id : `${name} (${message.author.id})`;
    }
  }
}

/** `2026-11-03 09:12` in the given zone. */
export function toLocalTime(at: Date, timeZone: string): string {
  return formatIn(timeZone, (zone) =>
    dateFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: zone }).format(at),
  );
}

/** What a person sees where a message is cited: `Maya Lindqvist, 3 Nov`. */
export function labelOf(message: StoredMessage, { names, timeZone, isElsewhere }: RenderOptions): string {
  const day = toLocalDay(sentAtOf(message.ts), { timeZone, language: 'en' });
  const who =
    message.author.kind === 'longhand' ? 'Longhand' : (names.person(message.author.id) ?? message.author.id);
  const where = isElsewhere === true ? ` in #${names.channel(message.channelId) ?? message.channelId}` : '';
  return `${who}, ${day}${where}`;
}

/** `3 Nov`, `11月3日`. */
export function toLocalDay(
  at: Date,
  { timeZone, language }: { timeZone: string; language: 'en' | 'zh' },
): string {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  return formatIn(timeZone, (zone) =>
    dateFormat(locale, { day: 'numeric', month: 'short', timeZone: zone }).format(at),
  );
}

/** The zone is what Slack says of a person, and this machine may not know it: a time in UTC is better than none. */
function formatIn(timeZone: string, format: (zone: string) => string): string {
  try {
    return format(timeZone);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return format('UTC');
  }
}

function toSize(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1000))} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** White space and case apart, do `words` stand in what was said? Typed or as shown, both count. */
export function standsIn(words: string, message: StoredMessage, names: Names): boolean {
  const wanted = toComparable(words);
  if (wanted === '') return false;
  return [message.text, readableText(message.text, names)].some((text) =>
    toComparable(text).includes(wanted),
  );
}

function toComparable(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[“”„«»「」]/gu, '"')
    .replaceAll(/[‘’]/gu, "'")
    .replaceAll(/\s+/gu, ' ')
    .trim();
}
