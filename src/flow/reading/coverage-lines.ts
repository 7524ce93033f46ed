// What a result says of each reading in it: how much was read, whatever the model's words are.
import type { Task } from '../../task/store.ts';
import type { Stores } from '../stores.ts';
import { coverageText } from './coverage-text.ts';
import { coverageOf } from './items.ts';
import { rowsOf } from './rows.ts';
import { createReadingStore } from './store.ts';

export async function coverageLines(stores: Stores, task: Task): Promise<readonly string[]> {
  const readings = await createReadingStore(stores.sql).of(task.id, task.openedAt);
  // One that was read again is told of by the later one.
  const bases = new Set(readings.map(({ base }) => base));
  return Promise.all(
    readings
      .filter(({ batch }) => !bases.has(batch))
      .map(async (reading) => {
        const rows = await rowsOf(stores, reading);
        return `${reading.title}: ${coverageText(coverageOf(rows.map(({ outcome }) => outcome)), task.language)}`;
      }),
  );
}
