// The manifest asks for what the code uses: each scope for a method, each event for a listener, and nothing else.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkSlack } from '../../src/slack/doctor.ts';
import { readManifest, toManifestJson } from '../../src/slack/manifest.ts';
import { startBench } from './edge.ts';

const FOLDER = new URL('../../src/slack/', import.meta.url).pathname;
const KINDS = ['channels', 'groups', 'im', 'mpim'];
const HISTORY = KINDS.map((kind) => `${kind}:history`);
const READ = KINDS.map((kind) => `${kind}:read`);

/** What each method needs (docs.slack.dev, its page); a method that is not here must be added with its scopes. */
const SCOPES_OF: Record<string, readonly string[]> = {
  'agents.sessions.setStatus': ['chat:write', 'assistant:write'],
  'apps.connections.open': [],
  'auth.test': [],
  'canvases.create': ['canvases:write'],
  'canvases.delete': ['canvases:write'],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': HISTORY,
  'conversations.info': READ,
  'conversations.list': READ,
  'conversations.members': READ,
  'conversations.open': ['im:write'],
  'conversations.replies': HISTORY,
  'files.completeUploadExternal': ['files:write'],
  'files.delete': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'files.list': ['files:read'],
  'functions.completeError': [],
  'functions.completeSuccess': [],
  'pins.add': ['pins:write'],
  'pins.list': ['pins:read'],
  'pins.remove': ['pins:write'],
  'reactions.add': ['reactions:write'],
  'reactions.get': ['reactions:read'],
  'reactions.remove': ['reactions:write'],
  'usergroups.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
};
/** What each event needs; the message events need the history of their kind. */
const SCOPES_OF_EVENT: Record<string, readonly string[]> = {
  agent_session_stopped: [],
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  channel_archive: ['channels:read'],
  channel_left: ['channels:read'],
  channel_rename: ['channels:read'],
  channel_unarchive: ['channels:read'],
  function_executed: [],
  group_archive: ['groups:read'],
  group_left: ['groups:read'],
  group_rename: ['groups:read'],
  group_unarchive: ['groups:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  member_left_channel: ['channels:read', 'groups:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  'message.mpim': ['mpim:history'],
  reaction_added: ['reactions:read'],
  reaction_removed: ['reactions:read'],
  user_change: ['users:read'],
};

test('every scope is needed by a method or an event that is used, and none is missing', async () => {
  const { oauth_config, settings, features } = await readManifest();
  const methods = await methodsCalled();
  expect(methods.filter((method) => SCOPES_OF[method] === undefined)).toEqual([]);
  const events = settings.event_subscriptions.bot_events;
  expect(events.filter((event) => SCOPES_OF_EVENT[event] === undefined)).toEqual([]);

  const needed = [
    ...methods.flatMap((method) => SCOPES_OF[method] ?? []),
    ...events.flatMap((event) => SCOPES_OF_EVENT[event] ?? []),
    // Shortcuts are asked for as commands are.
    ...(JSON.stringify(features).includes('"shortcuts"') ? ['commands'] : []),
  ];
  expect([...new Set(oauth_config.scopes.bot)].sort()).toEqual([...new Set(needed)].sort());
});

test('every event has a listener, and every listener its event', async () => {
  const { settings } = await readManifest();
  const subscribed = settings.event_subscriptions.bot_events.map((event) =>
    event.replace(/^message\..*/, 'message'),
  );
  const source = await sourceOf(join(FOLDER, 'listeners'));
  const listened = [...source.matchAll(/app\.event\('([a-z_]+)'/g)].map(([, event]) => event ?? '');
  expect([...new Set(subscribed)].sort()).toEqual([...new Set(listened)].sort());
});

test('every scope and every event has its reason beside it', async () => {
  const yaml = await readFile(new URL('../../manifest.yml', import.meta.url), 'utf8');
  const entries = yaml.split('\n').filter((line) => /^ {4,}- /.test(line));
  expect(entries.length).toBeGreaterThan(20);
  expect(entries.filter((line) => !/ # \S+ \S+/.test(line))).toEqual([]);
});

test('the Slack CLI gets JSON', async () => {
  const manifest = await readManifest();
  expect(JSON.parse(toManifestJson(manifest))).toEqual(manifest);
});

test('all that is used works with what the manifest grants, and the doctor says so', async () => {
  const manifestText = await readFile(new URL('../../manifest.yml', import.meta.url), 'utf8');
  const bench = await startBench({ manifest: manifestText });
  await bench.connect();
  bench.workspace.act.post({ as: 'U0MAYA', channel: '#ops', text: '@Longhand hello' });
  await bench.until(() => bench.words().length === 1);

  const { botToken, appToken, apiUrl } = bench.workspace;
  const checks = await checkSlack({ botToken, appToken, apiUrl, manifest: await readManifest() });
  expect(checks.map(({ ok }) => ok)).toEqual([true, true, true]);
});

test('the doctor names missing scopes and wrong tokens, and says what to do', async () => {
  const lacking = `oauth_config: { scopes: { bot: ['chat:write'] } }`;
  const { workspace } = await startBench({ manifest: lacking });
  const { appToken, apiUrl, botToken } = workspace;
  const manifest = await readManifest();

  const scopes = (await checkSlack({ botToken, appToken, apiUrl, manifest })).find(
    ({ name }) => name === 'Slack scopes',
  );
  expect(scopes).toMatchObject({
    ok: false,
    detail: expect.stringContaining('channels:history'),
    hint: expect.any(String),
  });

  const wrong = await checkSlack({ botToken: 'xoxb-no', appToken: 'xapp-no', apiUrl, manifest });
  expect(wrong).toMatchObject([
    { name: 'Slack bot token', ok: false, hint: expect.any(String) },
    { name: 'Slack app token', ok: false, hint: expect.any(String) },
  ]);
  const away = await checkSlack({ botToken, appToken, apiUrl: 'http://127.0.0.1:9/api/', manifest });
  expect(away.every(({ ok, hint }) => !ok && hint !== undefined)).toBe(true);
});

/** By the two ways in which a method is called: `client.a.b(` and by its name as text. */
async function methodsCalled(): Promise<string[]> {
  const source = await sourceOf(FOLDER);
  const typed = [...source.matchAll(/\b(?:client|\))\.((?:[a-z]+\.)+[a-zA-Z]+)\(/g)].map(
    ([, method]) => method ?? '',
  );
  const named = [...source.matchAll(/'((?:agents|chat|conversations|files|users|reactions)\.[a-zA-Z.]+)'/g)];
  const all = [...typed, ...named.map(([, method]) => method ?? '')];
  return [...new Set(all)].filter((method) => method.includes('.')).sort();
}

async function sourceOf(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true });
  const sources = names
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFile(join(folder, name), 'utf8'));
  return (await Promise.all(sources)).join('\n');
}
