// Buttons, selects and inputs, out to the app and back.
import type { BlockAction } from '@slack/bolt';
import { expect, test } from 'vitest';
import { CHEN, eventually, MAYA, OPS, startBolt, startWorkspace, say } from './support.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(value), value });
const CARD = [
  {
    type: 'actions' as const,
    block_id: 'b1',
    elements: [
      {
        type: 'button' as const,
        action_id: 'approve',
        text: plain('Approve'),
        value: 'a-1',
        style: 'primary' as const,
      },
      { type: 'static_select' as const, action_id: 'which', options: [option('north'), option('south')] },
    ],
  },
  {
    type: 'input' as const,
    block_id: 'why',
    label: plain('Why'),
    element: { type: 'plain_text_input' as const, action_id: 'text' },
  },
];

async function startCard() {
  const { workspace, web, clock } = await startWorkspace();
  const bodies: BlockAction[] = [];
  await startBolt(workspace, {
    init: (app) =>
      app.action(/.*/, async ({ ack, body, respond }) => {
        await ack();
        if (body.type !== 'block_actions') return;
        bodies.push(body);
        if (body.actions[0]?.action_id === 'approve')
          await respond({ replace_original: true, text: 'Approved' });
      }),
  });
  const { ts = '' } = await say(web, { channel: OPS, text: 'May I?', blocks: CARD });
  return { workspace, web, clock, bodies, ts };
}

test('a button press reaches the app, and its answer changes the message', async () => {
  const { workspace, bodies, ts } = await startCard();
  const outcome = await workspace.act.click({ as: MAYA, channel: '#ops', ts, actionId: 'approve' });
  expect(outcome.kind).toBe('acknowledged');
  await eventually(workspace, () => workspace.state.message('#ops', ts)?.text === 'Approved');

  expect(bodies[0]).toMatchObject({
    user: { id: MAYA, name: 'maya' },
    channel: { id: OPS, name: 'ops' },
    container: { type: 'message', message_ts: ts, channel_id: OPS },
    message: { ts, text: 'May I?' },
    actions: [
      { type: 'button', action_id: 'approve', block_id: 'b1', value: 'a-1', text: { text: 'Approve' } },
    ],
  });
  expect(workspace.state.message('#ops', ts)?.blocks.map(({ type }) => type)).toEqual(['rich_text']);
});

test('a choice brings its option and what stands in the other fields', async () => {
  const { workspace, bodies, ts } = await startCard();
  const state = { why: { text: { type: 'plain_text_input', value: 'cheaper' } } };
  await workspace.act.click({ as: MAYA, channel: '#ops', ts, actionId: 'which', value: 'south', state });
  expect(bodies[0]).toMatchObject({
    actions: [{ type: 'static_select', selected_option: { value: 'south' } }],
    state: {
      values: { why: { text: { value: 'cheaper' } }, b1: { which: { selected_option: { value: 'south' } } } },
    },
  });
});

test('what is not in the message cannot be pressed', async () => {
  const { workspace, ts } = await startCard();
  const click = (more: object) =>
    workspace.act.click({ as: MAYA, channel: '#ops', ts, actionId: 'approve', ...more });
  await expect(click({ actionId: 'delete-all' })).rejects.toThrow('action_not_found');
  await expect(click({ actionId: 'which', value: 'west' })).rejects.toThrow('option_not_found');
  await expect(click({ as: 'U404' })).rejects.toThrow('user_not_found');
});

test('a press that no app hears is told to the person who pressed', async () => {
  const { workspace, web } = await startWorkspace();
  const { ts = '' } = await say(web, { channel: OPS, text: 'May I?', blocks: CARD });
  const outcome = await workspace.act.click({ as: MAYA, channel: '#ops', ts, actionId: 'approve' });
  expect(outcome.kind).toBe('unconnected');
});

test('a response_url takes five answers, and none after half an hour', async () => {
  const { workspace, clock, bodies, ts } = await startCard();
  await workspace.act.click({ as: CHEN, channel: '#ops', ts, actionId: 'which', value: 'north' });
  const url = bodies[0]?.response_url ?? '';
  const answer = async (body: object) => {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    return response.status;
  };
  expect(await answer({ text: 'for all', response_type: 'in_channel' })).toBe(200);
  expect(workspace.state.messagesIn('#ops').at(-1)?.text).toBe('for all');
  expect(await answer({ text: 'for you' })).toBe(200);
  expect(workspace.state.messagesIn('#ops').at(-1)?.text).toBe('for all');
  expect(await answer({})).toBe(400);
  expect(await answer({ delete_original: true })).toBe(200);
  expect(workspace.state.message('#ops', ts)).toBeUndefined();
  expect([await answer({ text: 'fifth' }), await answer({ text: 'sixth' })]).toEqual([200, 404]);

  const { ts: later = '' } = { ts: workspace.state.messagesIn('#ops').at(-1)?.ts };
  expect(later).not.toBe('');
  await clock.advance(1_800_001);
  expect(await answer({ text: 'too late' })).toBe(404);
});

test('a trigger opens one view within three seconds', async () => {
  const { workspace, web, clock, bodies, ts } = await startCard();
  const view = { type: 'modal' as const, title: plain('More'), blocks: [] };
  await workspace.act.click({ as: MAYA, channel: '#ops', ts, actionId: 'which', value: 'north' });
  await workspace.act.click({ as: MAYA, channel: '#ops', ts, actionId: 'which', value: 'south' });
  const [first = '', second = ''] = bodies.map(({ trigger_id: id }) => id);
  expect(await web.views.open({ trigger_id: first, view })).toMatchObject({
    view: { type: 'modal', title: { text: 'More' } },
  });
  await expect(web.views.open({ trigger_id: first, view })).rejects.toMatchObject({
    data: { error: 'exchanged_trigger_id' },
  });
  await clock.advance(3001);
  await expect(web.views.open({ trigger_id: second, view })).rejects.toMatchObject({
    data: { error: 'expired_trigger_id' },
  });
});
