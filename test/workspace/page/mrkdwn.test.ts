// What people and apps write in Slack's markup reads as they meant it.
import { expect, test } from 'vitest';
import { toInlines, toPassages, toTyped } from '../../../src/workspace/page/mrkdwn.ts';

test('bold, italic, strike and code are read, also inside of one another', () => {
  expect(toInlines('*bold _both_* ~gone~ `a *b*`')).toEqual([
    {
      kind: 'bold',
      children: [
        { kind: 'text', text: 'bold ' },
        { kind: 'italic', children: [{ kind: 'text', text: 'both' }] },
      ],
    },
    { kind: 'text', text: ' ' },
    { kind: 'strike', children: [{ kind: 'text', text: 'gone' }] },
    { kind: 'text', text: ' ' },
    { kind: 'code', text: 'a *b*' },
  ]);
});

test('signs that stand alone or inside of words stay signs', () => {
  for (const text of ['2 * 3 * 4', 'snake_case_name', 'a ~ b', '12:30:45', 'x*y*z', '**'])
    expect(toInlines(text)).toEqual([{ kind: 'text', text }]);
});

test('Chinese needs no blanks around what is emphasised', () => {
  expect(toInlines('单价*不超过 38 元*，')).toEqual([
    { kind: 'text', text: '单价' },
    { kind: 'bold', children: [{ kind: 'text', text: '不超过 38 元' }] },
    { kind: 'text', text: '，' },
  ]);
});

test('people, channels, groups and links are told apart', () => {
  expect(toInlines('<@U1> <#C1|ops> <!here> <https://a.example/?a=1&amp;b=2|the page>')).toEqual([
    { kind: 'user', id: 'U1', label: '' },
    { kind: 'text', text: ' ' },
    { kind: 'channel', id: 'C1', label: 'ops' },
    { kind: 'text', text: ' ' },
    { kind: 'broadcast', range: 'here' },
    { kind: 'text', text: ' ' },
    {
      kind: 'link',
      url: 'https://a.example/?a=1&b=2',
      label: [{ kind: 'text', text: 'the page' }],
    },
  ]);
});

test('a link that does not lead to the web or to mail is no link', () => {
  for (const target of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd'])
    expect(toInlines(`<${target}|click>`).some(({ kind }) => kind === 'link')).toBe(false);
});

test('a bare address ends where the sentence goes on', () => {
  expect(toInlines('see https://a.example/x, ok')).toEqual([
    { kind: 'text', text: 'see ' },
    { kind: 'link', url: 'https://a.example/x', label: [{ kind: 'text', text: 'https://a.example/x' }] },
    { kind: 'text', text: ', ok' },
  ]);
});

test('what was escaped is shown as it was typed', () => {
  expect(toInlines('a &lt;b&gt; &amp;amp;')).toEqual([{ kind: 'text', text: 'a <b> &amp;' }]);
});

test('quotes, lists and code blocks are passages of their own', () => {
  expect(
    toPassages('Intro\n&gt; said\n&gt; more\n• one\n• two\n1. first\n```\nlet *a*\n```\nend').map(
      ({ kind }) => kind,
    ),
  ).toEqual(['lines', 'quote', 'list', 'list', 'pre', 'lines']);
});

test('the editor shows a message as its author would type it', () => {
  const nameOf = (_: string, id: string): string => ({ U1: 'Alex Chen', C1: 'ops' })[id] ?? id;
  expect(toTyped('<@U1> in <#C1|ops>: a &lt; b, <https://a.example|here>', nameOf)).toBe(
    '@Alex Chen in #ops: a < b, https://a.example',
  );
});
