// The page's side door: JSON and a stream of changes for the browser. Its contract stands in page-wire.ts.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { readBody, sendJson } from './http.ts';
import type { Inspector } from './inspector.ts';
import { faultRoutes } from './page-faults.ts';
import { readRoutes } from './page-read.ts';
import { viewerOf, type PageParts, type Route } from './page-route.ts';
import { useRoutes } from './page-use.ts';
import { writeRoutes } from './page-write.ts';
import { Refusal } from './refusal.ts';

interface PageApiDeps extends PageParts {
  readonly inspector: Inspector;
  readonly openStream: (response: ServerResponse, as: string) => void;
}

export function createPageApi(deps: PageApiDeps) {
  const routes: Readonly<Record<string, Route>> = {
    ...readRoutes(deps),
    ...writeRoutes(deps),
    ...useRoutes(deps),
    ...faultRoutes(deps),
  };

  return async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://workspace');
    const query = Object.fromEntries(url.searchParams);
    const name = url.pathname.slice('/page/'.length);
    const body = await readBody(request);
    if (body === undefined) return sendJson(response, { ok: false, error: 'too_large' }, { status: 413 });
    try {
      if (request.method === 'GET' && name === 'stream')
        return deps.openStream(response, viewerOf(deps, query['as']));
      if (request.method === 'GET' && name === 'inspector') return deps.inspector.open(response);
      if (request.method === 'GET' && name.startsWith('file/'))
        return sendFile(deps, name.slice('file/'.length), response);
      const route = routes[`${request.method} ${name}`];
      if (route === undefined)
        return sendJson(response, { ok: false, error: 'unknown_route' }, { status: 404 });
      sendJson(response, { ok: true, ...(await route({ query, body })) });
    } catch (error) {
      if (error instanceof Refusal)
        return sendJson(response, { ok: false, error: error.error, ...error.details });
      if (error instanceof z.ZodError)
        return sendJson(response, { ok: false, error: 'invalid_arguments', detail: z.prettifyError(error) });
      throw error;
    }
  };
}

function sendFile({ shape }: PageApiDeps, id: string, response: ServerResponse): void {
  const file = shape.state.file(id);
  if (file === undefined) return sendJson(response, { ok: false, error: 'file_not_found' }, { status: 404 });
  // A page that people upload must not run as this page: it is shown as a download unless it is a plain picture.
  const isShown = /^(?:image\/(?:png|jpeg|gif|webp)|application\/pdf|text\/plain)$/.test(file.mimetype);
  response.writeHead(200, {
    'content-type': isShown ? file.mimetype : 'application/octet-stream',
    'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    'x-content-type-options': 'nosniff',
  });
  response.end(Buffer.from(file.base64, 'base64'));
}
