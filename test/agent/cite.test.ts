import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cite, refsOf } from '../../src/agent/cite.ts';

const known = (ref: string) =>
  ref.startsWith('x:') || ref.includes('never') ? undefined : { label: ref.toUpperCase() };

test('references become numbers in the order they stand, the same one the same number', () => {
  const { markdown, sources } = cite('A [f:F1#p2] and B [m:1.2], again A [f:F1#p2].', known);
  expect(markdown).toBe('A [1] and B [2], again A [1].');
  expect(sources).toEqual([
    { number: 1, label: 'F:F1#P2' },
    { number: 2, label: 'M:1.2' },
  ]);
});

test('several references in one bracket are several numbers, and a repeated one stands once', () => {
  expect(cite('A [m:1.1, f:F2; w:https://a.example/x?y=1] B [m:1.1] [m:1.1].', known).markdown).toBe(
    'A [1][2][3] B [1].',
  );
});

test('a reference that was never shown leaves no trace but is told', () => {
  const { markdown, sources, unseen } = cite('Surely so [m:never.1].', known);
  expect({ markdown, sources, unseen }).toEqual({
    markdown: 'Surely so.',
    sources: [],
    unseen: ['m:never.1'],
  });
});

test('links and other brackets of Markdown are left as they are', () => {
  const text = '- [x] done, [a link](https://a.example), [note], `[m]`, [mm:1]';
  expect(cite(text, known).markdown).toBe(text);
});

test('whatever the text, no reference of ours is left in it', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(fc.string(), fc.constantFrom('[m:1.1]', '[f:F1]', '[w:https://a.b]', '[m:never.2, f:F9]')),
      ),
      (parts) => {
        expect(refsOf(cite(parts.join(' '), known).markdown)).toEqual([]);
      },
    ),
  );
});
