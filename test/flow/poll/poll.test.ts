// A poll over days: one vote a person, changeable, the tally on its message, and a task that holds nothing while it waits.
import { expect, test } from 'vitest';
import { draw } from '../../../src/slack/blocks/draw.ts';
import { intake } from '../../support/intakes.ts';
import { answers, callsTool, type Asked } from '../../support/scripted-model.ts';
import { KENJI, MAYA, startTeam, type Team } from '../../support/team.ts';

const agrees = (ts: () => string, words: string, language: string) => () =>
  callsTool(
    'submit_intake',
    intake({
      language,
      steps: [
        {
          title: 'Ask the others',
          tool: 'open_poll',
          arguments: [
            {
              name: 'options',
              value: words,
              source: { kind: 'quote', message: ts(), words },
              candidates: [],
            },
          ],
        },
      ],
    }),
  );
const pollIn = (asked: Asked): string =>
  /open as "([^"]+)"/u.exec(asked.messages.map(({ content }) => content ?? '').join('\n'))?.[1] ?? '';
const readsPoll = (asked: Asked) => callsTool('read_poll', { poll: pollIn(asked) });
const shown = (team: Team, ts: string, text: string) =>
  team.heard(ts).some(({ blocks }) => JSON.stringify(blocks).includes(text));
const opensPoll = (more: object) =>
  callsTool('open_poll', { title: 'Which day?', options: ['Thursday', 'Friday'], ...more });

test('votes are counted one a person, over a restart; the last one wakes the task', async () => {
  let ts = '';
  const team = await startTeam({
    model: [agrees(() => ts, 'Thursday or Friday', 'en'), opensPoll({}), readsPoll, answers('Friday it is.')],
  });
  ts = team.says(MAYA, '@Longhand ask everyone: Thursday or Friday?');
  await team.until('the poll', () => shown(team, ts, '0 of 2 answered'));
  await team.click(MAYA, { threadTs: ts, text: 'Thursday' });
  await team.until('the first vote', () => shown(team, ts, '1 of 2 answered'));
  await team.until('that the task waits', () => shown(team, ts, 'Poll “Which day?”'));
  await team.restart();
  await team.click(MAYA, { threadTs: ts, text: 'Friday' });
  await team.until('the changed vote', () => shown(team, ts, '░`  *0*'));
  expect(team.model.asked).toHaveLength(3);
  await team.click(KENJI, { threadTs: ts, text: 'Close the poll' });
  await team.until('that it is not theirs', () =>
    team.heard(ts).some(({ text }) => text.includes('Only <@U0MAYA> closes this poll')),
  );

  await team.click(KENJI, { threadTs: ts, text: 'Friday' });
  await team.until('the end', () => team.heard(ts).some(({ text }) => text.includes('Friday it is.')));
  expect(team.model.asked.at(-1)?.messages.at(-1)?.content).toContain(
    '(closed: everyone answered), 2 answered:\n- Thursday: 0\n- Friday: 2 (<@U0MAYA>, <@U0KENJI>)',
  );
  await team.until('the closed poll', () => shown(team, ts, 'closed: everyone answered'));
  expect(await team.count('poll_vote')).toBe(2);
});

test('it closes at its time, asks only whom it names, and tells the thread when its task is at rest', async () => {
  let ts = '';
  const team = await startTeam({
    model: [
      agrees(() => ts, '周四还是周五', 'zh'),
      opensPoll({ people: [MAYA], hours: 0.05 }),
      answers('投票已发出。'),
    ],
  });
  ts = team.says(MAYA, '@Longhand 问一下大家周四还是周五');
  await team.until('the poll', () => shown(team, ts, '0/1 人已投'));
  await team.click(KENJI, { threadTs: ts, text: 'Friday' });
  await team.until('that he is not asked', () =>
    team.heard(ts).some(({ text }) => text.includes('<@U0KENJI>，这次投票只问其他几位')),
  );
  await team.until('the end', () => team.heard(ts).some(({ text }) => text.includes('投票已发出')));
  // Its time comes while nobody is there.
  await team.restart(async () => void (await team.rows(`update poll set closes_at = opened_at`, [])));
  await team.until('the closing', () =>
    team.heard(ts).some(({ text }) => text.includes('投票“Which day?”已结束：Thursday 0，Friday 0。')),
  );
  await team.until('the closed poll', () => shown(team, ts, '已结束：时间到'));
});

test('a poll is closed on its message when the task that asked is stopped, and takes no votes any more', async () => {
  let ts = '';
  const team = await startTeam({
    model: [agrees(() => ts, 'Thursday or Friday', 'en'), opensPoll({}), readsPoll],
  });
  ts = team.says(MAYA, '@Longhand ask everyone: Thursday or Friday?');
  await team.until('the poll', () => shown(team, ts, '0 of 2 answered'));
  await team.click(KENJI, { threadTs: ts, text: 'Friday' });
  await team.until('the vote', () => shown(team, ts, '1 of 2 answered'));
  team.says(MAYA, 'stop', { threadTs: ts });
  await team.until('the closed poll', () => shown(team, ts, 'closed: the task that asked was stopped'));
  expect(shown(team, ts, '"Friday"')).toBe(false); // No button is left; what was answered stands.
  expect(shown(team, ts, '1 of 2 answered')).toBe(true);
});

test('a poll keeps the limits of Slack whatever its options and votes are', () => {
  const options = Array.from({ length: 10 }, (_, index) => ({
    text: `${index} ${'长'.repeat(68)}`,
    personIds: Array.from({ length: 300 }, (__, person) => `U${index}X${person}`),
  }));
  const [part, ...rest] = draw(
    {
      kind: 'poll',
      pollId: 'p',
      taskNumber: 3,
      question: 'Q'.repeat(300),
      options,
      asked: undefined,
      openedBy: 'U1',
      closesAt: '2026-11-30T10:00:00.000Z',
    },
    'zh',
  );
  expect(rest).toEqual([]);
  expect(part?.kind === 'message' && JSON.stringify(part.blocks)).toContain('+280');
});
