import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { buildConnector } from 'undici';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { createConnect } from '../../src/guard/egress-connect.ts';
import { createEgress } from '../../src/guard/egress.ts';
import { testClock } from '../support/clock.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A real server inside, which counts who reached it. */
async function serve(listener: RequestListener = (_, response) => response.end('secret')) {
  let hits = 0;
  const server = createServer((request, response) => {
    hits += 1;
    listener(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port: String(port),
    host: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}/`,
    hits: () => hits,
  };
}

const asked = () => ({ signal: new AbortController().signal, maxBytes: 1_000_000 });

const NAMES: Readonly<Record<string, readonly string[]>> = {
  'internal.example': ['127.0.0.1'],
  'ten.example': ['10.1.2.3'],
  'six.example': ['::1'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'mixed.example': ['93.184.216.34', '127.0.0.1'],
  'mixed-six.example': ['2606:2800:220:1:248:1893:25c8:1946', 'fd00::1'],
  'metadata.example': ['169.254.169.254'],
  'wrapped.example': ['64:ff9b::7f00:1'],
};

const INTERNAL_HOSTS = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '017700000001',
  '0177.0.0.1',
  '127.0.0.1.',
  '１２７.０.０.１',
  '①②⑦.0.0.1',
  '0',
  '0.0.0.0',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.169.254',
  '168.63.129.16',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '[::1]',
  '[::]',
  '[::127.0.0.1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[64:ff9b::127.0.0.1]',
  '[2002:7f00:1::]',
  '[fe80::1]',
  '[fd00:ec2::254]',
  '[2001:db8::1]',
  'localhost',
  'localhost.',
  ...Object.keys(NAMES),
];

test.each(INTERNAL_HOSTS)('nothing inside is reached as %s', async (host) => {
  const inside = await serve();
  const egress = createEgress({
    clock: systemClock,
    ports: [inside.port],
    resolve: (name) => Promise.resolve(NAMES[name] ?? ['127.0.0.1', '::1']),
  });
  const answer = await egress.fetch(`http://${host}:${inside.port}/`, asked());
  expect(answer.kind).toBe('refused');
  expect(answer).toHaveProperty('reason', expect.stringContaining('internal address'));
  expect(inside.hits()).toBe(0);
});

test.each([
  'file:///etc/passwd',
  'ftp://example.com/',
  'gopher://x/',
  'data:text/plain,x',
  'not an address',
  '//x',
  'http://user:pass@example.com/',
  'http://example.com:22/',
  `http://example.com/${'a'.repeat(5_000)}`,
])('what is not plain http to a usual port is refused: %s', async (url) => {
  const answer = await createEgress({
    clock: systemClock,
    resolve: () => Promise.resolve(['127.0.0.1']),
  }).fetch(url, asked());
  expect(answer.kind).toBe('refused');
});

test('a trusted host is fetched, and what it sends away to is judged by itself', async () => {
  const inside = await serve();
  const outside = await serve((request, response) => {
    const target = new URL(request.url ?? '', 'http://x').searchParams.get('to');
    if (target === null) response.end('hello');
    else response.writeHead(302, { location: target }).end();
  });
  const egress = createEgress({
    clock: systemClock,
    trusted: [outside.host],
    ports: [inside.port, '80'],
    resolve: (name) => Promise.resolve(NAMES[name] ?? []),
  });

  expect(await egress.fetch(outside.url, asked())).toMatchObject({
    kind: 'answered',
    status: 200,
    url: outside.url,
  });
  const targets = [
    inside.url,
    `http://internal.example:${inside.port}/`,
    `http://2130706433:${inside.port}/`,
    'http://169.254.169.254/latest/',
    'file:///etc/passwd',
    `//[::ffff:7f00:1]:${inside.port}/`,
  ];
  for (const target of targets) {
    const answer = await egress.fetch(`${outside.url}?to=${encodeURIComponent(target)}`, asked());
    expect(answer.kind).toBe('refused');
  }
  expect(inside.hits()).toBe(0);
});

test('a name is resolved once for a connection, so that a second answer cannot lead it elsewhere', async () => {
  let answers = 0;
  const egress = createEgress({
    clock: systemClock,
    resolve: () => {
      answers += 1;
      return Promise.resolve(answers === 1 ? ['127.0.0.1'] : ['93.184.216.34']);
    },
  });
  expect((await egress.fetch('http://rebind.example/', asked())).kind).toBe('refused');
  expect(answers).toBe(1);
});

test('a connection that ends up inside after all is closed before anything is said on it', async () => {
  let connections = 0;
  let bytes = 0;
  const inside = await serve();
  servers[0]?.on('connection', (socket) => {
    connections += 1;
    socket.on('data', (chunk: Buffer) => (bytes += chunk.length));
  });
  const connect = createConnect({
    resolve: () => Promise.resolve(['93.184.216.34']),
    isTrusted: () => false,
    connectMs: 2_000,
    // The name was public when it was judged, and leads inside when it is connected to.
    build: (options) =>
      buildConnector({
        ...options,
        lookup: (_, __, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
      }),
  });
  const error = await new Promise((resolve) =>
    connect({ hostname: 'rebind.example', protocol: 'http:', port: inside.port }, (...[thrown]) =>
      resolve(thrown),
    ),
  );
  expect(error).toMatchObject({ code: 'egress/refused' });
  expect({ connections, bytes }).toEqual({ connections: 1, bytes: 0 });
});

test('redirects end after five', async () => {
  const outside = await serve((_, response) => response.writeHead(302, { location: '/again' }).end());
  const answer = await createEgress({ clock: systemClock, trusted: [outside.host] }).fetch(
    outside.url,
    asked(),
  );
  expect(answer).toMatchObject({ kind: 'failed', reason: expect.stringContaining('redirected more than 5') });
  expect(outside.hits()).toBe(6);
});

test('an answer that is too large is given up, also when it is small until it is unpacked', async () => {
  const outside = await serve((request, response) => {
    if (request.url === '/packed')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000)));
    else response.end(Buffer.alloc(1_500_000));
  });
  const egress = createEgress({ clock: systemClock, trusted: [outside.host] });
  for (const path of ['', 'packed']) {
    expect(await egress.fetch(`${outside.url}${path}`, asked())).toMatchObject({
      kind: 'failed',
      reason: 'It is larger than 1 MB.',
    });
  }
});

