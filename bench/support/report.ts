// What a benchmark prints: the machine, a table, and the same once more as one line of JSON.
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGiB: number;
  readonly load: number;
  readonly platform: string;
  readonly node: string;
  readonly postgres: string | undefined;
}

/** `load` is what else the machine is doing: a figure taken under load says little about the absolute. */
export function theMachine(postgres?: string): Machine {
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    postgres,
  };
}

export interface Report {
  readonly bench: string;
  readonly machine: Machine;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Sentences below the table. */
  readonly notes?: readonly string[];
  readonly ratios: Readonly<Record<string, number>>;
  readonly figures: unknown;
}

export function print({ bench, machine, head, rows, notes = [], ratios, figures }: Report): void {
  const text = [
    `${bench}   ${toLine(machine)}`,
    '',
    ...toTable(head, rows),
    '',
    ...notes.map((note) => `${note}\n`),
    JSON.stringify({ bench, at: new Date().toISOString(), machine, ratios, figures }),
  ];
  process.stdout.write(`${text.join('\n')}\n`);
}

function toLine({ cores, cpu, memoryGiB, load, platform, node, postgres }: Machine): string {
  const parts = [`${cores} cores (${cpu})`, `${memoryGiB} GiB`, platform, `Node ${node}`];
  return [...parts, ...(postgres === undefined ? [] : [`Postgres ${postgres}`]), `load ${load}`].join(', ');
}

/** The first column to the left, numbers to the right. */
function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const toText = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const blank = ' '.repeat((widths[column] ?? 0) - cell.length);
        return column === 0 ? `${cell}${blank}` : `${blank}${cell}`;
      })
      .join('  ')
      .trimEnd();
  return [toText(head), widths.map((width) => '─'.repeat(width)).join('──'), ...rows.map(toText)];
}

/** Which part is under way, where somebody is looking: a minute of silence seems like a fault. */
export function progress(text: string): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r\u001B[K${text}`);
}

export function progressOver(): void {
  progress('');
}
