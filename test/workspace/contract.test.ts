// Every method answers in the shape that Slack's own client declares, asked in the way that client asks.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { typeFaults, type Sample } from './slack-types.ts';
import { MAYA, OPS, say, startBolt, startWorkspace } from './support.ts';

const Answer = z.looseObject({ ok: z.boolean() });
const Upload = z.object({ upload_url: z.string(), file_id: z.string() });
const Canvas = z.object({ canvas_id: z.string() });
const Scheduled = z.object({ scheduled_message_id: z.string() });
const Opened = z.object({ view: z.object({ id: z.string() }) });
const plain = (text: string) => ({ type: 'plain_text', text });
const modal = (title: string) => ({ type: 'modal', title: plain(title), blocks: [] });

async function startStage() {
  const { workspace, web, clock } = await startWorkspace({ hasLimits: false });
  const answers = new Map<string, unknown>();
  const call = async (method: string, args: object = {}): Promise<unknown> => {
    const token = method === 'apps.connections.open' ? workspace.appToken : workspace.botToken;
    const response = await fetch(`${workspace.apiUrl}${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(args),
    });
    const answer = Answer.parse(await response.json());
    expect({ method, ...answer }).toMatchObject({ method, ok: true });
    answers.set(method, answer);
    return answer;
  };
  return { workspace, web, clock, answers, call };
}
type Stage = Awaited<ReturnType<typeof startStage>>;

async function callForReading({ workspace, call, web }: Stage): Promise<string> {
  const { ts = '' } = await say(web, {
    channel: OPS,
    text: 'root',
    metadata: { event_type: 'e', event_payload: { k: 'v' } },
  });
  workspace.act.post({
    as: MAYA,
    channel: OPS,
    text: 'see',
    threadTs: ts,
    files: [workspace.act.upload({ as: MAYA, name: 'a.csv', data: 'a' })],
  });
  workspace.act.react({ as: MAYA, channel: OPS, ts, name: 'eyes' });
  for (const method of [
    'api.test',
    'auth.test',
    'apps.connections.open',
    'team.info',
    'users.list',
    'bots.info',
  ])
    await call(method);
  await call('users.info', { user: MAYA });
  await call('users.conversations', { types: 'public_channel,im' });
  await call('usergroups.list', { include_users: true, include_count: true });
  await call('usergroups.users.list', { usergroup: 'SBUYERS' });
  await call('conversations.list', { types: 'public_channel,private_channel,im,mpim' });
  await call('conversations.info', { channel: OPS, include_num_members: true });
  await call('conversations.members', { channel: OPS });
  await call('conversations.history', { channel: OPS, include_all_metadata: true });
  await call('conversations.replies', { channel: OPS, ts });
  await call('reactions.get', { channel: OPS, timestamp: ts });
  await call('blocks.validate', { blocks: [{ type: 'divider' }] });
  return ts;
}

async function callForSaying({ call, clock }: Stage, ts: string): Promise<void> {
  await call('chat.postMessage', { channel: OPS, text: 'hello', blocks: [{ type: 'divider' }] });
  await call('chat.postEphemeral', { channel: OPS, user: MAYA, text: 'for you' });
  await call('chat.getPermalink', { channel: OPS, message_ts: ts });
  await call('chat.update', { channel: OPS, ts, text: 'changed' });
  const stream = { channel: OPS, thread_ts: ts, recipient_user_id: MAYA, recipient_team_id: 'TTEAM01' };
  const started = z.object({ ts: z.string() }).parse(await call('chat.startStream', stream));
  await call('chat.appendStream', { channel: OPS, ts: started.ts, markdown_text: 'more' });
  await call('chat.stopStream', { channel: OPS, ts: started.ts });
  await call('agents.sessions.setStatus', { channel_id: OPS, thread_ts: ts, status: 'processing' });
  await call('agents.sessions.rename', { channel_id: OPS, thread_ts: ts, title: 'Offers' });
  await call('assistant.threads.setStatus', { channel_id: OPS, thread_ts: ts, status: 'thinking' });
  await call('assistant.threads.setTitle', { channel_id: OPS, thread_ts: ts, title: 'Offers' });
  const prompts = [{ title: 'Compare', message: 'Compare the offers' }];
  await call('assistant.threads.setSuggestedPrompts', { channel_id: OPS, prompts });
  await call('reactions.add', { channel: OPS, timestamp: ts, name: 'thumbsup' });
  await call('reactions.remove', { channel: OPS, timestamp: ts, name: 'thumbsup' });
  await call('pins.add', { channel: OPS, timestamp: ts });
  await call('pins.list', { channel: OPS });
  await call('pins.remove', { channel: OPS, timestamp: ts });
  const postAt = Math.floor(clock.now().getTime() / 1000) + 60;
  const later = await call('chat.scheduleMessage', { channel: OPS, text: 'later', post_at: postAt });
  await call('chat.scheduledMessages.list');
  const { scheduled_message_id: id } = Scheduled.parse(later);
  await call('chat.deleteScheduledMessage', { channel: OPS, scheduled_message_id: id });
  await call('chat.delete', { channel: OPS, ts: started.ts });
}

async function callForPlaces({ call }: Stage): Promise<void> {
  const made = z.object({ channel: z.object({ id: z.string() }) });
  const { channel } = made.parse(await call('conversations.create', { name: 'offers' }));
  const at = { channel: channel.id };
  await call('conversations.invite', { ...at, users: MAYA });
  await call('conversations.setTopic', { ...at, topic: 'Offers' });
  await call('conversations.setPurpose', { ...at, purpose: 'Comparing' });
  await call('conversations.rename', { ...at, name: 'offers-2026' });
  await call('conversations.archive', at);
  await call('conversations.unarchive', at);
  await call('conversations.leave', at);
  await call('conversations.join', { channel: 'CQUIET1' });
  await call('conversations.open', { users: MAYA, return_im: true });
}

async function callForMarks({ call, web }: Stage): Promise<void> {
  const { ts = '' } = await say(web, { channel: OPS, text: 'to be pinned' });
  await call('pins.add', { channel: OPS, timestamp: ts });
  await call('pins.list', { channel: OPS });
  await call('pins.remove', { channel: OPS, timestamp: ts });
  const page = { title: 'Plan', document_content: { type: 'markdown', markdown: '# Plan' } };
  const made = z.object({ canvas_id: z.string() }).parse(await call('canvases.create', page));
  await call('conversations.canvases.create', { ...page, channel_id: OPS });
  const changes = [{ operation: 'insert_at_end', document_content: page.document_content }];
  await call('canvases.edit', { ...made, changes });
  await call('canvases.delete', made);
}

async function callForFiles({ call }: Stage): Promise<void> {
  const upload = Upload.parse(await call('files.getUploadURLExternal', { filename: 'a.csv', length: 3 }));
  await fetch(upload.upload_url, { method: 'POST', body: 'a,b' });
  await call('files.completeUploadExternal', { files: [{ id: upload.file_id }], channel_id: OPS });
  await call('files.info', { file: upload.file_id });
  await call('files.list', { channel: OPS });
  await call('files.delete', { file: upload.file_id });
  const page = { type: 'markdown', markdown: 'plan' };
  const { canvas_id } = Canvas.parse(await call('canvases.create', { title: 'Plan', channel_id: OPS }));
  await call('canvases.edit', { canvas_id, changes: [{ operation: 'replace', document_content: page }] });
  await call('canvases.delete', { canvas_id });
  await call('conversations.canvases.create', { channel_id: OPS, document_content: page });
}

async function callForViews(stage: Stage): Promise<void> {
  const { workspace, call } = stage;
  const triggers: string[] = [];
  await startBolt(workspace, {
    init: (app) => {
      app.shortcut('ask', async ({ ack, shortcut }) => {
        await ack();
        triggers.push(shortcut.trigger_id);
      });
      app.action('more', async ({ ack, body }) => {
        await ack();
        if ('trigger_id' in body) triggers.push(body.trigger_id);
      });
    },
  });
  await workspace.act.shortcut({ as: MAYA, callbackId: 'ask' });
  const button = { type: 'actions', elements: [{ type: 'button', action_id: 'more', text: plain('More') }] };
  const view = { ...modal('One'), blocks: [button] };
  const opened = Opened.parse(await call('views.open', { trigger_id: triggers[0], view })).view;
  await workspace.act.click({ as: MAYA, viewId: opened.id, actionId: 'more' });
  await call('views.push', { trigger_id: triggers[1], view: modal('Two') });
  await call('views.update', { view_id: opened.id, view: modal('Three') });
  await call('views.publish', { user_id: MAYA, view: { type: 'home', blocks: [{ type: 'divider' }] } });
  const [good, bad] = [1, 2].map(() =>
    workspace.act.runStep({ as: MAYA, callbackId: 'handoff', inputs: {} }),
  );
  await call('functions.completeSuccess', { function_execution_id: good, outputs: { done: true } });
  await call('functions.completeError', { function_execution_id: bad, error: 'no' });
}

/** `chat.postMessage` → `ChatPostMessageResponse`. */
const typeOf = (method: string): string =>
  `${method
    .split('.')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('')}Response`;

/** What Slack answers and the client's types, made from examples, do not know. */
const BEYOND_TYPES: Readonly<Record<string, readonly string[]>> = {
  'chat.update': [
    'ts',
    'thread_ts',
    'is_locked',
    'subscribed',
    'latest_reply',
    'reply_count',
    'reply_users',
    'reply_users_count',
    'reactions',
    'metadata',
  ],
  'conversations.replies': ['client_msg_id'],
  'reactions.get': [
    'thread_ts',
    'is_locked',
    'subscribed',
    'latest_reply',
    'reply_count',
    'reply_users',
    'reply_users_count',
  ],
};

function withinTypes(method: string, value: unknown): unknown {
  const dropped = BEYOND_TYPES[method] ?? [];
  const { message, messages, ...rest } = z
    .looseObject({ message: z.looseObject({}).optional(), messages: z.array(z.looseObject({})).optional() })
    .parse(value);
  const strip = (said: object) =>
    Object.fromEntries(Object.entries(said).filter(([key]) => !dropped.includes(key)));
  return {
    ...rest,
    ...(message === undefined ? {} : { message: strip(message) }),
    ...(messages === undefined ? {} : { messages: messages.map(strip) }),
  };
}

/** What the client has no type of, because it is too new or asked without a token. */
const UNTYPED = new Set(['blocks.validate']);

test('every method answers in the shape of the type that the client declares for it', async () => {
  const stage = await startStage();
  const ts = await callForReading(stage);
  await callForSaying(stage, ts);
  await callForPlaces(stage);
  await callForMarks(stage);
  await callForFiles(stage);
  await callForViews(stage);

  const asked = [...stage.answers.keys()].toSorted();
  expect(asked).toEqual(
    stage.workspace.state
      .methods()
      .map(({ name }) => name)
      .toSorted(),
  );
  const samples = [...stage.answers]
    .filter(([method]) => !UNTYPED.has(method))
    .map(([name, value]): Sample => ({
      name,
      from: '@slack/web-api',
      type: typeOf(name),
      value: withinTypes(name, value),
    }));
  expect(await typeFaults(samples)).toEqual([]);
});
