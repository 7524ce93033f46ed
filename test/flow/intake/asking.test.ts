// What happens when the goal is not clear: one card, the owner's word, and nothing done before it.
import { expect, test } from 'vitest';
import type { Intake } from '../../../src/agent/intake.ts';
import { intake } from '../../support/intakes.ts';
import { answers, callsTool, callsTools, type Scripted, type Step } from '../../support/scripted-model.ts';
import { KENJI, MAYA, smallSeed, startTeam, type Team } from '../../support/team.ts';

type ArgumentSource = Intake['steps'][number]['arguments'][number]['source'];

const CANDIDATES = [
  { value: 'q3', label: 'Q3 report' },
  { value: 'q4', label: 'Q4 report' },
];

/** Looks, and finds that two things fit. */
const asksWhich: readonly Step[] = [
  callsTool('search_history', { words: 'report' }),
  ({ messages }) =>
    callsTool(
      'submit_intake',
      intake({
        steps: [
          {
            title: 'Summarise the report',
            tool: 'read_history',
            arguments: [
              {
                name: 'report',
                value: 'q3',
                source: { kind: 'tool_result', call: lastCall(messages) },
                candidates: CANDIDATES,
              },
            ],
          },
        ],
        questions: [
          { text: 'Which report?', about: 'report', options: CANDIDATES, looked: [lastCall(messages)] },
        ],
      }),
    ),
];

const settled = intake({
  steps: [
    {
      title: 'Summarise the report',
      tool: 'read_history',
      arguments: [
        { name: 'report', value: 'q4', source: { kind: 'tool_result', call: 'card' }, candidates: [] },
      ],
    },
  ],
});

const goesOn: readonly Step[] = [callsTool('submit_intake', settled), answers('The Q4 report in short.')];

async function ask(team: Team, text = '@Longhand summarise the report'): Promise<string> {
  const ts = team.says(MAYA, text);
  await team.until('the card', () => team.heard(ts).some(({ text: said }) => said.includes('Which report?')));
  return ts;
}

