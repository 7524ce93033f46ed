// Reactions come twice, in any order, and with gaps: what stands is what Slack shows, and who did what is kept.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Reacted } from '../../src/history/message.ts';
import { reactionsOn } from '../../src/history/reaction-store.ts';
import { createHistoryStore } from '../../src/history/store.ts';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();
const history = createHistoryStore(database);
const OPS = { teamId: 'T1', channelId: 'C1' };

test('reactions told in any order and twice end as they were done, and every change is kept', async () => {
  let run = 0;
  const doing = fc.array(fc.constantFrom('eyes U1', 'eyes U2', 'tada U1'), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(doing, fc.infiniteStream(fc.nat()), async (toggled, chance) => {
      run += 1;
      const ts = `${1000 + run}.000001`;
      const standing = new Set<string>();
      const events = toggled.map((who, index) => {
        const change = standing.delete(who) ? 'removed' : 'added';
        if (change === 'added') standing.add(who);
        return reacted(ts, { who, change, second: 5_000 + index });
      });
      const told = [...events, ...events.slice(0, 3)].map((event) => ({
        event,
        at: chance.next().value ?? 0,
      }));
      for (const { event } of told.sort((one, other) => one.at - other.at)) await history.record(event);

      expect([...(await standingOn(ts))].sort()).toEqual([...standing].sort());
      expect(await database.rows(z.unknown(), 'select 1 from reaction where ts = $1', [ts])).toHaveLength(
        events.length,
      );
    }),
    { numRuns: 60 },
  );
});

test('what Slack shows makes up for what was not heard', async () => {
  const ts = '50.000001';
  const seen = (users: readonly string[], seenAt: number, areAll = true): Reacted => ({
    kind: 'reactions-seen',
    ref: { ...OPS, ts },
    reactions: users.length === 0 ? [] : [{ name: 'eyes', personIds: users }],
    areAll,
    seenAt: new Date(seenAt * 1000),
  });
  expect(await history.record(seen(['U1', 'U2'], 100))).toBe('changed');
  expect(await history.record(seen(['U1', 'U2'], 200))).toBe('known');
  await history.record(seen(['U2'], 300, false));
  expect(await standingOn(ts)).toEqual(['eyes U1', 'eyes U2']);

  await history.record(seen(['U2'], 400));
  expect(await standingOn(ts)).toEqual(['eyes U2']);
  await history.record(seen(['U1', 'U2'], 500));
  expect((await standingOn(ts)).toSorted()).toEqual(['eyes U1', 'eyes U2']);
  await history.record(reacted(ts, { who: 'eyes U1', change: 'removed', second: 450 }));
  expect((await standingOn(ts)).toSorted()).toEqual(['eyes U1', 'eyes U2']);
});

function reacted(
  ts: string,
  { who, change, second }: { who: string; change: 'added' | 'removed'; second: number },
): Reacted {
  const [name = '', personId = ''] = who.split(' ');
  return { kind: 'reacted', ref: { ...OPS, ts }, name, personId, change, at: new Date(second * 1000) };
}

async function standingOn(ts: string): Promise<string[]> {
  const reactions = (await reactionsOn(database, OPS, [ts])).get(ts) ?? [];
  return reactions.flatMap(({ name, personIds }) => personIds.map((personId) => `${name} ${personId}`));
}
