// The only file that knows the model's client: one request, streamed, and what it can come to.
import OpenAI, { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import type {
  ChatCompletionContentPart,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
  ChatCompletionTool,
} from 'openai/resources';
import { Agent } from 'undici';
import { toReason } from '../base/errors.ts';
import type { Clock } from '../base/clock.ts';
import { createAccumulator, type Accumulated } from './accumulator.ts';
import type { ModelQueue, QueuedTurn } from './model-queue.ts';
import { profileOf, type Profile } from './profile.ts';
import { restOf, retryAfterOf } from './rate-headers.ts';
import { estimateChat, estimateTokens } from './tokens.ts';
import type { ChatMessage, Model, ModelOutcome, ModelRequest, ToolSpec } from './chat.ts';

export interface ModelSettings {
  readonly apiKey: string;
  readonly baseUrl?: string;
  readonly model: string;
  readonly profile?: Profile;
  readonly clock: Clock;
  /** A stream that says nothing for so long is given up. */
  readonly idleSeconds: number;
  /** Shared by all that ask with the same key; without it nobody waits for anybody. */
  readonly queue?: ModelQueue;
  /** Before whom in the queue; 0 when it is not said. */
  readonly priority?: number;
}

export function createModel(settings: ModelSettings): Model {
  const { apiKey, baseUrl, model, clock, idleSeconds, queue, priority = 0 } = settings;
  const profile = settings.profile ?? profileOf({ baseUrl });
  // Our own watchdog decides: without this, Node gives up on headers after 300 s whatever the client is told.
  const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  const client = new OpenAI({
    apiKey,
    maxRetries: 0,
    timeout: 24 * 3_600_000,
    fetchOptions: { dispatcher },
    ...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
  });
  /** Fields that this server has refused by name: asking again with them would be refused again. */
  const refused = new Set<string>();

  return {
    name: model,
    ask: async (request) => {
      const attempt = (): Promise<ModelOutcome> => ask(request);
      try {
        const outcome = await (queue?.run(attempt, turnOf(request, priority)) ?? attempt());
        if (outcome.kind === 'busy' && outcome.retryAfterMs !== undefined)
          queue?.restFor(outcome.retryAfterMs);
        return outcome;
      } catch (error) {
        // Stopped while it waited for its turn.
        if (request.signal.aborted) return { kind: 'aborted' };
        throw error;
      }
    },
  };

  async function ask(request: ModelRequest): Promise<ModelOutcome> {
    const watchdog = createWatchdog(clock, idleSeconds * 1000);
    const silent: ModelOutcome = {
      kind: 'busy',
      reason: `no word for ${idleSeconds} s`,
      retryAfterMs: undefined,
    };
    const { signal } = request;
    const accumulator = createAccumulator();
    const body = toBody(request, { model, profile, refused });
    try {
      const { data: stream, response } = await client.chat.completions
        .create(body, { signal: AbortSignal.any([signal, watchdog.signal]) })
        .withResponse();
      // This request was still taken; the next one would not be.
      const restMs = restOf(response.headers);
      if (restMs !== undefined) queue?.restFor(restMs);
      for await (const chunk of stream) {
        watchdog.seen();
        if (!accumulator.add(chunk))
          return { kind: 'unusable', reason: 'a piece of the response is not of the protocol' };
      }
      // An aborted stream ends without a word, just as a finished one does.
      if (signal.aborted) return { kind: 'aborted' };
      if (watchdog.signal.aborted) return silent;
      return toOutcome(accumulator.result());
    } catch (error) {
      if (signal.aborted) return { kind: 'aborted' };
      if (watchdog.signal.aborted) return silent;
      const field = refusedField(error, body);
      if (field === undefined) return toFailure(error);
      refused.add(field);
    } finally {
      watchdog.stop();
    }
    return ask(request); // Without the field, which it names once at most.
  }
}

/** Room for an answer, of which nothing is known before. */
const ANSWER_TOKENS = 500;

function turnOf(
  { messages, tools, forWhom, signal }: ModelRequest,
  priority: number,
): QueuedTurn<ModelOutcome> {
  return {
    signal,
    priority,
    tokens: estimateChat(messages) + estimateTokens(JSON.stringify(tools)) + ANSWER_TOKENS,
    ...(forWhom === undefined ? {} : { who: forWhom }),
    used: (outcome) =>
      outcome.kind === 'response' && outcome.usage !== undefined
        ? outcome.usage.inputTokens + outcome.usage.outputTokens
        : undefined,
  };
}

interface BodySettings {
  readonly model: string;
  readonly profile: Profile;
  readonly refused: ReadonlySet<string>;
}

function toBody(
  { messages, tools, cacheKey }: ModelRequest,
  { model, profile, refused }: BodySettings,
): ChatCompletionCreateParamsStreaming {
  return {
    model,
    stream: true,
    ...(refused.has('stream_options') ? {} : { stream_options: { include_usage: true } }),
    messages: messages.map((message) => toParam(message, profile)),
    // Some servers refuse an empty list.
    ...(tools.length === 0 ? {} : { tools: tools.map(toToolParam) }),
    ...(cacheKey !== undefined && profile.takesCacheKey && !refused.has('prompt_cache_key')
      ? { prompt_cache_key: cacheKey }
      : {}),
  };
}

/** What can be left out without changing what is asked. */
const OPTIONAL = ['prompt_cache_key', 'stream_options'] as const;

/** The field that a server does not know, if it says so and names one that was sent. */
function refusedField(error: unknown, body: object): string | undefined {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return undefined;
  return OPTIONAL.find((field) => field in body && error.message.includes(field));
}

function toToolParam({ name, description, parameters }: ToolSpec): ChatCompletionTool {
  return { type: 'function', function: { name, description, parameters: { ...parameters } } };
}

function toParam(message: ChatMessage, profile: Profile): ChatCompletionMessageParam {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: message.content };
    case 'user':
      return { role: 'user', content: toContent(message, profile) };
    case 'tool':
      return { role: 'tool', tool_call_id: message.callId, content: message.content };
    case 'assistant': {
      const { content, calls, reasoning } = message.turn;
      const param = {
        role: 'assistant' as const,
        content: content === '' && calls.length > 0 ? null : content,
        ...(calls.length === 0
          ? {}
          : {
              tool_calls: calls.map((call) => ({
                type: 'function' as const,
                id: call.id,
                function: { name: call.name, arguments: call.arguments },
              })),
            }),
        ...(reasoning === undefined ? {} : { [reasoning.field]: reasoning.text }),
        ...(reasoning === undefined && profile.wantsReasoningBack && calls.length > 0
          ? { reasoning_content: '' }
          : {}),
      };
      return param;
    }
  }
}

