// Modals, App Home, suggestions, shortcuts, commands and custom steps, with the real Bolt on the other side.
import type { App } from '@slack/bolt';
import { expect, test } from 'vitest';
import { typeFaults, type Sample } from './slack-types.ts';
import { eventually, MAYA, OPS, say, startBolt, startWorkspace } from './support.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const input = (blockId: string, more: object = {}) => ({
  type: 'input' as const,
  block_id: blockId,
  label: plain(blockId),
  element: { type: 'plain_text_input' as const, action_id: 'text' },
  ...more,
});
const FORM = {
  type: 'modal' as const,
  callback_id: 'brief',
  title: plain('Brief'),
  submit: plain('Go'),
  notify_on_close: true,
  private_metadata: 'kept',
  blocks: [
    input('goal'),
    input('mail', { optional: true, element: { type: 'email_text_input' as const, action_id: 'text' } }),
    {
      type: 'section' as const,
      block_id: 'who',
      text: plain('Who?'),
      accessory: { type: 'external_select' as const, action_id: 'find', min_query_length: 0 },
    },
    {
      type: 'actions' as const,
      block_id: 'more',
      elements: [{ type: 'button' as const, action_id: 'next', text: plain('Next') }],
    },
  ],
};

async function startForm(init: (app: App) => void = () => undefined) {
  const stage = await startWorkspace();
  await startBolt(stage.workspace, {
    init: (app) => {
      app.shortcut('brief', async ({ ack, shortcut, client }) => {
        await ack();
        await client.views.open({ trigger_id: shortcut.trigger_id, view: FORM });
      });
      init(app);
    },
  });
  const { workspace } = stage;
  await workspace.act.shortcut({ as: MAYA, callbackId: 'brief' });
  const viewId = await eventually(workspace, () => workspace.state.modals(MAYA).at(-1)?.['id']);
  const top = () => workspace.state.modals(MAYA).at(-1);
  return { ...stage, viewId: String(viewId), top };
}

const goal = (value: string) => ({ goal: { text: { type: 'plain_text_input', value } } });

test('a form that is sent brings its values, and closes when the app says nothing more', async () => {
  const bodies: unknown[] = [];
  const { workspace, viewId } = await startForm((app) =>
    app.view('brief', async ({ ack, view }) => {
      await ack();
      bodies.push(view);
    }),
  );
  expect(await workspace.act.submitView({ as: MAYA, viewId, values: goal('Compare') })).toEqual({});
  expect(bodies).toMatchObject([
    {
      id: viewId,
      callback_id: 'brief',
      private_metadata: 'kept',
      state: {
        values: {
          goal: { text: { type: 'plain_text_input', value: 'Compare' } },
          mail: { text: { type: 'email_text_input', value: null } },
          who: { find: { type: 'external_select', selected_option: null } },
        },
      },
    },
  ]);
  expect(workspace.state.modals(MAYA)).toEqual([]);
});

test('what a field asks for is checked before the app is asked', async () => {
  const { workspace, viewId } = await startForm();
  expect(await workspace.act.submitView({ as: MAYA, viewId, values: {} })).toEqual({
    goal: 'Please complete this required field.',
  });
  const values = { ...goal('x'), mail: { text: { type: 'email_text_input', value: 'nobody' } } };
  expect(await workspace.act.submitView({ as: MAYA, viewId, values })).toEqual({
    mail: 'Must be a valid email address.',
  });
});

test('the app may answer with errors, another view, one on top, or close them all', async () => {
  const second = { ...FORM, callback_id: 'brief', title: plain('Second') };
  const answers = [
    { response_action: 'errors' as const, errors: { goal: 'Too vague' } },
    { response_action: 'errors' as const, errors: { nowhere: 'Unseen' } },
    { response_action: 'update' as const, view: { ...FORM, title: plain('Changed') } },
    { response_action: 'push' as const, view: second },
    { response_action: 'clear' as const },
  ];
  const { workspace, viewId, top } = await startForm((app) =>
    app.view('brief', async ({ ack }) => ack(answers.shift())),
  );
  const submit = (id: string) => workspace.act.submitView({ as: MAYA, viewId: id, values: goal('x') });
  expect(await submit(viewId)).toEqual({ goal: 'Too vague' });
  await expect(submit(viewId)).rejects.toThrow('invalid_response_action');
  await submit(viewId);
  expect(top()).toMatchObject({ id: viewId, title: { text: 'Changed' } });
  await submit(viewId);
  expect(top()).toMatchObject({ title: { text: 'Second' }, root_view_id: viewId, previous_view_id: viewId });
  await expect(submit(viewId)).rejects.toThrow('view_not_found');
  await submit(String(top()?.['id']));
  expect(workspace.state.modals(MAYA)).toEqual([]);
});

