// What Longhand does in Slack beside speaking: marks and canvases, each asked about where others see it, once, and taken back.
import { expect, test } from 'vitest';
import { Seed } from '../../src/workspace/seed-schema.ts';
import { intake } from '../support/intakes.ts';
import { answers, callsTool, type Asked } from '../support/scripted-model.ts';
import { KENJI, MAYA, smallSeed, startTeam } from '../support/team.ts';

function seed(): Seed {
  const small = smallSeed();
  return Seed.parse({
    ...small,
    userGroups: [{ id: 'S0BUYERS', handle: 'buyers', name: 'Buyers', users: [MAYA, KENJI] }],
  });
}

const steps = [
  { title: 'Mark it', tool: 'mark_message', arguments: [] },
  { title: 'Write the page', tool: 'create_canvas', arguments: [] },
];
const results = (asked: Asked | undefined) =>
  (asked?.messages ?? []).filter(({ role }) => role === 'tool').map(({ content }) => content ?? '');

test('a reaction, a pin and a canvas: the pin and the page after a yes, a lost answer looked up, all taken back', async () => {
  let ts = '';
  const team = await startTeam({
    seed: seed(),
    model: [
      callsTool('find_people', { words: '@buyers' }),
      callsTool('submit_intake', intake({ steps })),
      () => callsTool('mark_message', { message: `m:${ts}`, mark: 'tada' }),
      () => callsTool('mark_message', { message: `m:${ts}`, mark: 'white_check_mark' }),
      callsTool('mark_message', { message: 'm:1732100000.000100', mark: 'tada' }),
      () => callsTool('mark_message', { message: `m:${ts}`, mark: 'pin' }),
      callsTool('create_canvas', { title: 'Onboarding', text: '# First day\n- [ ] laptop ![](@U0KENJI)' }),
      answers('All is there.'),
    ],
  });
  const { state } = team.workspace;
  team.workspace.faults.loseNextReply('pins.add');
  team.workspace.faults.loseNextReply('canvases.create');
  ts = team.says(MAYA, '@Longhand celebrate this, pin it and write a page about the first day');
  await team.until('the approval of the pin', () =>
    team.heard(ts).some(({ text }) => text.includes('exactly this, once')),
  );
  expect(state.reactionsOn('#ops', ts).some(({ name }) => name === 'tada')).toBe(true);
  expect(state.pinsIn('#ops')).toEqual([]);
  await team.click(MAYA, { threadTs: ts, text: 'Approve' });
  await team.until('the pin', () => state.pinsIn('#ops').includes(ts));
  await team.until(
    'the approval of the page',
    () => team.heard(ts).filter(({ text }) => text.includes('exactly this, once')).length === 2,
  );
  await team.click(MAYA, { threadTs: ts, text: 'Approve' });
  await team.until('the end', () => team.reacted(ts, 'white_check_mark'));

  const [found, , reacted, sign, unseen] = results(team.model.asked.at(-1));
  expect(found).toContain(
    'User group @buyers (S0BUYERS, Buyers): Maya Lindqvist (U0MAYA), Kenji Mori (U0KENJI)',
  );
  expect(reacted).toContain(':tada: is on');
  expect(sign).toContain('given by itself');
  expect(unseen).toContain('No such message was shown');
  expect(state.canvasesIn('#ops')).toMatchObject([
    { title: 'Onboarding', markdown: '# First day\n- [ ] laptop @U0KENJI' },
  ]);

  const undoes = [
    ['Undo: Reacting: tada', () => state.reactionsOn('#ops', ts).every(({ name }) => name !== 'tada')],
    ['Undo: Pinning a message', () => state.pinsIn('#ops').length === 0],
    ['Undo: Canvas “Onboarding”', () => state.canvasesIn('#ops').length === 0],
  ] as const;
  const shown = (text: string) => team.heard(ts).some(({ blocks }) => JSON.stringify(blocks).includes(text));
  for (const [text, isGone] of undoes) {
    await team.until(text, () => shown(text));
    await team.click(MAYA, { threadTs: ts, text });
    await team.until('it is taken back', isGone);
  }
});
