// The shape of the source is a promise too: floors, owners, and files of a size that can be read.
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { cycles, floors, length, opening, owners, targets, words, type Rule } from './structure/rules.ts';
import { readSources, toSource } from './structure/source.ts';

const sources = await readSources(fileURLToPath(new URL('../src/', import.meta.url)));

/** Each with why it is right as it is. */
const EXCEPTIONS: readonly { readonly at: RegExp; readonly why: string }[] = [
  {
    at: /^src\/commands\/doctor\.ts:\d+ — SQL/u,
    why: 'it asks the server for its version before there is any store',
  },
];

const RULES: readonly (readonly [string, Rule])[] = [
  ['a file imports from its own folder or a floor below', floors],
  ['each package has one owner', owners],
  ['the clock, the environment and SQL have one owner each', words],
  ['no file imports itself by others', cycles],
  ['no file is longer than 300 lines', length],
  ['each file opens with a line on its place in the way', opening],
  ['each import leads to a file', targets],
];

test('there is source to look at, and its imports are seen', () => {
  expect(sources.length).toBeGreaterThan(150);
  expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(600);
});

test.each(RULES)('%s', (_, rule) => {
  expect(rule(sources).filter((broken) => !EXCEPTIONS.some(({ at }) => at.test(broken)))).toEqual([]);
});

test('no exception outlives what it excepts', () => {
  const broken = RULES.flatMap(([, rule]) => rule(sources));
  expect(EXCEPTIONS.filter(({ at }) => !broken.some((one) => at.test(one)))).toEqual([]);
});

describe('each rule finds what it forbids', () => {
  test.each<[string, Rule, string, string]>([
    ['an import of a floor above', floors, 'agent/a.ts', "import { b } from '../flow/b.ts';"],
    ['a type of a floor above', floors, 'task/a.ts', "import type { B } from '../agent/b.ts';"],
    ['a neighbour', floors, 'task/a.ts', "import {\n  type B,\n} from '../history/b.ts';"],
    ['a re-export from above', floors, 'db/a.ts', "export { b } from '../job/b.ts';"],
    ['an import that waits', floors, 'db/a.ts', "const b = await import('../job/b.ts');"],
    ['the top, from below', floors, 'slack/a.ts', "import { start } from '../main.ts';"],
    ['a stand-in, from below', floors, 'slack/a.ts', "import { start } from '../workspace/server.ts';"],
    ['a room, from a stand-in', floors, 'practice/a.ts', "import { b } from '../agent/b.ts';"],
    ['a package of another owner', owners, 'task/store.ts', "import { Pool } from 'pg';"],
    ['a package for its effect', owners, 'task/store.ts', "import 'openai/shims';"],
    ['the clock', words, 'task/a.ts', 'const now = new Date();'],
    ['a timer', words, 'task/a.ts', 'setTimeout(run, 5);'],
    ['the environment', words, 'task/a.ts', 'const { HOME } = process.env;'],
    ['SQL', words, 'task/a.ts', 'sql.run(`\n  delete from task`);'],
    ['a long file', length, 'task/a.ts', '\n'.repeat(299) + '//\n//'],
    ['a file that says nothing', opening, 'task/a.ts', "import { z } from 'zod';"],
    ['an import of nothing', targets, 'task/a.ts', "import { b } from './b.ts';"],
  ])('%s', (...[, rule, path, text]) => {
    expect(rule([toSource(path, text)])).toEqual([expect.stringContaining(`src/${path}:`)]);
  });

  test('a cycle', () => {
    const one = toSource('task/one.ts', "import { two } from './two.ts';");
    const two = toSource('task/two.ts', "import { one } from './one.ts';");
    expect(cycles([one, two])).toHaveLength(1);
    expect(cycles([one, toSource('task/two.ts', "import type { one } from './one.ts';")])).toEqual([]);
  });

  test('but not what stands in a comment', () => {
    const text =
      '// process.env is read elsewhere\n/** new Date() is not ours */\nconst a = 1; // Date.now no\n';
    expect(words([toSource('task/a.ts', text)])).toEqual([]);
  });
});
