// The rules of a channel are kept with their source, follow their message, and stay dropped when people dropped them.
import { expect, test } from 'vitest';
import { createRuleStore } from '../../src/history/constraint-store.ts';
import type { Message } from '../../src/history/message.ts';
import { createHistoryStore } from '../../src/history/store.ts';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();
const history = createHistoryStore(database);
const rules = createRuleStore(database);
const KENJI = 'U0KENJI';

function says(channelId: string, ts: string, text: string): Message {
  return {
    teamId: 'T1',
    channelId,
    ts,
    threadTs: ts,
    author: { kind: 'person', id: 'U0MAYA' },
    text,
    mentions: [],
    files: [],
  };
}

test('what is recorded is looked through for rules, once however often it comes', async () => {
  const message = says('C-once', '100.000001', 'Never write to the client.\nDECISION: we go with Kontora.');
  await history.record({ kind: 'posted', message });
  await history.record({ kind: 'posted', message });
  await history.record({ kind: 'posted', message: says('C-once', '101.000001', 'Lunch?') });

  expect(await rules.active(message, 30)).toEqual([
    expect.objectContaining({
      number: 1,
      kind: 'constraint',
      words: 'Never write to the client.',
      saidBy: 'U0MAYA',
    }),
    expect.objectContaining({
      number: 2,
      kind: 'decision',
      words: 'DECISION: we go with Kontora.',
      ts: '100.000001',
    }),
  ]);
  expect(await rules.ofMessage(message)).toHaveLength(2);
});

test('an edit replaces what it took out, and brings back what it puts back', async () => {
  const message = says('C-edit', '100.000001', 'We ship on Fridays only.');
  const edited = (text: string, second: number) =>
    history.record({ kind: 'edited', message: { ...message, text }, editedAt: new Date(second * 1000) });
  await history.record({ kind: 'posted', message });
  await edited('We ship on Mondays only.', 200);
  expect((await rules.active(message, 30)).map(({ words }) => words)).toEqual(['We ship on Mondays only.']);
  await edited('We ship on Fridays only.', 300);
  expect((await rules.active(message, 30)).map(({ number }) => number)).toEqual([1]);
});

test('a rule that somebody dropped stays dropped, and who dropped it is known', async () => {
  const message = says('C-drop', '100.000001', 'Never deploy on Fridays.');
  await history.record({ kind: 'posted', message });
  expect(await rules.drop(message, { number: 1, by: KENJI })).toBe(true);
  expect(await rules.drop(message, { number: 1, by: KENJI })).toBe(false);
  expect(await rules.drop(message, { number: 9, by: KENJI })).toBe(false);
  await rules.note(message, { isEdit: true });

  expect(await rules.active(message, 30)).toEqual([]);
  expect(await rules.all(message)).toEqual([
    expect.objectContaining({ status: 'dropped', changedBy: KENJI }),
  ]);
});

test('a rule goes with its message', async () => {
  const message = says('C-gone', '100.000001', 'Never deploy on Fridays.');
  await history.record({ kind: 'posted', message });
  await history.record({ kind: 'deleted', ref: message, deletedAt: new Date() });
  expect(await rules.all(message)).toEqual([]);
});

test('rules that come at once get numbers of their own', async () => {
  await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      database.transact((sql) =>
        createHistoryStore(sql).record({
          kind: 'posted',
          message: says('C-many', `10${index}.000001`, `Never do ${index} thing${index}s at night.`),
        }),
      ),
    ),
  );
  const all = await rules.all(says('C-many', '', ''));
  expect(all.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect((await rules.active(says('C-many', '', ''), 3)).map(({ ts }) => ts)).toEqual([
    '105.000001',
    '106.000001',
    '107.000001',
  ]);
});

test('a constraint that was agreed becomes a rule when it is one by its words, and once', async () => {
  const message = says(
    'C-agreed',
    '100.000001',
    'Compare the offers, but never write to the client. Use A and B only.',
  );
  await history.record({ kind: 'posted', message });
  await rules.noteAgreed(message, { words: 'never write to the client', saidBy: 'U0MAYA' });
  await rules.noteAgreed(message, { words: 'never write to the client.', saidBy: 'U0MAYA' });
  await rules.noteAgreed(message, { words: 'Use A and B only', saidBy: 'U0MAYA' });
  expect((await rules.all(message)).map(({ words }) => words)).toEqual(['never write to the client']);
});
