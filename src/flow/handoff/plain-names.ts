// Names of people that were typed and are no mention: Slack makes a mention of everybody it finds under a name. Pure.
import type { Person } from '../../history/directory-store.ts';
import { receiversNamed } from './receiver-named.ts';

export interface LostName {
  readonly name: string;
  /** The names of those who may be meant, the nearest first. */
  readonly near: readonly string[];
}

export interface PlainNames {
  /** With a mention for each name: of whoever is called so, or of nobody. */
  readonly text: string;
  /** By the id that stands in the text for somebody whom nobody knows. */
  readonly lost: ReadonlyMap<string, LostName>;
}

const TYPED = /(?<![A-Za-z\d_<@/.|])[@＠](\p{L}[\p{L}\p{N}._'’-]*)(?: (\p{Lu}[\p{L}'’-]+))?/gu;
const MOST_NEAR = 3;

export function withMentions(text: string, people: readonly Person[]): PlainNames {
  const here = people.filter(({ isBot, isDeactivated }) => !isBot && !isDeactivated);
  const lost = new Map<string, LostName>();
  const mention = (name: string): string | undefined => {
    const [found, ...others] = receiversNamed(`@${name}`, { people: here, channels: [] });
    return found === undefined || others.length > 0 ? undefined : `<@${found.id}>`;
  };
  const written = text.replaceAll(TYPED, (_, first: string, last: string | undefined) => {
    const whole = last === undefined ? undefined : mention(`${first} ${last}`);
    if (whole !== undefined) return whole;
    const rest = last === undefined ? '' : ` ${last}`;
    const found = mention(first);
    if (found !== undefined) return `${found}${rest}`;
    const id = `UNOBODY${lost.size}`;
    lost.set(id, { name: first, near: nearest(first, here) });
    return `<@${id}>${rest}`;
  });
  return { text: written, lost };
}

/** Nobody is mentioned by mistake: what was typed stands there again. */
export function withoutLost(text: string, { lost }: PlainNames): string {
  return text.replaceAll(/<@(UNOBODY\d+)>/gu, (whole, id: string) => {
    const name = lost.get(id)?.name;
    return name === undefined ? whole : `@${name}`;
  });
}

function nearest(typed: string, people: readonly Person[]): readonly string[] {
  const name = typed.toLowerCase();
  return people
    .map(({ name: handle, realName }) => {
      const parts = [handle, realName, ...realName.split(/\s+/u)].map((part) => part.toLowerCase());
      return { realName, away: Math.min(...parts.map((part) => distanceTo(name, part))) };
    })
    .filter(({ away }) => away <= Math.max(1, Math.floor(name.length / 3)))
    .toSorted((one, other) => one.away - other.away)
    .slice(0, MOST_NEAR)
    .map(({ realName }) => realName);
}

/** How many letters differ; that one only goes on after the other is no difference. */
function distanceTo(typed: string, name: string): number {
  if (typed.length >= 2 && (name.startsWith(typed) || typed.startsWith(name))) return 0;
  let row = Array.from({ length: name.length + 1 }, (_, index) => index);
  for (const [at, letter] of Array.from(typed).entries()) {
    const next = [at + 1];
    for (let index = 0; index < name.length; index += 1) {
      const changed = (row[index] ?? 0) + (name[index] === letter ? 0 : 1);
      next.push(Math.min(changed, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
