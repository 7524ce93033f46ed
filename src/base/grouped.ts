// Counts as people read them; the formatter is made once.

const format = new Intl.NumberFormat('en-US');

/** `1234567.5` → `1,234,567.5`; at most three digits behind the point. */
export function grouped(value: number): string {
  return format.format(value);
}
