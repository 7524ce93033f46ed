// What of a value is not inferred: amounts, days and addresses have to stand where the value is said to come from.

/** An address, or a number in whatever way it is written. */
const EXACT = /[\w.+-]+@[\w.-]+\w|\d{4}-\d{2}-\d{2}|\d[\d.,'’  ]*\d|\d/gu;

/** Contract: `text` may write a number with separators, and a day in words; a number that it does not hold is not carried. */
export function carries(text: string, value: string): boolean {
  const said = new Set((text.match(EXACT) ?? []).map(toPlain));
  return (value.match(EXACT) ?? []).every((piece) => {
    const day = /^\d{4}-\d{2}-(\d{2})$/u.exec(piece)?.[1];
    // Of a day as tools want it, the number of the day has to be said; month and year may be words, or clear.
    if (day !== undefined) return said.has(piece) || said.has(String(Number(day)));
    const plain = toPlain(piece);
    return said.has(plain) || /^20\d\d$/u.test(plain) || (plain.length === 1 && !/\d/u.test(text));
  });
}

/** "12,000.00", "12 000" and "12000" are one number; "412.60" is "412.6". */
function toPlain(piece: string): string {
  if (piece.includes('@') || /^\d{4}-\d{2}-\d{2}$/u.test(piece)) return piece.toLowerCase();
  const whole = piece.replaceAll(/[.,'’  ](?=\d{3}(?:\D|$))/gu, '').replace(',', '.');
  const number = Number(whole);
  return Number.isFinite(number) ? String(number) : whole;
}
