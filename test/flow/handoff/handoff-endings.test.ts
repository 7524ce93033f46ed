// How a handoff ends when something around it does, and how it comes back: nobody waits for nobody, nothing ends without a word.
import { expect, test } from 'vitest';
import { intake } from '../../support/intakes.ts';
import { answers, callsTool, type Asked, type Scripted } from '../../support/scripted-model.ts';
import { KENJI, MAYA, smallSeed, startTeam, type Team } from '../../support/team.ts';

const ANA = 'U0ANA';
const DAY_MS = 24 * 60 * 60_000;

function withAna() {
  const seed = smallSeed();
  seed.people.push({ id: ANA, name: 'ana', realName: 'Ana Sousa', displayName: 'Ana', tz: 'Europe/Lisbon' });
  seed.channels[0]?.members.push(ANA);
  return seed;
}

async function heard(team: Team, ts: string, words: string): Promise<void> {
  await team.until(words, () => team.heard(ts).some(({ text }) => text.includes(words)));
}
const drawn = (team: Team, ts: string): string => JSON.stringify(team.heard(ts).map(({ blocks }) => blocks));

async function give(team: Team, goal: string, words: string): Promise<string> {
  const ts = team.says(MAYA, goal);
  await team.recorded(ts);
  team.says(MAYA, `@Longhand hand this to ${words}`, { threadTs: ts });
  await team.until('the card', () => drawn(team, ts).includes('Waiting for an answer'));
  return ts;
}

async function hearsDirectly(team: Team, as: string, words: string): Promise<void> {
  const im = team.workspace.act.openDm({ as });
  await team.until(words, () => team.workspace.state.messagesIn(im).some(({ text }) => text.includes(words)));
}

test('late, it is told to whoever has it and to whom the giver named; files put into its thread come back as evidence', async () => {
  const team = await startTeam({ seed: withAna() });
  const ts = await give(team, 'Sign the contract', '@Kenji, due tomorrow, otherwise tell @Ana');
  await team.click(KENJI, { threadTs: ts, text: 'Accept' });
  await heard(team, ts, 'took handoff 1');
  await team.restart(async () => team.clock.skip(12 * DAY_MS));
  await heard(team, ts, '<@U0KENJI>, handoff 1 was due');
  await heard(team, ts, `<@${ANA}>, handoff 1 is late: <@U0KENJI> has it`);
  await team.until('the card is late', () => drawn(team, ts).includes('Overdue'));
  // Nobody hears of the day before when it is over.
  expect(team.heard(ts).some(({ text }) => text.includes('handoff 1 is due'))).toBe(false);

  const put = (name: string, text: string): string =>
    team.workspace.act.post({
      as: KENJI,
      channel: '#ops',
      threadTs: ts,
      text,
      files: [team.workspace.act.upload({ as: KENJI, name, data: 'signed' })],
    });
  await team.recorded(put('draft.pdf', 'a first look'));
  put('signed.pdf', 'Here is the signed contract');
  await heard(team, ts, 'returned handoff 1: Here is the signed contract · draft.pdf, signed.pdf');
});

test('an account that ends takes no handoff with it: who gave it, who has it, or who was named for it goes on', async () => {
  const team = await startTeam({ seed: withAna() });
  const kept = await give(team, 'Order the chairs', '@Kenji');
  const inherited = await give(team, 'Count the desks', '@Kenji, otherwise tell @Ana');
  const lost = await give(team, 'Paint the wall', '@Ana');
  team.says(KENJI, 'how about the first floor only?', { threadTs: inherited });
  await heard(team, inherited, 'would take handoff 2 otherwise');
  team.workspace.act.deactivate({ user: MAYA });
  await heard(team, kept, `<@U0KENJI>, the account of <@${MAYA}> has ended. Handoff 1 stays with you`);
  await heard(
    team,
    inherited,
    `<@${ANA}>, the account of <@${MAYA}> has ended. They named you for handoff 2`,
  );
  await heard(team, lost, `<@${ANA}>, the account of <@${MAYA}> has ended. Handoff 3`);
  await team.click(ANA, { threadTs: inherited, text: 'Agree' });
  await heard(team, inherited, `<@U0KENJI>, <@${ANA}> agreed to your terms for handoff 2`);
  team.workspace.act.deactivate({ user: KENJI });
  await heard(team, inherited, `<@${ANA}>, the account of <@U0KENJI> has ended, so nobody has handoff 2`);
  await team.until('it is declined', () => drawn(team, inherited).includes('the account has ended'));
});

const planned = ({ messages }: Asked): Scripted => {
  const shown = messages.map(({ content }) => content ?? '').join('\n');
  const message = shown.match(/in \[m:([\d.]+)\], now/u)?.[1] ?? '';
  const source = { kind: 'quote' as const, message, words: '@Kenji Mori signs' };
  const given = [{ name: 'to', value: 'Kenji Mori', source, candidates: [] }];
  return callsTool(
    'submit_intake',
    intake({ steps: [{ title: 'Sign it', tool: 'hand_off', arguments: given }] }),
  );
};
const handsOff = callsTool('hand_off', {
  to: 'Kenji Mori',
  summary: 'Sign the offer',
  note: 'Yours',
  step: 1,
});

