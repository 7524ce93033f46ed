// What of a text Postgres can hold: in text and in jsonb there is no U+0000 and no half of a surrogate pair.

export function storable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}

/** JSON that jsonb takes, whatever a model or a person put into its strings. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? storable(part) : part));
}
