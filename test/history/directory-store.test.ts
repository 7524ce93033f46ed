import { expect, test } from 'vitest';
import { createDirectoryStore, type Channel, type Person } from '../../src/history/directory-store.ts';
import { testDatabase } from '../support/database.ts';

const directory = createDirectoryStore(await testDatabase());
const SEEN = new Date('2026-03-02T09:00:00Z');
const MAYA: Person = {
  teamId: 'T1',
  personId: 'U1',
  name: 'maya',
  realName: 'Maya Lindqvist',
  timeZone: 'Europe/Helsinki',
  isBot: false,
  isGuest: false,
  isDeactivated: false,
};
const OPS: Channel = { teamId: 'T1', channelId: 'C1', name: 'ops', kind: 'channel', isArchived: false };

test('people are as they were last seen, each team for itself', async () => {
  await directory.savePerson(MAYA, SEEN);
  await directory.savePerson({ ...MAYA, realName: 'Maya Berg', isGuest: true }, SEEN);
  await directory.savePerson({ ...MAYA, teamId: 'T2', realName: 'Another' }, SEEN);

  expect(await directory.people('T1')).toEqual([{ ...MAYA, realName: 'Maya Berg', isGuest: true }]);
  expect((await directory.person({ teamId: 'T2', personId: 'U1' }))?.realName).toBe('Another');
  expect(await directory.person({ teamId: 'T1', personId: 'U9' })).toBeUndefined();
});

test('a channel that is renamed keeps how far back it was read', async () => {
  await directory.saveChannel(OPS, SEEN);
  expect(await directory.backfillOf(OPS)).toEqual({ backfilledTo: undefined, isComplete: false });
  await directory.saveBackfill(OPS, { backfilledTo: '100.000001' });
  await directory.saveBackfill(OPS, { completedAt: SEEN });
  await directory.saveChannel({ ...OPS, name: 'operations', isArchived: true }, SEEN);

  expect(await directory.channels('T1')).toEqual([{ ...OPS, name: 'operations', isArchived: true }]);
  expect((await directory.channel(OPS))?.name).toBe('operations');
  expect(await directory.backfillOf(OPS)).toEqual({ backfilledTo: '100.000001', isComplete: true });
});

test('of a channel nobody has seen nothing is known', async () => {
  expect(await directory.channel({ teamId: 'T1', channelId: 'C9' })).toBeUndefined();
  expect(await directory.backfillOf({ teamId: 'T1', channelId: 'C9' })).toEqual({
    backfilledTo: undefined,
    isComplete: false,
  });
});
