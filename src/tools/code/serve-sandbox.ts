// The other end of the remote sandbox: a machine of its own that runs code for a Longhand elsewhere.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { newId } from '../../base/id.ts';
import type { Sandboxes } from './find-sandboxes.ts';
import { CallAnswer, fromSent, RunRequest, toSent, type RunLine } from './remote-wire.ts';
import { SANDBOX_LIMITS, type SandboxEnding } from './sandbox.ts';

interface ServeSettings {
  readonly sandboxes: Sandboxes;
  readonly token: string;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

export interface ServedSandbox {
  readonly url: string;
  close(): Promise<void>;
}

const MOST_BYTES = SANDBOX_LIMITS.allOutBytes * 3;
/** Where a call of the code waits for its answer. */
type Waiting = Map<number, (text: string) => void>;

export async function serveSandbox({ sandboxes, token, host, port }: ServeSettings): Promise<ServedSandbox> {
  const runs = new Map<string, Waiting>();
  const about = {
    python: sandboxes.python.about,
    javascript: sandboxes.javascript.about,
    bash: sandboxes.bash.about,
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isToken(request.headers.authorization, token)) return end(response, 401);
    const { pathname } = new URL(request.url ?? '/', 'http://sandbox');
    if (request.method === 'GET' && pathname === '/about') return end(response, 200, about);
    if (request.method !== 'POST') return end(response, 404);
    const body = await readJson(request);
    if (body === undefined) return end(response, 413);
    if (pathname === '/runs') return run(body, response);
    const [, id] = /^\/runs\/([^/]+)\/answers$/u.exec(pathname) ?? [];
    const answered = CallAnswer.safeParse(body);
    const resolve = answered.success ? runs.get(id ?? '')?.get(answered.data.call) : undefined;
    if (!answered.success || resolve === undefined) return end(response, 404);
    resolve(answered.data.text);
    end(response, 204);
  }

  async function run(body: unknown, response: ServerResponse): Promise<void> {
    const wanted = RunRequest.safeParse(body);
    if (!wanted.success) return end(response, 400, { error: z.prettifyError(wanted.error) });
    const { language, code, ms, files } = wanted.data;
    const id = newId();
    const waiting: Waiting = new Map();
    runs.set(id, waiting);
    // Whoever is no longer there has let go of the run.
    const left = new AbortController();
    response.once('close', () => left.abort());
    const say = (line: RunLine): void => void response.write(`${JSON.stringify(line)}\n`);
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    say({ kind: 'begun', run: id });
    let calls = 0;
    const ending = await sandboxes[language].run({
      language,
      code,
      ms,
      files: files.map(fromSent),
      signal: left.signal,
      callTool: (tool, input) =>
        new Promise((resolve) => {
          const call = (calls += 1);
          waiting.set(call, resolve);
          left.signal.addEventListener('abort', () => resolve('The run was ended.'), { once: true });
          say({ kind: 'call', call, tool, input });
        }),
    });
    runs.delete(id);
    say(toLine(ending));
    response.end();
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://${host}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function toLine(ending: SandboxEnding): RunLine {
  if (ending.kind !== 'ran') return ending;
  return { ...ending, files: ending.files.map(toSent), notTaken: [...ending.notTaken] };
}

/** In the same time whatever is sent. */
function isToken(given: string | undefined, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given ?? ''), digest(`Bearer ${token}`));
}

/** Undefined when it is too large or no JSON. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = z.instanceof(Buffer).parse(chunk);
    size += bytes.length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(bytes);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}

function end(response: ServerResponse, status: number, body?: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
