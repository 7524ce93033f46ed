// Clicks reach Longhand with who, on which card, and what.
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Words } from '../../src/flow/words.ts';
import { notice, startBench, type Bench } from './edge.ts';

const card: Words = {
  kind: 'card',
  taskId: 'task-1',
  taskNumber: 12,
  cardId: 'card-1',
  purpose: 'ask',
  understood: [],
  questions: [
    {
      id: 'offers',
      text: 'Which offers?',
      options: [
        { value: 'november', label: 'November' },
        { value: 'all', label: 'All' },
      ],
    },
    {
      id: 'city',
      text: 'Which city?',
      options: Array.from({ length: 6 }, (_, index) => ({ value: `city-${index}`, label: `City ${index}` })),
    },
  ],
  evidence: [],
  mayOverride: true,
};

test('options, a chosen list entry, the defaults and an override are answers to the card', async () => {
  const bench = await startBench();
  const ts = await show(bench, card);
  const click = (actionId: string, value?: string) =>
    bench.workspace.act.click({
      as: 'U0MAYA',
      channel: '#ops',
      ts,
      actionId,
      ...(value === undefined ? {} : { value }),
    });

  for (const outcome of [
    await click('card_option_1'),
    await click('card_select', 'city-3'),
    await click('card_defaults'),
    await click('card_override'),
  ]) {
    expect(outcome.kind).toBe('acknowledged');
  }

  expect(bench.heard.answers.map(({ choice }) => choice)).toEqual([
    { kind: 'option', questionId: 'offers', value: 'all', label: 'All' },
    { kind: 'option', questionId: 'city', value: 'city-3', label: 'City 3' },
    { kind: 'defaults' },
    { kind: 'override' },
  ]);
  expect(bench.heard.answers[0]).toMatchObject({
    teamId: 'T0TEAM',
    taskId: 'task-1',
    cardId: 'card-1',
    personId: 'U0MAYA',
  });
  expect(new Set(bench.heard.answers.map(({ key }) => key)).size).toBeGreaterThan(1);
});

test('the Cancel button and Slack’s own Stop button are wishes to stop', async () => {
  const bench = await startBench();
  const ts = await show(bench, {
    kind: 'plan',
    taskId: 'task-1',
    taskNumber: 12,
    title: 'Compare',
    state: 'working',
    steps: [],
    spent: { seconds: 1, inputTokens: 1, outputTokens: 1 },
  });
  await bench.workspace.act.click({ as: 'U0JON', channel: '#ops', ts, actionId: 'task_stop' });
  const threadTs = bench.workspace.state.message('#ops', ts)?.thread_ts ?? '';
  const edge = await bench.connect();
  await bench.database.transact((sql) =>
    edge.voice.setStatus(sql, { channelId: 'C0OPS', threadTs, status: 'processing' }),
  );
  await bench.until(() => bench.workspace.state.session('#ops', threadTs)?.status === 'processing');
  bench.workspace.act.stop({ as: 'U0MAYA', channel: '#ops', threadTs });
  await bench.until(() => bench.heard.steered.length === 2);

  expect(bench.heard.steered).toMatchObject([
    { personId: 'U0JON', target: { kind: 'task', taskId: 'task-1' } },
    { personId: 'U0MAYA', target: { kind: 'thread', channelId: 'C0OPS', threadTs } },
  ]);
});

test('a click that could not be kept is not acknowledged, so that the person sees it', async () => {
  const bench = await startBench();
  const ts = await show(bench, card, { fails: true });
  const clicked = bench.workspace.act.click({ as: 'U0MAYA', channel: '#ops', ts, actionId: 'card_defaults' });
  let outcome: string | undefined;
  void clicked.then(({ kind }) => (outcome = kind));
  await bench.until(() => outcome !== undefined);
  expect(outcome).toBe('unanswered');
});

test('what nobody listens for is acknowledged all the same', async () => {
  const bench = await startBench();
  const edge = await bench.connect();
  const threadTs = bench.workspace.act.post({ as: 'U0MAYA', channel: '#ops', text: 'Hello' });
  await bench.say(edge, { threadTs, words: notice('x') });
  const response = await fetch(`${bench.workspace.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bench.workspace.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      channel: 'C0OPS',
      text: 'Foreign',
      blocks: [
        {
          type: 'actions',
          elements: [
            { type: 'button', action_id: 'foreign', text: { type: 'plain_text', text: 'Go' }, value: 'v' },
          ],
        },
      ],
    }),
  });
  const { ts } = z.object({ ts: z.string() }).parse(await response.json());
  expect(
    await bench.workspace.act.click({ as: 'U0MAYA', channel: '#ops', ts, actionId: 'foreign' }),
  ).toMatchObject({ kind: 'acknowledged' });
});

async function show(bench: Bench, words: Words, { fails = false } = {}): Promise<string> {
  const broken = {
    said: async () => undefined,
    answered: async () => {
      throw new Error('the database is away');
    },
    handoffAnswered: async () => undefined,
    handedIn: async () => undefined,
    undoRequested: async () => undefined,
    effectSeen: async () => undefined,
    steered: async () => undefined,
    ended: async () => undefined,
  };
  const edge = await bench.connect(fails ? { hear: broken } : {});
  const threadTs = bench.workspace.act.post({ as: 'U0MAYA', channel: '#ops', text: '@Longhand compare' });
  await bench.say(edge, { threadTs, words });
  const posted = () => bench.workspace.state.thread('#ops', threadTs).find(({ isBot }) => isBot)?.ts;
  await bench.until(() => posted() !== undefined);
  return posted() ?? '';
}
