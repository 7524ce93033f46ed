// What Longhand says elsewhere for somebody: once, on their behalf, and only where everyone may read what it comes from.
import { expect, test } from 'vitest';
import { Seed } from '../../src/workspace/seed-schema.ts';
import { intake } from '../support/intakes.ts';
import { answers, callsTool, callsTools, type Asked } from '../support/scripted-model.ts';
import { KENJI, MAYA, smallSeed, startTeam } from '../support/team.ts';

const GUEST = 'U0GUEST';

/** #ops is public; #board is private, Maya's alone; #other is public and without Longhand. */
function seed(): Seed {
  const small = smallSeed();
  return Seed.parse({
    ...small,
    people: [
      ...small.people,
      { id: GUEST, name: 'guest', realName: 'Gil Guest', displayName: 'Gil', tz: 'UTC', isGuest: true },
    ],
    channels: [
      ...small.channels.map((channel) => ({ ...channel, members: [...channel.members, GUEST] })),
      { id: 'C0BOARD', name: 'board', kind: 'group', members: [MAYA], botIsMember: true },
      { id: 'C0PLANS', name: 'plans', kind: 'channel', members: [MAYA, KENJI], botIsMember: true },
      { id: 'C0KENJIS', name: 'kenjis', kind: 'channel', members: [KENJI], botIsMember: true },
    ],
  });
}

const steps = [{ title: 'Tell #plans', tool: 'post_message', arguments: [] }];
const resultsIn = (asked: Asked | undefined) =>
  (asked?.messages ?? []).filter(({ role }) => role === 'tool').map(({ content }) => content ?? '');

test('it is said in another channel on behalf of whoever asked, after their yes, and once', async () => {
  const team = await startTeam({
    seed: seed(),
    model: [
      callsTool('find_people', { words: 'plans' }),
      callsTool('submit_intake', intake({ steps })),
      callsTool('post_message', { to: '#plans', text: 'The backup is **done**. <!channel>' }),
      answers('Told.'),
    ],
  });
  const ts = team.says(MAYA, '@Longhand tell #plans that the backup is done');
  await team.until('the approval', () =>
    team.heard(ts).some(({ text }) => text.includes('exactly this, once')),
  );
  expect(team.workspace.state.messagesIn('#plans')).toEqual([]);
  await team.click(MAYA, { threadTs: ts, text: 'Approve' });
  await team.until('the end', () => team.reacted(ts, 'white_check_mark'));

  const there = team.workspace.state.messagesIn('#plans');
  expect(there).toHaveLength(1);
  const [said] = there;
  expect(said?.text).toContain('The backup is **done**');
  expect(JSON.stringify(said?.blocks)).toContain('For Maya Lindqvist');
  expect(said?.text).not.toContain('<!channel>');
  expect(resultsIn(team.model.asked[1])[0]).toContain('#plans (C0PLANS)');
  expect(resultsIn(team.model.asked.at(-1)).at(-1)).toContain('Posted in #plans');
});

test('nothing of a private channel is said where others read, to guests, or where whoever asked is not', async () => {
  const tries = [
    { to: '#plans', text: 'The board sells.' },
    { to: '#other', text: 'The board sells.' },
    { to: 'kenjis', text: 'The board sells.' },
    { to: KENJI, text: 'The board sells.' },
    { to: GUEST, text: 'The board sells.' },
    { to: 'nobody', text: 'The board sells.' },
  ];
  const team = await startTeam({
    seed: seed(),
    settings: { ASK_BEFORE: 'never' },
    model: [
      callsTool('submit_intake', intake({ steps })),
      callsTools(...tries.map((input) => ({ name: 'post_message', arguments: input }))),
      callsTool('find_people', { words: 'board' }),
      answers('Nobody was told.'),
    ],
  });
  await team.recorded(team.says(GUEST, 'Hello from outside.'));
  const goal = team.says(MAYA, '@Longhand tell the others what we decided', { channel: '#board' });
  await team.until('the end', () =>
    team.heard(goal, '#board').some(({ text }) => text.includes('Nobody was told')),
  );
  for (const channel of ['#plans', '#other', '#kenjis', '#ops'])
    expect(JSON.stringify(team.workspace.state.messagesIn(channel))).not.toContain('The board sells');
  const results = resultsIn(team.model.asked.at(-1));
  expect(results.slice(1, 7)).toEqual([
    expect.stringContaining('Not everyone in #plans may read this channel'),
    expect.stringContaining('neither a channel nor a person'), // It was never in there.
    expect.stringContaining('not in #kenjis'),
    expect.stringContaining('may not read this channel'),
    expect.stringContaining('guest'),
    expect.stringContaining('neither a channel nor a person'),
  ]);
  expect(results[7]).toContain('Nobody, no group and no channel'); // Private channels are not named.
});
