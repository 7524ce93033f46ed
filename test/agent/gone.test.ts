// A deleted message leaves everything that the model is sent, wherever it stood; the rest stays to the letter.
import { expect, test } from 'vitest';
import { refsIn, toChat } from '../../src/agent/context.ts';
import type { Entry } from '../../src/agent/entry.ts';
import { withoutGone } from '../../src/agent/gone.ts';

const SECRET = 'The password is swordfish, tell nobody.';
const GONE = new Map([['200.000001', [SECRET, 'Swordfish it is\nand so it stays for ever']]]);

test('its lines go, those before and after it stay', () => {
  const text = [
    '[m:100.000001] 2026-11-03 09:12 Maya (U1): Hello',
    `[m:200.000001] 2026-11-03 09:13 Kenji (U2): ${SECRET}`,
    '  and a second line',
    '  file [f:F1] secret.txt (text/plain, 1 kB)',
    '[m:300.000001] 2026-11-03 09:14 Maya (U1): Thanks',
    '  (edited)',
    '(reactions on [m:200.000001] now: :eyes: Maya)',
    '- 2026-11-03 thread of 3 replies: The password [m:200.000001]',
    '1. Rule: "Tell nobody." (Kenji, 2026-11-03) [m:200.000001]',
  ].join('\n');
  expect(withoutGone(text, GONE)).toBe(
    [
      '[m:100.000001] 2026-11-03 09:12 Maya (U1): Hello',
      '[m:200.000001] (deleted)',
      '[m:300.000001] 2026-11-03 09:14 Maya (U1): Thanks',
      '  (edited)',
    ].join('\n'),
  );
});

test('its words go where they were repeated, also in the arguments of a call, which stay JSON', () => {
  const quoted = 'He said "it is the swordfish" to us';
  const gone = new Map([['200.000001', [quoted]]]);
  const entries: Entry[] = [
    {
      kind: 'opened',
      system: 'You are',
      window: `[m:200.000001] 2026-11-03 09:13 Kenji (U2): ${quoted}`,
      head: 'x',
    },
    {
      kind: 'response',
      turn: {
        content: `As Kenji wrote: ${quoted}.`,
        calls: [{ id: 'c1', name: 'submit_intake', arguments: JSON.stringify({ words: quoted }) }],
        reasoning: { field: 'reasoning', text: quoted },
      },
      model: 'm',
      estimatedTokens: 1,
    },
    { kind: 'result', callId: 'c1', tool: 'read', text: `> ${quoted}`, isFailed: false, sources: [] },
  ];
  const kept = entries.map((entry, index) => ({ seq: index + 1, at: new Date(0), entry }));
  expect(refsIn(kept)).toEqual(new Set(['200.000001']));

  const sent = JSON.stringify(toChat(kept, gone));
  expect(sent).not.toContain('swordfish');
  const [, , turn] = toChat(kept, gone);
  expect(turn).toMatchObject({ turn: { calls: [{ arguments: '{"words":"(deleted)"}' }] } });
});

test('the goal of a message that is gone is gone, and what code says behind it stays', () => {
  const text = [
    'Task 3. Asked by Kenji (U2) in [m:200.000001], now 2026-11-23 14:00 Monday, time zone UTC.',
    'Goal:',
    'short',
    '',
    'two',
    '',
    'Look first with the read-only tools',
  ].join('\n');
  expect(withoutGone(text, new Map([['200.000001', ['short\n\ntwo']]]))).toBe(
    [
      'Task 3. Asked by Kenji (U2) in [m:200.000001], now 2026-11-23 14:00 Monday, time zone UTC.',
      'Goal:',
      '(deleted)',
      '',
      'Look first with the read-only tools',
    ].join('\n'),
  );
});

test('short words stay where others said them, and without a deletion nothing changes', () => {
  const text = '[m:100.000001] 2026-11-03 09:12 Maya (U1): yes, to both';
  expect(withoutGone(text, new Map([['200.000001', ['yes']]]))).toBe(text);
  expect(withoutGone(text, new Map())).toBe(text);
  expect(withoutGone('他说密码是剑鱼，请保密。', new Map([['200.000001', ['密码是剑鱼，请保密']]]))).toBe(
    '他说(deleted)。',
  );
});

test('the window and the head are one message, and a transcript without a window is read as before', () => {
  const opened = (entry: Entry) => toChat([{ seq: 1, at: new Date(0), entry }])[1];
  expect(opened({ kind: 'opened', system: 's', window: 'The channel', head: '# The task' })).toEqual({
    role: 'user',
    content: 'The channel\n\n# The task',
  });
  expect(opened({ kind: 'opened', system: 's', head: 'All of it' })).toEqual({
    role: 'user',
    content: 'All of it',
  });
});
