// Serves the page as it lies in page/: TypeScript with its types taken out, libraries from node_modules.
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { extname, normalize } from 'node:path';
import { sendText } from './http.ts';

const PAGE = new URL('./page/', import.meta.url);

/** Builds for the browser, by the names in the page's import map. */
const LIBRARIES: Readonly<Record<string, string>> = {
  'preact.js': 'preact/dist/preact.module.js',
  'preact-hooks.js': 'preact/hooks/dist/hooks.module.js',
  'htm.js': 'htm/dist/htm.module.js',
  'htm-preact.js': 'htm/preact/index.module.js',
  'marked.js': 'marked/lib/marked.esm.js',
};

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ts': 'text/javascript',
  '.woff2': 'font/woff2',
};

/** Answers `/`, permalinks, `/page/<file>` and `/page/lib/<library>`; false for a path that is none of them. */
export async function servePageFile(path: string, response: ServerResponse): Promise<boolean> {
  const source = toSource(path);
  if (source === undefined) return false;
  const content = await read(source);
  if (content === undefined) {
    sendText(response, 404, 'There is no such file in the page.');
    return true;
  }
  const type = TYPES[extname(source.pathname)] ?? 'application/octet-stream';
  const isText = type.startsWith('text/') || type.endsWith('json');
  response.writeHead(200, {
    'content-type': isText ? `${type}; charset=utf-8` : type,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  response.end(source.pathname.endsWith('.ts') ? stripTypeScriptTypes(content.toString('utf8')) : content);
  return true;
}

function toSource(path: string): URL | undefined {
  if (path === '/' || path.startsWith('/archives/')) return new URL('index.html', PAGE);
  if (path.startsWith('/page/lib/')) {
    const library = LIBRARIES[path.slice('/page/lib/'.length)];
    return library === undefined ? undefined : new URL(`../../node_modules/${library}`, import.meta.url);
  }
  if (!path.startsWith('/page/') || extname(path) === '') return undefined;
  const inside = normalize(decodeURIComponent(path.slice('/page/'.length)));
  if (inside.startsWith('..') || inside.startsWith('/') || inside.endsWith('tsconfig.json')) return undefined;
  return new URL(encodeURI(inside), PAGE);
}

async function read(source: URL): Promise<Buffer | undefined> {
  try {
    return await readFile(source);
  } catch {
    return undefined; // Missing or a folder: both are 404 to a browser.
  }
}
