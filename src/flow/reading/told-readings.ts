// What a result says of the readings in it, whatever the model's words are: how much was read, and where rows disagree.
import type { Disagreement } from '../../agent/disagreement.ts';
import type { Task } from '../../task/store.ts';
import type { Stores } from '../stores.ts';
import type { Language } from '../words.ts';
import { coverageText } from './coverage-text.ts';
import { coverageOf, type Row } from './items.ts';
import { rowsOf } from './rows.ts';
import { createReadingStore, type Reading } from './store.ts';
import { tableDisagreements } from './table-disagreements.ts';

interface ToldReading {
  readonly reading: Reading;
  readonly rows: readonly Row[];
}

export async function readingsToTell(stores: Stores, task: Task): Promise<readonly ToldReading[]> {
  const readings = await createReadingStore(stores.sql).of(task.id, task.openedAt);
  // One that was read again is told of by the later one.
  const bases = new Set(readings.map(({ base }) => base));
  return Promise.all(
    readings
      .filter(({ batch }) => !bases.has(batch))
      .map(async (reading) => ({ reading, rows: await rowsOf(stores, reading) })),
  );
}

export function coverageLines(told: readonly ToldReading[], language: Language): readonly string[] {
  return told.map(
    ({ reading, rows }) =>
      `${reading.title}: ${coverageText(coverageOf(rows.map(({ outcome }) => outcome)), language)}`,
  );
}

export function disagreementsIn(told: readonly ToldReading[]): readonly Disagreement[] {
  return told.flatMap(({ reading, rows }) => tableDisagreements(reading.form, rows));
}
