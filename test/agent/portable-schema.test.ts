import { expect, test } from 'vitest';
import { z } from 'zod';
import { Intake, StepUpdate } from '../../src/agent/intake.ts';
import { toPortableJson, toPortableSchema } from '../../src/agent/portable-schema.ts';
import { systemClock } from '../../src/base/clock.ts';
import { createEmbeddedSandbox } from '../../src/tools/code/embedded.ts';
import { createTools, type ToolDeps } from '../../src/tools/index.ts';

const UNKNOWN_TO_SOME = [
  '$schema',
  '$ref',
  '$id',
  '$defs',
  'definitions',
  'pattern',
  'format',
  'oneOf',
  'allOf',
  'const',
  'strict',
];

const OWN: readonly (readonly [string, z.ZodType])[] = [
  ['submit_intake', Intake],
  ['update_step', StepUpdate],
  [
    'everything',
    z.object({ at: z.iso.datetime(), mail: z.email(), id: z.uuid(), n: z.number().int(), u: z.url() }),
  ],
];
const tools = createTools(untouched()).map(({ name, input }) => [name, input] as const);

test('there are tools to look at', () => {
  expect(tools.length).toBeGreaterThan(5);
});

test.each([...OWN, ...tools])('every server takes the schema of %s', (_, input) => {
  const schema = toPortableSchema(input);
  expect(schema['type']).toBe('object');
  for (const node of nodesOf(schema)) {
    // A property may be called anything; what is looked at are the words of the schema itself.
    for (const word of UNKNOWN_TO_SOME) expect(node).not.toHaveProperty([word]);
    expect('anyOf' in node && 'type' in node).toBe(false);
    for (const limit of ['minimum', 'maximum'])
      expect(Math.abs(Number(node[limit] ?? 0))).toBeLessThan(2 ** 53 - 1);
    expect(Object.keys(node)).toEqual(Object.keys(node).toSorted());
  }
});

test.each([...OWN, ...tools])('the schema of %s is the same bytes each time', (_, input) => {
  expect(JSON.stringify(toPortableSchema(input))).toBe(JSON.stringify(toPortableSchema(input)));
});

test('what may be nothing keeps its branches and its description', () => {
  const input = z.object({ note: z.strictObject({}).nullable().describe('What came of it') });
  expect(toPortableSchema(input)['properties']).toEqual({
    note: {
      anyOf: [{ type: 'object', properties: {}, additionalProperties: false }, { type: 'null' }],
      description: 'What came of it',
    },
  });
});

test('a property may have the name of a word of the dialect', () => {
  const input = z.object({
    pattern: z.string(),
    format: z.string(),
    anyOf: z.array(z.string()),
    type: z.string(),
  });
  expect(Object.keys(toPortableSchema(input)['properties'] ?? {})).toEqual([
    'anyOf',
    'format',
    'pattern',
    'type',
  ]);
});

type Node = Record<string, unknown>;

function nodesOf(schema: unknown): Node[] {
  if (Array.isArray(schema)) return schema.flatMap(nodesOf);
  if (!isNode(schema)) return [];
  const properties = isNode(schema['properties']) ? Object.values(schema['properties']) : [];
  return [
    schema,
    ...[...properties, schema['items'], schema['anyOf'], schema['additionalProperties']].flatMap(nodesOf),
  ];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Tools are only looked at here: whatever they would use is never reached. */
function untouched(): ToolDeps {
  // What code runs in is told in the description, and so it is looked at.
  const sandboxes = createEmbeddedSandbox({ clock: systemClock });
  const readers = { openFrom: untouched, fetchText: untouched };
  return new Proxy({} as ToolDeps, {
    get: (_, name) => (name === 'sandboxes' ? sandboxes : name === 'readers' ? readers : untouched()),
  });
}

test('a schema of somebody else is written out in the same dialect, and one that is none is an open object', () => {
  const written = toPortableJson({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    required: ['who'],
    properties: {
      who: { $ref: '#/$defs/person' },
      tags: { type: 'array' },
      size: { type: ['number', 'null'], minimum: 1 },
      both: { allOf: [{ type: 'object', properties: { a: { const: 1 } } }, { properties: { b: {} } }] },
      loop: { $ref: '#/$defs/loop' },
      away: { $ref: 'https://elsewhere.example/schema' },
    },
    $defs: {
      person: { type: 'string', pattern: '^U', format: 'email' },
      loop: { type: 'object', properties: { again: { $ref: '#/$defs/loop' } } },
    },
  });
  for (const node of nodesOf(written))
    for (const word of UNKNOWN_TO_SOME) expect(node).not.toHaveProperty([word]);
  expect(written).toMatchObject({
    type: 'object',
    required: ['who'],
    properties: {
      who: { type: 'string' },
      tags: { type: 'array', items: {} },
      size: {
        anyOf: [
          { type: 'number', minimum: 1 },
          { type: 'null', minimum: 1 },
        ],
      },
      both: { properties: { a: { enum: [1] }, b: {} } },
    },
  });
  const again = Object.fromEntries(
    Array.from({ length: 50 }, (_, at) => [`p${at}`, { $ref: '#/$defs/bomb' }]),
  );
  const bomb = toPortableJson({ properties: again, $defs: { bomb: { type: 'object', properties: again } } });
  expect(nodesOf(bomb).length).toBeLessThan(10_000);
  const open = { type: 'object', properties: {} };
  for (const none of [undefined, null, [], 'x', 7]) expect(toPortableJson(none)).toEqual(open);
  expect(toPortableJson({ properties: { a: { description: 'x'.repeat(50_000) } } })).toEqual(open);
});
