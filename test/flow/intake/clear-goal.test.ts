// The main story over the wire: a clear goal goes all the way to a result, with nothing asked.
import { expect, test } from 'vitest';
import { intake } from '../../support/intakes.ts';
import { answers, callsTool, callsTools } from '../../support/scripted-model.ts';
import { MAYA, startTeam } from '../../support/team.ts';

test('a clear goal gets an eye, a brief, a plan whose steps tick, and a result that names its sources', async () => {
  const team = await startTeam({
    model: [
      callsTool('list_files', {}),
      callsTool('submit_intake', intake()),
      callsTool('update_step', { step: 1, status: 'in_progress', note: null }),
      ({ messages }) => callsTool('calculate', { expression: 'sum(Amount)', file: fileIn(messages) }),
      callsTools({ name: 'update_step', arguments: { step: 1, status: 'complete', note: '4,600 in all' } }),
      ({ messages }) => answers(`The costs are **4,600** [f:${fileIn(messages)}]. Nobody said so: [m:1.1].`),
    ],
  });

  const ts = team.says(MAYA, '@Longhand add up the costs of the new office');
  await team.until('an eye', () => team.reacted(ts, 'eyes'));
  const result = await team.until('the result', () =>
    team.heard(ts).find(({ text }) => text.includes('4,600')),
  );
  await team.until('a tick', () => team.reacted(ts, 'white_check_mark'));

  const heard = team.heard(ts).map(({ text }) => text);
  expect(heard).toHaveLength(3); // brief, plan, result
  const plan = await team.until('the step ticked', () => {
    const card = JSON.stringify(team.heard(ts)[1]?.blocks);
    return card.includes('"status":"complete"') && card;
  });
  expect(plan).toContain('4,600 in all');
  const shown = JSON.stringify(result.blocks);
  expect(shown).toContain('costs.csv');
  expect(shown).not.toContain('m:1.1');
  expect(team.model.left()).toBe(0);
});

function fileIn(messages: readonly { content?: string | null | undefined }[]): string {
  return (
    messages
      .map(({ content }) => content ?? '')
      .join('\n')
      .match(/\[f:(F\w+)\]/)?.[1] ?? ''
  );
}
