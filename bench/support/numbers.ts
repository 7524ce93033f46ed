// Small statistics, and numbers as people read them.

/** The value that `share` of the values do not pass, by nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const rank = Math.min(Math.max(Math.ceil(share * sorted.length), 1), sorted.length);
  const value = sorted[rank - 1];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Three digits say all that a measurement like ours knows. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

export function inWords(value: number): string {
  return rounded(value).toLocaleString('en-GB', { maximumSignificantDigits: 3 });
}

export function asRatio(value: number): string {
  return `${inWords(value)} ×`;
}

/** `3.1 (2.8–3.6)`: the middle of the rounds, and how far they lie apart. */
export function withRange(values: readonly number[]): string {
  return `${inWords(median(values))} (${inWords(Math.min(...values))}–${inWords(Math.max(...values))})`;
}
