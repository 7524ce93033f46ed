// What a task may cost: known while it runs, said when it comes near, and nothing beyond it without a word.
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Entry } from '../../../src/agent/entry.ts';
import { newId } from '../../../src/base/id.ts';
import { readSituation } from '../../../src/flow/situation.ts';
import { createTransact, storesOn } from '../../../src/flow/stores.ts';
import { createTell } from '../../../src/flow/tell.ts';
import { grantedIn, workedMs } from '../../../src/flow/work/budget.ts';
import { keepBudget } from '../../../src/flow/work/keep-budget.ts';
import { createVoice } from '../../../src/slack/outbox-store.ts';
import { testClock } from '../../support/clock.ts';
import { testDatabase } from '../../support/database.ts';
import { intake } from '../../support/intakes.ts';
import { answers, callsTool, callsTools } from '../../support/scripted-model.ts';
import { MAYA, startTeam } from '../../support/team.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 26, 10, minute));
const card = (cardId: string, about = 'budget'): Entry => ({
  kind: 'card',
  cardId,
  purpose: 'check',
  check: { about, ref: 'usd', title: 'x', from: 'working' },
  understood: [],
  questions: [],
  evidence: [],
  mayOverride: false,
});
const chose = (cardId: string, value: string): Entry => ({
  kind: 'answer',
  cardId,
  personId: 'U1',
  choice: 'option',
  questionId: 'q1',
  value,
});
const kept = (entries: readonly [minute: number, Entry][]) =>
  entries.map(([minute, entry], index) => ({ seq: index + 1, at: at(minute), entry }));
const said: Entry = { kind: 'said', text: 'x', by: 'person' };

test('the time that people take to answer is not the time that was worked', () => {
  const worked = (entries: readonly [number, Entry][], to: number) =>
    workedMs(kept(entries), { from: at(0), to: at(to) }) / 60_000;
  expect(worked([], 5)).toBe(5);
  expect(worked([[2, card('c')]], 50)).toBe(2);
  expect(
    worked(
      [
        [2, card('c')],
        [40, chose('c', 'again')],
        [40, said],
      ],
      43,
    ),
  ).toBe(5);
});

test('what was granted is counted from the answers to its cards, and from no others', () => {
  const entries = kept([
    [1, card('c1')],
    [2, chose('c1', 'again')],
    [3, card('c2')],
    [4, chose('c2', 'finish')],
    [5, card('c3', 'approval')],
    [6, chose('c3', 'again')],
    [7, chose('c9', 'again')],
  ]);
  expect(grantedIn(entries).usd).toBe(1.25);
});

const adds = (expression: string) => callsTool('calculate', { expressions: [expression] });

test('a budget that the goal names is kept: a word at four fifths, a question at its end', async () => {
  const team = await startTeam({
    model: [
      callsTool('submit_intake', intake()),
      adds('1+1'),
      adds('2+2'),
      callsTools({
        name: 'update_step',
        arguments: { step: 1, status: 'complete', note: 'The total is 4,600' },
      }),
      answers('The total is 4,600.'),
    ],
    // What a request costs here: 200 fresh tokens of 1,000, 40 cents.
    settings: {
      MODEL_PRICES: '{"scripted": {"input": 2000, "cached": 0, "output": 0}}',
      BUDGETS: '{"day": {"tokens": 6900}}',
    },
  });
  const ts = team.says(MAYA, '@Longhand add up the costs. Spend at most $1.');
  await team.until('the word that the end is near', () =>
    team.heard(ts).some(({ text }) => text.includes('$0.80 of $1.00 are used')),
  );
  const asked = await team.until('the question', () =>
    team.heard(ts).find(({ text }) => text.includes('budget of this task is used up')),
  );
  expect(asked.text).toContain('Used: $1.20 of $1.00');
  expect(asked.text).toContain('0 of 1 steps');
  expect(team.model.asked).toHaveLength(3);
  const shows = (words: string) => JSON.stringify(team.heard(ts).map(({ blocks }) => blocks)).includes(words);
  await team.until('the gauge on the plan', () => shows('▰▰▰▰▰▰▰▰▰▰ $1.20 of $1.00'));

  await team.click(MAYA, { threadTs: ts, text: 'Use $1.00 more' });
  await team.until('the result', () => team.heard(ts).some(({ text }) => text.includes('total is 4,600')));
  await team.until('the gauge at the end', () => shows('$2.00 of $2.00'));

  // What all share is not the owner's to raise.
  team.model.goesOn(callsTool('submit_intake', intake()), adds('3+3'), answers('never asked'));
  const other = team.says(MAYA, '@Longhand 把办公室的费用加起来');
  const stopped = await team.until('the end', () =>
    team.heard(other).find(({ text }) => text.includes('所有任务 24 小时内的预算已用完')),
  );
  expect(stopped.text).toContain('7,350 token');
  expect(team.model.left()).toBe(1);
  await team.until('the sign', () => team.reacted(other, 'warning'));
});

test('limits that come near at once are all said, each once', async () => {
  const database = await testDatabase();
  const clock = testClock();
  const now = () => clock.now();
  const transact = createTransact(database);
  const { tasks, transcript, usage } = storesOn(database);
  const thread = { teamId: 'T1', channelId: 'C1', threadTs: '1.1', goalTs: '1.1' };
  const { id } = await tasks.open({ id: newId(), ...thread, ownerId: 'U1', language: 'en', openedAt: now() });
  await transcript.append(id, {
    afterSeq: 0,
    entries: [{ kind: 'opened', system: 's', head: 'h' }],
    at: now(),
  });
  const counted = { taskId: id, seq: 1, model: 'm', inputTokens: 900, cachedTokens: 0, outputTokens: 0 };
  await usage.add({ ...counted, usd: 0.85, at: now() });
  const tell = createTell({ voice: createVoice(clock), now, permalink: () => undefined });
  const keep = async (day: number) => {
    const situation = await readSituation(storesOn(database), id);
    if (situation === undefined) throw new Error('the task is gone');
    const budgets = { task: { tokens: 1000, usd: 1, calls: 100 }, day: { tokens: day } };
    return keepBudget(situation, 'request', { database, transact, now, tell, budgets });
  };
  const said = async () =>
    (
      await database.rows(
        z.object({ text: z.string() }),
        `select body ->> 'text' as text from outbox_post where key like 'notice:%' order by place`,
      )
    ).map(({ text }) => text);

  expect(await keep(5000)).toEqual({ kind: 'moved' });
  expect(await said()).toEqual([
    expect.stringContaining('900 tokens of 1,000 tokens are used, the budget for this task'),
    expect.stringContaining('$0.85 of $1.00 are used, the budget for this task'),
  ]);
  expect(await keep(5000)).toEqual({ kind: 'within' });
  expect(await keep(1100)).toEqual({ kind: 'moved' });
  expect((await said()).at(-1)).toContain('for all tasks in 24 hours');
  expect(await said()).toHaveLength(3);
  // What all share is at its end: nobody is asked for more of what is the task's alone.
  expect((await keep(900)).kind).toBe('spent');
});
