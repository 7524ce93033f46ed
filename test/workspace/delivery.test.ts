// Events on the wire, heard by the real Bolt.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { CHEN, eventually, MAYA, OPS, startBolt, startWorkspace, say } from './support.ts';

interface Heard {
  readonly id: unknown;
  readonly type: string;
  readonly subtype: unknown;
  readonly ts: unknown;
  readonly raw: Readonly<Record<string, unknown>>;
}

async function startListening() {
  const { workspace, clock, web } = await startWorkspace();
  const heard: Heard[] = [];
  await startBolt(workspace, {
    init: (app) =>
      app.use(async ({ body, payload, next }) => {
        const raw: Record<string, unknown> = { ...payload };
        heard.push({
          id: 'event_id' in body ? body.event_id : undefined,
          type: String(raw['type']),
          subtype: raw['subtype'],
          ts: raw['ts'],
          raw,
        });
        await next();
      }),
  });
  const acknowledged = () => eventually(workspace, () => workspace.state.pendingEvents().length === 0);
  return { workspace, clock, web, heard, acknowledged };
}

test('a mention is heard twice, with different event ids, and answered in the thread', async () => {
  const { workspace } = await startWorkspace();
  const ids: string[] = [];
  await startBolt(workspace, {
    init: (app) => {
      app.event('app_mention', async ({ event, body, say }) => {
        ids.push(body.event_id);
        await say({ text: 'On it', thread_ts: event.ts });
      });
      app.message(async ({ body }) => void ids.push(body.event_id));
    },
  });

  const ts = workspace.act.post({ as: MAYA, channel: '#ops', text: '@Longhand compare the offers' });
  const answer = await eventually(workspace, () => workspace.state.thread('#ops', ts)[1]);
  await eventually(workspace, () => workspace.state.pendingEvents().length === 0);

  expect(answer.text).toBe('On it');
  expect(workspace.state.message('#ops', ts)?.text).toBe('<@UBOT001> compare the offers');
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThanOrEqual(2);
});

test('an edited mention is told as a mention again, and as a change', async () => {
  const { workspace, heard, acknowledged } = await startListening();
  const ts = workspace.act.post({ as: MAYA, channel: '#ops', text: '@Longhand one' });
  workspace.act.edit({ as: MAYA, channel: '#ops', ts, text: '@Longhand two' });
  await acknowledged();

  expect(heard.map(({ type, subtype }) => [type, subtype])).toEqual([
    ['app_mention', undefined],
    ['message', undefined],
    ['app_mention', undefined],
    ['message', 'message_changed'],
  ]);
  expect(new Set(heard.map(({ id }) => id)).size).toBe(4);
  expect(heard[2]?.raw['edited']).toMatchObject({ user: MAYA });
});

test('what the app says and changes comes back to it as an echo', async () => {
  const { web, heard, acknowledged } = await startListening();
  const { ts = '' } = await say(web, { channel: OPS, text: 'one' });
  await web.chat.update({ channel: OPS, ts, text: 'two' });
  await web.chat.delete({ channel: OPS, ts });
  await acknowledged();

  expect(heard.map(({ subtype }) => subtype)).toEqual([undefined, 'message_changed', 'message_deleted']);
  expect(heard[0]?.raw).toMatchObject({ bot_id: 'BBOT001', user: 'UBOT001', ts, channel_type: 'channel' });
  expect(heard[1]?.raw['user']).toBeUndefined();
});

test('uploads, broadcasts, reactions, joins and the Stop button are told in their own words', async () => {
  const { workspace, web, heard, acknowledged } = await startListening();
  const file = workspace.act.upload({ as: MAYA, name: 'a.csv', data: 'a,b\n1,2' });
  const root = workspace.act.post({ as: MAYA, channel: '#ops', text: '@Longhand see', files: [file] });
  workspace.act.post({ as: CHEN, channel: '#ops', text: 'all', threadTs: root, broadcast: true });
  workspace.act.react({ as: CHEN, channel: '#ops', ts: root, name: 'eyes' });
  workspace.act.react({ as: CHEN, channel: '#ops', ts: root, name: 'eyes', remove: true });
  workspace.act.leave({ as: CHEN, channel: '#ops' });
  workspace.act.join({ as: CHEN, channel: '#ops' });
  await web.apiCall('agents.sessions.setStatus', { channel_id: OPS, thread_ts: root, status: 'processing' });
  workspace.act.stop({ as: MAYA, channel: '#ops', threadTs: root });
  await acknowledged();

  expect(heard.map(({ type, subtype }) => [type, subtype].filter(Boolean).join(' '))).toEqual([
    'app_mention',
    'message file_share',
    'message thread_broadcast',
    'reaction_added',
    'reaction_removed',
    'message channel_leave',
    'member_left_channel',
    'member_joined_channel',
    'message channel_join',
    'agent_session_stopped',
  ]);
  expect(heard[0]?.raw['files']).toMatchObject([{ name: 'a.csv' }]);
  expect(heard[9]?.raw).toMatchObject({ thread_ts: root, user: MAYA, channel: OPS });
});

