// A small real authorization server in front of the reference server: discovery, registration, PKCE, refresh.
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveHttp } from './reference-server.ts';

export interface Guarded {
  readonly url: string;
  /** As a browser in which somebody signs in: resolves to where it is sent back to. */
  signIn(link: string, as: string): Promise<URL>;
  /** Whose calls went through, by their tokens. */
  readonly callers: string[];
  readonly counts: { registered: number; refreshed: number };
  /** What the server behind it says of its first tool from now on. */
  describe(text: string): void;
  /** Every access token that was given out is worth nothing from now on. */
  expire(): void;
  close(): Promise<void>;
}

/** With a client of its own making it lets no program register itself. */
export async function serveGuarded(client?: { id: string; secret: string }): Promise<Guarded> {
  const behind = await serveHttp();
  const codes = new Map<string, { challenge: string; redirect: string; client: string; as: string }>();
  const access = new Map<string, string>();
  const refresh = new Map<string, string>();
  const callers: string[] = [];
  const counts = { registered: 0, refreshed: 0 };
  let base = '';

  function grant(as: string) {
    const [token, again] = [randomUUID(), randomUUID()];
    access.set(token, as);
    refresh.set(again, as);
    return { access_token: token, token_type: 'Bearer', expires_in: 3600, refresh_token: again };
  }

  function token(form: URLSearchParams): object | undefined {
    if (client !== undefined && form.get('client_secret') !== client.secret) return undefined;
    if (form.get('grant_type') === 'refresh_token') {
      const as = refresh.get(form.get('refresh_token') ?? '');
      refresh.delete(form.get('refresh_token') ?? '');
      if (as === undefined) return undefined;
      counts.refreshed += 1;
      return grant(as);
    }
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isTheirs = code?.challenge === challenge && code.redirect === form.get('redirect_uri');
    return code !== undefined && isTheirs && code.client === form.get('client_id')
      ? grant(code.as)
      : undefined;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', base);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(String(chunk)));
    const body = Buffer.concat(chunks).toString();
    if (pathname.startsWith('/.well-known/oauth-protected-resource'))
      return json(response, 200, { resource: `${base}/mcp`, authorization_servers: [base] });
    if (pathname.startsWith('/.well-known/'))
      return json(response, 200, {
        issuer: base,
        authorization_endpoint: `${base}/authorize`,
        token_endpoint: `${base}/token`,
        ...(client === undefined ? { registration_endpoint: `${base}/register` } : {}),
        response_types_supported: ['code'],
        grant_types_supported: ['authorization_code', 'refresh_token'],
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: [client === undefined ? 'none' : 'client_secret_post'],
      });
    if (pathname === '/register') {
      counts.registered += 1;
      return json(response, 201, { ...JSON.parse(body), client_id: randomUUID() });
    }
    if (pathname === '/token') {
      const granted = token(new URLSearchParams(body));
      return granted === undefined
        ? json(response, 400, { error: 'invalid_grant' })
        : json(response, 200, granted);
    }
    const caller = access.get((request.headers.authorization ?? '').replace('Bearer ', ''));
    if (caller === undefined) {
      const where = `Bearer resource_metadata="${base}/.well-known/oauth-protected-resource/mcp"`;
      response.writeHead(401, { 'www-authenticate': where }).end();
      return;
    }
    callers.push(caller);
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const passed = await fetch(behind.url, {
      method: request.method ?? 'GET',
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
      ...(body === '' ? {} : { body }),
    });
    response.writeHead(passed.status, { 'content-type': passed.headers.get('content-type') ?? '' });
    for await (const piece of passed.body ?? []) response.write(piece);
    response.end();
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${base}/mcp`,
    callers,
    counts,
    signIn: async (link, as) => {
      const asked = new URL(link).searchParams;
      const code = randomUUID();
      const redirect = asked.get('redirect_uri') ?? '';
      const challenge = asked.get('code_challenge') ?? '';
      codes.set(code, { challenge, redirect, client: asked.get('client_id') ?? '', as });
      const back = new URL(redirect);
      back.searchParams.set('code', code);
      back.searchParams.set('state', asked.get('state') ?? '');
      return back;
    },
    describe: behind.describe,
    expire: () => access.clear(),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await behind.close();
    },
  };
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
