// The Web API through Slack's own client: what it answers, and what it refuses with which name.
import { WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { BOT, CHEN, MAYA, OPS, startWorkspace, say } from './support.ts';

const Messages = z.object({ messages: z.array(z.object({ ts: z.string() })) });

const refusedWith = (error: string, more: object = {}) =>
  expect.objectContaining({ data: expect.objectContaining({ error, ...more }) });

test('what was posted is read back, and its metadata only by who asks for it', async () => {
  const { web, workspace } = await startWorkspace();
  const metadata = { event_type: 'outbox', event_payload: { key: 'k1' } };
  const { ts = '', message } = await say(web, {
    channel: OPS,
    text: 'a & b <x> https://e.org/?a=1',
    metadata,
  });
  expect(message?.text).toBe('a &amp; b &lt;x&gt; <https://e.org/?a=1>');

  const plain = await web.conversations.history({ channel: OPS, limit: 1 });
  expect(plain.messages?.[0]).toMatchObject({ ts, bot_id: 'BBOT001', user: BOT });
  expect(plain.messages?.[0]?.metadata).toBeUndefined();
  const full = await web.conversations.history({ channel: OPS, limit: 1, include_all_metadata: true });
  expect(full.messages?.[0]?.metadata).toEqual(metadata);
  expect(workspace.state.message('#ops', ts)?.metadata).toEqual(metadata);
});

test('an update keeps the metadata it does not name and removes blocks it does not repeat', async () => {
  const { web, workspace } = await startWorkspace();
  const metadata = { event_type: 'outbox', event_payload: { key: 'k1' } };
  const { ts = '' } = await say(web, {
    channel: OPS,
    text: 'one',
    blocks: [{ type: 'divider' }],
    metadata,
  });
  await web.chat.update({ channel: OPS, ts, text: 'two' });
  const message = workspace.state.message('#ops', ts);
  expect(message).toMatchObject({ text: 'two', metadata });
  expect(message?.blocks.map(({ type }) => type)).toEqual(['rich_text']);
});

test('history and threads come a page at a time, complete and in order', async () => {
  const { web, workspace } = await startWorkspace();
  const said = Array.from({ length: 5 }, (_, index) =>
    workspace.act.post({ as: MAYA, channel: '#ops', text: `m${index}` }),
  );
  const root = said[0] ?? '';
  const replies = Array.from({ length: 3 }, (_, index) =>
    workspace.act.post({ as: CHEN, channel: '#ops', text: `r${index}`, threadTs: root }),
  );

  const seen: string[] = [];
  for await (const page of web.paginate('conversations.history', { channel: OPS, limit: 2 })) {
    for (const { ts } of Messages.parse(page).messages) seen.push(ts);
    workspace.act.post({ as: MAYA, channel: '#ops', text: 'said while somebody reads' });
  }
  expect(seen.slice(0, 5)).toEqual(said.toReversed());
  expect(seen).toHaveLength(7);

  const thread = await web.conversations.replies({ channel: OPS, ts: root });
  expect(thread.messages?.map(({ ts }) => ts)).toEqual([root, ...replies]);
  expect(thread.messages?.[0]).toMatchObject({ reply_count: 3, latest_reply: replies[2] });
  const late = await web.conversations.history({
    channel: OPS,
    oldest: said[1] ?? '',
    latest: said[3] ?? '',
  });
  expect(late.messages?.map(({ ts }) => ts)).toEqual([said[2]]);
  const both = await web.conversations.history({
    channel: OPS,
    oldest: said[1] ?? '',
    latest: said[3] ?? '',
    inclusive: true,
  });
  expect(both.messages).toHaveLength(3);
});

test.each([
  ['nobody’s channel', 'chat.postMessage', { channel: 'C404', text: 'x' }, 'channel_not_found'],
  ['a private channel of others', 'chat.postMessage', { channel: 'GPRIV01', text: 'x' }, 'channel_not_found'],
  ['a channel it is not in', 'chat.postMessage', { channel: 'CQUIET1', text: 'x' }, 'not_in_channel'],
  [
    'the history of a channel it is not in',
    'conversations.history',
    { channel: 'CQUIET1' },
    'not_in_channel',
  ],
  ['nothing', 'chat.postMessage', { channel: OPS }, 'no_text'],
  ['an update of 4,001', 'chat.update', { channel: OPS, ts: '1.0', text: 'x' }, 'message_not_found'],
  ['a thread of nobody', 'conversations.replies', { channel: OPS, ts: '1.000000' }, 'thread_not_found'],
  ['a method of nobody', 'chat.whisper', {}, 'unknown_method'],
  ['a person of nobody', 'users.info', { user: 'U404' }, 'user_not_found'],
  ['a file of nobody', 'files.info', { file: 'F404' }, 'file_not_found'],
  [
    'a reaction to nothing',
    'reactions.add',
    { channel: OPS, timestamp: '1.0', name: 'eyes' },
    'message_not_found',
  ],
  ['a group of nobody', 'usergroups.users.list', { usergroup: 'S404' }, 'no_such_subteam'],
  ['a foreign cursor', 'conversations.list', { cursor: 'abc' }, 'invalid_cursor'],
  ['a page of a million', 'conversations.list', { limit: 1_000_000 }, 'invalid_limit'],
  ['no arguments', 'conversations.history', {}, 'invalid_arguments'],
  [
    'a modal out of nothing',
    'views.open',
    { trigger_id: 'x', view: { type: 'modal', title: { type: 'plain_text', text: 'A' }, blocks: [] } },
    'invalid_trigger_id',
  ],
  [
    'a session of no thread',
    'agents.sessions.setStatus',
    { channel_id: OPS, status: 'active' },
    'thread_ts_required',
  ],
  [
    'metadata with deep values',
    'chat.postMessage',
    { channel: OPS, text: 'x', metadata: { event_type: 'x' } },
    'metadata_must_be_sent_with_event_type_and_payload',
  ],
])('%s is refused', async (...[, method, args, error]) => {
  const { web } = await startWorkspace();
  await expect(web.apiCall(method, args)).rejects.toEqual(refusedWith(error));
});

test('the app changes and deletes its own words alone', async () => {
  const { web, workspace } = await startWorkspace();
  const ts = workspace.act.post({ as: MAYA, channel: '#ops', text: 'mine' });
  await expect(web.chat.update({ channel: OPS, ts, text: 'x' })).rejects.toEqual(
    refusedWith('cant_update_message'),
  );
  await expect(web.chat.delete({ channel: OPS, ts })).rejects.toEqual(refusedWith('cant_delete_message'));
  const own = await say(web, { channel: OPS, text: 'x' });
  const long = web.chat.update({ channel: OPS, ts: own.ts ?? '', text: 'x'.repeat(4001) });
  await expect(long).rejects.toEqual(refusedWith('msg_too_long'));
});

test('reactions are once each', async () => {
  const { web, workspace } = await startWorkspace();
  const timestamp = workspace.act.post({ as: MAYA, channel: '#ops', text: 'hello' });
  await web.reactions.add({ channel: OPS, timestamp, name: 'eyes' });
  await expect(web.reactions.add({ channel: OPS, timestamp, name: 'eyes' })).rejects.toEqual(
    refusedWith('already_reacted'),
  );
  expect(workspace.state.reactionsOn('#ops', timestamp)).toEqual([{ name: 'eyes', users: [BOT] }]);
  const got = await web.reactions.get({ channel: OPS, timestamp });
  expect(got.message?.reactions).toEqual([{ name: 'eyes', count: 1, users: [BOT] }]);
  await web.reactions.remove({ channel: OPS, timestamp, name: 'eyes' });
  await expect(web.reactions.remove({ channel: OPS, timestamp, name: 'eyes' })).rejects.toEqual(
    refusedWith('no_reaction'),
  );
});

test('a token is asked for, and its kind', async () => {
  const { workspace } = await startWorkspace();
  const client = (token?: string) => new WebClient(token, { slackApiUrl: workspace.apiUrl });
  await expect(client().auth.test()).rejects.toEqual(refusedWith('not_authed'));
  await expect(client('xoxb-wrong').auth.test()).rejects.toEqual(refusedWith('invalid_auth'));
  await expect(client(workspace.appToken).auth.test()).rejects.toEqual(refusedWith('not_allowed_token_type'));
  await expect(client(workspace.botToken).apps.connections.open()).rejects.toEqual(
    refusedWith('not_allowed_token_type'),
  );
});

test('what the manifest does not grant is refused, and what it grants is told', async () => {
  const manifest = `
oauth_config: { scopes: { bot: ['chat:write', 'channels:history'] } }
settings: { event_subscriptions: { bot_events: [app_mention] } }`;
  const { web, workspace } = await startWorkspace({ manifest });
  const provided = 'chat:write,channels:history';
  await expect(web.users.info({ user: MAYA })).rejects.toEqual(
    refusedWith('missing_scope', { needed: 'users:read', provided }),
  );
  const identity = await web.auth.test();
  expect(identity).toMatchObject({ user_id: BOT, bot_id: 'BBOT001' });
  expect(identity.response_metadata?.scopes).toEqual(['chat:write', 'channels:history']);

  workspace.act.post({ as: MAYA, channel: '#ops', text: 'not for the app' });
  expect(workspace.state.pendingEvents()).toEqual([]);
  workspace.act.post({ as: MAYA, channel: '#ops', text: '@Longhand for the app' });
  expect(workspace.state.pendingEvents()).toHaveLength(1);
});

test('a channel takes five posts at once, then one a second', async () => {
  const { web, clock } = await startWorkspace();
  const post = () => say(web, { channel: OPS, text: 'x' });
  for (let count = 0; count < 5; count++) await post();
  await expect(post()).rejects.toMatchObject({ retryAfter: 1 });
  await clock.advance(1000);
  await post();
  await expect(post()).rejects.toMatchObject({ retryAfter: 1 });
});

test('a file goes up, is shared, and comes down for who has the token', async () => {
  const { web, workspace } = await startWorkspace();
  const root = workspace.act.post({ as: MAYA, channel: '#ops', text: 'send it' });
  await web.filesUploadV2({
    channel_id: OPS,
    thread_ts: root,
    file: Buffer.from('a,b'),
    filename: 'a.csv',
    initial_comment: 'Here',
  });
  const [, shared] = workspace.state.thread('#ops', root);
  expect(shared).toMatchObject({ text: 'Here', isBot: true });

  const id = z.array(z.object({ id: z.string() })).parse(shared?.raw['files'])[0]?.id ?? '';
  const { file } = await web.files.info({ file: id });
  expect(file).toMatchObject({ name: 'a.csv', mimetype: 'text/csv', size: 3, channels: [OPS] });
  expect(file?.shares?.public?.[OPS]?.[0]).toMatchObject({ ts: shared?.ts, thread_ts: root });

  const url = file?.url_private_download ?? '';
  const headers = { authorization: `Bearer ${workspace.botToken}` };
  expect(await (await fetch(url, { headers })).text()).toBe('a,b');
  const stranger = await fetch(url);
  expect(stranger.headers.get('content-type')).toMatch(/text\/html/);
  const redirected = await fetch(file?.url_private ?? '', { headers, redirect: 'manual' });
  expect(redirected.status).toBe(302);
});

test('a person’s upload can be read by the app', async () => {
  const { web, workspace } = await startWorkspace();
  const id = workspace.act.upload({ as: MAYA, name: '报价.csv', data: '价格\n1' });
  workspace.act.post({ as: MAYA, channel: '#ops', text: '', files: [id] });
  const { file } = await web.files.info({ file: id });
  const bytes = await fetch(file?.url_private_download ?? '', {
    headers: { authorization: `Bearer ${workspace.botToken}` },
  });
  expect(await bytes.text()).toBe('价格\n1');
});

test('channels, people and direct messages are found', async () => {
  const { web } = await startWorkspace();
  const { channels } = await web.conversations.list({ types: 'public_channel,private_channel' });
  expect(channels?.map(({ name, is_member: isMember }) => [name, isMember])).toEqual([
    ['ops', true],
    ['quiet', false],
  ]);
  const { members } = await web.conversations.members({ channel: OPS });
  expect(members).toEqual([MAYA, CHEN, BOT]);
  const first = await web.conversations.open({ users: MAYA });
  const again = await web.conversations.open({ users: MAYA });
  expect(again).toMatchObject({ channel: { id: first.channel?.id }, already_open: true });
  await say(web, { channel: MAYA, text: 'by user id' });
  const { user } = await web.users.info({ user: CHEN });
  expect(user).toMatchObject({ tz: 'Europe/Berlin', profile: { display_name: '陈 Chen' } });
  await web.conversations.join({ channel: 'CQUIET1' });
  await say(web, { channel: 'CQUIET1', text: 'hello' });
});

test('a link to a reply names its thread', async () => {
  const { web, workspace } = await startWorkspace();
  const root = workspace.act.post({ as: MAYA, channel: '#ops', text: 'a' });
  const reply = workspace.act.post({ as: MAYA, channel: '#ops', text: 'b', threadTs: root });
  const { permalink } = await web.chat.getPermalink({ channel: OPS, message_ts: reply });
  expect(permalink).toBe(
    `${workspace.url}archives/${OPS}/p${reply.replace('.', '')}?thread_ts=${root}&cid=${OPS}`,
  );
});

test('a stream grows, cannot be updated meanwhile, and ends by itself after five minutes', async () => {
  const { web, workspace, clock } = await startWorkspace();
  const root = workspace.act.post({ as: MAYA, channel: '#ops', text: 'a question' });
  const start = { channel: OPS, thread_ts: root, markdown_text: 'Hel' };
  await expect(web.chat.startStream(start)).rejects.toEqual(refusedWith('missing_recipient_user_id'));
  const { ts = '' } = await web.chat.startStream({
    ...start,
    recipient_user_id: MAYA,
    recipient_team_id: 'TTEAM01',
  });
  await web.chat.appendStream({ channel: OPS, ts, markdown_text: 'lo' });
  expect(workspace.state.message('#ops', ts)?.text).toBe('Hello');
  expect(workspace.state.session('#ops', root)?.status).toBe('processing');
  await expect(web.chat.update({ channel: OPS, ts, text: 'x' })).rejects.toEqual(
    refusedWith('streaming_state_conflict'),
  );

  await clock.advance(300_000);
  const late = web.chat.appendStream({ channel: OPS, ts, markdown_text: '!' });
  await expect(late).rejects.toEqual(refusedWith('message_not_in_streaming_state'));
  await web.chat.update({ channel: OPS, ts, text: 'Hello!' });
});

test('a session that nobody renews for an hour is active again', async () => {
  const { web, workspace, clock } = await startWorkspace();
  const root = workspace.act.post({ as: MAYA, channel: '#ops', text: 'work' });
  const status = { channel_id: OPS, thread_ts: root, status: 'processing' };
  expect(await web.apiCall('agents.sessions.setStatus', { ...status, title: 'Offers' })).toMatchObject({
    status: 'processing',
  });
  await clock.advance(3_000_000);
  await web.apiCall('agents.sessions.setStatus', status);
  await clock.advance(3_000_000);
  expect(workspace.state.session('#ops', root)?.status).toBe('processing');
  await clock.advance(600_000);
  expect(workspace.state.session('#ops', root)).toMatchObject({ status: 'active', title: 'Offers' });
});

test('without the subscription a session warns that nobody can stop it', async () => {
  const manifest = `
features: { agent_view: {} }
oauth_config: { scopes: { bot: ['chat:write'] } }`;
  const { web, workspace } = await startWorkspace({ manifest });
  const root = workspace.act.post({ as: MAYA, channel: '#ops', text: 'work' });
  const answer = await web.apiCall('agents.sessions.setStatus', {
    channel_id: OPS,
    thread_ts: root,
    status: 'processing',
  });
  expect(answer).toMatchObject({ warning: 'missing_agent_session_stopped_event_subscription' });
});

test('a deleted root with replies leaves a stone', async () => {
  const { workspace } = await startWorkspace();
  const root = workspace.act.post({ as: MAYA, channel: '#ops', text: 'a' });
  const reply = workspace.act.post({ as: CHEN, channel: '#ops', text: 'b', threadTs: root });
  workspace.act.remove({ as: MAYA, channel: '#ops', ts: root });
  expect(workspace.state.thread('#ops', root).map(({ subtype, ts }) => [subtype, ts])).toEqual([
    ['tombstone', root],
    [undefined, reply],
  ]);
});
