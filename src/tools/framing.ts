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

/** Marks are `--- begin …`, `--- end …`, and a reference alone on its line, which says where the next part stands. */
function imitatesMark(line: string): boolean {
  const plain = line
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim();
  return /^\p{Pd}{2,}\s*(?:begin|end)\b/iu.test(plain) || /^\[[fmw]:[^\]]*\]/i.test(plain);
}
