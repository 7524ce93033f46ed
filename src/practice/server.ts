// The practice model on the wire: Chat Completions over HTTP, answered by rules.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../base/clock.ts';
import { AppError, toReason } from '../base/errors.ts';
import { newId } from '../base/id.ts';
import type { Log } from '../base/log.ts';
import { respond } from './respond.ts';
import { piecesOf, toCompletion } from './stream.ts';
import { createUsageMeter } from './usage.ts';
import { ChatRequest, errorBody } from './wire.ts';

const MODEL = 'practice-1';
const LARGEST_BODY_BYTES = 32 * 1024 * 1024;

export interface PracticeModelOptions {
  /** 0, or none, for any free port. */
  readonly port?: number;
  readonly host?: '127.0.0.1';
  readonly clock: Clock;
  readonly log: Log;
  /** A pause between the pieces of an answer, so that people see it come. */
  readonly msPerChunk?: number;
}

export interface PracticeModel {
  /** Ends in /v1: what an OpenAI client wants as its base URL. */
  readonly baseUrl: string;
  readonly model: typeof MODEL;
  close(): Promise<void>;
}

export async function createPracticeModel(options: PracticeModelOptions): Promise<PracticeModel> {
  const { port = 0, host = '127.0.0.1', clock, log, msPerChunk = 0 } = options;
  const measure = createUsageMeter();

  const server = createServer((request, response) => {
    handle(request, response).catch((thrown: unknown) => {
      log.error({ reason: toReason(thrown) }, 'practice model could not answer');
      if (!response.headersSent)
        send(response, 500, {
          error: { message: toReason(thrown), type: 'server_error', param: null, code: null },
        });
      response.end();
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').replace(/[?#].*$/, '');
    if (request.method === 'GET' && path === '/v1/models')
      return send(response, 200, {
        object: 'list',
        data: [{ id: MODEL, object: 'model', created: 0, owned_by: 'longhand' }],
      });
    if (path !== '/v1/chat/completions')
      return send(response, 404, errorBody(`Unknown request URL: ${request.method} ${path}`, 'unknown_url'));
    if (request.method !== 'POST') return send(response, 405, errorBody('Use POST.', 'method_not_allowed'));

    const body = await bodyOf(request);
    if (body === undefined)
      return send(response, 413, errorBody('The request is too large.', 'request_too_large'));
    const read = readRequest(body);
    if (read.kind === 'refused') return send(response, read.status, read.body);
    await answer(read.request, response);
  }

  async function answer(request: ChatRequest, response: ServerResponse): Promise<void> {
    const reply = respond(request);
    const usage = measure(request, reply);
    const head = {
      id: `chatcmpl-${newId()}`,
      created: Math.floor(clock.now().getTime() / 1000),
      model: MODEL,
    };
    if (request.stream !== true) return send(response, 200, toCompletion(head, reply, usage));
    const isUsageWanted = request.stream_options?.include_usage === true;
    const pieces = piecesOf({ reply, head, usage: isUsageWanted ? usage : undefined });
    await stream(response, pieces, { clock, msPerChunk });
  }

  const bound = await listen(server, { port, host });
  return {
    baseUrl: `http://${host}:${bound}/v1`,
    model: MODEL,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The port it got. */
async function listen(server: Server, { port, host }: { port: number; host: string }): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new AppError({
          code: 'practice/port',
          message: `The practice model cannot listen on ${host}:${port}.`,
          hint: 'Stop what uses that port, or let the practice model take any free one.',
          cause,
        }),
      ),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : port;
}

/** Stops when the other side is gone. */
async function stream(
  response: ServerResponse,
  pieces: Iterable<object>,
  { clock, msPerChunk }: { clock: Clock; msPerChunk: number },
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
  for (const piece of pieces) {
    if (gone.signal.aborted) return;
    response.write(`data: ${JSON.stringify(piece)}\n\n`);
    if (msPerChunk > 0) await clock.sleep(msPerChunk, gone.signal);
  }
  response.end('data: [DONE]\n\n');
}

type Read =
  | { readonly kind: 'read'; readonly request: ChatRequest }
  | { readonly kind: 'refused'; readonly status: number; readonly body: unknown };

function readRequest(body: string): Read {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (thrown) {
    // What was sent is the sender's to mend: it gets the reason.
    return {
      kind: 'refused',
      status: 400,
      body: errorBody(`We could not parse the JSON body of your request. ${toReason(thrown)}`, null),
    };
  }
  const parsed = ChatRequest.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = issue?.path.join('.') ?? '';
    return {
      kind: 'refused',
      status: 400,
      body: errorBody(
        `Invalid request${path === '' ? '' : ` at '${path}'`}: ${issue?.message ?? 'not understood'}`,
        'invalid_request',
        path === '' ? null : path,
      ),
    };
  }
  if (parsed.data.model !== MODEL)
    return {
      kind: 'refused',
      status: 404,
      body: errorBody(
        `The model '${parsed.data.model}' does not exist here. This server has '${MODEL}'.`,
        'model_not_found',
        'model',
      ),
    };
  return { kind: 'read', request: parsed.data };
}

/** Undefined when there is more of it than anyone means to send. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes <= LARGEST_BODY_BYTES) chunks.push(buffer);
  }
  return bytes > LARGEST_BODY_BYTES ? undefined : Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
