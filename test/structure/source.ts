// The source as text: what each file imports, and its code without comments, line by line.
import { glob, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

export interface Import {
  /** A file of ours as its path from src/, anything else as it is named. */
  readonly to: string;
  readonly isOurs: boolean;
  readonly isType: boolean;
  readonly line: number;
}

export interface Source {
  /** From src/, as in `flow/advance.ts`. */
  readonly path: string;
  readonly lines: readonly string[];
  /** The same lines, with comments blanked out. */
  readonly code: readonly string[];
  readonly imports: readonly Import[];
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\s(?<type>type\s)?(?:[^'"`;]*?\sfrom\s)?\s*'(?<to>[^']+)'/gu;
const DYNAMIC = /\bimport\(\s*'(?<to>[^']+)'\s*\)/gu;

export function toSource(path: string, text: string): Source {
  const code = withoutComments(text);
  const found = [...code.matchAll(IMPORT), ...code.matchAll(DYNAMIC)];
  return {
    path,
    lines: text.trimEnd().split('\n'),
    code: code.trimEnd().split('\n'),
    imports: found.map(({ 0: all, index, groups }) => {
      const to = groups?.['to'] ?? '';
      const isOurs = to.startsWith('.');
      return {
        to: isOurs ? join(dirname(path), to) : to,
        isOurs,
        isType: groups?.['type'] !== undefined,
        line: code.slice(0, index + all.length).split('\n').length,
      };
    }),
  };
}

export async function readSources(folder: string): Promise<readonly Source[]> {
  const files: string[] = [];
  for await (const file of glob(join(folder, '**/*.ts'))) files.push(file);
  return Promise.all(
    files
      .filter((file) => !file.endsWith('.d.ts'))
      .toSorted()
      .map(async (file) => toSource(relative(folder, file), await readFile(file, 'utf8'))),
  );
}

/** Comments stand at the start of a line or after a space; line ends stay, so that lines keep their numbers. */
function withoutComments(text: string): string {
  return text
    .replaceAll(/^[ \t]*\/\*[\s\S]*?\*\//gmu, (comment) => comment.replaceAll(/[^\n]/gu, ''))
    .replaceAll(/(?<=^|[\s;])\/\/ .*$/gmu, '');
}
