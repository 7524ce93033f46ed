// What of a text Postgres can hold as text: no U+0000 and no lone surrogates.

export function storable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}
