// A message that was deleted leaves what the model reads at once: its lines, and its words where they were repeated.

/** Each deleted message as a reference names it, with everything it ever said, as typed and as shown. */
export type Gone = ReadonlyMap<string, readonly string[]>;

const DELETED = '(deleted)';
/** Shorter words stand in too many places to be anybody's in particular; the message's own lines go whatever they say. */
const LEAST_CHARS = 16;
const LEAST_CJK = 6;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

export function withoutGone(text: string, gone: Gone): string {
  let left = text;
  for (const [name, said] of gone) {
    left = withoutGoal(withoutLines(left, name), name);
    for (const words of tellingLines(said)) {
      left = left.replaceAll(words, DELETED);
      // Inside the arguments of a call the same words may be escaped; what is put in their place needs no escape.
      left = left.replaceAll(JSON.stringify(words).slice(1, -1), DELETED);
    }
  }
  return left;
}

/** `[m:<ref>] time author: text`, the indented lines after it, and what is told of its reactions. */
function withoutLines(text: string, name: string): string {
  const ref = `[m:${name}]`;
  if (!text.includes(ref)) return text;
  let isInside = false;
  return text
    .split('\n')
    .flatMap((line): string[] => {
      const trimmed = line.replace(/^\s*(?:[-*•]|\d+[.)])?\s*/u, '');
      if (trimmed.startsWith(`${ref} `)) {
        isInside = true;
        return [`${ref} ${DELETED}`];
      }
      isInside &&= /^ {2}/u.test(line) && !trimmed.startsWith('[m:');
      if (isInside || trimmed.startsWith(`(reactions on ${ref}`)) return [];
      // A line of the digest or of the rules names the message at its end.
      return /^- |^\d+\. (?:Rule|Decided): /u.test(line) && line.includes(ref) ? [] : [line];
    })
    .join('\n');
}

/** The words behind "Goal:" are not indented: they reach to the empty line before what code says next. */
function withoutGoal(text: string, name: string): string {
  const at = text.indexOf(`in [m:${name}], now `);
  const begins = at < 0 ? -1 : text.indexOf('\nGoal:\n', at);
  if (begins < 0) return text;
  const from = begins + '\nGoal:\n'.length;
  const next = /\n\n(?:Look first with|Fill the intake again)/u.exec(text.slice(from));
  return `${text.slice(0, from)}${DELETED}${next === null ? '' : text.slice(from + next.index)}`;
}

function tellingLines(said: readonly string[]): readonly string[] {
  const lines = said
    .flatMap((text) => text.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/u))
    .map((line) => line.trim());
  return [...new Set(lines)]
    .filter((line) => line.length >= LEAST_CHARS || (line.match(CJK)?.length ?? 0) >= LEAST_CJK)
    .toSorted((one, other) => other.length - one.length);
}
