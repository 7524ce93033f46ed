// What Longhand says keeps Slack's limits, whatever it is, and nothing of a result is lost on the way.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Words } from '../../../src/flow/words.ts';
import { draw } from '../../../src/slack/blocks/draw.ts';
import { splitMarkdown } from '../../../src/slack/blocks/split-markdown.ts';
import { faultsIn } from './limits.ts';

const text = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 40 }).map((part) => `${part}<!channel> & <@U0MAYA>\n`.repeat(120)),
  fc.constantFrom(
    '',
    ' ',
    '字'.repeat(9000),
    'x'.repeat(40_000),
    '😀'.repeat(4000),
    '&'.repeat(5000),
    '<'.repeat(4000),
  ),
);
const url = fc.oneof(fc.webUrl(), fc.string(), fc.constant(`https://a.example/${'y'.repeat(5000)}`));
const id = fc.oneof(fc.uuid(), fc.string({ minLength: 1, maxLength: 400 }));
const spent = fc.record(
  {
    seconds: fc.nat(),
    inputTokens: fc.nat(),
    outputTokens: fc.nat(),
    usd: fc.double({ min: 0, max: 1000, noNaN: true }),
  },
  { requiredKeys: ['seconds', 'inputTokens', 'outputTokens'] },
);
const basis = fc.constantFrom('quoted' as const, 'looked-up' as const, 'assumed' as const);
const understood = fc.oneof(fc.record({ text, basis }), fc.record({ text, basis, url }));
const evidence = fc.oneof(fc.record({ text }), fc.record({ text, url }));
const number = fc.nat();
const source = fc.oneof(fc.record({ number, label: text }), fc.record({ number, label: text, url }));

const words = fc.oneof(
  fc.record({
    kind: fc.constant('brief' as const),
    taskNumber: fc.nat(),
    version: fc.nat(),
    outcome: text,
    assumptions: fc.array(text, { maxLength: 12 }),
    constraints: fc.array(text, { maxLength: 12 }),
  }),
  fc.record({
    kind: fc.constant('card' as const),
    taskId: id,
    taskNumber: fc.nat(),
    cardId: id,
    purpose: fc.constantFrom('ask' as const, 'challenge' as const),
    understood: fc.array(understood, { maxLength: 6 }),
    questions: fc.array(
      fc.record({ id, text, options: fc.array(fc.record({ value: id, label: text }), { maxLength: 7 }) }),
      { maxLength: 5 },
    ),
    evidence: fc.array(evidence, { maxLength: 6 }),
    betterWay: text,
    mayOverride: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('plan' as const),
    taskId: id,
    taskNumber: fc.nat(),
    title: text,
    state: fc.constantFrom(
      'working' as const,
      'waiting' as const,
      'done' as const,
      'failed' as const,
      'stopped' as const,
    ),
    steps: fc.array(
      fc.record({
        number: fc.nat(),
        title: text,
        status: fc.constantFrom(
          'pending' as const,
          'in_progress' as const,
          'complete' as const,
          'error' as const,
        ),
        note: text,
      }),
      { maxLength: 130 },
    ),
    now: text,
    spent,
  }),
  fc.record({
    kind: fc.constant('result' as const),
    taskNumber: fc.nat(),
    markdown: fc.array(text, { maxLength: 8 }).map((parts) => parts.join('\n\n')),
    sources: fc.array(source, { maxLength: 90 }),
    effects: fc.array(
      fc.record({
        what: text,
        state: fc.constantFrom('done' as const, 'not-done' as const, 'unknown' as const),
      }),
      { maxLength: 20 },
    ),
    spent,
  }),
  fc.record({
    kind: fc.constant('notice' as const),
    tone: fc.constantFrom('info' as const, 'warning' as const, 'error' as const),
    text,
  }),
);

test('no words whatever make a message that Slack would refuse', () => {
  fc.assert(
    fc.property(words, fc.constantFrom('en' as const, 'zh' as const), (said, language) => {
      const parts = draw(said, language);
      expect(parts.length).toBeGreaterThan(0);
      expect(parts.flatMap((part) => (part.kind === 'message' ? faultsIn(part) : []))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('nothing of a long text is lost when it is cut into parts', () => {
  const inkOf = (parts: readonly string[]) => parts.join('').replaceAll(/\s/g, '');
  const paragraph = fc.stringMatching(/^[a-z0-9 .,:;()\n-]{0,400}$/);
  fc.assert(
    fc.property(fc.array(paragraph), fc.integer({ min: 50, max: 500 }), (paragraphs, chars) => {
      const markdown = paragraphs.join('\n\n');
      const parts = splitMarkdown(markdown, chars);
      expect(inkOf(parts)).toBe(inkOf([markdown]));
      expect(parts.every((part) => part.length <= chars)).toBe(true);
    }),
  );
});

test('a long table keeps its head in each part, and long code its fences', () => {
  const table = [
    '| a | b |',
    '|---|---|',
    ...Array.from({ length: 60 }, (_, row) => `| ${row} | value |`),
  ].join('\n');
  const code = ['```ts', ...Array.from({ length: 60 }, (_, row) => `const x${row} = 1;`), '```'].join('\n');

  for (const part of splitMarkdown(table, 300)) expect(part).toMatch(/^\| a \| b \|\n\|---\|---\|\n\| \d/);
  for (const part of splitMarkdown(code, 300)) expect(part).toMatch(/^```ts\n[^]*\n```$/);
  expect(splitMarkdown(table, 300).join('\n').match(/value/g)).toHaveLength(60);
});

test('a result that would fill the thread becomes a file, with its beginning before it', () => {
  const markdown = Array.from({ length: 400 }, (_, index) => `Paragraph ${index} ${'word '.repeat(60)}`).join(
    '\n\n',
  );
  const parts = draw(result({ markdown }), 'en');

  expect(parts.map(({ kind }) => kind)).toEqual(['message', 'file']);
  expect(parts[0]?.text).toContain('Paragraph 0');
  expect(parts[1]?.text).toContain('Paragraph 399');
});

test('a result of some pages is several messages, and all of it is there', () => {
  const markdown = Array.from({ length: 60 }, (_, index) => `Paragraph ${index} ${'word '.repeat(60)}`).join(
    '\n\n',
  );
  const parts = draw(result({ markdown }), 'en');

  expect(parts.length).toBeGreaterThan(1);
  for (let index = 0; index < 60; index += 1) {
    expect(parts.some(({ text }) => text.includes(`Paragraph ${index} `))).toBe(true);
  }
});

test('nobody can make Longhand call a whole channel', () => {
  const said: readonly Words[] = [
    { kind: 'notice', tone: 'info', text: 'Hello <!channel> and <!here|here>' },
    result({
      markdown: 'Hello <!everyone>',
      sources: [{ number: 1, label: '<!channel>', url: 'https://a.example/<!here>' }],
    }),
  ];
  for (const words of said) expect(JSON.stringify(draw(words, 'en'))).not.toMatch(/<!/);
});

function result(parts: Partial<Extract<Words, { kind: 'result' }>>): Extract<Words, { kind: 'result' }> {
  return {
    kind: 'result',
    taskNumber: 12,
    markdown: '',
    sources: [],
    effects: [],
    spent: { seconds: 61, inputTokens: 30_000, outputTokens: 4100, usd: 0.124 },
    ...parts,
  };
}
