// docs/workspace.md is true: its example runs in both transports, and its tables name all that there is.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { Workspace } from '../../src/workspace/server.ts';
import { eventually, MAYA, startWorkspace } from './support.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = await readFile(`${root}docs/workspace.md`, 'utf8');

/** The example, run by node as a newcomer would; resolves when it says that it is ready. */
async function runExample(env: Readonly<Record<string, string>>): Promise<void> {
  const [, code = ''] = /```js example\n([^]*?)```/.exec(page) ?? [];
  expect(code.split('\n').length).toBeLessThan(30);
  const app = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void app.kill('SIGKILL'));
  await new Promise<void>((resolve) =>
    app.stdout.on('data', (text: Buffer) => {
      if (text.toString().includes('ready')) resolve();
    }),
  );
}

async function talks(workspace: Workspace): Promise<void> {
  const ts = workspace.act.post({ as: MAYA, channel: '#ops', text: '@Longhand hello' });
  const answer = await eventually(workspace, () => workspace.state.thread('#ops', ts)[1]);
  expect(answer.text).toBe(`Hello <@${MAYA}>`);
  const sent = await workspace.act.command({ as: MAYA, channel: '#ops', text: '/echo ten chairs' });
  expect(sent.kind).toBe('acknowledged');
}

test('the example runs in Socket Mode', async () => {
  const { workspace } = await startWorkspace();
  const { botToken, appToken, apiUrl } = workspace;
  await runExample({ SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl });
  await talks(workspace);
});

test('the example runs behind a request URL', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((resolve) => server.close(resolve));

  const requestUrl = `http://127.0.0.1:${port}/slack/events`;
  const { workspace, clock } = await startWorkspace({ requestUrl });
  workspace.faults.moveClock(new Date().getTime() - clock.now().getTime());
  const { botToken, signingSecret, apiUrl } = workspace;
  const tokens = { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret };
  await runExample({ ...tokens, SLACK_API_URL: apiUrl, PORT: String(port) });
  await talks(workspace);
});

test('the table of methods is what there is, with its scopes and limits', async () => {
  const { workspace } = await startWorkspace();
  const rows = [...page.matchAll(/^\| `([a-z]\w+\.[\w.]+)`\s+\| ([^|]+?)\s+\| (\w+)\s+\|/gm)];
  const told = rows.map(([, name, scopes, limit]) => [name, scopes, limit].join(' '));
  const is = workspace.state.methods().map(({ name, scopes, token, limit }) => {
    const without = token === 'none' ? 'no token' : token === 'app' ? 'app token' : '–';
    return [name, scopes.join(' / ') || without, limit].join(' ');
  });
  expect(told.toSorted()).toEqual(is.toSorted());
});
