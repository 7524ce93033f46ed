// The figures of a report: read from its last line, held against those of the last one. Pure.
import { grouped } from '../../base/grouped.ts';
import type { Figures } from '../../schedule/run-store.ts';

/** What the model is told to end its report with. */
export const FIGURES_LINE = 'Figures: name = number; other name = number';

const LINE = /(?:^|\n)[*_\s]*(?:Figures|数字)[*_]*\s*[:：][*_\s]*([^\n]+?)\s*$/iu;
const FIGURE = /^(.{1,80}?)\s*[=＝]\s*(-?[\d][\d,]*(?:\.\d+)?)\s*%?$/u;

/** The report without that line, and what stands in it; no figures when there is none that can be read. */
export function takeFigures(markdown: string): { markdown: string; figures: Figures | undefined } {
  const match = LINE.exec(markdown);
  if (match === null) return { markdown, figures: undefined };
  const figures: Record<string, number> = {};
  for (const part of (match[1] ?? '').replace(/[.。*_]+$/u, '').split(/[;；]/u)) {
    const [, name, digits] = FIGURE.exec(part.trim()) ?? [];
    const value = digits === undefined ? Number.NaN : Number(digits.replaceAll(',', ''));
    if (name !== undefined && Number.isFinite(value)) figures[name.trim()] = value;
  }
  if (Object.keys(figures).length === 0) return { markdown, figures: undefined };
  return { markdown: markdown.slice(0, match.index).trimEnd(), figures };
}

/**
 * Whether something moved by so much. What appears or goes has moved, and so has what cannot be compared: a report
 * is held back only when all of it is known to be as before.
 */
export function hasMoved(before: Figures | undefined, after: Figures | undefined, percent: number): boolean {
  if (before === undefined || after === undefined) return true;
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].some((name) => {
    const [was, is] = [before[name], after[name]];
    if (was === undefined || is === undefined) return true;
    return was === 0 ? is !== 0 : Math.abs((is - was) / was) * 100 >= percent;
  });
}

/** "total 12,400 → 13,900 (+12 %)", only what is different. */
export function figuresInWords(before: Figures, after: Figures): readonly string[] {
  return Object.entries(after).flatMap(([name, is]) => {
    const was = before[name];
    if (was === undefined || was === is) return [];
    const change = was === 0 ? '' : ` (${signed(Math.round(((is - was) / Math.abs(was)) * 1000) / 10)} %)`;
    return [`${name} ${grouped(was)} → ${grouped(is)}${change}`];
  });
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : `−${Math.abs(value)}`;
}
