// docs/models.md says what each server is sent: this is that table, over the wire.
import type { ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createModel } from '../../src/agent/model.ts';
import { createModelQueue } from '../../src/agent/model-queue.ts';
import { PROFILE_NAMES, profileOf, type ProfileName } from '../../src/agent/profile.ts';
import type { ChatMessage } from '../../src/agent/chat.ts';
import { systemClock } from '../../src/base/clock.ts';
import { testClock } from '../support/clock.ts';
import { answers, delta, startChatServer, streams } from './chat-server.ts';

const OK = streams(delta({ content: 'ok' }, 'stop'));
const TALK: readonly ChatMessage[] = [
  { role: 'system', content: 'You read.' },
  { role: 'user', content: 'What is on it?', images: [{ mediaType: 'image/png', base64: 'aGk=' }] },
  { role: 'assistant', turn: { content: '', calls: [{ id: 'c1', name: 'read', arguments: '{}' }] } },
  { role: 'tool', callId: 'c1', content: 'A chair.' },
];

async function sentBy(name: ProfileName) {
  const server = await startChatServer(OK);
  const model = modelAt(server.baseUrl, name);
  await model.ask({ messages: TALK, tools: [], cacheKey: 'C1', signal: new AbortController().signal });
  return JSON.stringify(server.requests[0]);
}

function modelAt(baseUrl: string, name: ProfileName) {
  const profile = profileOf({ name });
  return createModel({ apiKey: 'k', baseUrl, model: 'm', clock: systemClock, idleSeconds: 60, profile });
}

test.each<[ProfileName, { cacheKey: boolean; picture: boolean; emptyReasoning: boolean }]>([
  ['openai', { cacheKey: true, picture: true, emptyReasoning: false }],
  ['kimi', { cacheKey: false, picture: true, emptyReasoning: false }],
  ['deepseek', { cacheKey: false, picture: false, emptyReasoning: true }],
  ['qwen', { cacheKey: false, picture: false, emptyReasoning: false }],
  ['vllm', { cacheKey: false, picture: false, emptyReasoning: false }],
  ['ollama', { cacheKey: false, picture: false, emptyReasoning: false }],
  ['other', { cacheKey: false, picture: false, emptyReasoning: false }],
])('%s is sent what it takes', async (name, { cacheKey, picture, emptyReasoning }) => {
  const sent = await sentBy(name);
  expect(sent.includes('"prompt_cache_key":"C1"')).toBe(cacheKey);
  expect(sent.includes('data:image/png;base64,aGk=')).toBe(picture);
  expect(sent.includes('1 pictures belong here')).toBe(!picture);
  expect(sent.includes('"reasoning_content":""')).toBe(emptyReasoning);
  expect(sent).not.toMatch(/temperature|top_p|"strict"|parallel_tool_calls|"n":/u);
});

test('a server is known by its address, and by nothing that only looks like it', () => {
  const at = (baseUrl?: string) => profileOf({ baseUrl }).name;
  expect(at()).toBe('openai');
  expect(at('https://api.openai.com/v1')).toBe('openai');
  expect(at('https://api.openai.com.example/v1')).toBe('other');
  expect(at('https://api.moonshot.cn/v1')).toBe('kimi');
  expect(at('https://api.deepseek.com')).toBe('deepseek');
  expect(at('https://dashscope-intl.aliyuncs.com/compatible-mode/v1')).toBe('qwen');
  expect(at('http://127.0.0.1:11434/v1')).toBe('ollama');
  expect(at('http://10.0.0.7:8000/v1')).toBe('other');
  expect(profileOf({ baseUrl: 'http://10.0.0.7:8000/v1', name: 'vllm', sees: true })).toMatchObject({
    name: 'vllm',
    sees: true,
  });
});

test('the page on models names every profile', async () => {
  const page = await readFile(new URL('../../docs/models.md', import.meta.url), 'utf8');
  for (const name of PROFILE_NAMES) expect(page).toContain(`\`${name}\``);
});

