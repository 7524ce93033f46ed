// The other transport: Bolt's own HTTPReceiver behind a signed request URL.
import { createServer, type IncomingMessage } from 'node:http';
import { App, HTTPReceiver } from '@slack/bolt';
import { expect, onTestFinished, test } from 'vitest';
import { eventually, MAYA, OPS, say, silentLogger, startWorkspace } from './support.ts';

const SECRET = 'a-signing-secret';

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function startHttp({
  appSecret = SECRET,
  init,
}: { appSecret?: string; init?: (app: App) => void } = {}) {
  const port = await freePort();
  const requestUrl = `http://127.0.0.1:${port}/slack/events`;
  const stage = await startWorkspace({ requestUrl, signingSecret: SECRET });
  const { workspace, clock } = stage;
  // Bolt checks that a request is not old, by the clock of the machine.
  workspace.faults.moveClock(new Date().getTime() - clock.now().getTime());
  const receiver = new HTTPReceiver({ signingSecret: appSecret, logger: silentLogger });
  const app = new App({
    token: workspace.botToken,
    receiver,
    clientOptions: { slackApiUrl: workspace.apiUrl },
    logger: silentLogger,
    convoStore: false,
  });
  init?.(app);
  await app.start(port);
  onTestFinished(async () => void (await app.stop()));
  return { ...stage, app };
}

test('an app with an HTTP receiver is verified, hears a mention and answers it', async () => {
  const { workspace } = await startHttp({
    init: (app) =>
      app.event(
        'app_mention',
        async ({ event, say: answer }) => void (await answer({ text: 'On it', thread_ts: event.ts })),
      ),
  });
  const ts = workspace.act.post({ as: MAYA, channel: '#ops', text: '@Longhand compare' });
  const answer = await eventually(workspace, () => workspace.state.thread('#ops', ts)[1]);
  expect(answer.text).toBe('On it');
  expect(workspace.state.openSockets()).toBe(0);
});

test('buttons and commands reach an HTTP receiver, and its answers come back', async () => {
  const { workspace, web } = await startHttp({
    init: (app) => {
      app.action('go', async ({ ack, respond }) => {
        await ack();
        await respond({ replace_original: true, text: 'Gone' });
      });
      app.command('/task', async ({ ack, command }) =>
        ack({ response_type: 'in_channel', text: `Task: ${command.text}` }),
      );
    },
  });
  const button = {
    type: 'button' as const,
    action_id: 'go',
    text: { type: 'plain_text' as const, text: 'Go' },
  };
  const { ts = '' } = await say(web, {
    channel: OPS,
    text: 'Go?',
    blocks: [{ type: 'actions', elements: [button] }],
  });
  const pressed = await workspace.act.click({ as: MAYA, channel: OPS, ts, actionId: 'go' });
  expect(pressed.kind).toBe('acknowledged');
  await eventually(workspace, () => workspace.state.message(OPS, ts)?.text === 'Gone');

  await workspace.act.command({ as: MAYA, channel: '#ops', text: '/task compare offers' });
  expect(workspace.state.messagesIn('#ops').at(-1)?.text).toBe('Task: compare offers');
});

test('an app with another secret hears nothing', async () => {
  const heard: string[] = [];
  const { workspace } = await startHttp({
    appSecret: 'another-secret',
    init: (app) => app.message(async ({ payload }) => void heard.push(payload.ts)),
  });
  workspace.act.post({ as: MAYA, channel: '#ops', text: 'hello' });
  const press = await workspace.act.command({ as: MAYA, channel: '#ops', text: '/task x' });
  expect(press.kind).toBe('unconnected');
  expect(heard).toEqual([]);
  expect(workspace.state.pendingEvents()).toHaveLength(1);
});

test('an event that is answered with an error comes again, with its number and the reason', async () => {
  const seen: IncomingMessage['headers'][] = [];
  let told = (): void => undefined;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const sent = JSON.parse(body);
      if (sent.type === 'url_verification') return void response.end(sent.challenge);
      seen.push(request.headers);
      const isLast = seen.length === 3;
      response.writeHead(500, isLast ? { 'x-slack-no-retry': '1' } : {}).end();
      told();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => server.closeAllConnections());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { workspace, clock } = await startWorkspace({ requestUrl: `http://127.0.0.1:${port}/` });

  const heard = (times: number) =>
    new Promise<void>((resolve) => {
      told = () => seen.length >= times && resolve();
      told();
    });
  workspace.act.post({ as: MAYA, channel: '#ops', text: 'hello' });
  await heard(2);
  await eventually(workspace, () => workspace.state.pendingEvents()[0]?.attempt === 2);
  await clock.advance(60_000);
  await heard(3);
  await eventually(workspace, () => workspace.state.pendingEvents().length === 0);

  expect(seen.map((headers) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2']);
  expect(seen[1]?.['x-slack-retry-reason']).toBe('http_error');
  expect(seen[0]?.['x-slack-signature']).toMatch(/^v0=[0-9a-f]{64}$/);
  server.close();
});
