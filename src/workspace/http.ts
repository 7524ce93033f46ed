// The few things every route needs of HTTP: bodies in, JSON out.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Json } from './model.ts';

const MOST_BYTES = 100_000_000;

/** The whole body, or undefined when it is larger than anything we take. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    const chunk = Buffer.from(part);
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return undefined;
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

export function sendJson(response: ServerResponse, body: unknown, options: SendOptions = {}): void {
  const text = JSON.stringify(body);
  response.writeHead(options.status ?? 200, {
    'content-type': 'application/json; charset=utf-8',
    ...options.headers,
  });
  response.end(text);
}

interface SendOptions {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
}

/** The fields of a body in any of the three forms that Slack takes, or undefined when it is none of them. */
export async function readFields(body: Buffer, contentType: string): Promise<Json | undefined> {
  if (contentType.startsWith('application/json')) {
    const parsed = Json.safeParse(parseJson(body.toString('utf8')));
    return parsed.success ? parsed.data : undefined;
  }
  if (contentType.startsWith('multipart/form-data')) return (await readForm(body, contentType)) ?? undefined;
  return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
}

export async function readForm(
  body: Buffer,
  contentType: string,
): Promise<Record<string, string | Blob> | undefined> {
  try {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': contentType },
    }).formData();
    return Object.fromEntries(form.entries());
  } catch {
    return undefined; // A malformed form is the sender's fault; the caller says so in Slack's words.
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Each caller has its own answer to what is not JSON.
  }
}
