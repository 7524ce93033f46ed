// A computed number as it is shown: without the dust of binary fractions, and without grouping, so that it can be used again.
import type { Cell } from './evaluate.ts';

export function toNumberText(value: Cell): string {
  if (value === undefined || !Number.isFinite(value)) return '(no number)';
  // Fifteen digits are what a double holds for certain.
  return String(Number(value.toPrecision(15)));
}
