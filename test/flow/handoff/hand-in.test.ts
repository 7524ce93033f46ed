// Work handed to Longhand by its shortcut and by a step of a workflow: a task opens on record, and what comes of it comes back.
import { expect, test } from 'vitest';
import { intake } from '../../support/intakes.ts';
import { callsTool, fails } from '../../support/scripted-model.ts';
import { KENJI, MAYA, smallSeed, startTeam, type Team } from '../../support/team.ts';

const CALLBACK = 'hand_off_to_longhand';
const answersAt = (answer: string) =>
  callsTool('submit_intake', intake({ kind: 'question', answer, steps: [] }));
const heard = (team: Team, ts: string, words: string): Promise<unknown> =>
  team.until(words, () => team.heard(ts).some(({ text }) => text.includes(words)));

test('the shortcut on somebody’s message opens a task there, says whose it is, and is done with its answer', async () => {
  const team = await startTeam({ model: [answersAt('It is 4,600.')] });
  const ts = team.says(KENJI, 'What do the chairs and desks cost together?');
  await team.recorded(ts);
  await team.workspace.act.shortcut({ as: MAYA, callbackId: CALLBACK, channel: '#ops', ts });
  await heard(team, ts, '<@U0MAYA> handed the message above to me (handoff 1)');
  await heard(team, ts, 'It is 4,600.');
  expect(team.model.asked[0]?.messages.at(-1)?.content).toContain('Handed over by Maya Lindqvist (U0MAYA)');
  await team.until('it is on record as returned', () => team.heard(ts).length >= 2);
  const elsewhere = team.says(MAYA, 'Is it raining?', { channel: '#other' });
  await team.workspace.act.shortcut({ as: MAYA, callbackId: CALLBACK, channel: '#other', ts: elsewhere });
  const im = team.workspace.act.openDm({ as: MAYA });
  await team.until('why not, in a direct message', () =>
    team.workspace.state.messagesIn(im).some(({ text }) => text.includes('I am not in <#C0OTHER>')),
  );
  expect(await team.rows('select state, said from handoff', [])).toMatchObject([
    { state: 'returned', said: { evidence: { words: 'It is 4,600.' } } },
  ]);
});

test('a step of a workflow ends with the result, or with why not; of a private channel it puts out nothing but the link', async () => {
  const seed = smallSeed();
  seed.channels.push({ id: 'C0BOARD', name: 'board', kind: 'group', members: [MAYA], botIsMember: true });
  const team = await startTeam({
    seed,
    model: [
      answersAt('It is 4,600.'),
      answersAt('We sell.'),
      fails(401, { error: { message: 'no such key' } }),
    ],
  });
  const run = async (inputs: { goal: string; channel: string; person: string }) => {
    const id = team.workspace.act.runStep({ as: MAYA, callbackId: CALLBACK, inputs });
    return team.until('the step ended', () => {
      const execution = team.workspace.state.execution(id);
      return execution?.status !== 'running' && execution;
    });
  };
  expect(await run({ goal: 'Add up the costs', channel: 'C0OPS', person: MAYA })).toMatchObject({
    status: 'succeeded',
    outputs: { result: 'It is 4,600.', link: expect.stringContaining('/archives/C0OPS/p') },
  });
  const secret = await run({ goal: 'Do we sell?', channel: 'C0BOARD', person: MAYA });
  expect(secret).toMatchObject({
    status: 'succeeded',
    outputs: { link: expect.stringContaining('C0BOARD') },
  });
  expect(JSON.stringify(secret)).not.toContain('We sell.');
  expect(await run({ goal: 'Do we sell?', channel: 'C0BOARD', person: KENJI })).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('no full member'),
  });
  expect(await run({ goal: 'Do we buy?', channel: 'C0OPS', person: MAYA })).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('did not finish this'),
  });
  expect(team.model.asked).toHaveLength(3);
});
