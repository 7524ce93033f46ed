// Which sentences of a text state something about the world and name no source: pure, and before people read them.

/** A sentence or a row as it stands in the text. */
export interface Unsourced {
  readonly text: string;
  /** Where it ends, in characters of the whole. */
  readonly end: number;
}

const REFERENCE = /\[(?:[mfw]:[^\][\s]+(?:[,;]\s*)?)+\]|\[\d+\]/u;
/** Said of oneself, of what is not known, or of what is given with it: no claim about the world. */
const NOT_A_CLAIM =
  /\b(?:I|we|my|our|you|your)\b|\b(?:not|nothing|no source|cannot|could not|couldn't) (?:be )?(?:found|find|say|said|known|clear|confirmed|verified)\b|\bunclear\b|\bunknown\b|\b(?:attached|below|above|this report|the report|the file|in the thread)\b|没有找到|未找到|找不到|无法(?:确认|核实|找到)|不清楚|尚不明确|我|您|你|见附件|报告|如下|以下|以上/iu;
const FEWEST_WORDS = 5;
const FEWEST_WITH_NUMBER = 3;
const MANY_WORDS = 12;
const FEWEST_HAN = 8;

/** Contract: what it names are sentences of the text; headings, code, questions and heads of tables are none. */
export function unsourcedClaims(markdown: string): readonly Unsourced[] {
  const found: Unsourced[] = [];
  let at = 0;
  let isCode = false;
  const lines = markdown.split('\n');
  for (const [index, line] of lines.entries()) {
    if (/^\s*(?:```|~~~)/u.test(line)) isCode = !isCode;
    else if (!isCode && !isFurniture(line, lines[index + 1])) found.push(...inLine(line, at));
    at += line.length + 1;
  }
  return found;
}

function isFurniture(line: string, next: string | undefined): boolean {
  return (
    /^\s*(?:#|!\[|\|?\s*:?-{3,}|$)/u.test(line) ||
    /^\s*\|?\s*:?-{3,}/u.test(next ?? '') ||
    /[:：]\s*\**\s*$/u.test(line)
  );
}

function inLine(line: string, at: number): readonly Unsourced[] {
  // A row is stated as a whole: one source is enough for it.
  const sentences = /^\s*\|/u.test(line) ? [{ text: line, end: line.length }] : sentencesOf(line);
  return sentences
    .filter(({ text }) => isClaim(text) && !REFERENCE.test(text))
    .map(({ text, end }) => ({ text: text.trim(), end: at + end }));
}

/** What stands behind the full stop in brackets still belongs to the sentence before it. */
function sentencesOf(line: string): readonly Unsourced[] {
  const ends = [...line.matchAll(/(?:[.!?](?=[\s*_"”’)]|$)|[。！？])[*_"”’)]*(?:\s*\[[^\]]+\])*/gu)]
    .map((match) => match.index + match[0].length)
    .filter((end) => !/\b(?:e\.g|i\.e|etc|vs|approx|No|Dr|Mr|Ms|Inc|Ltd|[A-Z])\.$/u.test(line.slice(0, end)));
  const cuts = [...new Set([...ends, line.length])];
  return cuts.map((end, index) => ({ text: line.slice(cuts[index - 1] ?? 0, end), end }));
}

function isClaim(written: string): boolean {
  const text = written
    .replace(/^[\s>*\-+|]*(?:\d+[.)]\s+)?/u, '')
    .replaceAll(/[*_`|]/gu, ' ')
    .trim();
  if (/[?？]["”’)]*$/u.test(text) || NOT_A_CLAIM.test(text)) return false;
  const han = (text.match(/\p{Script=Han}/gu) ?? []).length;
  if (han >= FEWEST_HAN) return true;
  const words = text.split(/\s+/u).filter((word) => /\p{L}|\d/u.test(word));
  if (/\d/u.test(text) && words.length >= FEWEST_WITH_NUMBER) return true;
  if (words.length < FEWEST_WORDS) return false;
  const isSpecific = words.slice(1).some((word) => /^["“']?\p{Lu}/u.test(word));
  return isSpecific || words.length >= MANY_WORDS;
}

/** The text with a mark behind each of them. */
export function withMarks(markdown: string, claims: readonly Unsourced[], mark: string): string {
  return claims.toReversed().reduce((text, { end, text: sentence }) => {
    // In a table the mark stands in its last cell.
    const to = sentence.endsWith('|') ? text.lastIndexOf('|', end - 1) : end;
    return `${text.slice(0, to).trimEnd()} ${mark}${to === end ? '' : ' '}${text.slice(to)}`;
  }, markdown);
}
