// An expression as written, read by mathjs and kept only as far as every part of it is on our list.
import type { MathNode } from 'mathjs';
import { toReason } from '../../base/errors.ts';
import { AGGREGATES, CELL_COUNTS, SCALAR_FUNCTIONS } from './functions.ts';

/** All that can be computed. There is no way to write a loop, a range, a name to assign to or a call out of here. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'column'; readonly at: number }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

export type Compiled =
  | { readonly kind: 'compiled'; readonly expression: Expression; readonly size: number }
  | { readonly kind: 'failed'; readonly reason: string };

const MAX_CHARS = 1_000;
const MAX_BRACKETS = 40;
const MAX_PARTS = 300;
const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E, tau: 2 * Math.PI };
const FUNCTION_NAMES = [
  ...Object.keys(AGGREGATES),
  ...Object.keys(CELL_COUNTS),
  'quantile',
  ...Object.keys(SCALAR_FUNCTIONS),
];

/** Contract: it ends in milliseconds whatever is written, and what is compiled is made of the parts above. */
export async function compileExpression(written: string, columns: readonly string[]): Promise<Compiled> {
  if (written.length > MAX_CHARS) return failed(`The expression is longer than ${MAX_CHARS} characters.`);
  if (depthOf(written) > MAX_BRACKETS) return failed('The expression has too many brackets within brackets.');
  const math = await import('mathjs/number');
  const { parse } = math.create({ ...math.parseDependencies });

  const counter = { parts: 0 };
  try {
    const tree = parse(withColumnSymbols(written, columns));
    return { kind: 'compiled', expression: keep(tree), size: counter.parts };
  } catch (thrown) {
    // Also too deep a recursion: what cannot be parsed is the model's to write otherwise.
    return failed(
      `The expression was not understood: ${toReason(thrown)}. Write it like sum(Amount) * 1.19, with plain numbers like 1234.5.`,
    );
  }

  function keep(node: MathNode): Expression {
    counter.parts += 1;
    if (counter.parts > MAX_PARTS) throw new Error('it has too many parts');
    if (math.isParenthesisNode(node)) return keep(node.content);
    if (math.isConstantNode(node)) return { kind: 'number', value: numberOf(node.value) };
    if (math.isSymbolNode(node)) return keepName(node.name);
    if (math.isArrayNode(node)) return { kind: 'list', items: node.items.map(keep) };
    if (math.isConditionalNode(node)) return keepCall('if', [node.condition, node.trueExpr, node.falseExpr]);
    if (math.isOperatorNode(node)) return keepCall(node.fn, node.args);
    if (math.isFunctionNode(node) && math.isSymbolNode(node.fn)) return keepCall(node.fn.name, node.args);
    throw new Error(`${node.type} is not among what can be computed`);
  }

  function keepName(name: string): Expression {
    const column = /^column__(\d+)$/.exec(name)?.[1];
    if (column !== undefined && Number(column) < columns.length)
      return { kind: 'column', at: Number(column) };
    const constant = Object.hasOwn(CONSTANTS, name) ? CONSTANTS[name] : undefined;
    if (constant !== undefined) return { kind: 'number', value: constant };
    const known =
      columns.length === 0
        ? 'name a file to compute with its columns'
        : `the columns are ${columns.join(', ')}`;
    throw new Error(`"${name}" is not known; ${known}`);
  }

  function keepCall(name: string, args: readonly MathNode[]): Expression {
    if (!FUNCTION_NAMES.includes(name))
      throw new Error(`${name} cannot be computed; there are ${namesForPeople()}`);
    const scalar = Object.hasOwn(SCALAR_FUNCTIONS, name) ? SCALAR_FUNCTIONS[name] : undefined;
    if (scalar !== undefined && (args.length < scalar.args[0] || args.length > scalar.args[1])) {
      throw new Error(`${name} takes ${scalar.args[0]} to ${scalar.args[1]} values, not ${args.length}`);
    }
    if (Object.hasOwn(AGGREGATES, name) && args.length === 0)
      throw new Error(`${name} needs a column or values`);
    return { kind: 'call', name, args: args.map(keep) };
  }
}

function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  throw new Error(
    `"${String(value)}" is text: put conditions into where, and the names of columns as they stand in the file`,
  );
}

/** Names of columns have spaces and signs that mean something else in an expression; each becomes one plain name. */
function withColumnSymbols(written: string, columns: readonly string[]): string {
  const plain = written.replaceAll('×', '*').replaceAll('÷', '/').replaceAll('−', '-').replaceAll('**', '^');
  if (columns.length === 0) return plain;
  const byName = new Map(columns.map((name, at) => [name.toLowerCase(), `column__${at}`]));
  const bare = columns
    .filter((name) => /^[\p{L}_]/u.test(name))
    .sort((a, b) => b.length - a.length)
    .map((name) => literally(name) + (FUNCTION_NAMES.includes(name.toLowerCase()) ? '(?!\\s*\\()' : ''));
  const anyBare = bare.length === 0 ? '(?!)' : `(?<![\\p{L}\\p{N}_])(?:${bare.join('|')})(?![\\p{L}\\p{N}_])`;
  const anyColumn = new RegExp(`"([^"]*)"|'([^']*)'|\`([^\`]*)\`|\\[([^\\]]*)\\]|${anyBare}`, 'giu');

  function replaceIn(text: string): string {
    return text.replace(anyColumn, (whole: string, ...groups: unknown[]) => {
      const name = groups.slice(0, 4).find((group) => typeof group === 'string') ?? whole;
      const symbol = byName.get(name.trim().toLowerCase());
      if (symbol !== undefined) return symbol;
      // Square brackets are also how a list of values is written, and columns may stand in it.
      return name !== whole && whole.startsWith('[') ? `[${replaceIn(name)}]` : whole;
    });
  }
  return replaceIn(plain);
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function namesForPeople(): string {
  return `${[...Object.keys(AGGREGATES), ...Object.keys(CELL_COUNTS)].join(', ')}, quantile, round, abs, sqrt, log, exp, floor, ceil and the like`;
}

function failed(reason: string): Compiled {
  return { kind: 'failed', reason };
}