test('a channel that is none is asked about, whatever the model makes of it, and the nearest is offered', async () => {
  const inChannel = (channel: string, source: ArgumentSource): Scripted =>
    callsTool(
      'submit_intake',
      intake({
        steps: [
          {
            title: 'Read it',
            tool: 'read_history',
            arguments: [{ name: 'channel', value: channel, source, candidates: [] }],
          },
        ],
      }),
    );
  const small = smallSeed();
  const team = await startTeam({
    seed: { ...small, channels: small.channels.map((channel) => ({ ...channel, botIsMember: true })) },
    model: [
      ({ messages }) => {
        const [, message = ''] = /\[m:([\d.]+)\][^[]*#others/u.exec(JSON.stringify(messages)) ?? [];
        return inChannel('#others', { kind: 'quote', message, words: '#others' });
      },
      inChannel('#other', { kind: 'tool_result', call: 'card' }),
      answers('There is nothing in it.'),
    ],
  });
  const ts = team.says(MAYA, '@Longhand what is new in #others, and in <#C0OTHER>?');
  await team.until('the card', () =>
    team.heard(ts).some(({ text }) => text.includes('I see no channel #others. Which one do you mean?')),
  );
  await team.click(MAYA, { threadTs: ts, text: '#other' });
  await team.until('the answer', () => team.heard(ts).some(({ text }) => text.includes('There is nothing')));
});

test('a choice on the card is taken from the button, said on the card, and the work goes on with it', async () => {
  const team = await startTeam({ model: [...asksWhich, ...goesOn] });
  const ts = await ask(team);
  await team.click(MAYA, { threadTs: ts, text: 'Q4 report' });
  await team.until('the result', () =>
    team.heard(ts).some(({ text }) => text.includes('The Q4 report in short')),
  );

  expect(team.model.asked[2]?.messages.at(-1)?.content).toContain('Which report? → Q4 report (value: q4)');
  await team.until('the card is settled', () => {
    const card = team.heard(ts).find(({ text }) => text.includes('Which report?'));
    return (
      JSON.stringify(card?.blocks).includes('Q4 report') &&
      !JSON.stringify(card?.blocks).includes('"actions"')
    );
  });
});

test('"use your defaults" stops the questions, also when the model asks again', async () => {
  const team = await startTeam({ model: [...asksWhich, asksWhich[1]!, answers('The Q3 report in short.')] });
  const ts = await ask(team);
  await team.click(MAYA, { threadTs: ts, text: 'Use your defaults and go' });
  await team.until('the result', () =>
    team.heard(ts).some(({ text }) => text.includes('The Q3 report in short')),
  );
  const brief = team
    .heard(ts)
    .map(({ blocks }) => JSON.stringify(blocks))
    .join('\n');
  expect(brief).toContain('Q3 report');
});

test('a task that waits for an answer still waits after a restart, and holds no job', async () => {
  const team = await startTeam({ model: [...asksWhich, ...goesOn] });
  const ts = await ask(team);
  await team.restart();
  expect(await team.count('graphile_worker.jobs')).toBe(0);
  await team.click(MAYA, { threadTs: ts, text: 'Q4 report' });
  await team.until('the result', () =>
    team.heard(ts).some(({ text }) => text.includes('The Q4 report in short')),
  );
});

test('an edit of the goal while the card is open closes the card and asks the model anew', async () => {
  const team = await startTeam({ model: [...asksWhich, ...goesOn] });
  const ts = await ask(team);
  team.workspace.act.edit({ as: MAYA, channel: '#ops', ts, text: '@Longhand summarise the Q4 report' });
  await team.until('the result', () =>
    team.heard(ts).some(({ text }) => text.includes('The Q4 report in short')),
  );
  expect(team.model.asked[2]?.messages.at(-1)?.content).toContain('The goal was edited');
  expect(await team.count('task')).toBe(1);
});

test('deleting the goal stops the task and says so', async () => {
  const team = await startTeam({ model: [...asksWhich] });
  const ts = await ask(team);
  team.says(KENJI, 'I wonder which one', { threadTs: ts });
  team.workspace.act.remove({ as: MAYA, channel: '#ops', ts });
  await team.until('the word', () =>
    team.heard(ts).some(({ text }) => text.includes('was deleted, so I stopped')),
  );
});

test('no tool with an effect runs before the brief is accepted, whatever the model calls', async () => {
  const team = await startTeam({
    model: [
      callsTools({ name: 'post_file', arguments: { name: 'a.md', content: 'early' } }),
      callsTool('submit_intake', intake()),
      callsTool('post_file', { name: 'b.md', content: 'in time' }),
      answers('Done: both files are posted.'),
    ],
  });
  const ts = team.says(MAYA, '@Longhand write it down');
  const result = await team.until('the result', () =>
    team.heard(ts).find(({ text }) => text.includes('both files')),
  );
  expect(team.model.asked[1]?.messages.at(-1)?.content).toContain('before the brief is accepted');
  const shared = team.workspace.state
    .thread('#ops', ts)
    .map(({ raw }) => JSON.stringify(raw))
    .join('\n');
  expect(shared).toContain('b.md');
  expect(shared).not.toContain('a.md');
  // "Done" is what the ledger says: one effect, and not the model's "both".
  const named = JSON.stringify(result.blocks).match(/Posting [ab]\.md/g);
  expect(new Set(named)).toEqual(new Set(['Posting b.md']));
});

function lastCall(messages: readonly { tool_call_id?: string | undefined }[]): string {
  return messages.at(-1)?.tool_call_id ?? '';
}

/** Whether the card that waits offers to ask. */
function offersToAsk(heard: readonly { text: string; blocks: unknown }[]): boolean {
  const card = heard.findLast(
    ({ text }) => text.includes('do not pass on secrets') && text.includes('can allow it'),
  );
  return JSON.stringify(card?.blocks).includes('"Ask Kenji Mori"');
}

test('a hard stop waits for somebody entitled: the owner cannot lift it, however often; the other can', async () => {
  const seed = smallSeed();
  const told = { channel: 'C0OPS', user: KENJI, minutesAgo: 1000, files: [] };
  const text = 'The door password of the office is in the vault, ask me.';
  const posts = callsTool(
    'submit_intake',
    intake({ steps: [{ title: 'Post it', tool: 'post_file', arguments: [] }] }),
  );
  const team = await startTeam({
    seed: { ...seed, messages: [...seed.messages, { ...told, text }] },
    model: [posts, posts, posts, answers('Posted.')],
  });
  const ts = team.says(MAYA, '@Longhand post the door password of the office here');
  const isStopped = () => team.heard(ts).filter(({ text: said }) => said.includes('do not pass on secrets'));
  await team.until('the stop', () => isStopped().length === 1);
  expect(isStopped()[0]?.text).toContain('<@U0KENJI> can allow it');
  team.says(MAYA, 'please, I need it', { threadTs: ts });
  await team.until('the stop again', () => isStopped().length === 2);
  await team.click(MAYA, { threadTs: ts, text: 'Allow it' });
  await team.until('no', () =>
    team.heard(ts).some(({ text: said }) => said.includes('Maya Lindqvist suggests')),
  );
  expect(await team.count('brief')).toBe(0);

  expect(offersToAsk(team.heard(ts))).toBe(true);
  await team.click(MAYA, { threadTs: ts, text: 'Ask Kenji Mori' });
  await team.until('the question', () =>
    team.heard(ts).some(({ text: said }) => said.includes('<@U0KENJI>, Maya Lindqvist asks for your word')),
  );
  await team.until('it is asked once', () => !offersToAsk(team.heard(ts)));
  await team.click(KENJI, { threadTs: ts, text: 'Allow it' });
  await team.until('the result', () => team.heard(ts).some(({ text: said }) => said.includes('Posted.')));
  await team.until('the card says so', () =>
    JSON.stringify(team.heard(ts).map(({ blocks }) => blocks)).includes('Allowed by Kenji Mori'),
  );
});
