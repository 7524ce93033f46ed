// What asking a model can come to, over real HTTP, against servers as they really behave.
import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import type { ChatMessage, ModelOutcome } from '../../src/agent/chat.ts';
import { createModel } from '../../src/agent/model.ts';
import { systemClock, type Clock } from '../../src/base/clock.ts';
import { testClock } from '../support/clock.ts';
import { answers, delta, sendChunk, startChatServer, startStream, streams } from './chat-server.ts';

const HELLO: readonly ChatMessage[] = [{ role: 'user', content: 'hello' }];

test('words and a call come in pieces and are put together, with what they cost', async () => {
  const { outcome } = await ask(
    streams(
      delta({ role: 'assistant', content: 'Let me ' }),
      delta({ content: 'look.' }),
      delta({
        tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'read', arguments: '{"a"' } }],
      }),
      delta({ tool_calls: [{ index: 0, function: { arguments: ':1}' } }] }),
      delta({}, 'tool_calls'),
      { choices: [], usage: { prompt_tokens: 10, completion_tokens: 5 } },
    ),
  );
  expect(outcome).toEqual({
    kind: 'response',
    turn: { content: 'Let me look.', calls: [{ id: 'c1', name: 'read', arguments: '{"a":1}' }] },
    usage: { inputTokens: 10, outputTokens: 5, cachedTokens: 0 },
  });
});

test.each([
  [
    'no index',
    [{ id: 'c1', function: { name: 'read', arguments: '{"a":' } }],
    [{ function: { arguments: '1}' } }],
  ],
  ['no type and no role', [{ index: 0, id: 'c1', function: { name: 'read', arguments: '{"a":1}' } }], []],
  ['arguments as an object', [{ index: 0, id: 'c1', function: { name: 'read', arguments: { a: 1 } } }], []],
  [
    'the id and the name said again in each piece',
    [{ index: 0, id: 'c1', function: { name: 'read', arguments: '{"a":' } }],
    [{ index: 0, id: 'c1', function: { name: 'read', arguments: '1}' } }],
  ],
  [
    'an empty id in the later pieces',
    [{ index: 0, id: 'c1', function: { name: 'read', arguments: '{"a":' } }],
    [{ index: 0, id: '', function: { name: '', arguments: '1}' } }],
  ],
  [
    'a name in pieces',
    [{ index: 0, id: 'c1', function: { name: 're', arguments: '' } }],
    [{ index: 0, function: { name: 'ad', arguments: '{"a":1}' } }],
  ],
  [
    'an index that is null',
    [{ index: null, id: 'c1', type: null, function: { name: 'read', arguments: '{"a":' } }],
    [{ index: null, id: null, function: { name: null, arguments: '1}' } }],
  ],
])('a call with %s is understood', async (_, first, second) => {
  const { outcome } = await ask(
    streams(delta({ tool_calls: first }), delta({ tool_calls: second }), delta({}, 'stop')),
  );
  expect(callsOf(outcome)).toEqual([{ id: 'c1', name: 'read', arguments: '{"a":1}' }]);
});

test('two calls on one index with different ids are two', async () => {
  const { outcome } = await ask(
    streams(
      delta({ tool_calls: [{ index: 0, id: 'c1', function: { name: 'read', arguments: '{"a":1}' } }] }),
      delta({ tool_calls: [{ index: 0, id: 'c2', function: { name: 'look', arguments: '{"b"' } }] }),
      delta({ tool_calls: [{ index: 0, function: { arguments: ':2}' } }] }, 'tool_calls'),
    ),
  );
  expect(callsOf(outcome)).toEqual([
    { id: 'c1', name: 'read', arguments: '{"a":1}' },
    { id: 'c2', name: 'look', arguments: '{"b":2}' },
  ]);
});

test('two calls under one id are two, under two names', async () => {
  const { outcome } = await ask(
    streams(
      delta({
        tool_calls: [
          { index: 0, id: 'c', function: { name: 'read', arguments: '{"a":1}' } },
          { index: 1, id: 'c', function: { name: 'read', arguments: '{"a":2}' } },
        ],
      }),
      delta({}, 'tool_calls'),
    ),
  );
  expect(callsOf(outcome)).toEqual([
    { id: 'c', name: 'read', arguments: '{"a":1}' },
    { id: 'c_2', name: 'read', arguments: '{"a":2}' },
  ]);
});

