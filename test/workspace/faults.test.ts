// What can be made to go wrong, goes wrong as it does at Slack.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { eventually, MAYA, OPS, startBolt, startWorkspace, say } from './support.ts';

test('a lost reply: the message is there, the caller does not know', async () => {
  const { web, workspace } = await startWorkspace();
  workspace.faults.loseNextReply('chat.postMessage');
  await expect(say(web, { channel: OPS, text: 'Ready.' })).rejects.toMatchObject({
    code: 'slack_webapi_request_error',
  });
  expect(workspace.state.messagesIn('#ops').at(-1)?.text).toBe('Ready.');
  expect(workspace.state.apiCalls('chat.postMessage')).toMatchObject([
    { args: { text: 'Ready.' }, answer: { ok: true } },
  ]);
  await say(web, { channel: OPS, text: 'Again.' });
});

test('calls fail as often as asked, with status, error or a time to wait', async () => {
  const { web, workspace } = await startWorkspace();
  workspace.faults.failNext('auth.test', { status: 500 });
  workspace.faults.failNext('auth.test', { error: 'account_inactive' });
  workspace.faults.failNext('auth.test', { status: 429, retryAfter: 30, times: 2 });
  await expect(web.auth.test()).rejects.toMatchObject({ statusCode: 500 });
  await expect(web.auth.test()).rejects.toMatchObject({ data: { error: 'account_inactive' } });
  await expect(web.auth.test()).rejects.toMatchObject({ retryAfter: 30 });
  await expect(web.auth.test()).rejects.toMatchObject({ retryAfter: 30 });
  expect(await web.auth.test()).toMatchObject({ ok: true });
});

test('a slow method answers when its time has come', async () => {
  const { web, workspace, clock } = await startWorkspace();
  workspace.faults.delayMs('auth.test', 5000);
  let isAnswered = false;
  const answer = web.auth.test().then(() => (isAnswered = true));
  await web.team.info();
  expect(isAnswered).toBe(false);
  await clock.advance(5000);
  await answer;
});

test('an event sent twice has one id', async () => {
  const { workspace } = await startWorkspace();
  const ids: string[] = [];
  await startBolt(workspace, {
    init: (app) => app.message(async ({ body }) => void ids.push(body.event_id)),
  });
  workspace.faults.deliverTwice();
  workspace.act.post({ as: MAYA, channel: '#ops', text: 'once' });
  await eventually(workspace, () => workspace.state.pendingEvents().length === 0);
  workspace.act.post({ as: MAYA, channel: '#ops', text: 'more' });
  await eventually(workspace, () => workspace.state.pendingEvents().length === 0);
  expect(ids.filter((id) => id === ids[0])).toHaveLength(2);
});

test('after a disconnect the app is not sent anything until it is back', async () => {
  const { workspace } = await startWorkspace();
  await startBolt(workspace);
  expect(workspace.state.openSockets()).toBe(1);
  workspace.faults.disconnect('refresh_requested');
  expect(workspace.state.openSockets()).toBe(0);
  workspace.act.post({ as: MAYA, channel: '#ops', text: 'hello' });
  expect(workspace.state.pendingEvents()).toHaveLength(1);
  await startBolt(workspace);
  await eventually(workspace, () => workspace.state.pendingEvents().length === 0);
});

test('an eleventh socket is turned away', async () => {
  const { workspace } = await startWorkspace();
  await Promise.all(Array.from({ length: 10 }, () => connect(workspace)));
  expect(await connect(workspace)).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
  expect(workspace.state.openSockets()).toBe(10);
});

async function connect({ apiUrl, appToken }: { apiUrl: string; appToken: string }): Promise<unknown> {
  const request = { method: 'POST', headers: { authorization: `Bearer ${appToken}` } };
  const answer = await fetch(`${apiUrl}apps.connections.open`, request);
  const socket = new WebSocket(z.object({ url: z.string() }).parse(await answer.json()).url);
  return new Promise((resolve) =>
    socket.addEventListener('message', ({ data }) => resolve(JSON.parse(String(data))), { once: true }),
  );
}

async function startHearing() {
  const stage = await startWorkspace();
  const texts: string[] = [];
  await startBolt(stage.workspace, {
    init: (app) =>
      app.message(async ({ message }) => {
        if ('text' in message) texts.push(message.text ?? '');
      }),
  });
  const heard = (count: number) => eventually(stage.workspace, () => texts.length >= count);
  const post = (text: string) => stage.workspace.act.post({ as: MAYA, channel: '#ops', text });
  return { ...stage, texts, heard, post };
}

test('events come last first, and late, when that was asked for', async () => {
  const { workspace, clock, texts, heard, post } = await startHearing();
  workspace.faults.deliverReversed(3);
  for (const text of ['one', 'two', 'three']) post(text);
  await heard(3);
  expect(texts).toEqual(['three', 'two', 'one']);

  workspace.faults.deliverLate(5000);
  post('late');
  post('soon');
  await heard(4);
  expect(texts.at(-1)).toBe('soon');
  await clock.advance(5000);
  await heard(5);
  expect(texts.at(-1)).toBe('late');
});

