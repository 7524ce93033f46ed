// A task that hands a part of itself over: it holds nothing while somebody has it, and goes on with what comes back.
import { expect, test } from 'vitest';
import { findButton } from '../../support/buttons.ts';
import { intake } from '../../support/intakes.ts';
import { answers, callsTool, type Asked, type Scripted } from '../../support/scripted-model.ts';
import { KENJI, MAYA, smallSeed, startTeam, type Team } from '../../support/team.ts';

const CONSTRAINT = 'Do not write to the vendors';

/** The goal holds a constraint; the second step is for a person, who was named there or seen in the channel. */
const plannedFor = (to: string, { messages }: Asked): Scripted => {
  const shown = messages.map(({ content }) => content ?? '').join('\n');
  const goal = shown.match(/in \[m:([\d.]+)\], now/u)?.[1] ?? '';
  const call = messages.at(-1)?.tool_call_id;
  const source =
    call === undefined
      ? { kind: 'quote' as const, message: goal, words: `${to.startsWith('#') ? '' : '@'}${to} signs` }
      : { kind: 'tool_result' as const, call };
  return callsTool(
    'submit_intake',
    intake({
      outcome: 'The best offer is signed',
      constraints: [{ message: goal, words: CONSTRAINT }],
      steps: [
        { title: 'Compare the offers', tool: null, arguments: [] },
        {
          title: 'Sign the best one',
          tool: 'hand_off',
          arguments: [{ name: 'to', value: to, source, candidates: [] }],
        },
      ],
    }),
  );
};
const planned = (asked: Asked): Scripted => plannedFor('Kenji Mori', asked);
const handsOff = (changes: object = {}): Scripted =>
  callsTool('hand_off', {
    to: 'Kenji Mori',
    summary: 'Sign the offer of vendor B',
    note: 'Only you can sign.',
    step: 2,
    ...changes,
  });

const shows = (team: Team, ts: string, ...words: readonly string[]): Promise<unknown> =>
  team.until(words.join(', '), () => {
    const all = team.heard(ts).map(({ blocks }) => JSON.stringify(blocks));
    return all.some((one) => words.every((word) => one.includes(word)));
  });
const untilItWaits = (team: Team, ts: string): Promise<unknown> =>
  team.until('it waits', () => team.workspace.state.session('#ops', ts)?.status === 'suspended');
const last = (asked: Asked | undefined): string => asked?.messages.at(-1)?.content ?? '';

test('Longhand hands a step over, waits without a job, and takes what comes back as the result of that step', async () => {
  const team = await startTeam({
    model: [
      planned,
      callsTool('update_step', { step: 1, status: 'complete', note: 'B is cheapest' }),
      handsOff({ due: 'in 3 days' }),
      ({ messages }) =>
        answers(`Signed by Kenji [m:${String(messages.at(-1)?.content).match(/\[m:([\d.]+)\]/u)?.[1]}].`),
    ],
  });
  const ts = team.says(MAYA, `@Longhand get the best offer signed, @Kenji signs. ${CONSTRAINT}.`);
  await shows(
    team,
    ts,
    'Waiting for an answer',
    'Sign the offer of vendor B',
    `“${CONSTRAINT}”`,
    '→ <@U0KENJI>',
  );
  await shows(team, ts, '"in_progress"', 'With Kenji Mori (handoff 1)');
  await shows(team, ts, 'Compare the offers — B is cheapest');
  await untilItWaits(team, ts);
  expect(await team.count("task where state = 'asking'")).toBe(1);
  while ((await team.count('graphile_worker.jobs')) > 0) await team.clock.sleep(100);
  await team.restart(); // It waits in its rows alone.

  team.says(KENJI, "I'll take it", { threadTs: ts });
  await shows(team, ts, 'took handoff 1');
  const done = team.says(KENJI, 'Done: signed this morning', { threadTs: ts });
  await shows(team, ts, 'Signed by Kenji');
  const told = last(team.model.asked.at(-1));
  expect(told).toContain('Handoff 1 came back from Kenji Mori (U0KENJI)');
  expect(told).toContain('signed this morning');
  expect(told).toContain(`[m:${done}]`);
  await shows(team, ts, '"complete"', 'Kenji Mori: signed this morning');
  expect(team.model.left()).toBe(0);
});

