// What a benchmark is asked to do: a few numbers, and a short form of them for trying and testing.
import { parseArgs } from 'node:util';

/** A number that may be set, with its default, its value in the short form, and a sentence. */
interface Setting {
  readonly usual: number;
  readonly quick: number;
  readonly says: string;
}

interface Usage<Name extends string> {
  readonly name: string;
  /** What is measured, beside what. */
  readonly says: string;
  readonly settings: Readonly<Record<Name, Setting>>;
}

/** Prints the help and ends the process for `--help`, and for anything that is not understood. */
export function readArguments<Name extends string>(usage: Usage<Name>): (name: Name) => number {
  const names = Object.keys(usage.settings);
  const given = parse(names);
  if (given === undefined || given['help'] === true) {
    process.stdout.write(toHelp(usage));
    process.exit(given === undefined ? 2 : 0);
  }
  const isQuick = given['quick'] === true;
  return (name) => {
    const { usual, quick } = usage.settings[name];
    const text = given[name];
    if (typeof text !== 'string') return isQuick ? quick : usual;
    const value = Number(text);
    if (Number.isFinite(value) && value > 0) return value;
    process.stdout.write(`--${name} wants a number above 0, not "${text}".\n\n${toHelp(usage)}`);
    return process.exit(2);
  };
}

function parse(names: readonly string[]): Record<string, unknown> | undefined {
  const numbers = names.map((name) => [name, { type: 'string' as const }]);
  try {
    return parseArgs({
      options: { help: { type: 'boolean' }, quick: { type: 'boolean' }, ...Object.fromEntries(numbers) },
    }).values;
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n\n`);
    return undefined;
  }
}

function toHelp<Name extends string>({ name, says, settings }: Usage<Name>): string {
  const rows = Object.entries<Setting>(settings).map(
    ([option, { usual, quick, says: about }]) =>
      `  --${`${option} N`.padEnd(14)}${about} (${usual}; with --quick ${quick})\n`,
  );
  return [
    `node bench/${name}.ts [--quick]\n\n${says}\n\n`,
    ...rows,
    `  --${'quick'.padEnd(14)}a short form, to see that it works: its figures mean nothing\n`,
    `  --${'help'.padEnd(14)}show this\n`,
  ].join('');
}