test('a field that a server refuses by name is left out from then on, and the question is asked again at once', async () => {
  let asked = 0;
  const server = await startChatServer((response: ServerResponse) => {
    asked += 1;
    const refuses = answers(400, { error: { message: 'Unknown parameter: prompt_cache_key', code: null } });
    (asked === 1 ? refuses : OK)(response);
  });
  const model = modelAt(server.baseUrl, 'openai');
  const request = { messages: TALK, tools: [], cacheKey: 'C1', signal: new AbortController().signal };
  expect((await model.ask(request)).kind).toBe('response');
  expect((await model.ask(request)).kind).toBe('response');
  expect(server.requests.map((body) => JSON.stringify(body).includes('prompt_cache_key'))).toEqual([
    true,
    false,
    false,
  ]);
});

test('what a server refuses for another reason is not asked again', async () => {
  const server = await startChatServer(answers(400, { error: { message: 'bad prompt_cache_key_thing' } }));
  const outcome = await modelAt(server.baseUrl, 'other').ask({
    messages: TALK,
    tools: [],
    cacheKey: 'C1',
    signal: new AbortController().signal,
  });
  expect(outcome.kind).toBe('rejected');
  expect(server.requests).toHaveLength(1);
});

test('with one key so many ask at once, who matters more goes first, and a stop leaves the line', async () => {
  const queue = createModelQueue({ requestsAtOnce: 1, clock: testClock() });
  const order: string[] = [];
  const first = Promise.withResolvers<undefined>();
  const open = new AbortController().signal;
  const stopped = new AbortController();
  const running = queue.run(
    async () => {
      order.push('first');
      await first.promise;
    },
    { signal: open, priority: 0 },
  );
  const small = queue.run(async () => order.push('small'), { signal: open, priority: 0 });
  const gone = queue.run(async () => order.push('gone'), { signal: stopped.signal, priority: 1 });
  const large = queue.run(async () => order.push('large'), { signal: open, priority: 1 });
  stopped.abort();
  await expect(gone).rejects.toThrow('aborted');
  expect(order).toEqual(['first']);
  first.resolve(undefined);
  await Promise.all([running, small, large]);
  expect(order).toEqual(['first', 'large', 'small']);
});

test('a server that wants to be left alone is left alone by everyone who has that key', async () => {
  const clock = testClock();
  const queue = createModelQueue({ requestsAtOnce: 4, clock });
  const server = await startChatServer(
    answers(429, { error: { message: 'slow down' } }, { 'retry-after': '20' }),
  );
  const model = createModel({
    apiKey: 'k',
    baseUrl: server.baseUrl,
    model: 'm',
    clock,
    idleSeconds: 60,
    queue,
  });
  const open = new AbortController().signal;
  expect(await model.ask({ messages: TALK, tools: [], signal: open })).toMatchObject({
    kind: 'busy',
    retryAfterMs: 20_000,
  });
  let isAsked = false;
  const next = queue.run(async () => (isAsked = true), { signal: open, priority: 1 });
  await clock.advance(19_000);
  expect(isAsked).toBe(false);
  await clock.advance(2_000);
  await next;
  expect(isAsked).toBe(true);
});

test('an answer that says that nothing is left of the limit holds back the next request', async () => {
  const clock = testClock();
  const queue = createModelQueue({ requestsAtOnce: 4, clock });
  const server = await startChatServer((response) => {
    response.setHeader('x-ratelimit-remaining-requests', '0');
    response.setHeader('x-ratelimit-reset-requests', '20s');
    OK(response);
  });
  const access = { apiKey: 'k', baseUrl: server.baseUrl, model: 'm' };
  const model = createModel({ ...access, clock, idleSeconds: 60, queue });
  const signal = new AbortController().signal;
  expect(await model.ask({ messages: TALK, tools: [], signal })).toMatchObject({ kind: 'response' });
  let isAsked = false;
  const next = queue.run(async () => (isAsked = true), { signal, priority: 1 });
  await clock.advance(19_000);
  expect(isAsked).toBe(false);
  await clock.advance(2_000);
  await next;
  expect(isAsked).toBe(true);
});