test('calls without ids, on indexes of their own, are two and get ids', async () => {
  const { outcome } = await ask(
    streams(
      delta({
        tool_calls: [
          { index: 0, function: { name: 'read', arguments: '{}' } },
          { index: 1, function: { name: 'look', arguments: '' } },
        ],
      }),
      delta({}, 'tool_calls'),
    ),
  );
  expect(callsOf(outcome)).toEqual([
    { id: 'call_1', name: 'read', arguments: '{}' },
    { id: 'call_2', name: 'look', arguments: '{}' },
  ]);
});

test('whole calls without id and index are one each', async () => {
  const { outcome } = await ask(
    streams(
      delta({
        tool_calls: [
          { function: { name: 'read', arguments: { a: 1 } } },
          { function: { name: 'look', arguments: { b: 2 } } },
        ],
      }),
      delta({}, 'stop'),
    ),
  );
  expect(callsOf(outcome)).toMatchObject([
    { name: 'read', arguments: '{"a":1}' },
    { name: 'look', arguments: '{"b":2}' },
  ]);
});

test.each(['reasoning_content', 'reasoning'] as const)(
  'thinking under the name %s is kept whole and goes back under that name',
  async (field) => {
    const { outcome } = await ask(
      streams(
        delta({ [field]: 'first ' }),
        delta({ [field]: 'then' }),
        delta(
          { tool_calls: [{ index: 0, id: 'c1', function: { name: 'read', arguments: '{}' } }] },
          'tool_calls',
        ),
      ),
    );
    if (outcome.kind !== 'response') throw new Error(outcome.kind);
    expect(outcome.turn.reasoning).toEqual({ field, text: 'first then' });

    const { requests } = await ask(streams(delta({ content: 'ok' }, 'stop')), [
      { role: 'system', content: 'be good' },
      { role: 'assistant', turn: outcome.turn },
      { role: 'tool', callId: 'c1', content: 'found' },
    ]);
    expect(requests[0]).toMatchObject({
      messages: [
        { role: 'system', content: 'be good' },
        {
          role: 'assistant',
          content: null,
          [field]: 'first then',
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'read', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'found' },
      ],
    });
  },
);

test.each([
  ['OpenAI', { prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 4 } }, 4],
  ['Kimi', { prompt_tokens: 10, completion_tokens: 5, cached_tokens: 4 }, 4],
  ['DeepSeek', { prompt_tokens: 10, completion_tokens: 5, prompt_cache_hit_tokens: 4 }, 4],
  ['plain', { prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: null }, 0],
])('usage as %s tells it is read', async (_, usage, cachedTokens) => {
  const { outcome } = await ask(streams(delta({ content: 'ok' }, 'stop'), { choices: [], usage }));
  expect(outcome).toMatchObject({ usage: { inputTokens: 10, outputTokens: 5, cachedTokens } });
});

test('usage inside the choice is read', async () => {
  const usage = { prompt_tokens: 10, completion_tokens: 5 };
  const { outcome } = await ask(
    streams({ choices: [{ index: 0, delta: { content: 'ok' }, finish_reason: 'stop', usage }] }),
  );
  expect(outcome).toMatchObject({ usage: { inputTokens: 10, outputTokens: 5 } });
});

test.each([
  ['half tokens', { prompt_tokens: 10.5, completion_tokens: 5 }],
  ['fewer than none', { prompt_tokens: -1, completion_tokens: 5 }],
  ['more than anybody has', { prompt_tokens: 1e300, completion_tokens: 5 }],
  ['words', { prompt_tokens: 'ten', completion_tokens: 5 }],
])('a usage of %s is nothing to be counted, and no reason to fail', async (_, usage) => {
  const { outcome } = await ask(streams(delta({ content: 'ok' }, 'stop'), { choices: [], usage }));
  expect(outcome).toMatchObject({ kind: 'response', usage: { inputTokens: 0, outputTokens: 5 } });
});

