// A model that answers from a list, over the wire: the real client asks it as it asks any other.
import { createServer, type ServerResponse } from 'node:http';
import { z } from 'zod';

/** One response: what the server sends, or how it misbehaves. */
export type Scripted =
  | {
      readonly kind: 'calls';
      readonly calls: readonly { name: string; arguments: unknown }[];
      readonly text?: string;
    }
  | { readonly kind: 'answers'; readonly text: string }
  | {
      readonly kind: 'fails';
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Record<string, string>;
    }
  | { readonly kind: 'sends'; readonly raw: string; readonly type?: string }
  /** Says nothing until the request is given up. */
  | { readonly kind: 'hangs' };

/** A step may look at what it is asked and answer accordingly. */
export type Step = Scripted | ((asked: Asked) => Scripted);

/** Words with pictures beside them: of a picture it is seen that it is there. */
const Parts = z
  .array(
    z.union([
      z.object({ type: z.literal('text'), text: z.string() }),
      z.object({ type: z.literal('image_url'), image_url: z.object({ url: z.string() }) }),
    ]),
  )
  .transform((parts) =>
    parts
      .map((part) =>
        part.type === 'text'
          ? part.text
          : `<image ${part.image_url.url.slice(0, 30)}, ${part.image_url.url.length} characters>`,
      )
      .join('\n'),
  );

const Request = z.looseObject({
  model: z.string(),
  messages: z.array(
    z.looseObject({
      role: z.string(),
      content: z.union([z.string(), Parts]).nullable().optional(),
      tool_calls: z
        .array(
          z.looseObject({ id: z.string(), function: z.object({ name: z.string(), arguments: z.string() }) }),
        )
        .optional(),
      tool_call_id: z.string().optional(),
    }),
  ),
  tools: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }) })).optional(),
});
export type Asked = z.infer<typeof Request>;

export interface ScriptedModel {
  readonly baseUrl: string;
  readonly asked: readonly Asked[];
  /** Steps that were not used yet. */
  readonly left: () => number;
  goesOn(...steps: readonly Step[]): void;
  /** Resolves when the request of this number (from 0) has come in. */
  untilAsked(index: number): Promise<Asked>;
  close(): Promise<void>;
}

export const callsTool = (name: string, input: unknown): Scripted => ({
  kind: 'calls',
  calls: [{ name, arguments: input }],
});
export const callsTools = (...calls: readonly { name: string; arguments: unknown }[]): Scripted => ({
  kind: 'calls',
  calls,
});
export const answers = (text: string): Scripted => ({ kind: 'answers', text });
export const fails = (
  status: number,
  body: unknown = { error: { message: `error ${status}` } },
  headers: Record<string, string> = {},
): Scripted => ({
  kind: 'fails',
  status,
  body,
  headers,
});

/**
 * `always` answers whenever the list is empty: for stories that are told again after a crash. `reader` answers what is asked
 * without tools, beside the list: the small model that reads one document at a time. Asked the very same again, as after an
 * answer that was lost on its way into the database, it answers the same, so that no story hangs on how often that happens.
 */
export async function scriptedModel(
  steps: readonly Step[] = [],
  always?: (asked: Asked) => Scripted,
  reader?: (asked: Asked) => Scripted,
): Promise<ScriptedModel> {
  const script = [...steps];
  const asked: Asked[] = [];
  const given = new Map<string, Scripted>();
  const waiting = new Map<number, (asked: Asked) => void>();
  let calls = 0;

  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(z.instanceof(Buffer).parse(chunk));
      const parsed = Request.parse(JSON.parse(Buffer.concat(chunks).toString()));
      asked.push(parsed);
      waiting.get(asked.length - 1)?.(parsed);
      const isAside = reader !== undefined && parsed.tools === undefined;
      const question = JSON.stringify(parsed);
      const step = given.get(question) ?? (isAside ? reader : (script.shift() ?? always));
      if (step === undefined)
        return sendJson(response, {
          status: 400,
          body: { error: { message: 'the script has no step for this request' } },
        });
      const scripted = typeof step === 'function' ? step(parsed) : step;
      if (!isAside && (scripted.kind === 'answers' || scripted.kind === 'calls'))
        given.set(question, scripted);
      send(response, scripted);
    })();
  });

  function send(response: ServerResponse, scripted: Scripted): void {
    switch (scripted.kind) {
      case 'hangs':
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
        return;
      case 'fails':
        return sendJson(response, scripted);
      case 'sends':
        response.writeHead(200, { 'content-type': scripted.type ?? 'text/event-stream' }).end(scripted.raw);
        return;
      case 'answers':
        return stream(response, { content: scripted.text }, 'stop');
      case 'calls':
        return stream(
          response,
          {
            ...(scripted.text === undefined ? {} : { content: scripted.text }),
            tool_calls: scripted.calls.map((call, index) => ({
              index,
              id: `call_${(calls += 1)}`,
              type: 'function',
              function: {
                name: call.name,
                arguments:
                  typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments),
              },
            })),
          },
          'tool_calls',
        );
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = z.object({ port: z.number() }).parse(server.address());
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    asked,
    left: () => script.length,
    goesOn: (...more) => void script.push(...more),
    untilAsked: (index) => {
      const already = asked[index];
      if (already !== undefined) return Promise.resolve(already);
      return new Promise((resolve) => waiting.set(index, resolve));
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function stream(response: ServerResponse, delta: object, finish: string): void {
  const chunks = [
    { choices: [{ index: 0, delta: { role: 'assistant', ...delta }, finish_reason: null }] },
    { choices: [{ index: 0, delta: {}, finish_reason: finish }] },
    {
      choices: [],
      usage: { prompt_tokens: 1000, completion_tokens: 50, prompt_tokens_details: { cached_tokens: 800 } },
    },
  ];
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(
    `${chunks.map((chunk) => `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', ...chunk })}\n\n`).join('')}data: [DONE]\n\n`,
  );
}

function sendJson(
  response: ServerResponse,
  { status, body, headers = {} }: { status: number; body: unknown; headers?: Record<string, string> },
): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(typeof body === 'string' ? body : JSON.stringify(body));
}
