import * as fc from 'fast-check';
import OpenAI, { NotFoundError } from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { createPracticeModel, type PracticeModel } from '../../src/practice/server.ts';
import { head, toolsOf, type World } from './support/world.ts';

let model: PracticeModel;
let client: OpenAI;
beforeAll(async () => {
  model = await createPracticeModel({ clock: systemClock, log: silentLog });
  client = new OpenAI({ baseURL: model.baseUrl, apiKey: 'any', maxRetries: 0 });
});
afterAll(() => model.close());

const world: World = { goal: '@Longhand summarise this channel', messages: [] };
const messages = (): OpenAI.ChatCompletionMessageParam[] => [
  { role: 'system', content: 'You are Longhand.' },
  { role: 'user', content: head(world) },
];

const post = (body: string): Promise<Response> =>
  fetch(`${model.baseUrl}/chat/completions`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  });

test('lists its one model', async () => {
  const listed = await client.models.list();
  expect(listed.data.map(({ id }) => id)).toEqual([model.model]);
});

test('answers whole as it answers in a stream, with the same calls', async () => {
  const body = { model: model.model, messages: messages(), tools: toolsOf(world) };
  const whole = await client.chat.completions.create(body);
  const stream = await client.chat.completions.create({ ...body, stream: true });
  let text = '';
  let pieces = 0;
  let finish: string | null | undefined;
  for await (const chunk of stream) {
    pieces += 1;
    text += chunk.choices[0]?.delta.tool_calls?.[0]?.function?.arguments ?? '';
    finish = chunk.choices[0]?.finish_reason ?? finish;
    expect(chunk.usage ?? null).toBeNull();
  }
  const call = whole.choices[0]?.message.tool_calls?.[0];
  expect(call?.type === 'function' ? call.function.arguments : undefined).toBe(text);
  expect(finish).toBe('tool_calls');
  expect(pieces).toBeGreaterThan(3);
});

test('sends an answer in pieces of a few words', async () => {
  const stream = await client.chat.completions.create({
    model: model.model,
    messages: [{ role: 'user', content: 'hello there' }],
    stream: true,
    stream_options: { include_usage: true },
  });
  const pieces: string[] = [];
  let usage: OpenAI.CompletionUsage | null | undefined;
  for await (const chunk of stream) {
    if (chunk.choices[0]?.delta.content) pieces.push(chunk.choices[0].delta.content);
    usage = chunk.usage ?? usage;
  }
  expect(pieces.length).toBeGreaterThan(10);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(80);
  expect(pieces.join('')).toContain('practice model');
  expect(usage?.completion_tokens).toBeGreaterThan(20);
});

test('counts as cached what was sent before in the same order', async () => {
  const unseen = `Never sent before ${Date.now()}`;
  const first = await client.chat.completions.create({
    model: model.model,
    messages: [{ role: 'user', content: unseen }],
  });
  const second = await client.chat.completions.create({
    model: model.model,
    messages: [
      { role: 'user', content: unseen },
      { role: 'assistant', content: 'Yes.' },
      { role: 'user', content: 'and this is new' },
    ],
  });
  const changed = await client.chat.completions.create({
    model: model.model,
    messages: [
      { role: 'system', content: 'x' },
      { role: 'user', content: unseen },
    ],
  });
  const shared = second.usage?.prompt_tokens_details?.cached_tokens ?? 0;
  expect(shared).toBe(first.usage?.prompt_tokens);
  expect(second.usage?.prompt_tokens).toBeGreaterThan(shared);
  expect(changed.usage?.prompt_tokens_details?.cached_tokens).toBeLessThan(shared);
});

test('calls a tool that is demanded, and none when none is allowed', async () => {
  const tools: OpenAI.ChatCompletionTool[] = [
    {
      type: 'function',
      function: {
        name: 'ping',
        parameters: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
      },
    },
  ];
  const ask = (choice: OpenAI.ChatCompletionToolChoiceOption): Promise<OpenAI.ChatCompletion> =>
    client.chat.completions.create({
      model: model.model,
      messages: [{ role: 'user', content: 'Check the line.' }],
      tools,
      tool_choice: choice,
    });
  const demanded = (await ask('required')).choices[0]?.message.tool_calls?.[0];
  expect(demanded?.type === 'function' && demanded.function).toMatchObject({
    name: 'ping',
    arguments: '{"text":"ok"}',
  });
  expect((await ask('none')).choices[0]?.message.tool_calls).toBeUndefined();
});

test.each([
  ['{', 400],
  ['[]', 400],
  ['{"model":"practice-1"}', 400],
  ['{"model":"practice-1","messages":[]}', 400],
  ['{"model":"practice-1","messages":[{"role":"wizard","content":"x"}]}', 400],
  ['{"model":"practice-1","messages":[{"role":"tool","tool_call_id":"c1","content":"x"}]}', 400],
  [
    '{"model":"practice-1","messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"user","content":"x"}]}',
    400,
  ],
  ['{"model":"gpt-9","messages":[{"role":"user","content":"x"}]}', 404],
])('says what is wrong with %s', async (body, status) => {
  const response = await post(body);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({
    error: { type: 'invalid_request_error', message: expect.stringMatching(/\w{4}/) },
  });
});

test('has the errors that the client knows', async () => {
  await expect(
    client.chat.completions.create({ model: 'nobody', messages: [{ role: 'user', content: 'x' }] }),
  ).rejects.toBeInstanceOf(NotFoundError);
  expect((await fetch(`${model.baseUrl}/embeddings`, { method: 'POST' })).status).toBe(404);
});

test('no transcript makes it fall: an answer, or a word on what is wrong', async () => {
  const words = fc.constantFrom(
    '# The task',
    'Task 1. Asked by A (U1) in [m:1.2], now 2026-11-23 14:00 Monday, time zone Europe/Berlin.',
    'Goal:',
    'compare the offers',
    '总结',
    'every day',
    '[m:1.3] 2026-11-23 10:00 B (U2): offer from Xy: €5',
    'Look first with',
    '# New message in the thread',
    '# Answers of A (U1) to the card',
    'ACCEPTED version 1',
    'REJECTED',
    '\u0000',
    '|a|b|',
    '💥',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 8 }).map((lines) => lines.join('\n')),
  );
  const call = fc.record({
    id: fc.constantFrom('a', 'b'),
    type: fc.constant('function'),
    function: fc.record({
      name: fc.constantFrom('submit_intake', 'read_file', 'x'),
      arguments: fc.oneof(fc.constant('{}'), text),
    }),
  });
  const message = fc.oneof(
    fc.record({
      role: fc.constantFrom('system', 'user', 'assistant', 'developer'),
      content: fc.oneof(text, fc.constant(null)),
    }),
    fc.record({
      role: fc.constant('assistant'),
      content: fc.constant(null),
      tool_calls: fc.array(call, { maxLength: 2 }),
    }),
    fc.record({ role: fc.constant('tool'), tool_call_id: fc.constantFrom('a', 'b'), content: text }),
    fc.anything(),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(message, { maxLength: 6 }), fc.boolean(), async (made, hasTools) => {
      const response = await post(
        JSON.stringify({
          model: model.model,
          messages: made,
          ...(hasTools ? { tools: toolsOf(world) } : {}),
        }) ?? '',
      );
      expect([200, 400]).toContain(response.status);
      const said = await response.text();
      expect(said).toMatch(/"object":"chat\.completion"|"error":\{"message":".{4}/);
    }),
    { numRuns: 300 },
  );
});
