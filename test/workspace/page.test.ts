// The page's side of the workspace: what it is shown, what it may do, and who may not.
import { request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { BOT, CHEN, MAYA, OPS, startBolt, startWorkspace } from './support.ts';

const Named = z.looseObject({ channels: z.array(z.looseObject({ name: z.string() })) });
const Listing = z.looseObject({ messages: z.array(z.looseObject({ ts: z.string(), text: z.string() })) });
const Posted = z.object({ ts: z.string() });

const namesOf = (answer: unknown): string[] => Named.parse(answer).channels.map(({ name }) => name);
const textsOf = (answer: unknown): string[] => Listing.parse(answer).messages.map(({ text }) => text);
const lastTsOf = (answer: unknown): string => Listing.parse(answer).messages.at(-1)?.ts ?? '';
const tsOf = (answer: unknown): string => Posted.parse(answer).ts;

async function startPage() {
  const { workspace, web } = await startWorkspace({ notices: ['The practice model answers.'] });
  const call = async (path: string, body?: object): Promise<unknown> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    return (await fetch(`${workspace.url}page/${path}`, init)).json();
  };
  return { workspace, web, call };
}

test('a person sees the channels that are theirs, and the notices', async () => {
  const { call } = await startPage();
  const maya = await call(`bootstrap?as=${MAYA}`);
  expect(maya).toMatchObject({
    ok: true,
    me: { id: MAYA, displayName: 'Maya' },
    app: { userId: BOT, displayName: 'Longhand' },
    notices: ['The practice model answers.'],
    now: '2026-11-23T09:00:00.000Z',
  });
  expect(namesOf(maya)).toEqual(['ops', 'quiet', 'board']);
  const chen = await call(`bootstrap?as=${CHEN}`);
  expect(namesOf(chen)).toEqual(['ops', 'quiet']);
  expect(await call('bootstrap?as=U404')).toEqual({ ok: false, error: 'user_not_found' });
  expect(await call(`messages?as=${CHEN}&channel=GPRIV01`)).toEqual({
    ok: false,
    error: 'channel_not_found',
  });
});

test('messages come newest page first, with their threads folded', async () => {
  const { call } = await startPage();
  const newest = await call(`messages?as=${MAYA}&channel=${OPS}&limit=1`);
  expect(newest).toMatchObject({
    hasMore: true,
    messages: [{ text: 'offers are in &amp; good', files: [{ name: 'notes.txt' }] }],
  });
  const older = await call(`messages?as=${MAYA}&channel=${OPS}&limit=1&before=${lastTsOf(newest)}`);
  expect(older).toMatchObject({
    hasMore: false,
    messages: [{ text: 'hello', reply_count: 1, reply_users: [CHEN] }],
  });
  const thread = await call(`thread?as=${MAYA}&channel=${OPS}&ts=${lastTsOf(older)}`);
  expect(textsOf(thread)).toEqual(['hello', 'hi']);
});

test('what is typed becomes what Slack keeps', async () => {
  const { call, workspace } = await startPage();
  const text =
    '@longhand ask @陈 Chen in #ops & see https://e.org/a. :eyes: a<b @nobody, mail me@maya.de，问@Maya吧';
  const ts = tsOf(await call('post', { as: MAYA, channel: OPS, text }));
  const message = workspace.state.message('#ops', ts);
  expect(message?.text).toBe(
    `<@${BOT}> ask <@${CHEN}> in <#${OPS}|ops> &amp; see <https://e.org/a>. :eyes: a&lt;b @nobody, mail me@maya.de，问<@${MAYA}>吧`,
  );
  expect(message?.raw['client_msg_id']).toBeTypeOf('string');
  expect(message?.blocks[0]).toMatchObject({
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'user', user_id: BOT },
          { type: 'text', text: ' ask ' },
          { type: 'user', user_id: CHEN },
          { type: 'text', text: ' in ' },
          { type: 'channel', channel_id: OPS },
          { type: 'text', text: ' & see ' },
          { type: 'link', url: 'https://e.org/a' },
          { type: 'text', text: '. ' },
          { type: 'emoji', name: 'eyes' },
          { type: 'text', text: ' a<b @nobody, mail me@maya.de，问' },
          { type: 'user', user_id: MAYA },
          { type: 'text', text: '吧' },
        ],
      },
    ],
  });
});

test('a page hears what happens, and only what it may', async () => {
  const { call, workspace, web } = await startPage();
  const hears = await listen(`${workspace.url}page/stream?as=${CHEN}`);
  await call('post', { as: MAYA, channel: 'GPRIV01', text: 'secret' });
  const ts = tsOf(await call('post', { as: MAYA, channel: OPS, text: 'root' }));
  await call('post', { as: CHEN, channel: OPS, thread_ts: ts, text: 'reply' });
  await call('react', { as: CHEN, channel: OPS, ts, name: 'eyes' });
  await web.chat.postEphemeral({ channel: OPS, user: MAYA, text: 'for Maya' });
  await web.chat.postEphemeral({ channel: OPS, user: CHEN, text: 'for Chen' });
  await web.apiCall('agents.sessions.setStatus', { channel_id: OPS, thread_ts: ts, status: 'processing' });
  await call('edit', { as: MAYA, channel: OPS, ts, text: 'changed' });

  const events = await hears((event) => event['type'] === 'message_changed' && textOf(event) === 'changed');
  expect(events.map((event) => [event['type'], textOf(event) ?? event['status']])).toEqual([
    ['clock_changed', undefined],
    ['message_posted', 'root'],
    ['message_posted', 'reply'],
    ['message_changed', 'root'],
    ['message_changed', 'root'],
    ['message_posted', 'for Chen'],
    ['session_changed', 'processing'],
    ['message_changed', 'changed'],
  ]);
  expect(events[3]?.['message']).toMatchObject({ reply_count: 1 });
  expect(events[6]).toMatchObject({ stoppable: true, thread_ts: ts });
});

