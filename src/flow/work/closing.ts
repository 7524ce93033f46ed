// The message that closed a task says what the ledger says now, also when that became known after it.
import type { Situation } from '../situation.ts';
import type { Stores } from '../stores.ts';
import type { Tell } from '../tell.ts';

export async function tellClosingAgain(stores: Stores, situation: Situation, tell: Tell): Promise<void> {
  const { task, entries } = situation;
  const endedAt = entries.findLastIndex(({ entry }) => entry.kind === 'ended');
  const ended = entries[endedAt];
  const upTo = entries.slice(0, Math.max(endedAt, 0));
  const last = upTo.at(-1);
  const isResult =
    ended?.entry.kind === 'ended' && ended.entry.state === 'done' && last?.entry.kind === 'response';
  if (!isResult || last?.entry.kind !== 'response') return tell.ledger(stores, task);
  await tell.result(stores, {
    situation: { ...situation, entries: upTo, lastSeq: last.seq },
    markdown: last.entry.turn.content,
    at: ended.at,
  });
}