/** Pictures go to a model that sees; another is told that they are there, so that it does not make up what they show. */
function toContent(
  { content, images = [] }: Extract<ChatMessage, { role: 'user' }>,
  { sees }: Profile,
): string | ChatCompletionContentPart[] {
  if (images.length === 0) return content;
  if (!sees) return `${content}\n(${images.length} pictures belong here, which this model cannot see.)`;
  return [
    { type: 'text', text: content },
    ...images.map(({ mediaType, base64 }): ChatCompletionContentPart => ({
      type: 'image_url',
      image_url: { url: `data:${mediaType};base64,${base64}` },
    })),
  ];
}

function toOutcome({ turn, usage, finish, refusal }: Accumulated): ModelOutcome {
  if (refusal !== '') return { kind: 'refused', reason: refusal };
  if (finish === 'content_filter')
    return { kind: 'refused', reason: 'the answer was stopped by a content filter' };
  if (finish === 'length')
    return { kind: 'unusable', reason: 'the answer was longer than the model may write' };
  if (finish === undefined && turn.content === '' && turn.calls.length === 0) {
    return { kind: 'unusable', reason: 'the response was empty or not of the protocol' };
  }
  if (finish === undefined) return { kind: 'unusable', reason: 'the response was cut off' };
  return { kind: 'response', turn, usage };
}

const TOO_LONG =
  /context.{0,20}(length|window|limit)|maximum context|too many tokens|prompt is too long|exceed.{0,30}token/iu;
const NO_QUOTA = /insufficient_quota|exceeded_current_quota|insufficient.balance/iu;

function toFailure(error: unknown): ModelOutcome {
  if (error instanceof APIUserAbortError) return { kind: 'aborted' };
  if (error instanceof APIConnectionError)
    return { kind: 'busy', reason: toReason(error), retryAfterMs: undefined };
  if (!(error instanceof APIError)) {
    // A cut stream throws the runtime's own `terminated`; a page instead of JSON throws a SyntaxError.
    return error instanceof SyntaxError
      ? { kind: 'unusable', reason: `the server did not answer in JSON: ${error.message}` }
      : { kind: 'busy', reason: toReason(error), retryAfterMs: undefined };
  }
  const reason = error.message;
  const code = `${String(error.code)} ${String(error.type)} ${error.message}`;
  // Of too many tokens a minute it is said in the same words.
  if (error.status === 413 || (error.status !== 429 && TOO_LONG.test(code)))
    return { kind: 'context-too-long', reason };
  if (NO_QUOTA.test(code)) return { kind: 'rejected', reason };
  if (/content_filter|content_policy/iu.test(code)) return { kind: 'refused', reason };
  if (
    error.status === undefined ||
    error.status === 408 ||
    error.status === 409 ||
    error.status === 429 ||
    error.status >= 500
  ) {
    return { kind: 'busy', reason, retryAfterMs: retryAfterOf(error.headers) };
  }
  return { kind: 'rejected', reason };
}

/** Aborts when nothing was seen for `idleMs`. */
function createWatchdog(clock: Clock, idleMs: number): { signal: AbortSignal; seen(): void; stop(): void } {
  const idle = new AbortController();
  let waiting = new AbortController();
  function wait(): void {
    waiting.abort();
    const turn = new AbortController();
    waiting = turn;
    void clock.sleep(idleMs, turn.signal).then(() => {
      if (!turn.signal.aborted) idle.abort();
    });
  }
  wait();
  return { signal: idle.signal, seen: wait, stop: () => waiting.abort() };
}
