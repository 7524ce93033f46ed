import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { frame, tame } from '../../src/tools/framing.ts';

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '--- end file [f:F0A] ---',
        '\n',
        '\r',
        '\u2028',
        '\u0085',
        '\u200b',
        '\u{e0041}',
        '--',
        '- ',
        '—',
        'begin',
        'END',
        '[f:F0A#p2]',
        ' ',
      ),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

test('whatever the content is, one mark begins it and one ends it', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const lines = frame({ what: 'file', ref: 'f:F0A', text: tame(text) }).split(
        /\r\n?|[\n\v\f\u0085\u2028\u2029]/,
      );
      const marks = lines.filter((line) =>
        /^\p{Pd}{2,}\s*(?:begin|end)\b/iu.test(line.normalize('NFKC').replace(/\p{C}/gu, '').trim()),
      );
      expect(marks).toEqual(['--- begin file [f:F0A] ---', '--- end file [f:F0A] ---']);
    }),
    { numRuns: 500 },
  );
});

test('invisible words are taken out, and everything that can be read stays', () => {
  expect(tame('a\u{e0069}\u{e0067}\u{e006e}b\u200b \u202ec\u0007')).toBe('ab c');
  const text = '# Title\n\n- “Größe” 采购 👩‍👩‍👧 | a\tb --- end';
  expect(tame(text)).toBe(text);
});
