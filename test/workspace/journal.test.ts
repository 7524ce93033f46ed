// What outlives the process that knew it.
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CHEN, eventually, MAYA, OPS, startBolt, startWorkspace, say } from './support.ts';

async function newDataFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'workspace-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'workspace.ndjson');
}

test('a workspace that was killed knows everything it had answered, and does not sow its seed again', async () => {
  const dataFile = await newDataFile();
  const first = await startWorkspace({ dataFile });
  const root = first.workspace.act.post({ as: MAYA, channel: '#ops', text: 'plan this' });
  const gone = first.workspace.act.post({ as: MAYA, channel: '#ops', text: 'or not' });
  first.workspace.act.remove({ as: MAYA, channel: '#ops', ts: gone });
  first.workspace.act.edit({ as: MAYA, channel: '#ops', ts: root, text: 'plan that' });
  first.workspace.act.react({ as: CHEN, channel: '#ops', ts: root, name: 'eyes' });
  const metadata = { event_type: 'outbox', event_payload: { key: 'k' } };
  await say(first.web, { channel: OPS, thread_ts: root, text: 'ok', metadata });
  await first.web.apiCall('agents.sessions.setStatus', {
    channel_id: OPS,
    thread_ts: root,
    status: 'suspended',
  });
  await first.web.conversations.join({ channel: 'CQUIET1' });
  const upload = first.workspace.act.upload({ as: MAYA, name: 'a.txt', data: 'ten' });
  const dm = first.workspace.act.openDm({ as: CHEN });

  const second = await startWorkspace({ dataFile }); // The first was never closed: this is what a kill leaves.
  const { state } = second.workspace;

  expect(state.messagesIn('#ops').map(({ raw, metadata: kept }) => [raw, kept])).toEqual(
    first.workspace.state
      .messagesIn('#ops')
      .map(({ raw, metadata: kept }) => [
        JSON.parse(JSON.stringify(raw).replaceAll(first.workspace.url, second.workspace.url)),
        kept,
      ]),
  );
  expect(state.session('#ops', root)?.status).toBe('suspended');
  expect(state.file(upload)?.size).toBe(3);
  expect(second.workspace.act.openDm({ as: CHEN })).toBe(dm);
  await say(second.web, { channel: 'CQUIET1', text: 'still in' });
});

test('a last line that was cut off is left out, and what stands before it is kept', async () => {
  const dataFile = await newDataFile();
  const first = await startWorkspace({ dataFile });
  const ts = first.workspace.act.post({ as: MAYA, channel: '#ops', text: 'kept' });
  await appendFile(dataFile, '{"kind":"message_posted","message":{"chan');

  const second = await startWorkspace({ dataFile });
  expect(second.workspace.state.message('#ops', ts)?.text).toBe('kept');
  const later = second.workspace.act.post({ as: MAYA, channel: '#ops', text: 'after' });

  const third = await startWorkspace({ dataFile });
  expect(third.workspace.state.message('#ops', later)?.text).toBe('after');
});

test('a start writes down only what still is', async () => {
  const dataFile = await newDataFile();
  const manifest = 'oauth_config: { scopes: { bot: [] } }'; // Without events, none waits for an app.
  const first = await startWorkspace({ dataFile, manifest });
  const ts = first.workspace.act.post({ as: MAYA, channel: '#ops', text: 'v0' });
  for (let version = 1; version <= 20; version++)
    first.workspace.act.edit({ as: MAYA, channel: '#ops', ts, text: `v${version}` });

  await startWorkspace({ dataFile, manifest });
  const text = await readFile(dataFile, 'utf8');
  expect(text.match(/"v\d+"/g)?.every((found) => found === '"v20"')).toBe(true);
});

test('an event that the app had not acknowledged is sent by the next process, with the same id', async () => {
  const dataFile = await newDataFile();
  const first = await startWorkspace({ dataFile });
  first.workspace.act.post({ as: MAYA, channel: '#ops', text: 'hello?' });
  const [pending] = first.workspace.state.pendingEvents();

  const second = await startWorkspace({ dataFile });
  const ids: unknown[] = [];
  await startBolt(second.workspace, {
    init: (app) => app.message(async ({ body }) => void ids.push(body.event_id)),
  });
  await eventually(second.workspace, () => second.workspace.state.pendingEvents().length === 0);
  expect(ids).toEqual([pending?.eventId]);
});

test('runs, prompts, schedules, groups and archived channels are there after a restart', async () => {
  const dataFile = await newDataFile();
  const first = await startWorkspace({ dataFile });
  const { web, workspace } = first;
  const nowSeconds = Math.floor(first.clock.now().getTime() / 1000);
  const run = workspace.act.runStep({ as: MAYA, callbackId: 'handoff', inputs: { task: 'T1' } });
  const prompts = [{ title: 'Compare', message: 'Compare the offers' }];
  await web.apiCall('assistant.threads.setSuggestedPrompts', { channel_id: OPS, prompts });
  await web.chat.scheduleMessage({ channel: OPS, text: 'later', post_at: nowSeconds + 60 });
  workspace.act.archive({ as: MAYA, channel: '#quiet' });

  const second = await startWorkspace({ dataFile });
  expect(second.workspace.state.execution(run)).toMatchObject({ status: 'running', inputs: { task: 'T1' } });
  expect((await second.web.usergroups.list()).usergroups).toMatchObject([{ handle: 'buyers' }]);
  expect((await second.web.conversations.info({ channel: 'CQUIET1' })).channel?.is_archived).toBe(true);
  const page = await fetch(`${second.workspace.url}page/bootstrap`);
  expect(await page.json()).toMatchObject({ prompts: [{ channel: OPS, prompts }] });
  await second.clock.advance(60_000);
  expect(second.workspace.state.messagesIn('#ops').at(-1)?.text).toBe('later');
});
