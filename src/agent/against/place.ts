// A channel that the goal names and that is none: Slack makes a link of every channel that is there, so bare words name nothing.
interface LostChannel {
  /** Something is to be done there, as the words before it say. */
  readonly isPlace: boolean;
  /** Channels that there are, whose names are near. */
  readonly near: readonly { readonly value: string; readonly label: string }[];
}
export type LostChannels = ReadonlyMap<string, LostChannel>;

const PLACED = /(?:\b(?:in|into|to|from|at)(?: the)?(?: channel)?|在|到|至|从|频道)\s*$/iu;
/** Names of Slack's begin with a letter here: "#12" is a number, and "#fff000" a colour. */
const BARE = /(?<![\p{L}\p{N}_&/<#|])#(\p{L}[\p{L}\p{N}_-]{0,79})/gu;
const COLOUR = /^(?:[\da-f]{3}|[\da-f]{6})$/iu;
const LINKS = /<[^>]*>/gu;
const CODE = /```[\s\S]*?(?:```|$)|`[^`]*`/gu;
const MOST_NEAR = 4;
/** So many letters at the beginning make two names alike. */
const ALIKE = 4;

/** `raw` is the message as Slack sends it, `channels` the names that the person who wrote it may know. */
export function lostChannels(raw: string, channels: readonly string[]): LostChannels {
  const words = raw.replaceAll(CODE, ' ').replaceAll(LINKS, ' ');
  const there = new Set(channels.map((name) => name.toLowerCase()));
  const lost = new Map<string, LostChannel>();
  for (const { 1: written = '', index } of words.matchAll(BARE)) {
    const name = written.toLowerCase();
    if (COLOUR.test(name) || there.has(name)) continue;
    const isPlace = PLACED.test(words.slice(0, index)) || lost.get(name)?.isPlace === true;
    lost.set(name, { isPlace, near: nearest(name, channels) });
  }
  return lost;
}

function nearest(lost: string, channels: readonly string[]): { value: string; label: string }[] {
  return channels
    .filter((name) => isNear(lost, name.toLowerCase()))
    .slice(0, MOST_NEAR)
    .map((name) => ({ value: `#${name}`, label: `#${name}` }));
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