test('whoever has a step of a task goes: the task is told and goes on; the channel goes: all are told by themselves', async () => {
  const team = await startTeam({ seed: withAna(), model: [planned, handsOff] });
  const ts = team.says(MAYA, '@Longhand get the offer signed, @Kenji signs');
  await heard(team, ts, 'Handoff 1');
  await team.until('it waits', () => team.workspace.state.session('#ops', ts)?.status === 'suspended');
  team.model.goesOn(({ messages }) =>
    answers(`It stays unsigned: ${messages.at(-1)?.content?.match(/reason: (.*)/u)?.[1]}.`),
  );
  team.workspace.act.deactivate({ user: KENJI });
  await heard(team, ts, 'It stays unsigned: the account has ended.');

  const other = await give(team, 'Count the desks', '@Ana');
  await team.recorded(team.says(ANA, 'ok', { threadTs: other }));
  team.workspace.act.archive({ as: MAYA, channel: '#ops' });
  await hearsDirectly(team, ANA, 'Handoff 2 has ended: <#C0OPS> was archived');
  await hearsDirectly(team, MAYA, 'Handoff 2 has ended: <#C0OPS> was archived');
  expect(await team.rows('select state from handoff order by number', [])).toEqual([
    { state: 'declined' },
    { state: 'withdrawn' },
  ]);
});

test('what no tool can do is proposed to whoever spoke of it, and nobody is asked before its owner says yes', async () => {
  const seed = withAna();
  seed.messages.push({
    channel: 'C0OPS',
    user: ANA,
    minutesAgo: 500,
    text: 'The restaurant of our team dinner is the Harbour.',
  });
  const cannot = callsTool(
    'submit_intake',
    intake({ steps: [], missing_abilities: [{ ability: 'book a restaurant', nearest: null }] }),
  );
  const lacksPart = callsTool(
    'submit_intake',
    intake({ missing_abilities: [{ ability: 'book a restaurant', nearest: 'name one' }] }),
  );
  const team = await startTeam({ seed, model: [cannot] });
  const ts = team.says(MAYA, '@Longhand book the restaurant for the team dinner. Spend at most 400.');
  await heard(team, ts, 'I cannot do this: book a restaurant.');
  await heard(team, ts, 'Ana Sousa may be the one to do it');
  expect(drawn(team, ts)).not.toContain(`<@${ANA}>`); // Slack would call her.
  await team.click(MAYA, { threadTs: ts, text: 'Hand over' });
  await heard(team, ts, `<@${ANA}>, <@${MAYA}> hands this to you (handoff 1)`);
  team.says(ANA, 'done: at eight', { threadTs: ts });
  await heard(team, ts, 'returned handoff 1: at eight');
  const asked = team.says(MAYA, '@Longhand how much do you carry?');
  await heard(team, asked, '1 with a part done by a person');

  // Where a part of it can be done, the task waits for whoever does the rest, and goes on with their word.
  team.model.goesOn(lacksPart, ({ messages }) =>
    callsTool(
      'submit_intake',
      intake({
        kind: 'question',
        answer: `Ana says that she has: ${messages.at(-1)?.content?.includes('table 5')}.`,
        steps: [],
      }),
    ),
  );
  const part = team.says(MAYA, '@Longhand find out when the team dinner is and book the restaurant for it');
  await heard(team, part, 'A part of this needs a person');
  await heard(team, part, 'Ana Sousa may be the one to do it');
  await team.click(MAYA, { threadTs: part, text: 'Hand over' });
  await heard(team, part, 'Handed over (handoff 2).');
  team.says(ANA, 'done: table 5', { threadTs: part });
  await heard(team, part, 'Ana says that she has: true.');

  team.model.goesOn(cannot);
  const nobody = team.says(MAYA, '@Longhand 订一张去巴黎的机票');
  await heard(team, nobody, '请说“把这个交给 @…”');
  await team.until('no entry', () => team.reacted(nobody, 'no_entry_sign'));
  expect(await team.count('handoff')).toBe(2);
  expect(team.model.left()).toBe(0);
});

test('a thread whose beginning is deleted: what was handed over by it is taken back with its words, a task stops or goes on', async () => {
  const team = await startTeam({ seed: withAna(), model: [planned, handsOff] });
  const remove = (as: string, ts: string): void => team.workspace.act.remove({ as, channel: '#ops', ts });
  const alone = await give(team, 'Order the secret chairs. Never pay in advance.', '@Kenji');
  remove(MAYA, alone);
  await heard(team, alone, '<@U0KENJI>, the message that handoff 1 was about was deleted');
  await team.until(
    'its words are gone',
    () => !drawn(team, alone).includes('secret') && !drawn(team, alone).includes('in advance'),
  );

  const goal = team.says(MAYA, '@Longhand get the offer signed, @Kenji signs');
  await team.until('it waits', () => team.workspace.state.session('#ops', goal)?.status === 'suspended');
  remove(MAYA, goal);
  await heard(team, goal, 'was deleted, so I stopped');
  await heard(team, goal, '<@U0KENJI>, <@U0MAYA> took handoff 2 back');

  // Where somebody else began the thread, what is wanted still stands.
  team.model.goesOn({ kind: 'hangs' });
  const root = team.says(KENJI, 'The offers are here.');
  await team.recorded(root);
  team.says(MAYA, '@Longhand add them up', { threadTs: root });
  await team.model.untilAsked(2);
  remove(KENJI, root);
  team.says(MAYA, 'what did I hand off?', { threadTs: root });
  await heard(team, root, 'Nothing you handed off is open');
  team.model.goesOn(
    callsTool('submit_intake', intake({ kind: 'question', answer: 'It is 4,600.', steps: [] })),
  );
  await team.recorded(team.says(MAYA, 'hold on', { threadTs: root }));
  await heard(team, root, 'Paused, as Maya Lindqvist asked');
  team.says(MAYA, 'resume', { threadTs: root });
  await heard(team, root, 'It is 4,600.');
});
