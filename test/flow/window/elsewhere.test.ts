// A model that wants another channel's history gets it only where everyone who reads the answer may read it.
import { expect, test } from 'vitest';
import { Seed } from '../../../src/workspace/seed-schema.ts';
import { intake } from '../../support/intakes.ts';
import { callsTool, callsTools, type Asked } from '../../support/scripted-model.ts';
import { KENJI, MAYA, smallSeed, startTeam } from '../../support/team.ts';

const SECRET = 'We will sell the harbour office in spring.';

/** #board is private and Longhand is in it, with Maya alone; #plans is public. */
function seedWithBoard(): Seed {
  const seed = smallSeed();
  return Seed.parse({
    ...seed,
    channels: [
      ...seed.channels,
      { id: 'C0BOARD', name: 'board', kind: 'group', members: [MAYA], botIsMember: true },
      { id: 'C0PLANS', name: 'plans', kind: 'channel', members: [MAYA], botIsMember: true },
      { id: 'D0MAYA', name: MAYA, kind: 'im', members: [MAYA], botIsMember: true },
    ],
    messages: [
      ...seed.messages,
      { channel: 'C0BOARD', user: MAYA, minutesAgo: 500, text: SECRET },
      { channel: 'C0PLANS', user: MAYA, minutesAgo: 400, text: 'The launch party is on the ninth.' },
    ],
  });
}

const lookingEverywhere = (ts: string) =>
  callsTools(
    { name: 'search_history', arguments: { words: 'sell harbour office', channel: 'board' } },
    { name: 'search_history', arguments: { words: 'harbour office', channel: 'C0BOARD', exact: true } },
    { name: 'search_history', arguments: { changed_since: '2020-01-01', channel: '#board' } },
    { name: 'read_history', arguments: { around: `[m:C0BOARD/${ts}]` } },
    { name: 'read_history', arguments: { thread: `C0BOARD/${ts}` } },
    { name: 'read_history', arguments: { channel: 'board' } },
    { name: 'read_page', arguments: { channel: 'board' } },
    { name: 'read_page', arguments: { message: `C0BOARD/${ts}` } },
    { name: 'search_history', arguments: { words: 'launch party', channel: 'plans' } },
    { name: 'search_history', arguments: { words: 'anything', channel: 'no-such-place' } },
  );

const says = (answer: string) => callsTool('submit_intake', intake({ kind: 'question', answer, steps: [] }));

const resultsIn = (asked: Asked | undefined) =>
  (asked?.messages ?? []).filter(({ role }) => role === 'tool').map(({ content }) => content ?? '');

test('a hostile model in a public channel gets nothing of a private one, nor learns that it is there', async () => {
  const team = await startTeam({ seed: seedWithBoard(), settings: { LOOK_CALLS: '30' } });
  const [secret] = team.workspace.state.messagesIn('#board');
  await team.recorded(secret?.ts ?? '');
  await team.recorded(team.workspace.state.messagesIn('#plans')[0]?.ts ?? '');
  team.model.goesOn(lookingEverywhere(secret?.ts ?? ''), says('Only the party is new.'));
  // Maya herself may read #board; the others of #ops may not.
  const ts = team.says(MAYA, '@Longhand what is new?');
  await team.until('an answer', () => team.heard(ts).some(({ text }) => text.includes('Only the party')));

  const results = resultsIn(team.model.asked.at(-1));
  expect(results).toHaveLength(10);
  expect(results.join('\n')).not.toContain('harbour office in spring');
  const refusals = results.filter((text) => text.includes('is not a channel that Longhand and everyone'));
  expect(refusals).toHaveLength(9);
  const withoutNames = new Set(refusals.map((text) => text.replace(/"[^"]*"/u, '')));
  expect(withoutNames.size).toBe(1);
  // What is public is found, and named so that it is cited as of there.
  expect(results[8]).toMatch(/\[m:C0PLANS\/\d+\.\d+\][\s\S]*launch party/u);
  const transcript = JSON.stringify(await team.rows('select body from task_entry', []));
  expect(transcript).not.toContain('harbour office in spring');
});

test('in a direct message with somebody who may read it, it is read, and cited as of there', async () => {
  const team = await startTeam({ seed: seedWithBoard() });
  const [secret] = team.workspace.state.messagesIn('#board');
  await team.recorded(secret?.ts ?? '');
  team.model.goesOn(
    callsTools({ name: 'search_history', arguments: { words: 'harbour office', channel: 'board' } }),
    says(`It will be sold. [m:C0BOARD/${secret?.ts}]`),
  );
  const ts = team.says(MAYA, 'what of the office?', { channel: 'D0MAYA' });
  const answer = await team.until('an answer', () =>
    team.heard(ts, 'D0MAYA').find(({ text }) => text.includes('It will be sold')),
  );
  expect(JSON.stringify(answer.blocks)).toContain('archives/C0BOARD/p');
  expect(resultsIn(team.model.asked.at(-1)).join('\n')).toContain(SECRET);

  // Deleted there, it is out of what the model reads here.
  team.workspace.act.remove({ as: MAYA, channel: '#board', ts: secret?.ts ?? '' });
  while ((await team.rows('select 1 from message where deleted_at is not null', [])).length === 0)
    await team.clock.sleep(100);
  team.model.goesOn(says('Nothing more.'));
  team.says(MAYA, 'and since?', { channel: 'D0MAYA', threadTs: ts });
  await team.until('the second answer', () =>
    team.heard(ts, 'D0MAYA').some(({ text }) => text.includes('Nothing more')),
  );
  expect(JSON.stringify(team.model.asked.at(-1))).not.toContain(SECRET);
});

test('somebody who may not read it cannot have it read in a message to Longhand alone', async () => {
  const seed = seedWithBoard();
  const team = await startTeam({
    seed: Seed.parse({
      ...seed,
      channels: [
        ...seed.channels,
        { id: 'D0KENJI', name: KENJI, kind: 'im', members: [KENJI], botIsMember: true },
      ],
    }),
  });
  const [secret] = team.workspace.state.messagesIn('#board');
  await team.recorded(secret?.ts ?? '');
  team.model.goesOn(
    callsTools({ name: 'search_history', arguments: { words: 'harbour office', channel: 'board' } }),
    says('Nothing to say.'),
  );
  const ts = team.says(KENJI, 'what of the office?', { channel: 'D0KENJI' });
  await team.until('an answer', () => team.heard(ts, 'D0KENJI').length > 0);
  expect(JSON.stringify(await team.rows('select body from task_entry', []))).not.toContain(SECRET);
});
