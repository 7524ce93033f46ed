// Reads files whole, part after part, as far as the tool lets us.
import { linesOf, nextPartOf, type PlacedLine } from './read-said.ts';
import { type Outcome, type Script, use } from './script.ts';
import { FOUND_NOTHING } from './steps.ts';
import type { FileRef } from './situation.ts';

export interface FileText {
  readonly file: FileRef;
  readonly lines: readonly PlacedLine[];
  /** The id of the first call that read it. */
  readonly call: string;
  /** Why there are no lines. */
  readonly reason: string | undefined;
}

/** More parts than this are left, and said to be left. */
const MOST_PARTS = 8;

export function* readFiles(
  files: readonly FileRef[],
  first: readonly Outcome[],
): Script<readonly FileText[]> {
  const read: FileText[] = [];
  for (const [index, file] of files.entries()) read.push(yield* readOn(file, first[index]));
  return read;
}

function* readOn(file: FileRef, opening: Outcome | undefined): Script<FileText> {
  const lines: PlacedLine[] = [];
  let outcome = opening ?? (yield* use('read_file', { file: file.id }));
  const call = outcome.id;
  const failed = reasonOf(outcome, file);
  if (failed !== undefined) return { file, lines, call, reason: failed };
  for (let part = 1; ; part += 1) {
    lines.push(...linesOf(outcome.text, file.id));
    const next = nextPartOf(outcome.text);
    if (next === undefined || part >= MOST_PARTS) break;
    outcome = yield* use('read_file', { file: file.id, ...next });
    if (reasonOf(outcome, file) !== undefined) break;
  }
  return { file, lines, call, reason: lines.length === 0 ? outcome.text.trim() : undefined };
}

function reasonOf(outcome: Outcome, file: FileRef): string | undefined {
  if (outcome.id === '') return 'read_file?';
  return FOUND_NOTHING.test(outcome.text) || !outcome.text.includes(`[f:${file.id}`)
    ? outcome.text.trim()
    : undefined;
}
