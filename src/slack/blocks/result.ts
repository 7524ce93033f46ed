// Draws a result: the text, its sources, what was done according to the ledger, and what it took.
import type { CitedSource } from '../../agent/cite.ts';
import type { ResultWords } from '../../flow/words.ts';
import { disagreementsAsText, drawDisagreements } from './disagreements.ts';
import { drawEffects } from './effects.ts';
import type { FixedWords } from './fixed-words.ts';
import { drawAsRead, sourceNotes } from './as-read.ts';
import { context, escaped, link, MARKDOWN_PIECE_CHARS, sections, type Piece } from './pieces.ts';
import { spentLine } from './spent.ts';
import { splitMarkdown } from './split-markdown.ts';

type Result = ResultWords;

const LINKED_NUMBER = /\[\\\[(\d+)\\\]\]\([^)]*\)/gu;

export function drawResult(words: Result, fixed: FixedWords): Piece[] {
  return [
    ...markdown(withLinks(words)),
    ...coverage(words),
    ...drawDisagreements(words.disagreements ?? [], fixed),
    ...drawEffects(words.effects, fixed),
    ...list(
      fixed.sources,
      words.sources.map((source) => sourceLine(source, fixed)),
    ),
    ...drawAsRead(words.sources, fixed),
    ...closing(words, fixed),
  ];
}

/** Counted by code, and therefore beside the model's words and not in them. */
function coverage({ coverage: lines = [] }: Result): Piece[] {
  return lines.length === 0 ? [] : context(lines.map((line) => `:bar_chart: ${escaped(line)}`).join('\n'));
}

/** A source number leads where the source is. */
function withLinks({ markdown: text, sources }: Result): string {
  const urls = new Map(
    sources.flatMap(({ number, url }) => (url === undefined ? [] : [[String(number), url] as const])),
  );
  return text.replaceAll(/\[(\d+)\](?!\()/gu, (mark, number: string) => {
    const url = urls.get(number);
    return url === undefined ? mark : `[\\[${number}\\]](${url.replaceAll(')', '%29')})`;
  });
}

export function closing(words: Result, fixed: FixedWords): Piece[] {
  return context(`${fixed.task(words.taskNumber)} · ${spentLine(words.spent, fixed)}`);
}

/** Nothing in it can call a whole channel, whatever the model wrote. */
export function markdown(text: string): Piece[] {
  return splitMarkdown(text.replaceAll('<!', '&lt;!'), MARKDOWN_PIECE_CHARS).map((text) => ({
    block: { type: 'markdown', text },
    plain: text.replaceAll(LINKED_NUMBER, '[$1]'),
  }));
}

/** The whole result as one Markdown document, for when it is too long for messages. */
export function toDocument(words: Result, fixed: FixedWords): string {
  const effects = words.effects.map(({ what, state }) => `- ${fixed.effect[state]}: ${what}`);
  const sources = words.sources.map((source) => {
    const { number, label, url } = source;
    const named = url === undefined ? `[${number}] ${label}` : `[${number}] [${label}](${url})`;
    return [named, ...sourceNotes(source, fixed)].join(' · ');
  });
  return [
    words.markdown,
    ...(words.coverage ?? []),
    ...disagreementsAsText(words.disagreements ?? [], fixed),
    ...(effects.length > 0 ? [`## ${fixed.effects}\n\n${effects.join('\n')}`] : []),
    ...(sources.length > 0 ? [`## ${fixed.sources}\n\n${sources.join('\n\n')}`] : []),
    `${fixed.task(words.taskNumber)} · ${spentLine(words.spent, fixed)}`,
  ].join('\n\n');
}

function list(title: string, lines: readonly string[]): Piece[] {
  return lines.length === 0 ? [] : sections(`*${title}*\n${lines.join('\n')}`);
}

function sourceLine(source: CitedSource, fixed: FixedWords): string {
  const { number, label, url } = source;
  return [`[${number}]  ${link(url, label)}`, ...sourceNotes(source, fixed)].join(' · ');
}
