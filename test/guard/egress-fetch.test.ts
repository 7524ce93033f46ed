// What speaks HTTP by itself is judged at each request, hop and connection.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { createGuardedFetch } from '../../src/guard/egress-fetch.ts';

const seen: { url: string; key: string | undefined }[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) =>
  response.end('ok');
const server = createServer((request, response) => {
  seen.push({ url: request.url ?? '', key: request.headers.authorization });
  answer(request, response);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const NAMES: Readonly<Record<string, readonly string[]>> = {
  'inside.example': ['127.0.0.1'],
  'mixed.example': ['93.184.216.34', '10.0.0.7'],
};
const guarded = (trusted: readonly string[] = []) => {
  const { fetch, close } = createGuardedFetch({ trusted, resolve: async (name) => NAMES[name] ?? [] });
  afterAll(close);
  return fetch;
};

test.each([
  'http://127.0.0.1/mcp',
  'http://[::1]/mcp',
  'http://0x7f.1/mcp',
  'http://169.254.169.254/latest',
  'http://inside.example/mcp',
  'https://mixed.example/mcp',
  'http://user:secret@inside.example/mcp',
  'file:///etc/passwd',
  'http://inside.example:22/',
])('%s is asked nothing', async (url) => {
  await expect(guarded()(url, { method: 'POST', body: '{}' })).rejects.toThrow(/fetched|fetch failed/u);
  expect(seen).toEqual([]);
});

test('a redirect is judged as a request is, followed only where something is read, and without our headers', async () => {
  const host = `127.0.0.1:${port}`;
  const fetch = guarded([host]);
  const headers = { authorization: 'Bearer t0ken' };
  const to = (where: string) => {
    seen.length = 0;
    answer = ({ url }, response) =>
      url === '/mcp' ? response.writeHead(307, { location: where }).end() : response.end('ok');
  };
  to('/other');
  expect(await (await fetch(`http://${host}/mcp`, { headers })).text()).toBe('ok');
  expect(seen).toEqual([
    { url: '/mcp', key: 'Bearer t0ken' },
    { url: '/other', key: undefined },
  ]);
  expect((await fetch(`http://${host}/mcp`, { method: 'POST', body: '{}' })).status).toBe(307);

  answer = (_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.end(gzipSync(Buffer.alloc(21_000_000)));
  };
  await expect((await fetch(`http://${host}/bomb`)).text()).rejects.toThrow('more than 20 MB');

  to(`http://localhost:${port}/inside`);
  await expect(fetch(`http://${host}/mcp`)).rejects.toThrow(/fetched|fetch failed/u);
  to('http://inside.example/');
  await expect(fetch(`http://${host}/mcp`)).rejects.toThrow(/fetched|fetch failed/u);
  expect(seen.map(({ url }) => url)).toEqual(['/mcp']);
});
