import { expect, test } from 'vitest';
import { createTurnstile } from '../../../src/tools/code/turnstile.ts';

test('one after another; who is stopped while it waits goes on at once, who is stopped inside keeps its place to its end', async () => {
  const enter = createTurnstile(1);
  const inside = new AbortController();
  const waiting = new AbortController();
  const end = Promise.withResolvers<void>();
  const order: string[] = [];
  const work = (name: string, until?: Promise<void>) => async () => {
    order.push(name);
    await until;
    return name;
  };
  const first = enter(inside.signal, work('first', end.promise));
  const second = enter(waiting.signal, work('second'));
  const third = enter(new AbortController().signal, work('third'));
  waiting.abort();
  expect(await second).toBe('second');
  inside.abort();
  await Promise.resolve();
  expect(order).toEqual(['first', 'second']);
  end.resolve();
  expect(await Promise.all([first, third])).toEqual(['first', 'third']);
  expect(await enter(waiting.signal, work('too late'))).toBe('too late');
  const failing = enter(new AbortController().signal, () => Promise.reject(new Error('it broke')));
  await expect(failing).rejects.toThrow('it broke');
});