test('whom nobody named is asked about first; a no and a decline are told to the model, which finds another way', async () => {
  const team = await startTeam({
    model: [
      callsTool('search_history', { words: 'ship on Fridays' }),
      planned,
      handsOff({ to: 'Nobody Known' }),
      handsOff({ due: 'the day before' }),
      handsOff(),
      handsOff(),
      answers('It stays unsigned.'),
    ],
  });
  const ts = team.says(MAYA, `@Longhand get the best offer signed. ${CONSTRAINT}.`);
  await shows(team, ts, 'Not handed over yet', 'Nobody named Kenji Mori');
  expect(team.model.asked.map(last).join('\n')).toContain('this call has "Nobody Known"');
  expect(team.model.asked.map(last).join('\n')).toContain('is no date that lies ahead');
  await team.click(MAYA, { threadTs: ts, text: 'Leave it' });
  // The model tries again; this time it is wanted, and declined.
  await team.until(
    'the second one',
    () =>
      team.heard(ts).filter(({ blocks }) => JSON.stringify(blocks).includes('Nobody named')).length === 1 &&
      team.model.asked.length > 5,
  );
  expect(last(team.model.asked[5])).toContain('taken back by Maya Lindqvist');
  await shows(team, ts, '*Handoff 2*', 'Nobody named');
  await team.click(MAYA, { threadTs: ts, text: 'Hand over' });
  await shows(team, ts, '*Handoff 2*', 'Waiting for an answer');
  team.says(KENJI, 'decline: I have no authority for it', { threadTs: ts });
  await shows(team, ts, 'It stays unsigned.');
  expect(last(team.model.asked.at(-1))).toContain('I have no authority for it');
});

test('a task that its owner hands on by words waits as well, with all that was agreed', async () => {
  const team = await startTeam({
    model: [planned, { kind: 'hangs' }, answers('All is signed, says Kenji.'), planned, handsOff()],
  });
  const ts = team.says(MAYA, `@Longhand get the best offer signed, @Kenji signs. ${CONSTRAINT}.`);
  await team.model.untilAsked(1);
  const word = team.says(KENJI, '@Longhand hand this to @Maya', { threadTs: ts });
  await shows(team, ts, "This is <@U0MAYA>'s task");
  await team.recorded(word);
  team.says(MAYA, '@Longhand hand this to @Kenji', { threadTs: ts });
  await shows(
    team,
    ts,
    'Waiting for an answer',
    'The best offer is signed',
    `“${CONSTRAINT}”`,
    'Sign the best one',
  );
  await untilItWaits(team, ts);
  team.says(KENJI, 'done', { threadTs: ts });
  await shows(team, ts, 'All is signed, says Kenji.');
});

test('a stop of the task takes back what it had given away', async () => {
  const team = await startTeam({ model: [planned, handsOff()] });
  const ts = team.says(MAYA, `@Longhand get the best offer signed, @Kenji signs. ${CONSTRAINT}.`);
  await shows(team, ts, 'Waiting for an answer');
  await untilItWaits(team, ts);
  team.says(MAYA, 'stop', { threadTs: ts });
  await shows(team, ts, '<@U0KENJI>, <@U0MAYA> took handoff 1 back');
  await shows(team, ts, '*Handoff 1*', 'Taken back');
});

test('a step goes to another channel as well: whoever accepts there has it, and brings the result back into the task', async () => {
  const seed = smallSeed();
  seed.channels.push({
    id: 'C0BUY',
    name: 'buyers',
    kind: 'channel',
    members: [MAYA, KENJI],
    botIsMember: true,
  });
  const team = await startTeam({
    seed,
    model: [
      (asked) => plannedFor('#buyers', asked),
      handsOff({ to: '#buyers' }),
      ({ messages }) => answers(`It is signed: ${String(messages.at(-1)?.content?.includes('Kenji Mori'))}.`),
    ],
  });
  const ts = team.says(MAYA, `@Longhand get the best offer signed, #buyers signs. ${CONSTRAINT}.`);
  const there = await team.until('the card there', () =>
    team.workspace.state
      .messagesIn('#buyers')
      .find(({ blocks }) => JSON.stringify(blocks).includes('Waiting for an answer')),
  );
  expect(JSON.stringify(there.blocks)).toContain(`“${CONSTRAINT}”`);
  await untilItWaits(team, ts);
  const accept = findButton(there.blocks, 'Accept');
  if (accept === undefined) throw new Error('it can be accepted there');
  await team.workspace.act.click({ as: KENJI, channel: '#buyers', ts: there.ts, ...accept });
  await shows(team, ts, 'took handoff 1');
  team.says(KENJI, 'done: signed', { channel: '#buyers', threadTs: there.ts });
  await shows(team, ts, 'It is signed: true.');
});
