// Draws where sources disagree: what it is about, and each value with the words that say it, where they stand and when they were read.
import type { SaidDifferently } from '../../flow/words.ts';
import { toMinute } from './as-read.ts';
import type { FixedWords } from './fixed-words.ts';
import { clip, escaped, link, sections, type Piece } from './pieces.ts';

/** More of them are a table, and stand in its file. */
const MOST_SHOWN = 8;
const MOST_SIDES = 4;
const QUOTE_CHARS = 200;

export function drawDisagreements(all: readonly SaidDifferently[], fixed: FixedWords): Piece[] {
  if (all.length === 0) return [];
  const { title, more } = fixed.disagree;
  const lines = all
    .slice(0, MOST_SHOWN)
    .flatMap(({ of, sides }) => [
      `*${escaped(of)}*`,
      ...sides.slice(0, MOST_SIDES).map((side) => `•  ${sideLine(side, fixed)}`),
      ...(sides.length > MOST_SIDES ? [`•  ${more(sides.length - MOST_SIDES)}`] : []),
    ]);
  const rest = all.length > MOST_SHOWN ? [more(all.length - MOST_SHOWN)] : [];
  return sections([`:left_right_arrow: *${title(all.length)}*`, ...lines, ...rest].join('\n'));
}

type Side = SaidDifferently['sides'][number];

function sideLine({ value, quote, label, url, readAt }: Side, fixed: FixedWords): string {
  return [
    `${escaped(value)}${quote === undefined ? '' : `: “${escaped(clip(quote.replaceAll(/\s+/gu, ' '), QUOTE_CHARS))}”`}`,
    link(url, label),
    ...(readAt === undefined ? [] : [fixed.readAt(toMinute(readAt))]),
  ].join(' · ');
}

/** The same as Markdown, all of it: for results that are a file. */
export function disagreementsAsText(all: readonly SaidDifferently[], fixed: FixedWords): readonly string[] {
  if (all.length === 0) return [];
  const lines = all.flatMap(({ of, sides }) => [
    `- **${of}**`,
    ...sides.map(({ value, quote, label, url, readAt }) => {
      const where = url === undefined ? label : `[${label}](${url})`;
      const at = readAt === undefined ? '' : ` · ${fixed.readAt(toMinute(readAt))}`;
      return `  - ${value}${quote === undefined ? '' : `: “${quote.replaceAll(/\s+/gu, ' ')}”`} · ${where}${at}`;
    }),
  ]);
  return [`## ${fixed.disagree.title(all.length)}\n\n${lines.join('\n')}`];
}