test('what is held back leaves in order when the faults are cleared', async () => {
  const { workspace, texts, heard, post } = await startHearing();
  workspace.faults.deliverReversed(9);
  post('one');
  post('two');
  expect(texts).toEqual([]);
  workspace.faults.clear();
  await heard(2);
  expect(texts).toEqual(['one', 'two']);
});

test('a method is limited for as long as was asked, and says how long it still is', async () => {
  const { web, workspace, clock } = await startWorkspace();
  workspace.faults.rateLimit('auth.test', 60);
  await expect(web.auth.test()).rejects.toMatchObject({ retryAfter: 60 });
  await clock.advance(20_000);
  await expect(web.auth.test()).rejects.toMatchObject({ retryAfter: 40 });
  expect(await web.team.info()).toMatchObject({ ok: true });
  await clock.advance(40_000);
  expect(await web.auth.test()).toMatchObject({ ok: true });
});

test('every tier of Slack’s limits holds at what Slack promises, and not when they are off', async () => {
  const { workspace } = await startWorkspace();
  const burst = async (method: string, args: object, times: number) => {
    const answers = Array.from({ length: times }, () =>
      fetch(`${workspace.apiUrl}${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${workspace.botToken}`, 'content-type': 'application/json' },
        body: JSON.stringify(args),
      }),
    );
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    return statuses.filter((status) => status === 429).length;
  };
  expect(await burst('users.list', {}, 21)).toBe(1);
  expect(await burst('conversations.info', { channel: OPS }, 51)).toBe(1);
  expect(await burst('users.info', { user: MAYA }, 101)).toBe(1);
  expect(await burst('chat.postMessage', { channel: OPS, text: 'x' }, 6)).toBe(1);
  workspace.faults.setLimits(false);
  expect(await burst('users.list', {}, 21)).toBe(0);
});

test('a clock that is moved lets everything happen that was due', async () => {
  const { web, workspace, clock } = await startWorkspace();
  const nowSeconds = Math.floor(clock.now().getTime() / 1000);
  await web.chat.scheduleMessage({ channel: OPS, text: 'tomorrow', post_at: nowSeconds + 86_400 });
  const { ts: root = '' } = await say(web, { channel: OPS, text: 'root' });
  await web.apiCall('agents.sessions.setStatus', { channel_id: OPS, thread_ts: root, status: 'processing' });
  const stream = await web.chat.startStream({
    channel: OPS,
    thread_ts: root,
    recipient_user_id: MAYA,
    recipient_team_id: workspace.teamId,
    markdown_text: 'half an',
  });
  const place = { channel: OPS, ts: stream.ts ?? '' };
  await expect(web.chat.update({ ...place, text: 'x' })).rejects.toMatchObject({
    data: { error: 'streaming_state_conflict' },
  });

  workspace.faults.moveClock(300_000);
  await eventually(
    workspace,
    () => workspace.state.message(OPS, place.ts)?.raw['streaming_state'] === 'completed',
  );
  await expect(web.chat.appendStream({ ...place, markdown_text: 'answer' })).rejects.toMatchObject({
    data: { error: 'message_not_in_streaming_state' },
  });
  expect(workspace.state.session(OPS, root)?.status).toBe('processing');
  workspace.faults.moveClock(3_300_000);
  await eventually(workspace, () => workspace.state.session(OPS, root)?.status === 'active');
  workspace.faults.moveClock(86_400_000);
  await eventually(workspace, () => workspace.state.messagesIn('#ops').at(-1)?.text === 'tomorrow');
  expect(workspace.clock.now().getTime() - clock.now().getTime()).toBe(90_000_000);
});

test('a token that was revoked opens nothing until the faults are cleared', async () => {
  const { web, workspace } = await startWorkspace();
  const heard: string[] = [];
  await startBolt(workspace, {
    init: (app) => {
      app.event('tokens_revoked', async () => void heard.push('tokens_revoked'));
      app.event('app_uninstalled', async () => void heard.push('app_uninstalled'));
    },
  });
  workspace.faults.revokeTokens();
  await expect(web.auth.test()).rejects.toMatchObject({ data: { error: 'token_revoked' } });
  workspace.faults.uninstall();
  await expect(web.auth.test()).rejects.toMatchObject({ data: { error: 'account_inactive' } });
  await eventually(workspace, () => heard.length === 2);
  workspace.faults.clear();
  expect(await web.auth.test()).toMatchObject({ ok: true });
});

test('the eleventh socket is one too many', async () => {
  const { workspace } = await startWorkspace();
  const open = async () => {
    const response = await fetch(`${workspace.apiUrl}apps.connections.open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${workspace.appToken}` },
    });
    const { url } = z.object({ url: z.string() }).parse(await response.json());
    const socket = new WebSocket(url);
    const { data } = await new Promise<MessageEvent>((resolve) =>
      socket.addEventListener('message', resolve, { once: true }),
    );
    return z.looseObject({ type: z.string(), reason: z.string().optional() }).parse(JSON.parse(String(data)));
  };
  for (let opened = 0; opened < 10; opened++) expect((await open()).type).toBe('hello');
  expect(await open()).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
  expect(workspace.state.openSockets()).toBe(10);
});
