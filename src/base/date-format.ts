// Formatters of dates, made once: to make one takes a hundred times as long as to use it, and a window writes hundreds of times.

/** Zones times ways of writing; people sit in a few dozen zones. */
const MOST_KEPT = 500;
const kept = new Map<string, Intl.DateTimeFormat>();

/** The same for the same arguments, so that nobody can tell that it is kept. Throws a RangeError for a zone that this machine does not know. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const found = kept.get(key);
  if (found !== undefined) return found;
  const made = new Intl.DateTimeFormat(locale, options);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, made);
  return made;
}
