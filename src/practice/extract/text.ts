// Words, sentences and their likeness: what every rule here is made of.

/** Sentences as they stand in the text: each is a piece of one line of it. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line) => line.split(/(?<=[.!?](?:["')\]*_]*))\s+(?=["'(*_]*[\p{Lu}\d€$£])|(?<=[。！？；])/u))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

const COMMON = new Set(
  (
    'a an and are as at be been but by can could did do does for from had has have he her his how i if in into is it its just ' +
    'let like me my no not of on or our out please she so some than that the their them then there these they this those to up us ' +
    'was we were what when where which who why will with would you your about all also any one two three longhand channel thread ' +
    'says said say tell ask find give show make new should here now said decide decided decision when'
  ).split(' '),
);

/** The telling words of a text, lower case and without plural endings; Chinese in pairs of characters. */
export function termsOf(text: string): readonly string[] {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/@[\w.-]+|<[^>]*>/g, ' ');
  const words = (plain.match(/[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{N}'-]*/gu) ?? [])
    .filter((word) => word.length > 1 && !COMMON.has(word))
    .map(toStem);
  const pairs = (plain.match(/\p{Script=Han}+/gu) ?? []).flatMap((run) =>
    run.length < 2 ? [] : Array.from({ length: run.length - 1 }, (_none, at) => run.slice(at, at + 2)),
  );
  return [...new Set([...words, ...pairs])];
}

export function toStem(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

/** Without the marks of bold, code, quotation and lists. */
export function plainOf(text: string): string {
  return text
    .replace(/[*`~]/g, '')
    .replace(/^(?:[>•]|-\s|\d+[.)]\s)+\s*/, '')
    .trim();
}

/** How many of the words stand in the text. */
export function overlap(words: readonly string[], text: string): number {
  const terms = new Set(termsOf(text));
  return words.filter((word) => terms.has(word)).length;
}

export function shorten(text: string, chars: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= chars
    ? line
    : `${line
        .slice(0, chars - 1)
        .toWellFormed()
        .trimEnd()}…`;
}

/** Safe in a cell of a Markdown table. */
function toCell(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');
}

export function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(toCell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function unique<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}

export function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
