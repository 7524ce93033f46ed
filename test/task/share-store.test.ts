// How much was carried: every task counts once, by how it ended last, and what comes by itself was not asked.
import { expect, test } from 'vitest';
import type { Entry } from '../../src/agent/entry.ts';
import { newId } from '../../src/base/id.ts';
import { carriedOf } from '../../src/task/share.ts';
import { createShareStore } from '../../src/task/share-store.ts';
import { storesOn } from '../../src/flow/stores.ts';
import { createDecisionStore, type DecidedKind } from '../../src/task/decision-store.ts';
import { hashOf } from '../../src/task/handoff-brief.ts';
import type { TaskState } from '../../src/task/state.ts';
import { newSchedule } from '../schedule/schedules.ts';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();
const stores = storesOn(database);
const NOW = new Date('2026-11-20T09:00:00Z');
const MONTH = new Date('2026-10-21T09:00:00Z');
let asked = 0;

interface Became {
  readonly ownerId?: string;
  readonly channelId?: string;
  readonly at?: Date;
  readonly decided?: DecidedKind;
  readonly hasCard?: boolean;
  readonly handoff?: 'returned' | 'declined';
  readonly effects?: readonly ('done' | 'not-done')[];
}

async function task(to: TaskState, became: Became = {}): Promise<string> {
  const {
    ownerId = 'U1',
    channelId = 'C1',
    at = NOW,
    decided,
    hasCard = false,
    handoff,
    effects = [],
  } = became;
  asked += 1;
  const id = newId();
  const ts = `17000000${asked}.000100`;
  const place = { teamId: 'T1', channelId, threadTs: ts };
  await stores.tasks.open({ id, ...place, goalTs: ts, ownerId, language: 'en', openedAt: at });
  if (decided !== undefined)
    await createDecisionStore(database).note({
      id: newId(),
      taskId: id,
      at,
      kind: decided,
      rule: 'clear',
      seen: [],
    });
  if (hasCard) {
    const card = {
      kind: 'card',
      cardId: newId(),
      purpose: 'ask',
      understood: [],
      questions: [],
      evidence: [],
      mayOverride: false,
    } satisfies Entry;
    await stores.transcript.append(id, { afterSeq: 0, entries: [card], at });
  }
  if (handoff !== undefined) await handedOver(id, { ...place, state: handoff });
  for (const [at, state] of effects.entries()) {
    const key = newId();
    const call = { key, callId: `call${at}`, tool: 'post_message', what: 'Post', input: {} };
    await stores.effects.intend({ taskId: id, ...call, at: NOW });
    await stores.effects.settle(key, { state, outcome: null, at: NOW });
  }
  if (to !== 'intake') await stores.tasks.setState(id, { from: 'intake', to, at });
  return id;
}

async function handedOver(
  taskId: string,
  {
    state,
    ...place
  }: { teamId: string; channelId: string; threadTs: string; state: 'returned' | 'declined' },
): Promise<void> {
  const brief = {
    wanted: 'Sign it',
    note: '',
    done: [],
    left: [],
    openQuestions: [],
    constraints: [],
    files: [],
    changes: [],
    withheld: 0,
  };
  await stores.handoffs.create({
    id: newId(),
    ...place,
    giverId: 'U1',
    receiver: { kind: 'person', id: 'U2' },
    task: { id: taskId, role: 'waits' },
    state,
    terms: { from: 'longhand', language: 'en' },
    brief,
    briefHash: hashOf(brief, undefined),
    dueAt: undefined,
    said: {},
    givenAt: NOW,
    attendAt: undefined,
  });
}

test('what became of each is counted once; the share is what nobody else had to do a part of', async () => {
  await task('done', { decided: 'accepted' });
  await task('done', { decided: 'answered' });
  await task('done', { hasCard: true });
  // Whoever was asked would not: Longhand did it after all.
  await task('done', { handoff: 'declined' });
  await task('done', { hasCard: true, handoff: 'returned' });
  await task('done', { decided: 'refused' });
  await task('failed', { hasCard: true });
  await task('done', { effects: ['not-done', 'not-done'] });
  await task('done', { effects: ['not-done', 'done'] });
  await task('stopped');
  await task('working');
  await task('done', { ownerId: 'U2' });
  await task('done', { channelId: 'C2' });
  await task('done', { at: new Date('2026-09-03T09:00:00Z') });
  const report = await task('done');
  const { id: scheduleId } = await stores.schedules.create(newSchedule());
  await database.run(
    `insert into schedule_run (task_id, schedule_id, version, kind, due_at) values ($1, $2, 1, 'now', $3)`,
    [report, scheduleId, NOW],
  );

  const shares = createShareStore(database);
  const mine = await shares.of({ kind: 'person', teamId: 'T1', personId: 'U1', since: MONTH });
  const counted = { withQuestion: 1, handed: 1, declined: 1, failed: 2, stopped: 1, open: 1 };
  expect(mine).toEqual({ alone: 5, ...counted });
  expect(carriedOf(mine)).toEqual({ carried: 6, ended: 11 });
  const here = await shares.of({ kind: 'channel', teamId: 'T1', channelId: 'C1', since: MONTH });
  expect(here).toEqual({ alone: 5, ...counted });
  expect(await shares.report()).toEqual([
    expect.objectContaining({ channel: 'C1', month: '2026-09', alone: 1, handed: 0 }),
    { channel: 'C1', month: '2026-11', alone: 5, ...counted },
    expect.objectContaining({ channel: 'C2', month: '2026-11', alone: 1 }),
  ]);
});
