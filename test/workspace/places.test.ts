// Channels, group messages, other bots and groups of people: who sees what, and what is said of it.
import { expect, test } from 'vitest';
import { BOT, CHEN, eventually, MAYA, OPS, OTHER_BOT, startBolt, startWorkspace } from './support.ts';

const refusedWith = (error: string) => expect.objectContaining({ data: expect.objectContaining({ error }) });

test('a group message is the same for the same people, and the app hears it', async () => {
  const { workspace, web } = await startWorkspace();
  const { channel } = await web.conversations.open({ users: `${MAYA},${CHEN}` });
  const id = channel?.id ?? '';
  expect(workspace.act.openDm({ as: MAYA, users: [CHEN, BOT] })).toBe(id);
  const heard: unknown[] = [];
  await startBolt(workspace, {
    init: (app) => app.message(async ({ payload }) => void heard.push(payload.channel_type)),
  });
  workspace.act.post({ as: MAYA, channel: id, text: 'the three of us' });
  await eventually(workspace, () => heard.length > 0);
  expect(heard).toEqual(['mpim']);
  const listed = await web.conversations.list({ types: 'mpim' });
  expect(listed.channels).toMatchObject([{ id, is_mpim: true, is_private: true }]);
  await expect(web.conversations.open({ users: 'U404' })).rejects.toEqual(refusedWith('user_not_found'));
});

test('a group of people is mentioned by its handle', async () => {
  const { workspace, web } = await startWorkspace();
  const ts = workspace.act.post({ as: MAYA, channel: '#ops', text: '@buyers please' });
  expect(workspace.state.message('#ops', ts)?.text).toBe('<!subteam^SBUYERS> please');
  expect((await web.usergroups.users.list({ usergroup: 'SBUYERS' })).users).toEqual([MAYA, CHEN]);
});

test('another bot speaks with its own id, and the app may not change what it said', async () => {
  const { workspace, web } = await startWorkspace();
  workspace.act.invite({ as: MAYA, channel: '#ops', user: OTHER_BOT });
  const ts = workspace.act.postAsBot({ as: OTHER_BOT, channel: '#ops', text: 'Build 7 is red' });
  expect(workspace.state.message('#ops', ts)?.raw).toMatchObject({
    bot_id: 'BOTHER1',
    app_id: 'AOTHER1',
    user: OTHER_BOT,
  });
  expect((await web.bots.info({ bot: 'BOTHER1' })).bot).toMatchObject({ name: 'CI', user_id: OTHER_BOT });
  await expect(web.chat.update({ channel: OPS, ts, text: 'green' })).rejects.toEqual(
    refusedWith('cant_update_message'),
  );
  const classic = workspace.act.postAsBot({ as: OTHER_BOT, channel: '#ops', text: 'x', isClassic: true });
  const { raw } = workspace.state.message('#ops', classic) ?? {};
  expect(raw).toMatchObject({ subtype: 'bot_message', username: 'CI' });
  expect(raw?.['user']).toBeUndefined();
});

test('an archived channel is read and not written, until it is opened again', async () => {
  const { workspace, web } = await startWorkspace();
  workspace.act.archive({ as: MAYA, channel: '#ops' });
  await expect(web.chat.postEphemeral({ channel: OPS, user: MAYA, text: 'x' })).rejects.toEqual(
    refusedWith('is_archived'),
  );
  expect(() => workspace.act.post({ as: MAYA, channel: '#ops', text: 'x' })).toThrow('is_archived');
  expect((await web.conversations.history({ channel: OPS })).messages?.[0]).toMatchObject({
    subtype: 'channel_archive',
  });
  expect(
    (await web.conversations.list({ exclude_archived: true })).channels?.map(({ name }) => name),
  ).toEqual(['quiet']);
  workspace.act.unarchive({ as: MAYA, channel: '#ops' });
  workspace.act.post({ as: MAYA, channel: '#ops', text: 'back' });
});

test('a file that is deleted is a tombstone where it was shared', async () => {
  const { workspace, web } = await startWorkspace();
  const file = workspace.act.upload({ as: MAYA, name: 'a.csv', data: 'a' });
  const ts = workspace.act.post({ as: MAYA, channel: '#ops', text: 'see', files: [file] });
  await expect(web.files.delete({ file })).rejects.toEqual(refusedWith('cant_delete_file'));
  workspace.act.deleteFile({ as: MAYA, file });
  expect(workspace.state.message('#ops', ts)?.raw).toMatchObject({
    files: [{ id: file, mode: 'tombstone' }],
  });
  await expect(web.files.info({ file })).rejects.toEqual(refusedWith('file_not_found'));
});

test('a status stands beside the name until its time is over, and whoever is deactivated says nothing more', async () => {
  const { workspace, web, clock } = await startWorkspace();
  const statusOf = async () => {
    const { profile, deleted } = (await web.users.info({ user: CHEN })).user ?? {};
    return {
      text: profile?.status_text,
      emoji: profile?.status_emoji,
      until: profile?.status_expiration,
      deleted,
    };
  };
  const until = new Date('2026-11-25T00:00:00Z');
  workspace.act.setStatus({ as: CHEN, text: '休假中', emoji: ':palm_tree:', until });
  const seconds = until.getTime() / 1000;
  expect(await statusOf()).toEqual({ text: '休假中', emoji: ':palm_tree:', until: seconds, deleted: false });
  await clock.set(until);
  expect(await statusOf()).toEqual({ text: '', emoji: '', until: 0, deleted: false });

  workspace.act.setStatus({ as: CHEN, text: 'In a meeting' });
  expect(await statusOf()).toMatchObject({ emoji: ':speech_balloon:' });
  workspace.act.setStatus({ as: CHEN, text: '' });
  expect(await statusOf()).toMatchObject({ text: '', emoji: '' });
  expect(() => workspace.act.setStatus({ as: CHEN, text: 'x'.repeat(101) })).toThrow('too_long');
  expect(() => workspace.act.setStatus({ as: CHEN, text: 'x', emoji: 'palm tree' })).toThrow(
    'not_valid_emoji',
  );

  workspace.act.deactivate({ user: CHEN });
  expect(await statusOf()).toMatchObject({ deleted: true });
  expect(() => workspace.act.post({ as: CHEN, channel: '#ops', text: 'hello' })).toThrow('account_inactive');
});
