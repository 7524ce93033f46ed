import { expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { createEffectStore } from '../../src/guard/effect-store.ts';
import { runEffect, type EffectCall, type Ending } from '../../src/guard/ledger.ts';
import { createTaskStore } from '../../src/task/store.ts';
import { testClock } from '../support/clock.ts';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();
const ledger = createEffectStore(database);
const clock = testClock();
const taskId = (
  await createTaskStore(database).open({
    id: newId(),
    teamId: 'T1',
    channelId: 'C1',
    threadTs: '1.1',
    goalTs: '1.1',
    ownerId: 'U1',
    language: 'en',
    openedAt: clock.now(),
  })
).id;

interface Posted {
  readonly text: string;
}
const DONE = { kind: 'done', outcome: { text: 'posted' } } as const;

test('the intent is in the ledger, under the key that goes out, before the call is made', async () => {
  let seen: unknown;
  await effect('intent', {
    run: async (key) => {
      seen = (await ledger.of(taskId)).find((kept) => kept.key === key);
      return DONE;
    },
  });
  expect(seen).toMatchObject({ callId: 'intent', tool: 'post_file', what: 'Posting', state: 'intended' });
});

test.each([DONE, { kind: 'not-done', outcome: { text: 'no such channel' } }] as const)(
  'what was settled as $kind is told again and not done again',
  async (ending) => {
    const callId = `settled-${ending.kind}`;
    expect(await effect(callId, { run: async () => ending })).toEqual(ending);
    expect(await effect(callId, { run: neverAgain })).toEqual(ending);
    expect(await stateOf(callId)).toBe(ending.kind);
  },
);

test('an intent from before a crash is looked up: done is done', async () => {
  await intended('crash-done');
  const ending = await effect('crash-done', { run: neverAgain, look: async () => DONE });
  expect(ending).toEqual(DONE);
  expect(await stateOf('crash-done')).toBe('done');
});

test('an intent from before a crash that certainly did not happen is carried out, under its old key', async () => {
  const key = await intended('crash-not-done');
  let ranUnder: string | undefined;
  await effect('crash-not-done', {
    look: async () => ({ kind: 'not-done' }),
    run: async (given) => {
      ranUnder = given;
      return DONE;
    },
  });
  expect(ranUnder).toBe(key);
  expect(await stateOf('crash-not-done')).toBe('done');
});

test('an intent from before a crash that nobody can look up stays unknown and is not made again', async () => {
  await intended('crash-unknown');
  expect(await effect('crash-unknown', { run: neverAgain })).toEqual({ kind: 'unknown' });
  expect(await stateOf('crash-unknown')).toBe('unknown');
  await intended('crash-unclear');
  expect(await effect('crash-unclear', { run: neverAgain, look: async () => ({ kind: 'unknown' }) })).toEqual(
    {
      kind: 'unknown',
    },
  );
  // Not even when a later look-up says that nothing is there: a person was told to look.
  expect(
    await effect('crash-unclear', { run: neverAgain, look: async () => ({ kind: 'not-done' }) }),
  ).toEqual({
    kind: 'unknown',
  });
});

test.each([
  ['done', DONE, 'done'],
  ['not-done', { kind: 'not-done' }, 'not-done'],
  ['unknown', { kind: 'unknown' }, 'unknown'],
] as const)('a call that throws is looked up: %s', async (name, seen, state) => {
  const ending = await effect(`throws-${name}`, { run: lostAnswer, look: async () => seen });
  expect(ending.kind).toBe(state);
  expect(await stateOf(`throws-${name}`)).toBe(state);
});

test('a call that throws, without a look-up or with one that throws too, is unknown', async () => {
  expect(await effect('throws-alone', { run: lostAnswer })).toEqual({ kind: 'unknown' });
  expect(await effect('throws-twice', { run: lostAnswer, look: lostAnswer })).toEqual({ kind: 'unknown' });
});

test('a look-up that fails after a crash changes nothing: the call stays intended and is looked up again', async () => {
  await intended('look-fails');
  await expect(effect('look-fails', { run: neverAgain, look: lostAnswer })).rejects.toThrow('socket hang up');
  expect(await stateOf('look-fails')).toBe('intended');
});

test('two processes with the same call make it once', async () => {
  let runs = 0;
  const once = () =>
    effect('two', {
      run: async () => {
        runs += 1;
        return DONE;
      },
      look: async () => ({ kind: 'unknown' }),
    });
  const endings = await Promise.all([once(), once(), once()]);

  expect(runs).toBe(1);
  expect(endings.filter(({ kind }) => kind === 'done').length).toBeGreaterThan(0);
  // Whoever came second did not know; the one who made the call did, and that is what stands.
  expect(await stateOf('two')).toBe('done');
});

test('a process that could not find out does not take back what another one knows', async () => {
  const late = Promise.withResolvers<{ kind: 'unknown' }>();
  const key = await intended('late');
  const looking = Promise.withResolvers<void>();
  const look = () => {
    looking.resolve();
    return late.promise;
  };
  const second = effect('late', { run: neverAgain, look });
  await looking.promise;
  await ledger.settle(key, { state: 'done', outcome: DONE.outcome, at: clock.now() });
  late.resolve({ kind: 'unknown' });
  await second;

  expect(await stateOf('late')).toBe('done');
});

test('what a model puts in, the ledger can hold', async () => {
  await effect('odd', {
    input: { text: 'a\u0000b', half: '\ud800' },
    what: 'Posting "\u0000"',
    run: async () => ({ kind: 'done', outcome: { text: '\u0000 \udc00' } }),
  });
  expect(await effect('odd', { run: neverAgain })).toEqual({ kind: 'done', outcome: { text: ' \ufffd' } });
});

test('what the outside calls an effect is kept for the look-up', async () => {
  const key = await intended('handle');
  expect(await ledger.recall(key)).toBeUndefined();
  await ledger.remember(key, 'F0123');
  expect(await ledger.recall(key)).toBe('F0123');
  expect(await ledger.recall(newId())).toBeUndefined();
});

function effect(
  callId: string,
  parts: Pick<EffectCall<Posted>, 'run'> & Partial<EffectCall<Posted>>,
): Promise<Ending<Posted>> {
  const call = { taskId, callId, tool: 'post_file', what: 'Posting', input: {}, read: readPosted, ...parts };
  return runEffect(call, { ledger, clock });
}

function readPosted(kept: unknown): Posted {
  return { text: typeof kept === 'object' && kept !== null && 'text' in kept ? String(kept.text) : '' };
}

async function intended(callId: string): Promise<string> {
  const key = newId();
  await ledger.intend({
    key,
    taskId,
    callId,
    tool: 'post_file',
    what: 'Posting',
    input: {},
    at: clock.now(),
  });
  return key;
}

async function stateOf(callId: string): Promise<string | undefined> {
  return (await ledger.of(taskId)).find((kept) => kept.callId === callId)?.state;
}

async function neverAgain(): Promise<never> {
  throw new Error('it was made a second time');
}

async function lostAnswer(): Promise<never> {
  throw new Error('socket hang up');
}
