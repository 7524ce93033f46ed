// The page's panels: modals and commands, faults, and the inspector that shows what goes by.
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { eventually, MAYA, OPS, startBolt, startWorkspace } from './support.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const MANIFEST = `
features:
  app_home: { home_tab_enabled: true }
  slash_commands: [{ command: /task, description: Start a task, usage_hint: '[goal]' }]
  shortcuts: [{ type: global, name: New task, callback_id: new, description: Starts one }]
oauth_config: { scopes: { bot: [chat:write, commands] } }
settings: { socket_mode_enabled: true }`;
const VIEW = {
  type: 'modal' as const,
  title: plain('New'),
  submit: plain('Go'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'due',
      label: plain('Due'),
      element: { type: 'datepicker' as const, action_id: 'day' },
    },
  ],
};

async function startPage() {
  const stage = await startWorkspace({ manifest: MANIFEST });
  const { workspace } = stage;
  const sent: unknown[] = [];
  await startBolt(workspace, {
    init: (app) => {
      app.shortcut('new', async ({ ack, shortcut, client }) => {
        await ack();
        await client.views.open({ trigger_id: shortcut.trigger_id, view: VIEW });
      });
      app.view('', async ({ ack, view }) => {
        await ack();
        sent.push(view.state.values);
      });
      app.command('/task', async ({ ack }) => ack('heard'));
    },
  });
  const call = async (path: string, body?: object): Promise<unknown> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    return (await fetch(`${workspace.url}page/${path}`, init)).json();
  };
  return { ...stage, call, sent };
}

/** Reads server-sent events until one is what was waited for. */
async function listen(url: string, isWanted: (event: unknown) => boolean): Promise<unknown> {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const { body } = await fetch(url, { signal: stop.signal });
  let text = '';
  for await (const part of body ?? []) {
    text += new TextDecoder().decode(part);
    const lines = text.split('\n');
    for (const line of lines.slice(0, -1)) {
      const event: unknown = line.startsWith('data: ') ? JSON.parse(line.slice(6)) : undefined;
      if (event !== undefined && isWanted(event)) return event;
    }
    text = lines.at(-1) ?? '';
  }
  return undefined;
}

const hasType = (type: string) => (event: unknown) =>
  z.looseObject({ type: z.literal(type) }).safeParse(event).success;

test('without a name the page opens as the first person, with what the manifest offers', async () => {
  const { call } = await startPage();
  expect(await call('bootstrap')).toMatchObject({
    me: { id: MAYA },
    app: {
      hasHome: true,
      commands: [{ command: '/task', description: 'Start a task', usageHint: '[goal]' }],
      shortcuts: [{ type: 'global', callback_id: 'new', name: 'New task' }],
    },
    userGroups: [{ handle: 'buyers' }],
    modals: [],
  });
});

test('a modal opens on the page of whoever asked for it, and takes a date', async () => {
  const { call, workspace, sent } = await startPage();
  const told = listen(`${workspace.url}page/stream?as=${MAYA}`, hasType('modals_changed'));
  expect(await call('shortcut', { as: MAYA, callback_id: 'new' })).toEqual({ ok: true });
  const { modals } = z.object({ modals: z.array(z.looseObject({ id: z.string() })) }).parse(await told);
  expect(modals).toMatchObject([{ title: { text: 'New' }, submit: { text: 'Go' } }]);
  const form = { as: MAYA, view_id: modals[0]?.id, kind: 'submit' };
  expect(await call('view', form)).toMatchObject({ errors: { due: 'Please complete this required field.' } });
  const values = { due: { day: { type: 'datepicker', selected_date: '2026-12-01' } } };
  expect(await call('view', { ...form, values })).toEqual({ ok: true });
  expect(sent).toEqual([{ due: { day: { type: 'datepicker', selected_date: '2026-12-01' } } }]);
  expect(await call('view', { ...form, kind: 'close' })).toMatchObject({ error: 'view_not_found' });
});

test('only commands and shortcuts of the manifest can be used', async () => {
  const { call } = await startPage();
  expect(await call('command', { as: MAYA, channel: OPS, text: '/task x' })).toEqual({ ok: true });
  expect(await call('command', { as: MAYA, channel: OPS, text: '/sing' })).toMatchObject({
    error: 'unknown_command',
  });
  expect(await call('shortcut', { as: MAYA, callback_id: 'old' })).toMatchObject({
    error: 'shortcut_not_found',
  });
});

test('faults are asked for on the page, listed, and forgotten', async () => {
  const { call, web } = await startPage();
  const asked = { kind: 'fail', method: 'auth.test', error: 'fatal_error' };
  expect(await call('fault', asked)).toMatchObject({
    faults: { waiting: [asked], transport: 'socket', sockets: 1 },
  });
  expect(await call('fault', { kind: 'move-clock', ms: 60_000 })).toMatchObject({
    faults: { clockOffsetMs: 60_000 },
  });
  await expect(web.auth.test()).rejects.toMatchObject({ data: { error: 'fatal_error' } });
  await call('fault', { kind: 'limits', on: false });
  await call('fault', { kind: 'delay', method: '*', ms: 10 });
  expect(await call('fault', { kind: 'clear' })).toMatchObject({ faults: { waiting: [], hasLimits: false } });
  expect(await call('fault', { kind: 'burn' })).toMatchObject({ error: 'invalid_arguments' });
});

test('the inspector shows calls and envelopes with how they ended, and no token', async () => {
  const { call, workspace, web } = await startPage();
  await web.auth.test();
  await call('command', { as: MAYA, channel: OPS, text: '/task x' });
  await eventually(workspace, () => workspace.state.traffic().some(({ title }) => title === '/task'));
  const seen = workspace.state.traffic();
  expect(seen).toContainEqual(
    expect.objectContaining({ title: 'auth.test', direction: 'from-app', status: 'ok' }),
  );
  expect(seen).toContainEqual(expect.objectContaining({ title: '/task', kind: 'command', status: 'ok' }));
  expect(seen).toContainEqual(expect.objectContaining({ title: 'hello', kind: 'socket' }));
  expect(JSON.stringify(seen)).not.toContain(workspace.botToken);

  const isCommand = (entry: unknown) => z.looseObject({ title: z.literal('/task') }).safeParse(entry).success;
  expect(await listen(`${workspace.url}page/inspector`, isCommand)).toMatchObject({
    status: 'ok',
    transport: 'socket',
  });
});
