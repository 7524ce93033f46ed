// docs/privacy.md says of every table what is in it and for how long; a new one cannot be forgotten there.
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const MIGRATIONS = new URL('../../migrations/', import.meta.url);
/** Which migrations were applied: nothing of anybody's. */
const OF_THE_PROGRAM = ['migration'];

test('docs/privacy.md names every table that the migrations make, and none that they do not', async () => {
  const doc = await readFile(new URL('../../docs/privacy.md', import.meta.url), 'utf8');
  const rows = doc.split('\n').filter((line) => line.startsWith('|'));
  const named = rows.flatMap((row) =>
    [...(row.split('|')[2] ?? '').matchAll(/`([a-z_]+)`/gu)].map(([, name]) => name),
  );

  const standing = new Set<string | undefined>();
  for (const file of (await readdir(MIGRATIONS)).sort()) {
    const sql = await readFile(new URL(file, MIGRATIONS), 'utf8');
    for (const [, act, name] of sql.matchAll(
      /^\s*(create|drop) table (?:if (?:not )?exists )?([a-z_]+)/gmu,
    )) {
      if (act === 'create') standing.add(name);
      else standing.delete(name);
    }
  }
  expect(standing.size).toBeGreaterThan(30);
  const told = new Set(named);
  expect([...standing].filter((name) => !told.has(name) && !OF_THE_PROGRAM.includes(name ?? ''))).toEqual([]);
  expect([...told].filter((name) => !standing.has(name))).toEqual([]);
});
