import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, inject, onTestFinished, test } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import { openCheckedDatabase, toConnectionError } from '../../src/db/check.ts';

const openAt = (url: string) => openCheckedDatabase({ url, connections: 1, log: silentLog });

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('a good database is opened', async () => {
  const url = new URL(inject('postgresUrl'));
  url.pathname = '/postgres';
  const database = await openAt(url.href);
  onTestFinished(() => database.close());

  expect(await database.run('select 1')).toBe(1);
});

test('where nobody listens is said with host and port and without the password', async () => {
  const port = await closedPort();
  const failure = openAt(`postgresql://ann:geheim@localhost:${port}/work`);

  await expect(failure).rejects.toMatchObject({
    code: 'db/unreachable',
    message: expect.stringMatching(new RegExp(`localhost:${port}/work cannot be reached: .*ECONNREFUSED`)),
  });
  await expect(failure).rejects.not.toThrow('geheim');
});

test('a database that does not exist is a refusal, not an outage', async () => {
  const url = new URL(inject('postgresUrl'));
  url.pathname = '/nowhere';

  await expect(openAt(url.href)).rejects.toMatchObject({
    code: 'db/refused',
    message: expect.stringContaining('there is no such database'),
  });
});

test('a wrong password is named as one', () => {
  const refused = Object.assign(new Error('password authentication failed for user "ann"'), {
    code: '28P01',
  });

  expect(toConnectionError(refused, 'postgresql://ann:geheim@db.example/work')).toMatchObject({
    code: 'db/refused',
    message: 'The database at db.example/work did not let Longhand in: the password is not right.',
  });
});

test.each(['', 'mysql://localhost/x', 'localhost:5432'])('%j is not taken for an address', async (url) => {
  await expect(openAt(url)).rejects.toMatchObject({ code: 'db/url-invalid' });
});
