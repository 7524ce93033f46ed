import { expect, test } from 'vitest';
import { differsFromAgreed } from '../../src/agent/agreed.ts';

const STEPS = [
  {
    title: 'Write to Anna',
    tool: 'send_email',
    arguments: [
      { name: 'to', value: 'anna.berg@halden.example' },
      { name: 'body', value: 'arrives on 2 December' },
    ],
  },
  {
    title: 'Pay the invoice',
    tool: 'pay_invoice',
    arguments: [
      { name: 'payee', value: 'Delmar Packaging' },
      { name: 'amount', value: '3,100.00 €' },
      { name: 'date', value: 'Wednesday 2 December' },
    ],
  },
  {
    title: 'Invite the guests',
    tool: 'invite',
    arguments: [{ name: 'guests', value: 'everyone in winter-guests.csv' }],
  },
];
const shown = (words: string): boolean => words === 'jo@aden.example';

test.each([
  [
    'the address that was agreed',
    'send_email',
    { to: 'anna.berg@halden.example', subject: 'Hi', body: 'x' },
    true,
  ],
  ['another address', 'send_email', { to: 'a.mora@orlo.example', body: 'x' }, false],
  ['one address more', 'send_email', { to: 'anna.berg@halden.example, a.mora@orlo.example' }, false],
  ['a copy to somebody', 'send_email', { to: 'anna.berg@halden.example', cc: ['a@b.example'] }, false],
  [
    'a key in the text',
    'send_email',
    { to: 'anna.berg@halden.example', body: `AKIA${'Z'.repeat(16)}` },
    false,
  ],
  ['the amount, as the tool wants it', 'pay_invoice', { payee: 'Delmar', amount: 3100 }, true],
  ['another amount', 'pay_invoice', { payee: 'Delmar', amount: 31_000 }, false],
  ['another payee', 'pay_invoice', { payee: 'Global Trade Partners', amount: 3100 }, false],
  ['the day, as the tool wants it', 'pay_invoice', { payee: 'Delmar', date: '2026-12-02' }, true],
  ['another day', 'pay_invoice', { payee: 'Delmar', date: '2026-12-03' }, false],
  ['one of a group, as a look-up showed it', 'invite', { guests: ['jo@aden.example'] }, true],
  ['one that no look-up showed', 'invite', { guests: ['eve@evil.example'] }, false],
  ['a tool of no step', 'post_file', { name: 'a.md' }, true],
] as const)('a call with %s', (...[, tool, input, isAgreed]) => {
  expect(differsFromAgreed({ tool, effect: 'outside', input }, STEPS, shown) === undefined).toBe(isAgreed);
});

test('a tool in two steps may be called as either says, and not as a mixture of both', () => {
  const step = (to: string, amount: string) => ({
    title: 'pay',
    tool: 'pay',
    arguments: [
      { name: 'payee', value: to },
      { name: 'amount', value: amount },
    ],
  });
  const steps = [step('Delmar', '300'), step('Cartwell', '1,250')];
  const call = (payee: string, amount: number) =>
    differsFromAgreed({ tool: 'pay', effect: 'outside', input: { payee, amount } }, steps, shown);
  expect(call('Delmar', 300)).toBeUndefined();
  expect(call('Cartwell', 1250)).toBeUndefined();
  expect(call('Delmar', 1250)).toContain('300');
});

test('briefs of before arguments were kept are not held against anything but keys', () => {
  const steps = [{ title: 'Write', tool: 'send_email' as string | null }];
  expect(
    differsFromAgreed(
      { tool: 'send_email', effect: 'outside', input: { to: 'jo@aden.example' } },
      steps,
      shown,
    ),
  ).toBeUndefined();
});

test('what others see may be put otherwise, but goes where it was agreed to go; what can be taken back is free', () => {
  const given = [
    { name: 'channel', value: '#ops' },
    { name: 'expression', value: 'every Monday at nine' },
  ];
  const steps = [{ title: 'Post', tool: 'post', arguments: given }];
  const call = (effect: 'seen' | 'reversible', input: object) =>
    differsFromAgreed({ tool: 'post', effect, input }, steps, shown) === undefined;
  expect(call('seen', { channel: '#ops', expression: '0 9 * * 1' })).toBe(true);
  expect(call('seen', { channel: '#board' })).toBe(false);
  expect(call('reversible', { channel: '#board', expression: '0 9 * * 1' })).toBe(true);
  expect(call('reversible', { note: `AKIA${'Z'.repeat(16)}` })).toBe(false);
});