test('a server that never finishes is left when the time is over', async () => {
  const clock = testClock();
  const reached = Promise.withResolvers<void>();
  const outside = await serve((_, response) => {
    response.write('a little');
    reached.resolve();
  });
  const answer = createEgress({ clock, trusted: [outside.host] }).fetch(outside.url, asked());
  await reached.promise;
  await clock.advance(20_000);
  expect(await answer).toMatchObject({ kind: 'failed', reason: expect.stringContaining('20 seconds') });
});

test('stopping the task stops the request at once', async () => {
  const reached = Promise.withResolvers<void>();
  const outside = await serve(() => reached.resolve());
  const stop = new AbortController();
  const answer = createEgress({ clock: systemClock, trusted: [outside.host] }).fetch(outside.url, {
    signal: stop.signal,
    maxBytes: 10,
  });
  await reached.promise;
  const stoppedAt = performance.now();
  stop.abort();
  expect(await answer).toEqual({ kind: 'failed', reason: 'It was stopped.' });
  expect(performance.now() - stoppedAt).toBeLessThan(2_000);
});

test('a server that cannot be reached is a failure with a reason, not an error', async () => {
  const outside = await serve();
  servers.splice(0)[0]?.close();
  const answer = await createEgress({ clock: systemClock, trusted: [outside.host] }).fetch(
    outside.url,
    asked(),
  );
  expect(answer).toMatchObject({ kind: 'failed', reason: expect.stringContaining('ECONNREFUSED') });
});
