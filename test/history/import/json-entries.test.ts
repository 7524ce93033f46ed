// Day files come in pieces of any size, and broken ones say where: the rest is read.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJsonEntries, type JsonEntry } from '../../../src/history/import/json-entries.ts';

test('any array of objects, cut into any pieces, is read as JSON.parse reads it', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('}', '{"', '\\', '\n', '],[', '报价', '\u2028'),
  );
  // Not any key: Node 24.21 sometimes reads an escaped key wrong after many objects with an empty one.
  const key = fc.constantFrom('text', 'ts', 'users', '名', 'a b');
  const inner = fc.array(fc.dictionary(key, text, { maxKeys: 3 }), { maxLength: 3 });
  const object = fc.dictionary(key, fc.oneof(text, fc.integer(), inner), { maxKeys: 5 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(object),
      fc.constantFrom(undefined, 1, 4, '\t'),
      fc.integer({ min: 1, max: 40 }),
      async (objects, indent, size) => {
        const entries = await read(JSON.stringify(objects, null, indent), size);
        expect(entries.map((entry) => (entry.kind === 'entry' ? entry.value : entry))).toEqual(
          JSON.parse(JSON.stringify(objects)),
        );
      },
    ),
    { numRuns: 60 },
  );
});

const PRETTY = JSON.stringify(
  [
    { text: 'one', files: [{ id: 'F1' }] },
    { text: 'two', files: [{ id: 'F2' }] },
    { text: 'three', files: [{ id: 'F3' }] },
  ],
  null,
  4,
);

test.for([
  ['a text that is not closed', '"two",', '"two,'],
  ['a comma too few', '"two",', '"two"'],
  ['a bracket that is not closed', '"F2"\n            }\n        ]', '"F2"\n            }\n        '],
  [
    'a brace that is not closed',
    '        ]\n    },\n    {\n        "text": "three"',
    '        ]\n    {\n        "text": "three"',
  ],
  ['a word that is no value', '"two",', 'two,'],
] as const)('%s costs only its entry, in pieces of any size', async ([, good, bad]) => {
  expect(PRETTY).toContain(good);
  for (const size of [1, 2, 7, 1000]) {
    const entries = await read(PRETTY.replace(good, bad), size);
    expect(textsOf(entries)).toEqual(['one', 'three']);
    const faults = entries.filter(({ kind }) => kind === 'broken');
    expect(faults.length).toBeGreaterThan(0);
    expect(faults[0]?.line).toBeGreaterThanOrEqual(10);
    expect(faults[0]?.line).toBeLessThanOrEqual(18);
  }
});

test('a file that ends early keeps what was whole and names the line', async () => {
  const entries = await read(PRETTY.slice(0, PRETTY.indexOf('three')), 5);
  expect(textsOf(entries)).toEqual(['one', 'two']);
  expect(entries.at(-1)).toEqual({
    kind: 'broken',
    line: 18,
    reason: 'the file ends in the middle of an entry',
  });
});

test('what is no list of objects is told, not thrown', async () => {
  expect(await read('null', 10)).toMatchObject([{ kind: 'broken', line: 1 }]);
  expect(await read('<html>\n<body>', 3)).toMatchObject([{ kind: 'broken', line: 1 }]);
  expect(await read('', 3)).toEqual([]);
  expect(await read('[]', 3)).toEqual([]);
});

test('an entry without an end does not fill the memory', async () => {
  function* endless() {
    yield Buffer.from('[\n {"text": "');
    for (let megabyte = 0; megabyte < 40; megabyte += 1) yield Buffer.alloc(1024 * 1024, 0x61);
  }
  const entries: JsonEntry[] = [];
  for await (const some of readJsonEntries(endless())) entries.push(...some);
  expect(entries).toMatchObject([{ kind: 'broken', line: 2, reason: 'an entry is longer than 16 MB' }]);
});

async function read(text: string, size: number): Promise<JsonEntry[]> {
  const bytes = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  const entries: JsonEntry[] = [];
  for await (const some of readJsonEntries(pieces)) entries.push(...some);
  return entries;
}

function textsOf(entries: readonly JsonEntry[]): unknown[] {
  return entries.flatMap((entry) =>
    entry.kind === 'entry' && typeof entry.value === 'object' && entry.value !== null && 'text' in entry.value
      ? [entry.value.text]
      : [],
  );
}
