// Ways a model, a person or the network can spoil a task, and the sentence people see each time.
import { expect, test } from 'vitest';
import { intake } from '../support/intakes.ts';
import { answers, callsTool, fails, type Step } from '../support/scripted-model.ts';
import { KENJI, MAYA, startTeam, type Team } from '../support/team.ts';

const works: readonly Step[] = [callsTool('submit_intake', intake()), answers('All added up.')];

async function hears(team: Team, ts: string, words: string): Promise<void> {
  await team.until(words, () => team.heard(ts).some(({ text }) => text.includes(words)));
}

test('a busy model is asked again after the time it named, and nobody is bothered by one hiccup', async () => {
  const team = await startTeam({
    model: [fails(429, { error: { message: 'slow down' } }, { 'retry-after': '2' }), ...works],
  });
  const ts = team.says(MAYA, '@Longhand add it up');
  await hears(team, ts, 'All added up');
  expect(
    team
      .heard(ts)
      .map(({ text }) => text)
      .join('\n'),
  ).not.toContain('slow down');
});

test('a model that stays away is said to be away, and the task goes on when it is back', async () => {
  const team = await startTeam({ model: [fails(503), fails(529), fails(500), ...works] });
  const ts = team.says(MAYA, '@Longhand add it up');
  await hears(team, ts, 'All added up');
  await hears(team, ts, 'it answers again');
});

test('five unusable answers in a row end the task with a sentence; "go on" opens it again with all it knows', async () => {
  const nonsense: Step = { kind: 'sends', raw: '<html>maintenance</html>', type: 'text/html' };
  const team = await startTeam({ model: [nonsense, nonsense, nonsense, nonsense, nonsense] });
  const ts = team.says(MAYA, '@Longhand add it up');
  await hears(team, ts, '5 answers in a row that could not be used');
  team.model.goesOn(...works);
  team.says(MAYA, 'go on', { threadTs: ts });
  await hears(team, ts, 'All added up');
  expect(await team.count('task')).toBe(1);
});

test('an intake that is not JSON five times is given back each time, then ends visibly', async () => {
  const broken = callsTool('submit_intake', '{"kind": "task", ');
  const team = await startTeam({ model: [broken, broken, broken, broken, broken] });
  const ts = team.says(MAYA, '@Longhand add it up');
  await hears(team, ts, 'answers in a row that could not be used');
  expect(team.model.asked[1]?.messages.at(-1)?.content).toContain('REJECTED');
});

test('a wrong key, a refusal and a task too large each get their own sentence', async () => {
  const team = await startTeam({
    model: [
      fails(401, { error: { message: 'Incorrect API key' } }),
      {
        kind: 'sends',
        raw: 'data: {"choices":[{"delta":{"refusal":"I will not."},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
      },
      fails(400, {
        error: {
          message: "This model's maximum context length is 10 tokens",
          code: 'context_length_exceeded',
        },
      }),
      fails(400, {
        error: {
          message: "This model's maximum context length is 10 tokens",
          code: 'context_length_exceeded',
        },
      }),
    ],
  });
  const key = team.says(MAYA, '@Longhand first');
  await hears(team, key, 'does not take my requests: 401 Incorrect API key');
  const refusal = team.says(MAYA, '@Longhand second');
  await hears(team, refusal, 'refuses to go on with this: I will not.');
  const long = team.says(MAYA, '@Longhand third');
  await hears(team, long, 'larger than the model can read');
});

test('"stop" ends the model call under way and says what became of the task', async () => {
  const team = await startTeam({ model: [callsTool('submit_intake', intake()), { kind: 'hangs' }] });
  const ts = team.says(MAYA, '@Longhand add it up');
  await team.model.untilAsked(1);
  team.says(MAYA, 'stop', { threadTs: ts });
  await hears(team, ts, 'Stopped, as Maya Lindqvist asked');
  await team.until('the plan says so', () =>
    JSON.stringify(team.heard(ts).map(({ blocks }) => blocks)).includes('Stopped'),
  );
});

test('the Cancel button stops as well, also in the middle of an answer', async () => {
  const team = await startTeam({ model: [callsTool('submit_intake', intake()), { kind: 'hangs' }] });
  const ts = team.says(MAYA, '@Longhand add it up');
  await team.model.untilAsked(1);
  await team.until('the plan', () =>
    JSON.stringify(team.heard(ts).map(({ blocks }) => blocks)).includes('Cancel'),
  );
  await team.click(MAYA, { threadTs: ts, text: 'Cancel' });
  await hears(team, ts, 'Stopped, as Maya Lindqvist asked');
});

