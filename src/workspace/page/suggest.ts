// What the composer offers while someone writes `@`, `#` or `/`: pure, by the text and where the caret stands.
import type { PageApp, PageChannel, PagePerson } from '../page-wire.ts';

export interface Query {
  readonly sign: '@' | '#' | '/';
  readonly words: string;
  readonly start: number;
}

export interface Suggestion {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  /** What stands in the text when it is chosen. */
  readonly inserted: string;
  /** A shortcut of the app: choosing it is using it. */
  readonly shortcut?: string;
}

const MOST_SUGGESTIONS = 7;

export function queryAt(text: string, caret: number): Query | undefined {
  const command = /^\/([^\s/]{0,30})$/.exec(text.slice(0, caret))?.[1];
  if (command !== undefined) return { sign: '/', words: command, start: 0 };
  const found = /(^|[\s(（，。、：])([@#])([^\s@#]{0,30})$/.exec(text.slice(0, caret));
  if (found === null) return undefined;
  const [, , sign, words = ''] = found;
  return { sign: sign === '#' ? '#' : '@', words, start: caret - words.length - 1 };
}

interface Known {
  readonly people: readonly PagePerson[];
  readonly channels: readonly PageChannel[];
  readonly app: Pick<PageApp, 'commands' | 'shortcuts' | 'userId'>;
}

export function suggestionsFor({ sign, words }: Query, known: Known): readonly Suggestion[] {
  const wanted = words.toLowerCase();
  if (sign === '/') return commandsFor(wanted, known.app);
  if (sign === '#') {
    return known.channels
      .filter(({ kind, name }) => kind !== 'im' && kind !== 'mpim' && name.toLowerCase().includes(wanted))
      .slice(0, MOST_SUGGESTIONS)
      .map(({ id, name, topic }) => ({ id, label: `#${name}`, detail: topic, inserted: `#${name}` }));
  }
  return known.people
    .filter((person) => namesOf(person).some((name) => startsAWord(name, wanted)))
    .sort((a, b) => Number(b.isBot) - Number(a.isBot) || a.displayName.localeCompare(b.displayName))
    .slice(0, MOST_SUGGESTIONS)
    .map(({ id, displayName, realName, title }) => ({
      id,
      label: displayName,
      detail: [realName === displayName ? '' : realName, title].filter((part) => part !== '').join(' · '),
      inserted: `@${displayName}`,
    }));
}

function commandsFor(wanted: string, { commands, shortcuts, userId }: Known['app']): readonly Suggestion[] {
  const known = commands.map(({ command, description, usageHint }) => ({
    id: userId,
    label: command,
    detail: [usageHint, description].filter(Boolean).join(' — '),
    inserted: command,
  }));
  const global = shortcuts
    .filter(({ type }) => type === 'global')
    .map(({ name, description, callback_id: shortcut }) => ({
      id: userId,
      label: name,
      detail: description,
      inserted: '',
      shortcut,
    }));
  return [...known, ...global]
    .filter(({ label }) => label.toLowerCase().includes(wanted))
    .slice(0, MOST_SUGGESTIONS);
}

export function insert(text: string, query: Query, chosen: Suggestion): { text: string; caret: number } {
  const end = query.start + 1 + query.words.length;
  const before = `${text.slice(0, query.start)}${chosen.inserted} `;
  return { text: before + text.slice(end).replace(/^ /, ''), caret: before.length };
}

function namesOf({ name, realName, displayName }: PagePerson): readonly string[] {
  return [name, realName, displayName];
}

function startsAWord(name: string, wanted: string): boolean {
  const lower = name.toLowerCase();
  return lower.startsWith(wanted) || lower.split(/[\s.\-（(]+/).some((word) => word.startsWith(wanted));
}
