// The inspector's list as a value: what is kept, and what a filter leaves of it.
import type { InspectorEntry } from '../page-wire.ts';
import { isJson, objectOf, objectsOf, textOf, wordsOf } from './json.ts';

export interface Wanted {
  readonly words: string;
  readonly kind: string;
  readonly isFailedOnly: boolean;
}

export const KINDS: readonly { readonly id: string; readonly label: string }[] = [
  { id: 'all', label: 'Everything' },
  { id: 'api', label: 'API calls' },
  { id: 'event', label: 'Events' },
  { id: 'interactive', label: 'Interactions' },
  { id: 'command', label: 'Commands' },
  { id: 'response-url', label: 'Response URLs' },
  { id: 'file', label: 'Files' },
  { id: 'socket', label: 'Sockets' },
];

const MOST_KEPT = 500;

/** An entry that is known takes its new form in its old place. */
export function put(known: readonly InspectorEntry[], entry: InspectorEntry): readonly InspectorEntry[] {
  const at = known.findLastIndex(({ id }) => id <= entry.id);
  if (known[at]?.id === entry.id) return known.with(at, entry);
  return known.toSpliced(at + 1, 0, entry).slice(-MOST_KEPT);
}

/** Each word must stand somewhere in it, also in what was sent and answered. */
export function fits(entry: InspectorEntry, { words, kind, isFailedOnly }: Wanted): boolean {
  if (kind !== 'all' && entry.kind !== kind) return false;
  if (isFailedOnly && entry.status !== 'failed' && entry.status !== 'lost') return false;
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return true;
  const text =
    `${entry.title} ${entry.note ?? ''} ${JSON.stringify([entry.sent, entry.answered])}`.toLowerCase();
  return wanted.every((word) => text.includes(word));
}

const STATUS: Readonly<Record<InspectorEntry['status'], string>> = {
  waiting: 'waiting…',
  ok: 'ok',
  failed: 'failed',
  lost: 'lost',
};

export function statusWords({ status, note }: InspectorEntry): string {
  if (note === undefined || note === '') return STATUS[status];
  return status === 'ok' ? `ok · ${note}` : note;
}

/** What it is about, in a few words: the text, the button, the name, else the place. */
export function gistOf({ sent }: InspectorEntry): string {
  const open = unfolded(sent);
  if (!isJson(open)) return '';
  const payload = objectOf(open, 'payload') ?? open;
  const event = objectOf(payload, 'event') ?? payload;
  const [action] = objectsOf(event, 'actions');
  const found = [
    textOf(event, 'text'),
    textOf(objectOf(event, 'message'), 'text'),
    textOf(action, 'action_id'),
    textOf(event, 'callback_id'),
    textOf(event, 'command'),
    wordsOf(objectOf(event, 'view'), 'title'),
    textOf(event, 'reaction'),
    textOf(event, 'status'),
    textOf(event, 'name'),
    textOf(event, 'markdown_text'),
    textOf(event, 'channel'),
  ];
  return found.find((words) => words !== '')?.slice(0, GIST_CHARS) ?? '';
}

const GIST_CHARS = 120;

/** Arguments that came as JSON in a text, as forms send blocks and views, are opened for who reads. */
export function unfolded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unfolded);
  if (isJson(value))
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unfolded(one)]));
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return parsed;
  } catch {
    return value; // Words that only begin like JSON.
  }
}
