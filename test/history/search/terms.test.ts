import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { toTerms } from '../../../src/history/search/terms.ts';

test.each([
  ['offers offer offered offering', 'offer'],
  ['raise raised raises raising', 'rais'],
  ['plan plans planned planning', 'plan'],
  ['agree agrees agreed agreeing', 'agre'],
  ['company companies', 'company'],
  ['box boxes', 'box'],
  ['process processes', 'process'],
  ['price prices priced pricing', 'pric'],
])('the forms of a word are one term: %s', (words, term) => {
  expect(new Set(toTerms(words))).toEqual(new Set([term]));
});

test('words that look alike stay apart', () => {
  expect(toTerms('need bring status bus')).toEqual(['need', 'bring', 'status', 'bus']);
});

test('Chinese, Japanese and Korean become pairs of characters, one alone stands for itself', () => {
  expect(toTerms('供应商报价')).toEqual(['供应', '应商', '商报', '报价']);
  expect(toTerms('价')).toEqual(['价']);
  expect(toTerms('𠮷野家')).toEqual(['𠮷野', '野家']);
  expect(toTerms('报价offer A方案')).toEqual(['报价', 'offer', '方案']);
  expect(toTerms('看PROJ-12的报价')).toEqual(['看', 'proj-12', 'proj', '12', '的报', '报价']);
});

test('a compound is found whole and by its parts', () => {
  expect(toTerms('see PROJ-12 on v2.3.1')).toEqual([
    'see',
    'proj-12',
    'proj',
    '12',
    'v2.3.1',
    'v2',
    '3',
    '1',
  ]);
  expect(toTerms('mail maya@example.com')).toEqual(['mail', 'maya@example.com', 'maya', 'exampl', 'com']);
});

test('wide letters and capitals are the plain ones, and the commonest words are none', () => {
  expect(toTerms('ＯＦＦＥＲ Offer the of and')).toEqual(['offer', 'offer']);
});

test('whatever is typed, a term is short, without white space, and the same for a message and a query', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const terms = toTerms(text);
      expect(terms).toEqual(toTerms(text));
      for (const term of terms) expect(term).toMatch(/^[^\s'\\]{1,64}$/u);
    }),
    { numRuns: 200 },
  );
});
