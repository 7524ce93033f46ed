// A tool's input as JSON schema in the dialect that every server takes.
import { z } from 'zod';

/**
 * Kimi refuses a whole request for `type` beside `anyOf`, servers with small grammars refuse `pattern` and `$schema`,
 * and `strict` is not known everywhere: all of it goes; the input is read by zod on arrival anyway. Keys are sorted,
 * so that the same tools are the same bytes in every request.
 */
export function toPortableSchema(input: z.ZodType): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(input, { target: 'draft-7', io: 'input', unrepresentable: 'any' });
  const portable = toPortable(schema);
  return isRecord(portable) ? portable : { type: 'object', properties: {} };
}

const DROPPED = new Set(['$schema', 'pattern', 'format', '$id', '~standard']);

function toPortable(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toPortable);
  if (!isRecord(node)) return node;
  const union = node['anyOf'] ?? node['oneOf'];
  if (Array.isArray(union)) return toPortableUnion(node, union);
  const entries = Object.entries(node)
    .filter(([key, value]) => !DROPPED.has(key) && !(isLimit(key) && isSafeInteger(value)))
    .map(([key, value]): [string, unknown] =>
      key === 'const'
        ? ['enum', [value]]
        : [key, key === 'properties' ? toPortableEach(value) : toPortable(value)],
    );
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** A property may be called as a word of the dialect is: names are not looked at. */
function toPortableEach(properties: unknown): unknown {
  if (!isRecord(properties)) return properties;
  const entries = Object.entries(properties).map(([name, schema]): [string, unknown] => [
    name,
    toPortable(schema),
  ]);
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** `{anyOf: [X, null]}` keeps both branches but nothing beside them except the description. */
function toPortableUnion(node: Record<string, unknown>, union: readonly unknown[]): Record<string, unknown> {
  const description = node['description'];
  return {
    anyOf: union.map(toPortable),
    ...(description === undefined ? {} : { description }),
  };
}

function isLimit(key: string): boolean {
  return key === 'minimum' || key === 'maximum' || key === 'exclusiveMinimum' || key === 'exclusiveMaximum';
}

function isSafeInteger(value: unknown): boolean {
  return value === Number.MAX_SAFE_INTEGER || value === Number.MIN_SAFE_INTEGER;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
