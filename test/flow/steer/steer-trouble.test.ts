// What may go wrong around a task that runs: numbers far off, circles, what was agreed gone, its owner gone, its channel archived.
import { expect, test } from 'vitest';
import { intake } from '../../support/intakes.ts';
import { answers, callsTool, type Asked, type Scripted } from '../../support/scripted-model.ts';
import { KENJI, MAYA, smallSeed, startTeam, type Team } from '../../support/team.ts';

const HANGS: Scripted = { kind: 'hangs' };
const begin = callsTool('submit_intake', intake());

async function hears(team: Team, ts: string, words: string): Promise<void> {
  await team.until(words, () => team.heard(ts).some(({ text }) => text.includes(words)));
}

function invoices(rows: number) {
  const seed = smallSeed();
  const text = `Number,Amount\n${Array.from({ length: rows }, (_, index) => `${index + 1},10`).join('\n')}\n`;
  return {
    ...seed,
    files: [...seed.files, { key: 'invoices', name: 'invoices.csv', mimetype: 'text/csv', text }],
    messages: [
      ...seed.messages,
      { channel: 'C0OPS', user: KENJI, minutesAgo: 900, text: 'The invoices', files: ['invoices'] },
    ],
  };
}

test('ten times as many as the goal says: the work stops and asks with both numbers, and goes on or is corrected by words', async () => {
  const counts = ({ messages }: Asked): Scripted => {
    const file = /\[f:([A-Z0-9]+)\] invoices\.csv/u.exec(
      messages.map(({ content }) => content ?? '').join('\n'),
    )?.[1];
    return callsTool('calculate', { expression: 'count()', file: file ?? '' });
  };
  const team = await startTeam({
    seed: invoices(400),
    model: [callsTool('list_files', {}), begin, counts, answers('All 400 are checked.')],
  });
  const ts = team.says(MAYA, '@Longhand check the about 40 invoices of October');
  await hears(team, ts, 'The numbers are far from what you said');
  const card = JSON.stringify(team.heard(ts).map(({ blocks }) => blocks));
  expect(card).toContain('You said: 40 invoices');
  expect(card).toContain('I found: 400');
  expect(team.model.asked).toHaveLength(3);
  await team.click(MAYA, { threadTs: ts, text: 'Go on with what I found' });
  await hears(team, ts, 'All 400 are checked.');
});

test('an amount far off, then the file gone that it came from: each is put once, with both sides', async () => {
  const adds = ({ messages }: Asked): Scripted => {
    const shown = messages.map(({ content }) => content ?? '').join('\n');
    const file = /\[f:([A-Z0-9]+)\] costs\.csv/u.exec(shown)?.[1] ?? '';
    return callsTool('calculate', { expression: 'sum(Amount)', file });
  };
  const looks = callsTool('search_history', { words: 'Fridays' });
  const team = await startTeam({
    model: [callsTool('list_files', {}), begin, adds, looks, answers('4,600 €.')],
  });
  const ts = team.says(MAYA, '@Longhand add up the costs of the new office, about 40,000 €');
  await hears(team, ts, 'The numbers are far from what you said');
  const card = JSON.stringify(team.heard(ts).map(({ blocks }) => blocks));
  expect(card).toContain('You said: about 40,000 €');
  expect(card).toContain('I found: 4,600 (sum(Amount) = 4600)');
  const costs = team.workspace.state.messagesIn('#ops').find(({ text }) => text.includes('The costs of the'));
  team.workspace.act.remove({ as: MAYA, channel: '#ops', ts: costs?.ts ?? '' });
  while ((await team.count('message where deleted_at is not null')) === 0) await team.clock.sleep(100);
  await team.click(MAYA, { threadTs: ts, text: 'Go on with what I found' });
  await hears(team, ts, 'The file costs.csv, which this work has read, is gone.');
  await team.click(MAYA, { threadTs: ts, text: 'Go on with what I found' });
  await hears(team, ts, '4,600 €.');
});

