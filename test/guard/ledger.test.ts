import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { createEffectStore } from '../../src/guard/effect-store.ts';
import {
  runEffect,
  settleBegun,
  type EffectCall,
  type EffectDeps,
  type Ending,
} from '../../src/guard/ledger.ts';
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
  expect(await effect('crash-unknown', { run: neverAgain })).toMatchObject({ kind: 'unknown' });
  expect(await stateOf('crash-unknown')).toBe('unknown');
  await intended('crash-unclear');
  expect(
    await effect('crash-unclear', { run: neverAgain, look: async () => ({ kind: 'unknown' }) }),
  ).toMatchObject({
    kind: 'unknown',
  });
  // Not even when a later look-up says that nothing is there: a person was told to look.
  expect(
    await effect('crash-unclear', { run: neverAgain, look: async () => ({ kind: 'not-done' }) }),
  ).toMatchObject({
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
  expect(await effect('throws-alone', { run: lostAnswer })).toMatchObject({ kind: 'unknown' });
  expect(await effect('throws-twice', { run: lostAnswer, look: lostAnswer })).toMatchObject({
    kind: 'unknown',
  });
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

test('what is not seen is looked for until it can no longer be on its way, and only then counts as not done', async () => {
  const time = testClock();
  let looks = 0;
  const late = runEffect(
    callOf('late-arrival', {
      run: lostAnswer,
      look: async () => ((looks += 1) < 4 ? { kind: 'not-seen' } : DONE),
    }),
    { database, clock: time, confirm: ours },
  );
  await until(async () => (await time.advance(1_000), looks >= 4));
  expect(await late).toEqual(DONE);

  let isOver = false;
  let waits = 0;
  const never = runEffect(
    callOf('no-arrival', { run: lostAnswer, look: async () => ({ kind: 'not-seen' }) }),
    { database, clock: time, confirm: ours, onWait: async () => void (waits += 1) },
  );
  void never.then(() => (isOver = true));
  const began = time.now().getTime();
  await until(async () => (await time.advance(1_000), isOver));
  expect((await never).kind).toBe('not-done');
  expect(time.now().getTime() - began).toBeGreaterThanOrEqual(12_000);
  // Said before the first look: a death in it is not the task's.
  expect(waits).toBe(1);
});

test.each([
  ['not-seen', { kind: 'not-seen' }, 'unknown'],
  ['done', DONE, 'done'],
  ['deaf as well', undefined, 'unknown'],
] as const)(
  'a call that is given up and hangs is over within two seconds: looked for once (%s); what it comes to is heard all the same',
  async (name, seen, state) => {
    const time = testClock();
    const given = new AbortController();
    const hanging = Promise.withResolvers<typeof DONE>();
    const late: unknown[] = [];
    const ending = runEffect(
      callOf(`given-up-${name}`, {
        run: () => hanging.promise,
        look: async () => seen ?? new Promise(() => {}),
      }),
      {
        database,
        clock: time,
        confirm: ours,
        givenUp: given.signal,
        onLate: async (_key, ended) => void late.push(ended),
      },
    );
    let isOver = false;
    void ending.then(() => (isOver = true));
    await until(async () => (await stateOf(`given-up-${name}`)) === 'intended');
    await time.advance(60_000);
    expect(isOver).toBe(false);

    given.abort();
    await time.advance(2_000);
    expect((await ending).kind).toBe(state);
    hanging.resolve(DONE);
    await hanging.promise;
    await time.advance(0);
    expect(late).toEqual([DONE]);
  },
);

test('who is no longer the owner intends nothing, and says nothing of how it ended, unless it saw it happen', async () => {
  const lost = async () => {
    throw new Error('not the owner');
  };
  const deps = { database, clock, confirm: lost };
  await expect(runEffect(callOf('fenced', { run: neverAgain }), deps)).rejects.toThrow('not the owner');
  expect(await stateOf('fenced')).toBeUndefined();

  const key = await intended('fenced-begun');
  const begun = async () => (await ledger.of(taskId)).find((kept) => kept.key === key) ?? never();
  const look = (seen: 'not-done' | 'unknown') => async () => ({ kind: seen });
  for (const seen of ['not-done', 'unknown'] as const) {
    const call = callOf('fenced-begun', { run: neverAgain, look: look(seen) });
    await expect(settleBegun({ call, effect: await begun(), ifNot: 'make it' }, deps)).rejects.toThrow(
      'not the owner',
    );
    expect(await stateOf('fenced-begun')).toBe('intended');
  }
  const call = callOf('fenced-begun', { run: neverAgain, look: async () => DONE });
  await settleBegun({ call, effect: await begun(), ifNot: 'make it' }, deps);
  expect(await stateOf('fenced-begun')).toBe('done');
});

test('what else has to hold with an intent holds in its transaction, and is asked of a first intent alone', async () => {
  let asked = 0;
  const refuse = async () => {
    asked += 1;
    throw new Error('the approval is used');
  };
  await expect(
    runEffect(callOf('before', { run: neverAgain }), { database, clock, confirm: ours, before: refuse }),
  ).rejects.toThrow('the approval is used');
  expect(await stateOf('before')).toBeUndefined();
  await intended('before-begun');
  await runEffect(callOf('before-begun', { run: neverAgain, look: async () => DONE }), {
    database,
    clock,
    confirm: ours,
    before: refuse,
  });
  expect(asked).toBe(1);
});

test('a task that is stopped leaves what certainly did not happen', async () => {
  const key = await intended('left');
  const effect = (await ledger.of(taskId)).find((kept) => kept.key === key) ?? never();
  const call = callOf('left', { run: neverAgain, look: async () => ({ kind: 'not-done' }) });
  const ending = await settleBegun({ call, effect, ifNot: 'leave it' }, { database, clock, confirm: ours });
  expect(ending.kind).toBe('not-done');
  expect(await stateOf('left')).toBe('not-done');
});

test('a person settles what nobody could know, once, and a wish to take it back is kept until it is', async () => {
  const key = await intended('person');
  await ledger.settle(key, { state: 'unknown', outcome: null, at: clock.now() });
  expect(await ledger.wishUndo(taskId, key, { by: 'U1', at: clock.now() })).toBe(false);
  await ledger.settle(key, { state: 'done', outcome: DONE.outcome, at: clock.now(), by: 'U1' });
  await ledger.settle(key, { state: 'not-done', outcome: DONE.outcome, at: clock.now(), by: 'U2' });
  expect(await stateOf('person')).toBe('done');

  expect(await ledger.wishUndo(taskId, key, { by: 'U1', at: clock.now() })).toBe(true);
  expect(await ledger.wishUndo(taskId, key, { by: 'U2', at: clock.now() })).toBe(false);
  expect(await ledger.tasksToUndo()).toEqual([taskId]);
  await ledger.settleUndo(key, { kind: 'failed', reason: 'Slack is away' });
  expect(await ledger.toUndo(taskId)).toEqual([]);
  expect(await ledger.wishUndo(taskId, key, { by: 'U1', at: clock.now() })).toBe(true);
  await ledger.settleUndo(key, { kind: 'undone', at: clock.now() });
  expect(await stateOf('person')).toBe('undone');
  expect(await ledger.toUndo(taskId)).toEqual([]);
});

/** How a world may treat one call: each try lands or not, its answer comes or is lost, or its process dies. */
const Try = fc.record({
  lands: fc.constantFrom('at once', 'later', 'never'),
  ends: fc.constantFrom('answer', 'lost answer', 'death'),
  diesAfter: fc.constantFrom('intent', 'call'),
});

test('whatever dies or is lost, an effect happens at most once, and is never said not to have happened when it did', async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(Try, { minLength: 1, maxLength: 4 }), fc.boolean(), async (tries, canLook) => {
      const callId = `world-${(number += 1)}`;
      const time = hasty();
      let happened = 0;
      let onItsWay = false;
      let ending: Ending<Posted> | undefined;
      for (const { lands, ends, diesAfter } of tries) {
        const died = Promise.withResolvers<never>();
        const die = () => died.reject(new Error('kill -9'));
        const call = callOf(callId, {
          run: async () => {
            if (ends === 'death' && diesAfter === 'intent') return (die(), new Promise(() => {}));
            if (lands === 'at once') happened += 1;
            if (lands === 'later') onItsWay = true;
            if (ends === 'death') return (die(), new Promise(() => {}));
            if (ends === 'answer' && lands === 'at once') return DONE;
            if (ends === 'answer' && lands === 'never')
              return { kind: 'not-done', outcome: { text: 'refused' } };
            throw new Error('socket hang up');
          },
          ...(canLook
            ? {
                look: async () => {
                  // What was on its way arrives while it is looked for.
                  if (onItsWay && time.now().getTime() > 4_000) [onItsWay, happened] = [false, happened + 1];
                  return happened > 0 ? DONE : { kind: 'not-seen' };
                },
              }
            : {}),
        });
        ending = await Promise.race([
          runEffect(call, { database, clock: time, confirm: ours }),
          died.promise,
        ]).catch(() => undefined);
        if (ending !== undefined) break;
      }
      const state = await stateOf(callId);
      expect(happened).toBeLessThanOrEqual(1);
      if (ending?.kind === 'done') expect(happened).toBe(1);
      if (state === 'not-done') expect(happened + Number(onItsWay)).toBe(0);
      if (!canLook && ending?.kind !== 'done' && happened > 0)
        expect(['unknown', 'intended']).toContain(state);
    }),
    { numRuns: 60 },
  );
});

/** Time passes by being waited for. */
function hasty(): EffectDeps['clock'] {
  let now = 0;
  return {
    now: () => new Date(now),
    sleep: async (ms) => void (now += ms),
    every: () => () => {},
  };
}

function callOf(
  callId: string,
  parts: Pick<EffectCall<Posted>, 'run'> & Partial<EffectCall<Posted>>,
): EffectCall<Posted> {
  return { taskId, callId, tool: 'post_file', what: 'Posting', input: {}, read: readPosted, ...parts };
}

function never(): never {
  throw new Error('it is not there');
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}

function effect(
  callId: string,
  parts: Pick<EffectCall<Posted>, 'run'> & Partial<EffectCall<Posted>>,
): Promise<Ending<Posted>> {
  return runEffect(callOf(callId, parts), { database, clock, confirm: ours });
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

async function ours(): Promise<void> {}

async function neverAgain(): Promise<never> {
  throw new Error('it was made a second time');
}

async function lostAnswer(): Promise<never> {
  throw new Error('socket hang up');
}