test.each<[string, (response: ServerResponse) => void, ModelOutcome['kind']]>([
  ['a stream that is cut', cutStream, 'busy'],
  ['a stream that ends in mid-answer without a word', streams(delta({ content: 'half' })), 'unusable'],
  ['a stream that ends before it began', streams(), 'unusable'],
  ['an answer cut at its longest', streams(delta({ content: 'long' }, 'length')), 'unusable'],
  [
    'an error in mid-stream',
    streams(delta({ content: 'half' }), { error: { message: 'overloaded' } }),
    'busy',
  ],
  ['a piece that is not of the protocol', streams({ choices: 'none' }), 'unusable'],
  ['a piece that is not JSON', notJson, 'unusable'],
  ['a refusal', streams(delta({ refusal: 'I cannot help with that' }, 'stop')), 'refused'],
  ['a filter', streams(delta({ content: 'I' }, 'content_filter')), 'refused'],
  ['200 with a page', answers(200, '<html>Welcome</html>'), 'unusable'],
  ['200 with an error', answers(200, { error: { message: 'no such model' } }), 'unusable'],
  ['200 with nothing', answers(200, ''), 'unusable'],
  ['400', answers(400, errorOf('bad tool schema')), 'rejected'],
  [
    '400, the context is too long',
    answers(400, errorOf('maximum context length is 8192')),
    'context-too-long',
  ],
  ['400 by code', answers(400, errorOf('too long', 'context_length_exceeded')), 'context-too-long'],
  ['400, a content policy', answers(400, errorOf('no', 'content_policy_violation')), 'refused'],
  ['401', answers(401, errorOf('bad key')), 'rejected'],
  ['402', answers(402, errorOf('Insufficient Balance')), 'rejected'],
  ['403', answers(403, errorOf('no')), 'rejected'],
  ['404', answers(404, errorOf('no such model')), 'rejected'],
  ['413', answers(413, '<html>Too large</html>'), 'context-too-long'],
  ['429 without quota', answers(429, errorOf('pay first', 'insufficient_quota')), 'rejected'],
  ['429', answers(429, errorOf('slow down')), 'busy'],
  ['429 of too many tokens a minute', answers(429, errorOf('Rate limit: too many tokens per min')), 'busy'],
  ['500', answers(500, errorOf('oops')), 'busy'],
  ['502 with a page', answers(502, '<html>Bad gateway</html>'), 'busy'],
  ['529', answers(529, errorOf('overloaded')), 'busy'],
])('%s is one of the outcomes', async (_, answer, kind) => {
  const { outcome, requests } = await ask(answer);
  expect(outcome.kind).toBe(kind);
  // Trying again is the task's to decide, where people can see it.
  expect(requests).toHaveLength(1);
});

test.each([
  ['120', 120_000],
  ['0', 0],
  ['86400', 900_000],
  ['1e300', 900_000],
  ['-5', undefined],
  ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
])('how long a busy server wants to be left alone is passed on, within reason: %s', async (seconds, ms) => {
  const { outcome } = await ask(answers(429, errorOf('slow down'), { 'retry-after': seconds }));
  expect(outcome).toMatchObject({ kind: 'busy', retryAfterMs: ms });
});

test('a server that is not there is busy', async () => {
  const server = await startChatServer(streams());
  await server.close();
  expect((await askAt(server.baseUrl)).kind).toBe('busy');
});

test.each(['before the answer begins', 'in the middle of it'])('a stop %s is a stop', async (when) => {
  const stop = new AbortController();
  const { outcome } = await ask(
    (response) => {
      if (when === 'in the middle of it') {
        startStream(response);
        sendChunk(response, delta({ content: 'half' }));
      }
      setImmediate(() => stop.abort());
    },
    HELLO,
    { signal: stop.signal },
  );
  expect(outcome).toEqual({ kind: 'aborted' });
});

