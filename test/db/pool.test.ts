import { expect, test } from 'vitest';
import { z } from 'zod';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();
await database.run('create table thing (id bigint primary key, name text)');
const Count = z.object({ count: z.number() });

test('a transaction that throws leaves nothing behind', async () => {
  const work = database.transact(async (sql) => {
    await sql.run("insert into thing values (1, 'gone')");
    throw new Error('changed my mind');
  });

  await expect(work).rejects.toThrow('changed my mind');
  expect(await database.rows(Count, 'select count(*) from thing where id = 1')).toEqual([{ count: 0 }]);
});

test('a transaction that resolves is kept and returns what the work came to', async () => {
  const touched = await database.transact((sql) =>
    sql.run("insert into thing values (2, 'kept'), (3, 'kept')"),
  );

  expect(touched).toBe(2);
  expect(await database.rows(Count, "select count(*) from thing where name = 'kept'")).toEqual([
    { count: 2 },
  ]);
});

test('a failure that the work swallows is not reported as kept', async () => {
  const work = database.transact(async (sql) => {
    await sql.run("insert into thing values (4, 'lost')");
    await sql.run('insert into thing values (4)').catch(() => 'never mind');
  });

  await expect(work).rejects.toMatchObject({ code: 'db/failure-swallowed' });
});

test('a row that does not fit its schema throws and names the column', async () => {
  const rows = database.rows(z.object({ name: z.number() }), "select 'text' as name");

  await expect(rows).rejects.toThrow(/"name"/);
});

test('a count of more than 32 bits comes back as a number', async () => {
  const Big = z.object({ ts: z.number() });

  expect(await database.rows(Big, 'select 1771234567123456::bigint as ts')).toEqual([
    { ts: 1771234567123456 },
  ]);
});

test('a connection that is cut inside a transaction fails that transaction and nothing else', async () => {
  const Pid = z.object({ pid: z.number() });
  const work = database.transact(async (sql) => {
    const [own] = await sql.rows(Pid, 'select pg_backend_pid() as pid');
    await database.run('select pg_terminate_backend($1, 1000)', [own?.pid]);
    await new Promise(setImmediate);
    await sql.run("insert into thing values (5, 'never')");
  });

  await expect(work).rejects.toThrow(/terminat|closed|not queryable/i);
  expect(await database.rows(Count, 'select count(*) from thing where id = 5')).toEqual([{ count: 0 }]);
  expect(database.pool.idleCount).toBe(database.pool.totalCount);
});
