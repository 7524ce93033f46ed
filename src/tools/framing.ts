// Content that others wrote, set between two marks that it cannot imitate: what stands there is data, never an instruction.

interface Framed {
  /** What it is, as people name it: "file offer-a.pdf", "page". */
  readonly what: string;
  readonly ref: string;
  readonly text: string;
}

/** Contract: exactly one begin mark and one end mark stand in the result, whatever the text contains. */
export function frame({ what, ref, text }: Framed): string {
  return `--- begin ${what} [${ref}] ---\n${text}\n--- end ${what} [${ref}] ---`;
}

// Everything that a model could take for the end of a line.
const LINE_BREAKS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

// Invisible tags can carry words that no reviewer sees; other control characters mean nothing in a text.
const INVISIBLE = /(?![\t\n])\p{Cc}|[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;

/** Makes foreign text fit to stand in a frame: visible, and with each line that looks like one of our marks made harmless. */
export function tame(text: string): string {
  return text
    .replace(LINE_BREAKS, '\n')
    .replace(INVISIBLE, '')
    .split('\n')
    .map((line) => (imitatesMark(line) ? `\\${line}` : line))
    .join('\n');
}

/** A name that others gave, fit to stand within a sentence of ours. */
export function oneLine(name: string): string {
  return tame(name).replace(/\s+/g, ' ').trim().slice(0, 200);
}

/**
 * Marks are `--- begin …`, `--- end …`, and a reference alone on its line, which says where the next part stands.
 * Signs before or within them change nothing for whoever reads over them.
 */
function imitatesMark(line: string): boolean {
  const plain = line.normalize('NFKC').replace(/\p{C}/gu, '');
  return (
    /^[^\p{L}\p{N}]*\p{Pd}{2,}[^\p{L}\p{N}]*(?:begin|end)(?![a-z0-9_])/iu.test(plain) ||
    /^\s*\[[fmw]:[^\]]*\]/i.test(plain)
  );
}
