// Over the wire: the second task's request begins as the first one's did, and a deleted message is in no later request.
import { expect, test } from 'vitest';
import { intake } from '../../support/intakes.ts';
import { callsTool, type Asked } from '../../support/scripted-model.ts';
import { KENJI, MAYA, startTeam } from '../../support/team.ts';

const SECRET = 'The vault code is 7-4-1-1, tell nobody outside.';
const answered = callsTool('submit_intake', intake({ kind: 'question', answer: 'It is so [m:1.1].' }));

test('a request of the next task in a channel begins with the bytes of the last one', async () => {
  const team = await startTeam({ model: [answered, answered] });
  const first = team.says(MAYA, '@Longhand what do we ship?');
  await team.until('an answer', () => team.reacted(first, 'white_check_mark'));
  await team.recorded(team.says(KENJI, 'By the way, the desks came.'));
  const second = team.says(KENJI, '@Longhand and when?');
  await team.until('another', () => team.reacted(second, 'white_check_mark'));

  const [one, other] = team.model.asked.map(headOf);
  const window = one?.split('\n\n# ')[0] ?? '';
  expect(window).toContain('We ship on Fridays only.');
  expect(other?.startsWith(window)).toBe(true);
  expect(other?.slice(window.length)).toContain('By the way, the desks came.');
  expect(other).toContain('# Rules of this channel\n1. Rule: "We ship on Fridays only." (Kenji Mori');
});

test('what is deleted after it was shown is in no request from then on, of that task neither', async () => {
  const team = await startTeam({ model: [answered, answered, answered] });
  const secret = team.says(KENJI, SECRET);
  await team.recorded(secret);
  const goal = team.says(MAYA, '@Longhand what do we ship?');
  await team.until('an answer', () => team.reacted(goal, 'white_check_mark'));
  expect(JSON.stringify(team.model.asked[0])).toContain(SECRET);

  team.workspace.act.remove({ as: KENJI, channel: '#ops', ts: secret });
  while (
    (await team.rows('select 1 from message where ts = $1 and deleted_at is not null', [secret])).length === 0
  )
    await team.clock.sleep(100);
  team.says(MAYA, '@Longhand and on which day?', { threadTs: goal });
  await team.model.untilAsked(1);
  const next = team.says(KENJI, '@Longhand what else?');
  await team.until('the last answer', () => team.reacted(next, 'white_check_mark'));

  expect(team.model.asked).toHaveLength(3);
  for (const asked of team.model.asked.slice(1)) expect(JSON.stringify(asked)).not.toContain('vault');
});

function headOf({ messages }: Asked): string {
  return messages.find(({ role }) => role === 'user')?.content ?? '';
}
