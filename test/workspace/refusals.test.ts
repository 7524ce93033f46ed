// Every method refuses what Slack refuses, in Slack's order and by Slack's names.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { MAYA, startWorkspace } from './support.ts';

const Refused = z.looseObject({ ok: z.literal(false), error: z.string() });
const BARE = `
oauth_config: { scopes: { bot: [] } }
settings: { event_subscriptions: { bot_events: [] } }`;

async function startCalling(manifest?: string) {
  const given = manifest === undefined ? {} : { manifest };
  const { workspace } = await startWorkspace({ hasLimits: false, ...given });
  const call = async (method: string, { token = '', args = {} }: { token?: string; args?: object } = {}) => {
    const headers = {
      'content-type': 'application/json',
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    };
    const response = await fetch(`${workspace.apiUrl}${method}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(args),
    });
    return Refused.safeParse(await response.json()).data;
  };
  return { workspace, call };
}

test('no token, an unknown one and one of the wrong kind are refused by every method that wants one', async () => {
  const { workspace, call } = await startCalling();
  for (const { name, token } of workspace.state.methods()) {
    if (token === 'none') continue;
    const wrong = token === 'bot' ? workspace.appToken : workspace.botToken;
    expect([name, (await call(name))?.error]).toEqual([name, 'not_authed']);
    expect([name, (await call(name, { token: 'xoxb-nobody' }))?.error]).toEqual([name, 'invalid_auth']);
    expect([name, (await call(name, { token: wrong }))?.error]).toEqual([name, 'not_allowed_token_type']);
  }
  expect((await call('chat.sing', { token: workspace.botToken }))?.error).toBe('unknown_method');
});

test('a method whose scope was not granted says what it needs and what there is', async () => {
  const { workspace, call } = await startCalling(BARE);
  for (const { name, token, scopes } of workspace.state.methods()) {
    if (token !== 'bot' || scopes.length === 0) continue;
    expect([name, await call(name, { token: workspace.botToken })]).toEqual([
      name,
      { ok: false, error: 'missing_scope', needed: scopes.join(','), provided: '' },
    ]);
  }
});

/** They ask for nothing, or answer with a name of their own. */
const WITHOUT_ARGUMENTS = new Set([
  'api.test',
  'auth.test',
  'blocks.validate',
  'bots.info',
  'canvases.create',
  'chat.scheduledMessages.list',
  'conversations.list',
  'conversations.open',
  'files.list',
  'team.info',
  'usergroups.list',
  'users.conversations',
  'users.list',
]);

test('a method that misses an argument names it', async () => {
  const { workspace, call } = await startCalling();
  for (const { name, token } of workspace.state.methods()) {
    if (token === 'app' || WITHOUT_ARGUMENTS.has(name)) continue;
    const refused = await call(name, { token: workspace.botToken });
    expect([name, refused?.error]).toEqual([name, 'invalid_arguments']);
    expect(JSON.stringify(refused?.['response_metadata'])).toMatch(/missing required field|must|Invalid/);
  }
});

const WITHIN: Readonly<Record<string, object>> = {
  'agents.sessions.rename': { channel_id: '', thread_ts: '1.1', title: 'x' },
  'agents.sessions.setStatus': { channel_id: '', thread_ts: '1.1', status: 'active' },
  'assistant.threads.setStatus': { channel_id: '', thread_ts: '1.1', status: '' },
  'assistant.threads.setSuggestedPrompts': { channel_id: '', prompts: [{ title: 'a', message: 'b' }] },
  'assistant.threads.setTitle': { channel_id: '', thread_ts: '1.1', title: 'x' },
  'chat.appendStream': { channel: '', ts: '1.1' },
  'chat.delete': { channel: '', ts: '1.1' },
  'chat.postEphemeral': { channel: '', user: MAYA, text: 'x' },
  'chat.postMessage': { channel: '', text: 'x' },
  'chat.scheduleMessage': { channel: '', text: 'x', post_at: 1 },
  'chat.startStream': { channel: '', recipient_user_id: MAYA, recipient_team_id: 'TTEAM01' },
  'chat.stopStream': { channel: '', ts: '1.1' },
  'chat.update': { channel: '', ts: '1.1', text: 'x' },
  'conversations.archive': { channel: '' },
  'conversations.canvases.create': { channel_id: '' },
  'conversations.history': { channel: '' },
  'conversations.invite': { channel: '', users: MAYA },
  'conversations.rename': { channel: '', name: 'x' },
  'conversations.replies': { channel: '', ts: '1.1' },
  'conversations.setPurpose': { channel: '', purpose: 'x' },
  'conversations.setTopic': { channel: '', topic: 'x' },
  'pins.add': { channel: '', timestamp: '1.000001' },
  'pins.remove': { channel: '', timestamp: '1.000001' },
};

test('what is only for members is refused to others, and a private channel does not exist for them', async () => {
  const { workspace, call } = await startCalling();
  const token = workspace.botToken;
  for (const [method, shape] of Object.entries(WITHIN)) {
    const key = 'channel_id' in shape ? 'channel_id' : 'channel';
    const quiet = await call(method, { token, args: { ...shape, [key]: 'CQUIET1' } });
    expect([method, quiet?.error]).toEqual([method, 'not_in_channel']);
    const hidden = await call(method, { token, args: { ...shape, [key]: 'GPRIV01' } });
    expect([method, hidden?.error]).toEqual([method, 'channel_not_found']);
  }
});
