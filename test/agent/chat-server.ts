// A server that answers Chat Completions with exactly the bytes a test gives it, well-formed or not.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { z } from 'zod';

const Address = z.object({ port: z.number() });

export interface ChatServer {
  readonly baseUrl: string;
  /** Bodies of the requests so far. */
  readonly requests: unknown[];
  readonly headers: IncomingHttpHeaders[];
  close(): Promise<void>;
}

export async function startChatServer(answer: (response: ServerResponse) => void): Promise<ChatServer> {
  const requests: unknown[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      requests.push(JSON.parse(body));
      headers.push(request.headers);
      answer(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = Address.parse(server.address());
  const close = async () => {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  onTestFinished(close);
  return { baseUrl: `http://127.0.0.1:${port}/v1`, requests, headers, close };
}

/** A stream of these chunks, ended as the protocol says. */
export function streams(...chunks: readonly unknown[]): (response: ServerResponse) => void {
  return (response) => {
    startStream(response);
    for (const chunk of chunks) sendChunk(response, chunk);
    response.end('data: [DONE]\n\n');
  };
}

export function startStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
}

export function sendChunk(response: ServerResponse, chunk: unknown): void {
  response.write(`data: ${JSON.stringify(chunk)}\n\n`);
}

export function answers(status: number, body: unknown, headers: Record<string, string> = {}) {
  return (response: ServerResponse): void => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const type = typeof body === 'string' ? 'text/html' : 'application/json';
    response.writeHead(status, { 'content-type': type, ...headers });
    response.end(text);
  };
}

export function delta(part: unknown, finish: string | null = null): unknown {
  return {
    id: 'c1',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta: part, finish_reason: finish }],
  };
}
