import { expect, test } from 'vitest';
import { FORMULA, withoutFormulas } from '../../../src/tools/files/neutral-cells.ts';

const made = (name: string, text: string): string =>
  new TextDecoder().decode(withoutFormulas(name, new TextEncoder().encode(text)));

test.each([
  ['=1+1', true],
  ['+cmd|/c calc', true],
  ['-2+3+cmd', true],
  ['@SUM(A1)', true],
  ['\t=1', true],
  ['-5', false],
  ['+3.5 %', false],
  ['-1,234.50', false],
  ['+49 30 123-45', false],
  ['a=b', false],
  ['–', false],
])('%j is taken for a formula: %s', (cell, is) => {
  expect(FORMULA.test(cell)).toBe(is);
});

test('only the cells that would run are changed, whatever stands between them, and other files never', () => {
  expect(made('a.csv', 'n,what\n-5,"=HYPERLINK(""http://x"",""y"")"\n')).toBe(
    'n,what\n-5,"\'=HYPERLINK(""http://x"",""y"")"\n',
  );
  expect(made('a.csv', 'n;what\r\n1,5;+a\r\n')).toBe('n;what\r\n1,5;"\'+a"\r\n');
  expect(made('a.tsv', 'n\twhat\n1\t@x\n')).toBe('n\twhat\n1\t"\'@x"\n');
  expect(made('a.csv', 'n,what\n-5,"a, =b"\n')).toBe('n,what\n-5,"a, =b"\n');
  expect(made('a.py', '=1')).toBe('=1');
});
