import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { silentLog } from '../../src/base/log.ts';
import { migrate } from '../../src/db/migrate.ts';
import { emptyDatabaseUrl } from '../support/database.ts';
import { newFolder, open } from './embedded-server.ts';

const first = { '0001_first.sql': 'create table first (id int);\ncreate table other (id int);' };
const second = { '0002_second.sql': 'alter table first add column name text;' };

async function folderOf(files: Record<string, string>): Promise<string> {
  const folder = await newFolder();
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  return folder;
}

async function newDatabase() {
  const url = await emptyDatabaseUrl();
  const database = open(url);
  const tables = async () => {
    const rows = await database.rows(
      z.object({ name: z.string() }),
      "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
    );
    return rows.map(({ name }) => name);
  };
  return {
    url,
    database,
    tables,
    migrate: async (files: Record<string, string>, after?: () => Promise<void>) =>
      migrate({ database, folder: await folderOf(files), log: silentLog, ...(after && { after }) }),
  };
}

test('files run once, in order, and a later one is run by the next start', async () => {
  const { migrate, tables } = await newDatabase();

  expect(await migrate(first)).toEqual({ applied: ['0001_first.sql'] });
  expect(await migrate({ ...first, ...second })).toEqual({ applied: ['0002_second.sql'] });
  expect(await migrate({ ...first, ...second })).toEqual({ applied: [] });
  expect(await tables()).toEqual(['first', 'migration', 'other']);
});

test('an empty folder is an empty schema', async () => {
  const { migrate } = await newDatabase();

  expect(await migrate({})).toEqual({ applied: [] });
});

test('four processes that start at once run each file once', async () => {
  const { url, database } = await newDatabase();
  const folder = await folderOf({
    '0001_slow.sql': 'create table ran (name text); select pg_sleep(0.1);',
    '0002_once.sql': "insert into ran values ('second');",
  });
  const program = `
    const { migrate } = await import(${JSON.stringify(new URL('../../src/db/migrate.ts', import.meta.url).href)});
    const { openDatabase } = await import(${JSON.stringify(new URL('../../src/db/pool.ts', import.meta.url).href)});
    const { silentLog: log } = await import(${JSON.stringify(new URL('../../src/base/log.ts', import.meta.url).href)});
    const database = openDatabase({ url: ${JSON.stringify(url)}, connections: 2, log });
    const after = () => database.run("insert into ran values ('after')");
    await migrate({ database, folder: ${JSON.stringify(folder)}, log, after });
    await database.close();`;
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' }),
  );
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));

  expect(codes).toEqual([0, 0, 0, 0]);
  const names = await database.rows(z.object({ name: z.string() }), 'select name from ran');
  expect(names.map(({ name }) => name)).toEqual(['second', 'after', 'after', 'after', 'after']);
});

test('a file that fails is rolled back and named, with the line and the words of Postgres', async () => {
  const { migrate, tables } = await newDatabase();
  const broken = {
    '0002_broken.sql': 'create table half (id int);\n\nalter table nowhere add column x int;',
  };

  await expect(migrate({ ...first, ...broken })).rejects.toMatchObject({
    code: 'db/migration-failed',
    message: expect.stringMatching(/0002_broken\.sql.*relation "nowhere" does not exist/),
  });
  expect(await tables()).toEqual(['first', 'migration', 'other']);
  expect(await migrate({ ...first, ...second })).toEqual({ applied: ['0002_second.sql'] });
});

test('a syntax error is named with its line', async () => {
  const { migrate } = await newDatabase();

  await expect(
    migrate({ '0001_typo.sql': 'create table a (id int);\ncreate tabel b (id int);' }),
  ).rejects.toMatchObject({
    message: expect.stringContaining('0001_typo.sql failed in line 2'),
  });
});

test('an old file that was changed is refused, other line ends are not a change', async () => {
  const { migrate } = await newDatabase();
  await migrate(first);

  await expect(migrate({ '0001_first.sql': 'create table first (id bigint);' })).rejects.toMatchObject({
    code: 'db/migration-changed',
  });
  expect(await migrate({ '0001_first.sql': first['0001_first.sql'].replaceAll('\n', '\r\n') })).toEqual({
    applied: [],
  });
});

test('a database that a newer Longhand has used is refused and left as it is', async () => {
  const { migrate, tables } = await newDatabase();
  await migrate({ ...first, '0003_newer.sql': 'create table newer (id int)' });

  await expect(migrate(first)).rejects.toMatchObject({
    code: 'db/ahead',
    message: expect.stringContaining('0003_newer.sql'),
  });
  expect(await tables()).toContain('newer');
});

test('a file that was put before one that has run is refused', async () => {
  const { migrate } = await newDatabase();
  await migrate({ ...first, '0003_third.sql': 'select 1' });

  await expect(migrate({ ...first, ...second, '0003_third.sql': 'select 1' })).rejects.toMatchObject({
    code: 'db/migration-name',
  });
});

test.each([
  { fault: 'no number', files: { 'first.sql': 'select 1' } },
  { fault: 'a number twice', files: { '0001_a.sql': 'select 1', '0001_b.sql': 'select 1' } },
])('a file with $fault is refused', async ({ files }) => {
  const { migrate } = await newDatabase();

  await expect(migrate(files)).rejects.toMatchObject({ code: 'db/migration-name' });
});

test('what fails after the files is told as it is, and the lock is free again', async () => {
  const { migrate } = await newDatabase();

  await expect(migrate(first, () => Promise.reject(new Error('engine trouble')))).rejects.toThrow(
    'engine trouble',
  );
  expect(await migrate(first)).toEqual({ applied: [] });
});
