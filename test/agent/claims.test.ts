import { expect, test } from 'vitest';
import { unsourcedClaims, withMarks } from '../../src/agent/claims.ts';

const claims = (markdown: string) => unsourcedClaims(markdown).map(({ text }) => text);

test.each([
  'Acme raised 40 million dollars in 2025.',
  '- The parser of Acme is written in Rust.',
  'According to the maintainers the whole queue was written anew because the old one lost jobs now and then.',
  '| Acme | 41.80 | per seat and month |',
  '该公司去年的营业收入为四亿元。',
  '**Kontora** was founded in Berlin.',
])('"%s" states something', (sentence) => {
  expect(claims(sentence)).toEqual([sentence.trim()]);
  expect(claims(sentence.replace(/([.。]|\|)$/u, ' [w:https://a.example/x]$1'))).toEqual([]);
});

test.each([
  '# Acme in 2025',
  'Did Acme raise money in 2025?',
  'In short:',
  'I read 12 pages of Acme and Kontora.',
  'When Acme 2.0 will come could not be found.',
  '没有找到该公司二〇二四年的营业收入数据。',
  'The report with all 14 sources is attached.',
  'Nothing new.',
  '```\nAcme has 40 million users in 2025.\n```',
  '| Company | Price in 2025 | Per |\n| --- | --- | --- |\n| Acme | 41.80 [w:https://a.example] | seat |',
  'Acme raised 40 million in 2025. [w:https://a.example] It sits in Oslo, Norway [2].',
])('"%s" needs no source', (text) => {
  expect(claims(text)).toEqual([]);
});

test('a mark stands behind the sentence, and in the last cell of a row', () => {
  const text =
    'Acme has 5 users. Kontora has 7 users [1].\n\n| a | b |\n|---|---|\n| Acme has 5 users | in Oslo |\n';
  expect(withMarks(text, unsourcedClaims(text), '(no source)')).toBe(
    'Acme has 5 users. Kontora has 7 users [1].\n\n| a | b |\n|---|---|\n| Acme has 5 users | in Oslo |\n'
      .replace('5 users. K', '5 users. (no source) K')
      .replace('in Oslo |', 'in Oslo (no source) |'),
  );
});
