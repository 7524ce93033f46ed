// Every event in the shape of Slack's own types, and to whom it is told.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { typeFaults, type Sample } from './slack-types.ts';
import { BOT, CHEN, eventually, MAYA, OPS, OTHER_BOT, startBolt, startWorkspace } from './support.ts';

const Envelope = z.looseObject({
  event: z.looseObject({ type: z.string(), subtype: z.string().optional() }),
});

async function startHearing() {
  const { workspace, web, clock } = await startWorkspace({ hasLimits: false });
  await startBolt(workspace, { init: (app) => app.function('handoff', async () => undefined) });
  const heard = async () => {
    await eventually(workspace, () => workspace.state.pendingEvents().length === 0);
    const events = workspace.state.traffic().filter(({ kind }) => kind === 'event');
    return events.map(({ title, sent }) => ({ title, envelope: Envelope.parse(sent) }));
  };
  const titles = async () => (await heard()).map(({ title }) => title);
  return { workspace, web, clock, heard, titles };
}
type Hearing = Awaited<ReturnType<typeof startHearing>>;

/** Everything that can be told to an app, once. */
async function doEverything({ workspace, web }: Hearing): Promise<void> {
  const { act } = workspace;
  const at = { as: MAYA, channel: OPS };
  const file = act.upload({ as: MAYA, name: 'a.csv', data: 'a' });
  const root = act.post({ ...at, text: '@Longhand see', files: [file] });
  act.edit({ ...at, ts: root, text: '@Longhand look' });
  act.post({ as: CHEN, channel: OPS, text: 'all', threadTs: root, broadcast: true });
  act.remove({ ...at, ts: act.post({ ...at, text: 'oh' }) });
  act.invite({ ...at, user: OTHER_BOT });
  act.postAsBot({ as: OTHER_BOT, channel: OPS, text: 'built' });
  act.postAsBot({ as: OTHER_BOT, channel: OPS, text: 'built', isClassic: true });
  act.react({ ...at, ts: root, name: 'eyes' });
  act.react({ ...at, ts: root, name: 'eyes', remove: true });
  act.leave({ as: CHEN, channel: OPS });
  act.invite({ ...at, user: CHEN });
  act.setTopic({ ...at, topic: 'Offers' });
  act.changeProfile({ as: CHEN, displayName: 'Chen' });
  act.openHome({ as: MAYA, tab: 'messages' });
  act.runStep({ as: MAYA, callbackId: 'handoff', inputs: { task: 'T1' } });
  await web.apiCall('agents.sessions.setStatus', { channel_id: OPS, thread_ts: root, status: 'processing' });
  act.stop({ ...at, threadTs: root });
  act.deleteFile({ as: MAYA, file });
  act.createChannel({ as: MAYA, name: 'offers' });
  act.rename({ ...at, name: 'operations' });
  act.invite({ as: MAYA, channel: 'GPRIV01', user: BOT });
  act.rename({ as: MAYA, channel: 'GPRIV01', name: 'owners' });
  act.archive({ as: MAYA, channel: 'GPRIV01' });
  act.archive(at);
  act.unarchive(at);
  workspace.faults.revokeTokens();
  workspace.faults.uninstall();
}

/** The type of @slack/types that each event must fit, by its title in the inspector. */
const TYPES: Readonly<Record<string, string>> = {
  app_mention: 'AppMentionEvent',
  'message file_share': 'FileShareMessageEvent',
  'message message_changed': 'MessageChangedEvent',
  'message thread_broadcast': 'ThreadBroadcastMessageEvent',
  'message message_deleted': 'MessageDeletedEvent',
  message: 'GenericMessageEvent',
  'message bot_message': 'BotMessageEvent',
  reaction_added: 'ReactionAddedEvent',
  reaction_removed: 'ReactionRemovedEvent',
  member_left_channel: 'MemberLeftChannelEvent',
  member_joined_channel: 'MemberJoinedChannelEvent',
  'message channel_leave': 'ChannelLeaveMessageEvent',
  'message channel_join': 'ChannelJoinMessageEvent',
  'message channel_topic': 'ChannelTopicMessageEvent',
  'message channel_name': 'ChannelNameMessageEvent',
  'message channel_archive': 'ChannelArchiveMessageEvent',
  'message channel_unarchive': 'ChannelUnarchiveMessageEvent',
  user_change: 'UserChangeEvent',
  app_home_opened: 'AppHomeOpenedEvent',
  function_executed: 'FunctionExecutedEvent',
  agent_session_stopped: 'AgentSessionStoppedEvent',
  file_deleted: 'FileDeletedEvent',
  channel_created: 'ChannelCreatedEvent',
  channel_rename: 'ChannelRenameEvent',
  channel_archive: 'ChannelArchiveEvent',
  channel_unarchive: 'ChannelUnarchiveEvent',
  group_rename: 'GroupRenameEvent',
  group_archive: 'GroupArchiveEvent',
  tokens_revoked: 'TokensRevokedEvent',
  app_uninstalled: 'AppUninstalledEvent',
};

/**
 * Where Slack's types and Slack differ, or the types ask for what is not ours: every size of a file's thumbnail, a
 * `subtype` that is there and undefined, and no list of members when a channel is archived.
 */
const BEYOND_TYPES: Readonly<Record<string, readonly string[]>> = {
  app_mention: ['files'],
  'message file_share': ['files', 'client_msg_id', 'team'],
  'message message_changed': ['message', 'previous_message'],
  'message message_deleted': ['previous_message'],
  'message thread_broadcast': ['root', 'team', 'client_msg_id', 'parent_user_id'],
  message: ['subtype', 'app_id', 'bot_profile'],
  'message channel_topic': ['team'],
  'message channel_archive': ['members'],
};

test('every event is told in the shape of Slack’s own type for it', async () => {
  const hearing = await startHearing();
  await doEverything(hearing);
  const heard = await hearing.heard();
  const told = new Set(heard.map(({ title }) => title));
  expect(Object.keys(TYPES).filter((title) => !told.has(title))).toEqual([]);
  const samples = heard.flatMap(({ title, envelope }): Sample[] => {
    const type = TYPES[title];
    if (type === undefined) return [];
    return [
      { name: title, from: '@slack/types', type, value: envelope.event, without: BEYOND_TYPES[title] ?? [] },
    ];
  });
  expect(await typeFaults(samples)).toEqual([]);
});

test('each event has an id of its own and the envelope that Bolt expects', async () => {
  const hearing = await startHearing();
  await doEverything(hearing);
  const envelopes = (await hearing.heard()).map(({ title, envelope }) => ({ title, envelope }));
  const ids = envelopes.map(({ envelope }) => envelope['event_id']);
  expect(new Set(ids).size).toBe(ids.length);
  const samples = envelopes.map(({ title, envelope: { event, ...around } }): Sample => ({
    name: title,
    from: '@slack/bolt',
    type: 'EnvelopedEvent',
    value: { ...around, event: { type: event.type } },
  }));
  expect(await typeFaults(samples)).toEqual([]);
});
