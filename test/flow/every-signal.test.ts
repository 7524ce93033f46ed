// Promise 5 on the real rows: whatever reaches a task, in whatever order, each of it is answered visibly, and no state is a trap.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { newId } from '../../src/base/id.ts';
import { createTransact, storesOn } from '../../src/flow/stores.ts';
import { takeSignal } from '../../src/flow/steer/take-signals.ts';
import { createTell } from '../../src/flow/tell.ts';
import { createVoice } from '../../src/slack/outbox-store.ts';
import type { Signal } from '../../src/task/signal.ts';
import { isClosed } from '../../src/task/state.ts';
import { testClock } from '../support/clock.ts';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();
const clock = testClock('2026-11-23T09:00:00Z');
const now = (): Date => clock.now();
const transact = createTransact(database);
const tell = createTell({ voice: createVoice(clock), now, permalink: () => undefined });
const KINDS = [
  'message',
  'correction',
  'stop',
  'pause',
  'resume',
  'skip',
  'retry',
  'take-over',
  'goal-edited',
] as const;
type Kind = (typeof KINDS)[number];
let messages = 0;

test('each signal leaves one sign or sentence, and the owner can end it from wherever it has come to', async () => {
  const act = fc.record({ kind: fc.constantFrom<Kind>(...KINDS), by: fc.constantFrom('U1', 'U2') });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 6 }), fc.boolean(), async (acts, isAtWork) => {
      const id = await openTask(isAtWork);
      for (const [index, { kind, by }] of acts.entries()) {
        const before = await shown(kind);
        await reach(id, { key: `s${index}`, signal: await toSignal(kind, by) });
        expect(await shown(kind), `${kind} by ${by}`).toBeGreaterThan(before);
      }
      await reach(id, { key: 'last', signal: { kind: 'stop', by: 'U1' } });
      const task = await storesOn(database).tasks.find(id);
      // Whoever opened it again last is its owner: a stop of somebody else holds it, which is visible too.
      expect(task !== undefined && (isClosed(task.state) || task.ownerId === 'U2')).toBe(true);
    }),
    { numRuns: 40 },
  );
});

async function reach(id: string, { key, signal }: { key: string; signal: Signal }): Promise<void> {
  await storesOn(database).tasks.signal(id, { key, signal, at: now() });
  await transact((stores) => takeSignal(stores, id, { tell, now, checks: {} }));
  expect(await storesOn(database).tasks.waiting(id)).toEqual([]);
}

async function toSignal(kind: Kind, by: string): Promise<Signal> {
  if (kind === 'goal-edited') return { kind, ts: '1.000001', personId: by };
  if (kind !== 'message' && kind !== 'correction') return { kind, by };
  const ts = await say(by, kind === 'correction' ? 'No, I meant Q4' : 'mind the currency');
  return { kind: 'message', ts, personId: by };
}

async function say(by: string, text: string): Promise<string> {
  messages += 1;
  const ts = `${1_700_000_000 + messages}.000100`;
  const author = { kind: 'person' as const, id: by };
  const message = { teamId: 'T1', channelId: 'C1', ts, threadTs: ts, author, text, mentions: [], files: [] };
  await storesOn(database).history.record({ kind: 'posted', message });
  return ts;
}

async function openTask(isAtWork: boolean): Promise<string> {
  const ts = await say('U1', 'Add it up');
  const { tasks } = storesOn(database);
  const ref = { teamId: 'T1', channelId: 'C1', threadTs: ts, goalTs: ts };
  const { id } = await tasks.open({ ...ref, id: newId(), ownerId: 'U1', language: 'en', openedAt: now() });
  if (!isAtWork) return id;
  const steps = [{ title: 'Read', tool: null }];
  const brief = {
    outcome: 'Added up',
    deliverable: '',
    doneWhen: [],
    constraints: [],
    steps,
    assumptions: [],
  };
  await tasks.acceptBrief(id, brief, { at: now(), by: 'U1' });
  await tasks.setState(id, { from: 'intake', to: 'working', at: now() });
  return id;
}

/**
 * Everything that was said or shown so far; a change of what stands there counts as well. What a message opens again
 * shows as Slack's "working", beside the eye it had when it was received.
 */
async function shown(kind: Kind): Promise<number> {
  const [row] = await database.rows(
    z.object({ n: z.coerce.number() }),
    `select coalesce(sum(version), 0) as n from outbox_post where kind <> 'status' or $1`,
    [kind === 'message' || kind === 'correction'],
  );
  return row?.n ?? 0;
}