test('a stop before the question is asked asks nothing', async () => {
  const { outcome, requests } = await ask(streams(), HELLO, { signal: AbortSignal.abort() });
  expect(outcome).toEqual({ kind: 'aborted' });
  expect(requests).toEqual([]);
});

test.each(['before its first word', 'after a word'])(
  'a server that falls silent %s is given up',
  async (when) => {
    const clock = testClock();
    const asked = Promise.withResolvers<void>();
    const asking = ask(
      (response) => {
        if (when === 'after a word') {
          startStream(response);
          sendChunk(response, delta({ content: 'half' }));
        }
        asked.resolve();
      },
      HELLO,
      { clock },
    );
    await asked.promise;
    await clock.advance(61_000);
    await clock.advance(61_000);

    const { outcome } = await asking;
    expect(outcome).toMatchObject({ kind: 'busy', reason: 'no word for 60 s' });
  },
);

test('a server that is slow but says something now and then is heard out', async () => {
  const clock = testClock();
  let heard: () => void = () => {};
  // The client waits anew whenever it has heard something: that is how the test knows.
  const watched: Clock = {
    ...clock,
    sleep: (ms, signal) => {
      heard();
      return clock.sleep(ms, signal);
    },
  };
  const server = await startChatServer((response) => {
    startStream(response);
    void speak(response);
  });
  async function speak(response: ServerResponse): Promise<void> {
    for (const content of ['one ', 'two ', 'three']) {
      await clock.advance(40_000);
      const hearing = new Promise<void>((resolve) => (heard = resolve));
      sendChunk(response, delta({ content }));
      await hearing;
    }
    sendChunk(response, delta({}, 'stop'));
    response.end('data: [DONE]\n\n');
  }

  const outcome = await askAt(server.baseUrl, HELLO, { clock: watched });
  expect(outcome).toMatchObject({ kind: 'response', turn: { content: 'one two three' } });
});

test('the same question twice is the same bytes, and says nothing that a server must not know', async () => {
  const server = await startChatServer(streams(delta({ content: 'ok' }, 'stop')));
  await askAt(server.baseUrl);
  await askAt(server.baseUrl);
  expect(server.requests[0]).toEqual({
    model: 'some-model',
    stream: true,
    stream_options: { include_usage: true },
    messages: HELLO,
    tools: [
      { type: 'function', function: { name: 'read', description: 'Reads', parameters: { type: 'object' } } },
    ],
  });
  expect(JSON.stringify(server.requests[1])).toBe(JSON.stringify(server.requests[0]));
  expect(server.headers[0]?.authorization).toBe('Bearer secret');
});

test('a request without tools has no list of them, which some servers refuse when it is empty', async () => {
  const { requests } = await ask(streams(delta({ content: 'ok' }, 'stop')), HELLO, { tools: [] });
  expect(requests[0]).not.toHaveProperty('tools');
});

interface Parts {
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly tools?: readonly [];
}

async function ask(answer: (response: ServerResponse) => void, messages = HELLO, parts: Parts = {}) {
  const server = await startChatServer(answer);
  return { outcome: await askAt(server.baseUrl, messages, parts), requests: server.requests };
}

function askAt(baseUrl: string, messages = HELLO, { signal, clock = systemClock, tools }: Parts = {}) {
  const model = createModel({ apiKey: 'secret', baseUrl, model: 'some-model', clock, idleSeconds: 60 });
  return model.ask({
    messages,
    tools: tools ?? [{ name: 'read', description: 'Reads', parameters: { type: 'object' } }],
    signal: signal ?? new AbortController().signal,
  });
}

function callsOf(outcome: ModelOutcome) {
  return outcome.kind === 'response' ? outcome.turn.calls : outcome;
}

function errorOf(message: string, code: string | null = null) {
  return { error: { message, code, type: 'some_error' } };
}

function cutStream(response: ServerResponse): void {
  startStream(response);
  sendChunk(response, delta({ content: 'half' }));
  setImmediate(() => response.destroy());
}

function notJson(response: ServerResponse): void {
  startStream(response);
  response.end('data: {"choices": [oops\n\n');
}
