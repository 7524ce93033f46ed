// What an import came to, and what of the export could not be read.
import type { ExportFile } from './source.ts';

export interface Fault {
  readonly path: string;
  readonly line?: number;
  readonly reason: string;
}

export interface ImportReport {
  readonly people: number;
  readonly channels: number;
  readonly added: number;
  readonly changed: number;
  readonly known: number;
  /** Joins, topics and the like, which nobody said. */
  readonly unsaid: number;
  /** Files that an earlier import had read to their end. */
  readonly filesReadBefore: number;
  /** Files that belong to no channel of the lists. */
  readonly filesLeft: readonly string[];
  readonly faults: readonly Fault[];
  readonly faultCount: number;
}

export interface ImportProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly messages: number;
}

const MOST_FAULTS_KEPT = 100;
const MOST_LEFT_KEPT = 20;

export type Tally = ReturnType<typeof createTally>;

export function createTally({ onProgress }: { onProgress?: (progress: ImportProgress) => void }) {
  const counts = {
    people: 0,
    channels: 0,
    added: 0,
    changed: 0,
    known: 0,
    unsaid: 0,
    filesReadBefore: 0,
    faultCount: 0,
  };
  const faults: Fault[] = [];
  const filesLeft: string[] = [];
  let bytes = 0;
  return {
    fault: (fault: Fault) => {
      counts.faultCount += 1;
      if (faults.length < MOST_FAULTS_KEPT) faults.push(fault);
    },
    left: (path: string) => void (filesLeft.length < MOST_LEFT_KEPT && filesLeft.push(path)),
    unsaid: () => void (counts.unsaid += 1),
    met: (people: number, channels: number) => void Object.assign(counts, { people, channels }),
    readBefore: (file: ExportFile) => {
      counts.filesReadBefore += 1;
      bytes += file.bytes;
    },
    moved: (more: number, totalBytes: number) => {
      bytes += more;
      onProgress?.({ bytes, totalBytes, messages: counts.added + counts.changed + counts.known });
    },
    taken: (taken: { added: number; changed: number; known: number }) => {
      counts.added += taken.added;
      counts.changed += taken.changed;
      counts.known += taken.known;
    },
    report: (): ImportReport => ({ ...counts, faults, filesLeft }),
  };
}