test('another name of a channel or a person is told', async () => {
  const { workspace, heard, acknowledged } = await startListening();
  workspace.act.rename({ as: MAYA, channel: '#ops', name: 'operations' });
  workspace.act.changeProfile({ as: CHEN, displayName: 'Chen', tz: 'Asia/Shanghai' });
  await acknowledged();
  expect(heard.map(({ raw }) => raw)).toMatchObject([
    { type: 'channel_rename', channel: { id: OPS, name: 'operations' } },
    { type: 'message', subtype: 'channel_name', old_name: 'ops', name: 'operations', user: MAYA },
    { type: 'user_change', user: { id: CHEN, tz: 'Asia/Shanghai', profile: { display_name: 'Chen' } } },
  ]);
  expect(workspace.state.channelId('#operations')).toBe(OPS);
});

test('a mention where the app is not a member is heard as a mention alone, in a private channel not at all', async () => {
  const { workspace, heard, acknowledged } = await startListening();
  workspace.act.post({ as: MAYA, channel: '#quiet', text: '@Longhand here' });
  workspace.act.post({ as: MAYA, channel: '#board', text: '@Longhand there' });
  await acknowledged();
  expect(heard.map(({ type }) => type)).toEqual(['app_mention']);
});

test('an event that nobody acknowledges is sent again with its attempt, three times', async () => {
  const { workspace, clock } = await startWorkspace();
  const attempts: unknown[] = [];
  const socket = await openSocket(workspace);
  socket.addEventListener('message', ({ data }) => {
    const envelope = JSON.parse(String(data));
    if (envelope.type === 'events_api') attempts.push([envelope.retry_attempt, envelope.payload.event_id]);
    wake();
  });
  let wake = (): void => undefined;
  const heard = (times: number) =>
    new Promise<void>((resolve) => {
      wake = () => attempts.length >= times && resolve();
      wake();
    });

  workspace.act.post({ as: MAYA, channel: '#ops', text: 'hello' });
  await heard(1);
  for (const [count, pauseMs] of [
    [2, 3000],
    [3, 63_000],
    [4, 303_000],
  ] as const) {
    await clock.advance(pauseMs);
    await heard(count);
  }
  await clock.advance(3000);

  expect(workspace.state.pendingEvents()).toEqual([]);
  expect(attempts.map((attempt) => (attempt as unknown[])[0])).toEqual([undefined, 1, 2, 3]);
  expect(new Set(attempts.map((attempt) => (attempt as unknown[])[1])).size).toBe(1);
  socket.close();
});

test('an event that happens while no app is connected waits for one', async () => {
  const { workspace } = await startWorkspace();
  workspace.act.post({ as: MAYA, channel: '#ops', text: 'anyone?' });
  expect(workspace.state.pendingEvents()).toHaveLength(1);

  const texts: string[] = [];
  await startBolt(workspace, {
    init: (app) => app.message(async ({ payload }) => void texts.push(payload.ts)),
  });
  await eventually(workspace, () => workspace.state.pendingEvents().length === 0);
});

test('a deaf socket costs an attempt, and another socket gets it', async () => {
  const { workspace, clock } = await startWorkspace();
  await startBolt(workspace);
  workspace.faults.deafSockets();
  const retries: unknown[] = [];
  workspace.act.post({ as: MAYA, channel: '#ops', text: 'hello' });
  await startBolt(workspace, {
    init: (app) =>
      app.use(async ({ context, next }) => {
        retries.push(context.retryNum);
        await next();
      }),
  });
  await clock.advance(3000);
  await eventually(workspace, () => workspace.state.pendingEvents().length === 0);
  expect(retries).toEqual([1]);
});

async function openSocket({ apiUrl, appToken }: { apiUrl: string; appToken: string }): Promise<WebSocket> {
  const answer = await fetch(`${apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${appToken}` },
  });
  const { url } = z.object({ url: z.string() }).parse(await answer.json());
  const socket = new WebSocket(url);
  await new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }));
  return socket;
}
