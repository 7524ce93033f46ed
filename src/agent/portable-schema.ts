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

/** Deeper than this a schema says more than a model reads. */
const DEEPEST = 12;
/** A schema of few lines that refers to itself in each is endless when it is written out. */
const MOST_NODES = 5_000;
const SCHEMA_CHARS = 20_000;

/** The same for a schema that somebody else wrote; one that is too large to be of use becomes an open object. */
export function toPortableJson(schema: unknown): Readonly<Record<string, unknown>> {
  const root = isRecord(schema) ? schema : {};
  const portable = toPortable(plainOf(root, { root, depth: 0, left: { nodes: MOST_NODES } }));
  const object = isRecord(portable) ? { ...portable, type: 'object' } : { type: 'object' };
  const whole = { properties: {}, ...object };
  return JSON.stringify(whole).length > SCHEMA_CHARS ? { properties: {}, type: 'object' } : whole;
}

interface WrittenOut {
  readonly root: Record<string, unknown>;
  readonly depth: number;
  readonly left: { nodes: number };
}

/** References, several types at once and schemas put together are written out; what cannot be is left open. */
function plainOf(node: unknown, at: WrittenOut): unknown {
  if (at.depth > DEEPEST || (at.left.nodes -= 1) < 0) return {};
  const below = { ...at, depth: at.depth + 1 };
  if (Array.isArray(node)) return node.map((item) => plainOf(item, below));
  if (!isRecord(node)) return node;
  const reference = node['$ref'];
  if (typeof reference === 'string') return plainOf(targetOf(reference, at.root), below);
  const { allOf, type, ...rest } = node;
  const merged = Array.isArray(allOf)
    ? allOf.reduce<Record<string, unknown>>((whole, part) => {
        const plain = plainOf(part, below);
        return isRecord(plain) ? mergeSchemas(whole, plain) : whole;
      }, rest)
    : rest;
  if (Array.isArray(type)) {
    return { anyOf: type.map((one) => plainOf({ ...merged, type: one }, below)) };
  }
  const plain = Object.fromEntries(
    Object.entries({ ...merged, ...(type === undefined ? {} : { type }) })
      .filter(([key]) => !LEFT_OUT.has(key))
      .map(([key, value]): [string, unknown] => [
        key,
        key === 'properties' && isRecord(value)
          ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plainOf(one, below)]))
          : KEPT_AS_IT_IS.has(key)
            ? value
            : plainOf(value, below),
      ]),
  );
  return plain['type'] === 'array' && !isRecord(plain['items']) ? { ...plain, items: {} } : plain;
}

const LEFT_OUT = new Set([
  '$defs',
  'definitions',
  'if',
  'then',
  'else',
  'not',
  'dependentSchemas',
  'patternProperties',
  'propertyNames',
  'unevaluatedProperties',
  'prefixItems',
  'examples',
  'default',
]);
const KEPT_AS_IT_IS = new Set(['enum', 'const', 'required', 'description', 'title']);

function mergeSchemas(one: Record<string, unknown>, other: Record<string, unknown>): Record<string, unknown> {
  const both = (key: string): unknown[] => [one[key], other[key]];
  const properties = both('properties').filter(isRecord);
  const required = both('required').flatMap((names) => (Array.isArray(names) ? names : []));
  return {
    ...one,
    ...other,
    ...(properties.length === 0 ? {} : { properties: Object.assign({}, ...properties) }),
    ...(required.length === 0 ? {} : { required: [...new Set(required)] }),
  };
}

/** Only what stands in the same schema: nothing is fetched. */
function targetOf(reference: string, root: Record<string, unknown>): unknown {
  if (!reference.startsWith('#/')) return {};
  return reference
    .slice(2)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((node, part) => (isRecord(node) && Object.hasOwn(node, part) ? node[part] : {}), root);
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
