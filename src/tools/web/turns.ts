// One request at a time to a host, and a breath between two: many links are often many pages of one site.
import type { Clock } from '../../base/clock.ts';

export type InTurn = <Result>(host: string, ask: () => Promise<Result>, breathMs?: number) => Promise<Result>;

const BREATH_MS = 250;

export function createTurns(clock: Clock): InTurn {
  const turns = new Map<string, Promise<void>>();
  return async function inTurn(host, ask, breathMs = BREATH_MS) {
    const before = turns.get(host);
    const mine = Promise.withResolvers<void>();
    turns.set(host, mine.promise);
    try {
      if (before !== undefined) {
        await before;
        await clock.sleep(breathMs);
      }
      return await ask();
    } finally {
      mine.resolve();
      // The last in the row clears it away, so that hosts are not remembered for ever.
      if (turns.get(host) === mine.promise) turns.delete(host);
    }
  };
}
