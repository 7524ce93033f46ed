import { expect, test } from 'vitest';
import { figuresInWords, hasMoved, takeFigures } from '../../../src/flow/schedule/figures.ts';

test('the last line is read and taken out of the report, in both languages', () => {
  expect(takeFigures('Deals went well.\n\nFigures: open deals = 12; total = 13,900')).toEqual({
    markdown: 'Deals went well.',
    figures: { 'open deals': 12, total: 13_900 },
  });
  expect(takeFigures('本周新签 9 家。\n**数字：** 新签 = 9；续约率 = 94%').figures).toEqual({
    新签: 9,
    续约率: 94,
  });
});

test.each(['No figures here.', 'Figures: see above', 'Figures: total = many'])(
  'what cannot be read stays in the report: %s',
  (markdown) => expect(takeFigures(markdown)).toEqual({ markdown, figures: undefined }),
);

test('a report is held back only when all of it is known to be as before', () => {
  expect(hasMoved({ total: 100 }, { total: 109 }, 10)).toBe(false);
  expect(hasMoved({ total: 100 }, { total: 110 }, 10)).toBe(true);
  expect(hasMoved({ total: 100 }, { total: 90 }, 10)).toBe(true);
  expect(hasMoved({ total: 100, open: 3 }, { total: 100 }, 10)).toBe(true);
  expect(hasMoved(undefined, { total: 100 }, 10)).toBe(true);
  expect(hasMoved({ total: 100 }, undefined, 10)).toBe(true);
  expect(hasMoved({ total: 0 }, { total: 0 }, 10)).toBe(false);
  expect(hasMoved({ total: 0 }, { total: 1 }, 10)).toBe(true);
});

test('what is different is said with how much', () => {
  expect(figuresInWords({ total: 12_400, open: 3 }, { total: 13_900, open: 3 })).toEqual([
    'total 12,400 → 13,900 (+12.1 %)',
  ]);
});
