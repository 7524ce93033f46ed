// Where people come back to after signing in at a server of tools: a page that asks whether it is them, and then takes it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { AppError } from './base/errors.ts';
import type { CameBack, ReturningPeople } from './tools/mcp/sign-in.ts';

interface SignInServer {
  readonly returning: ReturningPeople;
  /** "127.0.0.1:4190" */
  readonly listen: string;
  readonly path: string;
  nameOf(who: { readonly personId: string; readonly taskId: string }): Promise<string>;
  cameBack(ending: CameBack): Promise<void>;
}

const MOST_BYTES = 20_000;

export async function startSignInServer(settings: SignInServer): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    answer(request, response, settings).catch(() => response.destroy());
  });
  const [, host = '127.0.0.1', port = '4190'] = /^(.*):(\d+)$/u.exec(settings.listen) ?? [];
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new AppError({
          code: 'config/mcp',
          message: `Nobody could come back from signing in: ${settings.listen} cannot be listened on (${cause.message}).`,
          hint: 'Set MCP_SIGN_IN_LISTEN to a free address and port.',
          cause,
        }),
      ),
    );
    server.listen(Number(port), host, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { returning, path, nameOf, cameBack }: SignInServer,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sign-in');
  if (url.pathname !== path) return page(response, 404, 'There is nothing here.');
  if (request.method === 'GET') {
    const who = await returning.look(url.searchParams.get('state') ?? '');
    if (who === undefined) return page(response, 410, OLD_LINK);
    // Whoever was sent somebody else's link would give them their own account: they are told whose it is.
    return page(
      response,
      200,
      `<p>Longhand will use <b>${escaped(who.server)}</b> for <b>${escaped(await nameOf(who))}</b>, with the account that you have just signed in with.</p>
<p>If that is not you, close this page: somebody sent you their link.</p>
<form method="post" action="${escaped(url.pathname + url.search)}"><button>This is me</button></form>`,
    );
  }
  if (request.method !== 'POST') return page(response, 405, 'Only GET and POST.');
  let size = 0;
  for await (const chunk of request)
    if ((size += String(chunk).length) > MOST_BYTES) return void response.destroy();
  const ending = await returning.take(url.searchParams);
  await cameBack(ending);
  switch (ending.kind) {
    case 'signed-in':
      return page(response, 200, '<p>Signed in. You can close this page and go on in Slack.</p>');
    case 'unknown':
      return page(response, 410, OLD_LINK);
    case 'failed':
      return page(response, 400, `<p>It did not work: ${escaped(ending.reason)}</p>`);
  }
}

const OLD_LINK = '<p>This link is used up or too old. Ask Longhand in Slack for another one.</p>';

function page(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  response.end(
    `<!DOCTYPE html><html lang="en"><head><title>Longhand</title><style>body{font:16px/1.5 system-ui;max-width:34em;margin:15vh auto;padding:0 1em}button{font:inherit;padding:.5em 1.2em}</style></head><body>${body}</body></html>`,
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (sign) => `&#${sign.charCodeAt(0)};`);
}
