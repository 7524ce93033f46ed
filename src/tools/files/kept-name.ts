// What a task's file may be called: a plain path, the same for the model, in the sandbox and for whoever gets it.

const MOST_CHARS = 150;
const DEEPEST = 5;

/** Undefined for what leads elsewhere, hides, or cannot be written on every system. */
export function toKeptName(written: string): string | undefined {
  const name = written
    .normalize('NFC')
    .trim()
    .replace(/^(?:\/work\/|\.\/)/u, '');
  const parts = name.split('/');
  const isPlain = parts.every(
    (part) =>
      part !== '' && !part.startsWith('.') && part.trim() === part && !/[\p{C}\\<>:"|?*`]/u.test(part),
  );
  return isPlain && name.length <= MOST_CHARS && parts.length <= DEEPEST ? name : undefined;
}

/** How it is cited: `f:out/total.csv`. Whatever would end a reference stands there as `_`. */
export function keptRef(name: string): string {
  return `f:${keptId(name)}`;
}

export function keptId(name: string): string {
  return name.replaceAll(/[\s[\],;#]/gu, '_');
}

/** Finds it by its name, or by the way it is cited. */
export function findKept<File extends { readonly name: string }>(
  files: readonly File[],
  written: string,
): File | undefined {
  const wanted = written
    .trim()
    .replace(/^\[(.*)\]$/u, '$1')
    .replace(/^f:/u, '')
    .normalize('NFC');
  return files.find(
    ({ name }) => name === toKeptName(wanted) || keptId(name) === wanted.replace(/#.*$/u, ''),
  );
}
