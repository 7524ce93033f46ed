// App Home as people use it: what is theirs, steered and answered there, and how much of it Longhand carried.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { intake } from '../../support/intakes.ts';
import { answers, callsTool } from '../../support/scripted-model.ts';
import { findButton } from '../../support/buttons.ts';
import { KENJI, MAYA, startTeam, type Team } from '../../support/team.ts';

const Home = z.looseObject({ id: z.string(), blocks: z.array(z.unknown()) });

function shows(team: Team, as: string, ...words: readonly string[]): Promise<unknown> {
  return team.until(`App Home of ${as} says ${words.join(', ')}`, () => {
    const home = JSON.stringify(team.workspace.state.home(as) ?? {});
    return words.every((one) => home.includes(one));
  });
}

async function press(team: Team, as: string, text: string): Promise<void> {
  const home = Home.parse(team.workspace.state.home(as));
  const found = findButton(home.blocks, text);
  if (found === undefined) throw new Error(`no button "${text}" in App Home`);
  await team.workspace.act.click({ as, viewId: home.id, ...found });
}

test('in App Home a task is held and set on, a handoff is taken and returned, and the share is told as in the channel', async () => {
  const team = await startTeam({
    model: [callsTool('submit_intake', intake()), { kind: 'hangs' }],
  });
  const open = (as: string): void => team.workspace.act.openHome({ as });
  open(MAYA);
  await shows(team, MAYA, 'Nothing is open');
  const ts = team.says(MAYA, '@Longhand add the costs up');
  await team.model.untilAsked(1);
  open(MAYA);
  await shows(team, MAYA, 'The costs of the new office are added up', 'Working', '0 of 1', '<#C0OPS>');
  await press(team, MAYA, 'Pause');
  await shows(team, MAYA, 'Paused', '"Resume"');
  team.model.goesOn(answers('It is 4,600.'));
  await press(team, MAYA, 'Resume');
  await team.until('the result', () => team.heard(ts).some(({ text }) => text.includes('It is 4,600.')));
  open(MAYA);
  await shows(team, MAYA, 'I carried *1 of 1* (100 %)', '1 done without a question', 'Nothing is open');

  const chairs = team.says(MAYA, 'Order the chairs');
  await team.recorded(chairs);
  team.says(MAYA, '@Longhand hand this to @Kenji', { threadTs: chairs });
  await team.until('the card', () => team.heard(chairs).length > 0);
  open(KENJI);
  await shows(team, KENJI, 'On your plate', 'Order the chairs', 'from <@U0MAYA>', '"Accept"');
  await press(team, KENJI, 'Accept');
  await shows(team, KENJI, 'Return with the result…');
  open(MAYA);
  await shows(team, MAYA, 'What you handed off', 'with <@U0KENJI>', 'Accepted', '"Take back"');
  await press(team, MAYA, 'Take back');
  await team.until('it is taken back', () =>
    team.heard(chairs).some(({ text }) => text.includes('took handoff 1 back')),
  );
  await team.until(
    'off the plate',
    () => !JSON.stringify(team.workspace.state.home(MAYA)).includes('What you handed off'),
  );

  team.says(MAYA, '@Longhand 把这个交给@Kenji', { threadTs: chairs });
  await team.until('the second card', () => JSON.stringify(team.heard(chairs)).includes('交接 2'));
  open(KENJI);
  await shows(team, KENJI, '你手上的事', '目前没有进行中的任务', '你的定时任务');

  const asked = team.says(KENJI, '@Longhand how much do you carry?');
  await team.until('the share here', () =>
    team
      .heard(asked)
      .some(({ text }) => text.includes('asked of me in this channel') && text.includes('*1 of 1*')),
  );
  expect(team.reacted(asked, 'eyes')).toBe(false);
  expect(team.model.left()).toBe(0);
});
