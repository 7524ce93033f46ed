// A channel that the goal names and that is none: Slack makes a link of every channel that is there, so bare words name nothing.
interface NamedChannel {
  readonly name: string;
  readonly id: string;
}

/** Of the channels that there are, those whose names are near the one that is not. */
export type LostChannels = ReadonlyMap<string, readonly { readonly value: string; readonly label: string }[]>;

/** Names of Slack's begin with a letter here: "#12" is a number, and "#fff000" a colour. */
const BARE = /(?<![\p{L}\p{N}_&/<#|])#(\p{L}[\p{L}\p{N}_-]{0,79})/gu;
const COLOUR = /^(?:[\da-f]{3}|[\da-f]{6})$/iu;
const LINKS = /<[^>]*>/gu;
const CODE = /```[\s\S]*?(?:```|$)|`[^`]*`/gu;
const MOST_NEAR = 4;
/** So many letters at the beginning make two names alike. */
const ALIKE = 4;

/** `raw` is the message as Slack sends it, `channels` those that the person who wrote it may know. */
export function lostChannels(raw: string, channels: readonly NamedChannel[]): LostChannels {
  const words = raw.replaceAll(CODE, ' ').replaceAll(LINKS, ' ');
  const there = new Set(channels.map(({ name }) => name.toLowerCase()));
  const lost = [...words.matchAll(BARE)]
    .map(([, name = '']) => name.toLowerCase())
    .filter((name) => !COLOUR.test(name) && !there.has(name));
  return new Map([...new Set(lost)].map((name) => [name, nearest(name, channels)]));
}

function nearest(lost: string, channels: readonly NamedChannel[]): { value: string; label: string }[] {
  return channels
    .filter(({ name }) => isNear(lost, name.toLowerCase()))
    .slice(0, MOST_NEAR)
    .map(({ name }) => ({ value: `#${name}`, label: `#${name}` }));
}

function isNear(one: string, other: string): boolean {
  const [plain, others] = [one, other].map((name) => name.replaceAll(/[-_]/gu, ''));
  if (plain === undefined || others === undefined || others === '') return false;
  if (plain.includes(others) || others.includes(plain)) return true;
  if (plain.length >= ALIKE && plain.slice(0, ALIKE) === others.slice(0, ALIKE)) return true;
  const parts = new Set(one.split(/[-_]/u));
  return other.split(/[-_]/u).some((part) => part.length >= ALIKE && parts.has(part));
}

/** Which of them this value is, or holds as "#name". */
export function lostIn(value: string, lost: LostChannels): string | undefined {
  const plain = value.trim().toLowerCase();
  return [...lost.keys()].find(
    (name) =>
      plain === name || [...plain.matchAll(/#([\p{L}\p{N}_-]+)/gu)].some(([, named]) => named === name),
  );
}
