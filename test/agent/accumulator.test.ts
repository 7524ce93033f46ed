import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAccumulator } from '../../src/agent/accumulator.ts';
import { delta } from './chat-server.ts';

test('however a response is cut into pieces, it comes out whole', () => {
  const call = fc.record({
    name: fc.constantFrom('read', 'look'),
    arguments: fc.json(),
    cuts: fc.array(fc.nat({ max: 30 })),
  });
  fc.assert(
    fc.property(
      fc.string(),
      fc.array(fc.nat({ max: 30 })),
      fc.array(call, { maxLength: 4 }),
      (...[content, cuts, calls]) => {
        const accumulator = createAccumulator();
        for (const piece of cut(content, cuts)) expect(accumulator.add(delta({ content: piece }))).toBe(true);
        for (const [index, one] of calls.entries()) {
          const [first = '', ...rest] = cut(one.arguments, one.cuts);
          accumulator.add(
            callDelta({ index, id: `c${index}`, function: { name: one.name, arguments: first } }),
          );
          for (const piece of rest) accumulator.add(callDelta({ index, function: { arguments: piece } }));
        }
        accumulator.add(delta({}, 'stop'));

        expect(accumulator.result()).toMatchObject({
          finish: 'stop',
          turn: {
            content,
            calls: calls.map((one, index) => ({ id: `c${index}`, name: one.name, arguments: one.arguments })),
          },
        });
      },
    ),
  );
});

test('whatever a server sends, it is read or said not to be of the protocol, and never a throw', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.jsonValue(), fc.jsonValue().map(delta), fc.jsonValue().map(callDelta))),
      (chunks) => {
        const accumulator = createAccumulator();
        for (const chunk of chunks) expect(typeof accumulator.add(chunk)).toBe('boolean');
        const { turn } = accumulator.result();
        expect(new Set(turn.calls.map(({ id }) => id)).size).toBe(turn.calls.length);
      },
    ),
    { numRuns: 1000 },
  );
});

test('two that share a name by which a third is called stay three', () => {
  const accumulator = createAccumulator();
  for (const [index, id] of ['c', 'c', 'c_2'].entries()) {
    accumulator.add(callDelta({ index, id, function: { name: 'read', arguments: '{}' } }));
  }
  const ids = accumulator.result().turn.calls.map(({ id }) => id);
  expect(new Set(ids).size).toBe(3);
});

function callDelta(call: unknown): unknown {
  return delta({ tool_calls: [call] });
}

function cut(text: string, cuts: readonly number[]): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const length of cuts) {
    pieces.push(text.slice(from, from + length));
    from += length;
  }
  return [...pieces, text.slice(from)];
}
