// Asks TypeScript whether what the workspace said fits Slack's own types: answers and events as literals, one tsc.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Sample {
  /** What it is, for the complaint. */
  readonly name: string;
  /** The package and the type that it claims to be of. */
  readonly from: '@slack/web-api' | '@slack/types' | '@slack/bolt';
  readonly type: string;
  readonly value: unknown;
  /** Fields that are neither given nor asked for. */
  readonly without?: readonly string[];
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const SETTINGS = {
  compilerOptions: {
    noEmit: true,
    strict: true,
    target: 'es2023',
    module: 'nodenext',
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
    paths: {
      '@slack/web-api': [join(root, 'node_modules/@slack/web-api')],
      '@slack/types': [join(root, 'node_modules/@slack/types')],
      '@slack/bolt': [join(root, 'node_modules/@slack/bolt')],
    },
  },
  files: ['samples.ts'],
};

/** One sentence for each field that is missing, unknown or of another type; literals let no field slip by. */
export async function typeFaults(samples: readonly Sample[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'slack-types-'));
  try {
    const lines = samples.map(toLine);
    await writeFile(join(folder, 'samples.ts'), `${lines.join('\n')}\n`);
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(SETTINGS));
    const output = await run(join(root, 'node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false']);
    return toFaults(output, samples);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function toLine({ from, type, value, without = [] }: Sample, index: number): string {
  const whole = `import('${from}').${type}`;
  const names = without.map((name) => `'${name}'`).join(' | ');
  const given = Object.fromEntries(Object.entries(value ?? {}).filter(([key]) => !without.includes(key)));
  const asked = names === '' ? whole : `Omit<${whole}, ${names}>`;
  return `export const sample${index}: ${asked} = ${toLiteral(given, from)};`;
}

/**
 * The types of answers are made from answers, by a program: words are enums there, which no literal fits. They
 * pass as `never`, and rich text, which is mangled there, is left out; events and payloads are typed by hand and
 * held to the letter. Where Slack says null, all the types say that a field may be missing.
 */
function toLiteral(value: unknown, from: Sample['from']): string {
  const isMade = from === '@slack/web-api';
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    isMade && isRichText(inner) ? { type: 'rich_text' } : inner,
  ).replace(/:null(?=[,}\]])/g, ':(null as never)');
  return isMade ? text.replace(/"type":("[^"]*")/g, '"type":($1 as never)') : text;
}

const isRichText = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'rich_text';

function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(command, args, (_error, stdout, stderr) => resolve(`${stdout}${stderr}`));
  });
}

function toFaults(output: string, samples: readonly Sample[]): string[] {
  const faults: string[] = [];
  for (const line of output.split('\n').filter((text) => text.trim() !== '')) {
    const [, number, complaint] = /samples\.ts\((\d+),\d+\): error \w+: (.+)/.exec(line) ?? [];
    const sample = samples[Number(number) - 1];
    if (sample !== undefined) faults.push(`${sample.name}: ${complaint}`);
    else if (line.startsWith(' ') && faults.length > 0) faults.push(`${faults.pop() ?? ''} ${line.trim()}`);
    else faults.push(line);
  }
  return faults;
}
