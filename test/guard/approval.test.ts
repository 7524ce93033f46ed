// A yes is for exactly these arguments, once, under this brief, and not for ever.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { createApprovalStore } from '../../src/guard/approval-store.ts';
import {
  APPROVAL_RULES,
  sha256OfArguments,
  standingOf,
  wantsApproval,
  type Approval,
} from '../../src/guard/approval.ts';
import { createTaskStore } from '../../src/task/store.ts';
import { testDatabase } from '../support/database.ts';

const AT = new Date('2026-03-02T09:00:00Z');
const LATER = new Date('2026-03-06T09:00:00Z');

const approved: Approval = {
  id: 'a',
  state: 'approved',
  argumentsSha256: 'hash',
  briefVersion: 2,
  expiresAt: LATER,
  decidedBy: 'U1',
};
const now = { argumentsSha256: 'hash', briefVersion: 2, at: AT };

test('each rule wants a yes for what the rule before it wants, and more', () => {
  const EFFECTS = ['read', 'reversible', 'seen', 'outside'] as const;
  const wanted = APPROVAL_RULES.map((rule) =>
    EFFECTS.flatMap((effect) =>
      [false, true].flatMap((isFar) =>
        wantsApproval(rule, { effect, isFar }) ? [`${effect}${isFar ? ' far' : ''}`] : [],
      ),
    ),
  );
  expect(wanted).toEqual([
    [],
    ['reversible far', 'seen far', 'outside', 'outside far'],
    ['reversible far', 'seen', 'seen far', 'outside', 'outside far'],
    ['reversible', 'reversible far', 'seen', 'seen far', 'outside', 'outside far'],
  ]);
});

test.each<[string, Partial<Approval>, Partial<typeof now>]>([
  ['other arguments', {}, { argumentsSha256: 'other' }],
  ['a newer brief', {}, { briefVersion: 3 }],
  ['a later time than it holds', {}, { at: LATER }],
  ['a second use', { state: 'used' }, {}],
  ['a call that was edited away', { state: 'void' }, {}],
  ['a card that nobody answered', { state: 'asked' }, {}],
])('a yes is none for %s', (_, changed, then) => {
  expect(standingOf(approved, now)).toEqual({ kind: 'approved', id: 'a' });
  expect(standingOf({ ...approved, ...changed }, { ...now, ...then })).toEqual({ kind: 'missing' });
});

test('a no stays a no', () => {
  expect(standingOf({ ...approved, state: 'declined' }, { ...now, at: LATER })).toEqual({
    kind: 'declined',
    by: 'U1',
  });
});

test('the order of names changes nothing, and any other change does', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (input, other) => {
      const turned = Object.fromEntries(Object.entries(input).toReversed());
      const hash = sha256OfArguments('tool', input);
      expect(sha256OfArguments('tool', turned)).toBe(hash);
      expect(sha256OfArguments('tool', { ...input, more: other })).not.toBe(hash);
      expect(sha256OfArguments('other', input)).not.toBe(hash);
    }),
  );
});

test('a yes is decided once, used once, and dies with what is asked next', async () => {
  const database = await testDatabase();
  const store = createApprovalStore(database);
  const taskId = newId();
  const place = { teamId: 'T1', channelId: 'C1' };
  await createTaskStore(database).open({
    ...place,
    id: taskId,
    threadTs: '1.1',
    goalTs: '1.1',
    ownerId: 'U1',
    language: 'en',
    openedAt: AT,
  });
  const ask = async (callId: string) => {
    const id = newId();
    await store.ask({
      id,
      taskId,
      callId,
      tool: 'post_file',
      what: 'Posting',
      argumentsSha256: 'hash',
      briefVersion: 1,
      askedAt: AT,
      expiresAt: LATER,
    });
    return id;
  };
  const first = await ask('call-1');
  expect(await store.decide(first, { state: 'approved', by: 'U1', at: LATER })).toBe(false); // Too late.
  expect(await store.decide(first, { state: 'approved', by: 'U1', at: AT })).toBe(true);
  expect(await store.decide(first, { state: 'declined', by: 'U2', at: AT })).toBe(false);
  await store.use(first);
  await expect(store.use(first)).rejects.toThrow('died before the call was made');
  expect(await store.ofCall(taskId, 'call-1')).toMatchObject({ state: 'used', decidedBy: 'U1' });

  const second = await ask('call-2');
  await ask('call-3');
  expect(await store.decide(second, { state: 'approved', by: 'U1', at: AT })).toBe(false);
  await store.voidOf(taskId);
  expect(await store.ofCall(taskId, 'call-3')).toMatchObject({ state: 'void' });

  expect(await store.inChannel(place)).toBeUndefined();
  await store.setInChannel(place, { rule: 'seen', approverIds: ['U2'] });
  expect(await store.inChannel(place)).toMatchObject({ rule: 'seen', approverIds: ['U2'] });
  await store.setInChannel(place, undefined);
  expect(await store.channels()).toEqual([]);
});