test('a person uploads, clicks, stops, opens a conversation and deletes', async () => {
  const { call, workspace, web } = await startPage();
  await startBolt(workspace, { init: (app) => app.action('go', async ({ ack }) => ack()) });
  const upload = await fetch(`${workspace.url}page/upload?as=${MAYA}&name=a.txt&type=text/plain`, {
    method: 'POST',
    body: 'ten',
  });
  const { file } = z.object({ file: z.object({ id: z.string() }) }).parse(await upload.json());
  const ts = tsOf(await call('post', { as: MAYA, channel: OPS, text: '', files: [file.id] }));
  expect(await (await fetch(`${workspace.url}page/file/${file.id}?as=${CHEN}`)).text()).toBe('ten');

  const button = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } };
  const posted = await web.apiCall('chat.postMessage', {
    channel: OPS,
    text: 'x',
    blocks: [{ type: 'actions', block_id: 'b', elements: [button] }],
  });
  const press = { as: MAYA, channel: OPS, ts: tsOf(posted), block_id: 'b', action_id: 'go', type: 'button' };
  expect(await call('action', press)).toEqual({ ok: true });
  expect(await call('action', { ...press, action_id: 'stop' })).toEqual({
    ok: false,
    error: 'action_not_found',
  });

  const opened = await call('open-dm', { as: MAYA, user: BOT });
  const { channel } = z.object({ channel: z.string() }).parse(opened);
  expect(await call('post', { as: MAYA, channel, text: 'hello' })).toMatchObject({ ok: true });
  expect(await call('stop', { as: MAYA, channel: OPS, thread_ts: ts })).toEqual({
    ok: false,
    error: 'session_not_processing',
  });
  expect(await call('delete', { as: CHEN, channel: OPS, ts })).toEqual({
    ok: false,
    error: 'cant_delete_message',
  });
  expect(await call('delete', { as: MAYA, channel: OPS, ts })).toEqual({ ok: true });
  expect(await call('post', { as: BOT, channel: OPS, text: 'I am the app' })).toEqual({
    ok: false,
    error: 'user_not_found',
  });
});

test('only its own page is answered: not another name for this address, not another site', async () => {
  const { workspace } = await startPage();
  const { port } = new URL(workspace.url);
  const path = `/page/bootstrap?as=${MAYA}`;
  expect(await ask(port, { path, headers: { host: `evil.example:${port}` } })).toBe(403);
  expect(
    await ask(port, { path, headers: { host: `127.0.0.1:${port}`, origin: 'http://evil.example' } }),
  ).toBe(403);
  expect(
    await ask(port, { path, headers: { host: `127.0.0.1:${port}`, 'sec-fetch-site': 'cross-site' } }),
  ).toBe(403);
  expect(
    await ask(port, { path, headers: { host: `localhost:${port}`, origin: `http://localhost:${port}` } }),
  ).toBe(200);
});

test('files of the page come with their types taken out, and nothing else comes', async () => {
  const { workspace } = await startPage();
  const get = (path: string) => fetch(`${workspace.url}${path}`);
  const library = await get('page/lib/htm-preact.js');
  expect(library.headers.get('content-type')).toMatch(/javascript/);
  expect((await get('page/lib/express.js')).status).toBe(404);
  expect((await get('page/..%2fserver.ts')).status).toBe(404);
  expect((await get('page/none.css')).status).toBe(404);
  expect((await get('elsewhere')).status).toBe(404);
});

function ask(
  port: string,
  { path, headers }: { path: string; headers: Record<string, string> },
): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

type Event = Readonly<Record<string, unknown>>;

const textOf = (event: Event): unknown =>
  typeof event['message'] === 'object' && event['message'] !== null && 'text' in event['message']
    ? event['message'].text
    : undefined;

/** Reads a stream of server-sent events until one fits; answers all that came until then. */
async function listen(url: string): Promise<(isLast: (event: Event) => boolean) => Promise<Event[]>> {
  const stopping = new AbortController();
  onTestFinished(() => stopping.abort());
  const response = await fetch(url, { signal: stopping.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  return async (isLast) => {
    const events: Event[] = [];
    let rest = '';
    for (;;) {
      const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
      if (done) return events;
      const parts = (rest + value).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const data = part.split('\n').find((line) => line.startsWith('data: '));
        if (data === undefined) continue;
        const event: Event = JSON.parse(data.slice('data: '.length));
        events.push(event);
        if (isLast(event)) return events;
      }
    }
  };
}