test('a premise that a look-up in the middle of work proves false stops the work, and shows what was found', async () => {
  const disproves = ({ messages }: Asked): Scripted => {
    const looked = messages.find(
      (one) => one.tool_call_id !== undefined && one.content?.includes('Fridays only'),
    );
    const premise = { claim: 'We ship daily', verdict: 'false' as const, evidence: 'on Fridays only' };
    return callsTool(
      'submit_intake',
      intake({ premises: [{ ...premise, checked_by: looked?.tool_call_id ?? '' }] }),
    );
  };
  const looks = callsTool('search_history', { words: 'Fridays' });
  const team = await startTeam({
    model: [begin, looks, disproves, disproves, answers('Added up all the same.')],
  });
  const ts = team.says(MAYA, '@Longhand add it up, since we ship daily');
  await hears(team, ts, 'We ship daily — on Fridays only');
  expect(await team.rows('select state from task', [])).toEqual([{ state: 'asking' }]);
  team.says(MAYA, 'do it anyway', { threadTs: ts });
  await hears(team, ts, 'Added up all the same.');
  expect(
    await team.rows(`select version, body -> 'overrides' -> 0 ->> 'how' as how from brief order by 1`, []),
  ).toEqual([
    { version: 1, how: null },
    { version: 2, how: 'override' },
  ]);
});

test('the same call three times: it stops and says that it goes round in circles, in the language of the goal', async () => {
  const again = callsTool('search_history', { words: 'Fridays' });
  const team = await startTeam({ model: [begin, again, again, again] });
  const ts = team.says(MAYA, '@Longhand 查一下发货日');
  await hears(team, ts, '我在原地打转');
  await team.click(MAYA, { threadTs: ts, text: '到此停止' });
  await hears(team, ts, '已按 Maya Lindqvist 的要求停止');
});

test('an owner whose account ends: the task holds still until somebody takes it over, and then goes on as theirs', async () => {
  const team = await startTeam({ model: [begin, HANGS] });
  const ts = team.says(MAYA, '@Longhand add it up');
  await team.model.untilAsked(1);
  team.workspace.act.deactivate({ user: MAYA });
  await hears(team, ts, 'I hold still until somebody takes it over');
  team.model.goesOn(({ messages }) =>
    answers(`Done for ${messages.at(-1)?.content?.includes('Kenji Mori') === true ? 'Kenji' : 'nobody'}.`),
  );
  await team.click(KENJI, { threadTs: ts, text: 'Take over' });
  await hears(team, ts, 'Kenji Mori has taken this task over');
  await hears(team, ts, 'Done for Kenji.');
  expect(await team.rows('select owner_id, state from task', [])).toEqual([
    { owner_id: KENJI, state: 'done' },
  ]);
});

test('an archived channel stops what runs there, and whoever asked is told where they can be', async () => {
  const team = await startTeam({ model: [HANGS, HANGS] });
  team.says(MAYA, '@Longhand add it up');
  team.says(MAYA, '@Longhand count the desks');
  await team.model.untilAsked(1);
  team.workspace.act.archive({ as: MAYA, channel: '#ops' });
  const direct = team.workspace.act.openDm({ as: MAYA });
  const told = () =>
    team.workspace.state
      .messagesIn(direct)
      .filter(({ text }) => text.includes('cannot answer there (is_archived)'));
  // One word for all that runs there.
  await team.until('the word', () =>
    told().some(({ text }) => text.includes('•  add it up') && text.includes('•  count the desks')),
  );
  expect(told()).toHaveLength(1);
  while ((await team.rows(`select 1 from task where state = 'stopped'`, [])).length === 0)
    await team.clock.sleep(100);
});

test('a thread that answers itself is left alone after a few rounds, with a word why', async () => {
  const team = await startTeam({
    model: Array.from({ length: 20 }, () =>
      callsTool('submit_intake', intake({ kind: 'question', answer: 'Yes.' })),
    ),
  });
  const ts = team.says(MAYA, '@Longhand is it so?');
  await team.recorded(ts);
  const goesRound = (): boolean => team.heard(ts).some(({ text }) => text.includes('in circles'));
  for (let round = 1; !goesRound(); round += 1) {
    // The word is posted a moment after the round that it answers; on a quick machine some more go by.
    expect(round).toBeLessThan(80);
    await team.recorded(team.says(MAYA, `<@U0LONGHAND> and this? ${round}`, { threadTs: ts }));
    // What is said while it works opens nothing: only what comes after an end counts as a round.
    if (round % 8 === 0)
      await team.until(
        'an end',
        () => team.workspace.state.session('#ops', ts)?.status === 'active' || goesRound(),
      );
  }
  expect(team.model.left()).toBeGreaterThan(5);
});
