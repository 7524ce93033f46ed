// The anchor of an import: each file parsed as a whole, its texts inserted into a table without an index or a search.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Database } from '../../src/db/pool.ts';

const Entries = z.array(z.object({ ts: z.string(), user: z.string(), text: z.string() }));

export async function insertBare(
  database: Database,
  folder: string,
  onProgress: (part: number) => void,
): Promise<number> {
  await database.run('create table said (channel text, ts text, author text, text text)');
  const files = (await readdir(folder, { recursive: true })).filter((path) => /\d\.json$/u.test(path));
  let messages = 0;
  for (const [at, path] of files.entries()) {
    const entries = Entries.parse(JSON.parse(await readFile(join(folder, path), 'utf8')));
    await database.run('insert into said select $1, * from unnest($2::text[], $3::text[], $4::text[])', [
      path,
      entries.map(({ ts }) => ts),
      entries.map(({ user }) => user),
      entries.map(({ text }) => text),
    ]);
    messages += entries.length;
    onProgress((at + 1) / files.length);
  }
  return messages;
}
