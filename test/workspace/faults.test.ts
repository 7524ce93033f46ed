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