test('a closed form is told to the app that asked for it', async () => {
  const closed: boolean[] = [];
  const { workspace, viewId } = await startForm((app) =>
    app.view({ type: 'view_closed', callback_id: 'brief' }, async ({ ack, body }) => {
      await ack();
      if ('is_cleared' in body) closed.push(body.is_cleared);
    }),
  );
  await workspace.act.closeView({ as: MAYA, viewId, all: true });
  expect(closed).toEqual([true]);
  expect(workspace.state.modals(MAYA)).toEqual([]);
});

test('a button in a form lets the app push, three high and no higher', async () => {
  const { workspace, viewId, top } = await startForm((app) =>
    app.action('next', async ({ ack, body, client }) => {
      await ack();
      if ('trigger_id' in body)
        await client.views.push({ trigger_id: body.trigger_id, view: FORM }).catch(() => undefined);
    }),
  );
  const next = () => workspace.act.click({ as: MAYA, viewId: String(top()?.['id']), actionId: 'next' });
  expect(viewId).not.toBe('');
  await next();
  await eventually(workspace, () => workspace.state.modals(MAYA).length === 2);
  await next();
  await eventually(workspace, () => workspace.state.modals(MAYA).length === 3);
  await next();
  await eventually(workspace, () => workspace.state.apiCalls('views.push').length === 3);
  expect(workspace.state.apiCalls('views.push').at(-1)?.answer).toMatchObject({
    error: 'push_limit_reached',
  });
});

test('a select that asks the app shows what it suggests, and holds only that', async () => {
  const chosen: unknown[] = [];
  const { workspace, viewId } = await startForm((app) => {
    app.options('find', async ({ ack, options }) =>
      ack({ options: [{ text: plain(`for ${options.value}`), value: 'v1' }] }),
    );
    app.action('find', async ({ ack, body }) => {
      await ack();
      if (body.type === 'block_actions') chosen.push(body.actions[0]);
    });
  });
  const answer = await workspace.act.suggest({ as: MAYA, viewId, actionId: 'find', value: 'ch' });
  const option = { text: plain('for ch'), value: 'v1' };
  expect(answer).toEqual({ options: [option] });
  const click = { as: MAYA, viewId, actionId: 'find', value: 'v1' };
  await workspace.act.click({ ...click, options: [option] });
  expect(chosen).toMatchObject([{ type: 'external_select', selected_option: option }]);
  await expect(workspace.act.click(click)).rejects.toThrow('option_not_found');
});

test('a view that Slack would refuse is refused, and says where', async () => {
  const { web, workspace } = await startWorkspace();
  const publish = (view: object) => web.apiCall('views.publish', { user_id: MAYA, view });
  const refusal = (messages: string) => ({
    data: {
      error: 'invalid_arguments',
      response_metadata: { messages: [expect.stringContaining(messages)] },
    },
  });
  await expect(publish({ type: 'home', blocks: [{ type: 'sofa' }] })).rejects.toMatchObject(
    refusal('/view/blocks/0'),
  );
  await expect(publish({ type: 'home', blocks: [], title: plain('x') })).rejects.toMatchObject(
    refusal('title'),
  );
  // The same button in two rows is two buttons.
  const row = { type: 'actions', elements: [{ type: 'button', action_id: 'stop', text: plain('Stop') }] };
  await publish({ type: 'home', blocks: [row, row] });
  const twice = { ...row, elements: [...row.elements, ...row.elements] };
  await expect(publish({ type: 'home', blocks: [twice] })).rejects.toMatchObject(refusal('unique'));
  const { submit: _submit, ...unsent } = FORM;
  await startBolt(workspace, {
    init: (app) =>
      app.shortcut('brief', async ({ ack, shortcut }) => {
        await ack();
        await web.views.open({ trigger_id: shortcut.trigger_id, view: unsent }).catch(() => undefined);
      }),
  });
  await workspace.act.shortcut({ as: MAYA, callbackId: 'brief' });
  const call = await eventually(workspace, () => workspace.state.apiCalls('views.open')[0]);
  expect(call.answer).toMatchObject({ error: 'invalid_arguments' });
});

test('App Home is published, opened and clicked', async () => {
  const { workspace, web } = await startWorkspace();
  const clicked: string[] = [];
  await startBolt(workspace, {
    init: (app) => {
      app.event('app_home_opened', async ({ event, client }) => {
        if (event.tab !== 'home') return;
        await client.views.publish({
          user_id: event.user,
          view: { type: 'home', blocks: FORM.blocks.slice(3) },
        });
      });
      app.action('next', async ({ ack, body }) => {
        await ack();
        if (body.type === 'block_actions') clicked.push(String(body.view?.type));
      });
    },
  });
  workspace.act.openHome({ as: MAYA });
  const home = await eventually(workspace, () => workspace.state.home(MAYA));
  await workspace.act.click({ as: MAYA, viewId: String(home['id']), actionId: 'next' });
  expect(clicked).toEqual(['home']);
  const stale = { user_id: MAYA, hash: 'old', view: { type: 'home' as const, blocks: [] } };
  await expect(web.views.publish(stale)).rejects.toMatchObject({ data: { error: 'hash_conflict' } });
});