test('a message while it works is read at the next turn, and a kind word after the end opens nothing', async () => {
  const team = await startTeam({
    model: [
      callsTool('submit_intake', intake()),
      callsTool('list_files', {}),
      ({ messages }) =>
        answers(
          `All added up; ${JSON.stringify(messages.at(-1)?.content).includes('per seat') ? 'per seat too' : 'as asked'}.`,
        ),
    ],
  });
  const ts = team.says(MAYA, '@Longhand add it up');
  await team.model.untilAsked(0);
  team.says(MAYA, 'per seat as well', { threadTs: ts });
  await hears(team, ts, 'All added up');
  team.says(MAYA, 'thanks!', { threadTs: ts });
  await team.until('a heart', () =>
    team.workspace.state.thread('#ops', ts).some(({ ts: at }) => team.reacted(at, 'heart')),
  );
  expect(team.model.left()).toBe(0);
});

test('talk among others in a task thread is theirs', async () => {
  const team = await startTeam({ model: [...works] });
  const ts = team.says(MAYA, '@Longhand add it up');
  await hears(team, ts, 'All added up');
  const talk = team.says(KENJI, 'Maya, shall we have lunch?', { threadTs: ts });
  await team.recorded(talk);
  const reply = team.says(MAYA, 'Sure, at noon', { threadTs: ts });
  const next = team.says(MAYA, '@Longhand thanks');
  await team.until('an eye on what was meant', () => team.reacted(next, 'eyes'));
  expect([talk, reply].map((said) => team.reacted(said, 'eyes'))).toEqual([false, false]);
});

test('a message of forty thousand characters is recorded whole', async () => {
  const team = await startTeam({ model: [...works] });
  const long = `@Longhand add it up ${'报价 offer '.repeat(5_000)}`.slice(0, 39_900);
  const ts = team.says(MAYA, long);
  await hears(team, ts, 'All added up');
  const [row] = await team.rows('select length(text) as n from message where ts = $1', [ts]);
  expect(Number(row?.['n'])).toBeGreaterThan(39_000);
});

test('a database that is away for a while loses nothing', async () => {
  const team = await startTeam({
    model: [callsTool('submit_intake', intake()), callsTool('list_files', {}), answers('All added up.')],
  });
  const ts = team.says(MAYA, '@Longhand add it up');
  await team.model.untilAsked(1);
  await team.cutDatabase();
  await hears(team, ts, 'All added up');
  expect(team.heard(ts).filter(({ text }) => text.includes('All added up'))).toHaveLength(1);
});

test('what is said while the database is gone is not acknowledged, comes again, and is answered', async () => {
  const team = await startTeam({ model: [...works] });
  await team.database.shut();
  const ts = team.says(MAYA, '@Longhand add it up');
  await team.clock.sleep(20_000);
  await team.database.reopen();
  await hears(team, ts, 'All added up');
  expect(team.heard(ts).filter(({ text }) => text.includes('All added up'))).toHaveLength(1);
});

test('a mention where Longhand is not a member is answered in a direct message', async () => {
  const team = await startTeam({ model: [...works] });
  team.says(MAYA, '@Longhand add it up', { channel: '#other' });
  const direct = team.workspace.act.openDm({ as: MAYA });
  await team.until('the word', () =>
    team.workspace.state
      .messagesIn(direct)
      .find(({ text }) => text.includes('I heard you in #other and cannot answer there')),
  );
});

test('a task that was started three times without coming a step on ends visibly, and a word opens it again', async () => {
  const team = await startTeam({
    model: [callsTool('submit_intake', intake()), { kind: 'hangs' }, ...works],
  });
  const ts = team.says(MAYA, '@Longhand add it up');
  await team.model.untilAsked(1);
  await team.restart(async () => {
    await team.database.run(
      'update task set starts = 3, started_at_mark = (select count(*) from task_entry where task_id = id)',
    );
  });
  await hears(team, ts, 'it ended the process that worked on it, three times');
  team.says(MAYA, 'go on', { threadTs: ts });
  await hears(team, ts, 'All added up');
});
