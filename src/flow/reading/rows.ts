// The rows of a reading, from what its lanes settled; what was read again later stands in the place of what failed.
import type { LaneItem } from '../../job/lane-store.ts';
import type { Stores } from '../stores.ts';
import { Item, Outcome, type Row } from './items.ts';
import { createReadingStore, type Reading } from './store.ts';

/** Each item has its row; where one was read again, the later outcome stands. */
export async function rowsOf(stores: Stores, reading: Reading): Promise<readonly Row[]> {
  const own = (await stores.lanes.items(reading.batch)).map(toRow);
  const base =
    reading.base === undefined
      ? undefined
      : await createReadingStore(stores.sql).find({ batch: reading.base });
  if (base === undefined) return own;
  const again = own.values();
  return (await rowsOf(stores, base)).map((row) =>
    row.outcome.status === 'read' ? row : (again.next().value ?? row),
  );
}

function toRow({ item, state, outcome, reason }: LaneItem): Row {
  const unread = (why: string, text: string): Outcome => ({ status: 'failed', why, reason: text });
  switch (state) {
    case 'done':
      return { item: Item.parse(item), outcome: Outcome.parse(outcome) };
    case 'failed':
      return { item: Item.parse(item), outcome: unread('unknown', reason ?? 'It failed.') };
    case 'open':
    case 'running':
    case 'dropped':
      return { item: Item.parse(item), outcome: unread('unknown', 'It was stopped before it was read.') };
  }
}