test('a shortcut on a message brings the message, and a command its words', async () => {
  const { workspace } = await startWorkspace();
  await startBolt(workspace, {
    init: (app) => {
      app.shortcut('task', async ({ ack, shortcut, respond }) => {
        await ack();
        if (shortcut.type === 'message_action')
          await respond({ text: `About: ${shortcut.message.text}`, response_type: 'in_channel' });
      });
      app.command('/task', async ({ ack, command, respond }) => {
        await ack();
        await respond({ text: `${command.channel_name}: ${command.text}`, response_type: 'in_channel' });
      });
    },
  });
  const ts = workspace.act.post({ as: MAYA, channel: '#ops', text: 'ten chairs' });
  await workspace.act.shortcut({ as: MAYA, callbackId: 'task', channel: '#ops', ts });
  await eventually(workspace, () => workspace.state.messagesIn('#ops').at(-1)?.text === 'About: ten chairs');
  await workspace.act.command({ as: MAYA, channel: '#ops', text: '/task  compare them' });
  await eventually(workspace, () => workspace.state.messagesIn('#ops').at(-1)?.text === 'ops: compare them');
  await expect(workspace.act.command({ as: MAYA, channel: '#ops', text: 'no slash' })).rejects.toThrow(
    'unknown_command',
  );
});

test('a custom step runs with a token of its own and ends once', async () => {
  const { workspace, web } = await startWorkspace();
  await startBolt(workspace, {
    init: (app) =>
      app.function('handoff', async ({ inputs, complete, client }) => {
        await client.chat['postMessage']({ channel: OPS, text: `Doing ${String(inputs['task'])}` });
        await complete({ outputs: { result: 'done' } });
      }),
  });
  const id = workspace.act.runStep({ as: MAYA, callbackId: 'handoff', inputs: { task: 'T1' } });
  const done = await eventually(workspace, () => {
    const run = workspace.state.execution(id);
    return run?.status === 'succeeded' ? run : undefined;
  });
  expect(done.outputs).toEqual({ result: 'done' });
  expect(workspace.state.messagesIn('#ops').at(-1)?.text).toBe('Doing T1');
  await expect(
    web.functions.completeError({ function_execution_id: id, error: 'late' }),
  ).rejects.toMatchObject({
    data: { error: 'function_execution_not_in_running_state' },
  });
});

test('every payload of an interaction fits the type that Bolt declares for it', async () => {
  const { workspace, web, viewId } = await startForm((app) => {
    app.options('find', async ({ ack }) => ack({ options: [] }));
    app.action(/.*/, async ({ ack }) => ack());
    app.view('brief', async ({ ack }) => ack());
    app.shortcut('task', async ({ ack }) => ack());
    app.command('/task', async ({ ack }) => ack());
  });
  const { ts = '' } = await say(web, { channel: OPS, text: 'x', blocks: FORM.blocks.slice(3) });
  await workspace.act.click({ as: MAYA, channel: OPS, ts, actionId: 'next' });
  await workspace.act.shortcut({ as: MAYA, callbackId: 'task', channel: OPS, ts });
  await workspace.act.command({ as: MAYA, channel: OPS, text: '/task x' });
  await workspace.act.suggest({ as: MAYA, viewId, actionId: 'find', value: 'x' });
  await workspace.act.submitView({ as: MAYA, viewId, values: goal('x') });
  const types: Readonly<Record<string, string>> = {
    block_actions: 'BlockAction',
    message_action: 'MessageShortcut',
    shortcut: 'GlobalShortcut',
    view_submission: 'ViewSubmitAction',
    block_suggestion: 'BlockSuggestion',
    '/task': 'SlashCommand',
  };
  const traffic = workspace.state
    .traffic()
    .filter(({ kind }) => kind === 'interactive' || kind === 'command');
  const samples = traffic.map(({ title, sent }): Sample => ({
    name: title,
    from: '@slack/bolt',
    type: types[title] ?? 'never',
    value: sent,
    without: ['user', 'api_app_id', 'is_enterprise_install', 'enterprise'],
  }));
  expect(new Set(samples.map(({ name }) => name))).toEqual(new Set(Object.keys(types)));
  expect(await typeFaults(samples)).toEqual([]);
});
