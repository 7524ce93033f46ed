// What the pushback benchmark rests on: its cases, its figures, and the lies that code sees through.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { Model } from '../../src/agent/chat.ts';
import { systemClock } from '../../src/base/clock.ts';
import { readConfig } from '../../src/config.ts';
import { readCases, type CaseDecision, type PushbackCase } from '../../bench/pushback/case.ts';
import type { Told } from '../../bench/pushback/lies/forms.ts';
import { LIES_IN_WORK, LIES_TO_ACT } from '../../bench/pushback/lies/to-act.ts';
import { LIES_TO_DELAY } from '../../bench/pushback/lies/to-delay.ts';
import { LIES_TO_OVERLOOK } from '../../bench/pushback/lies/to-overlook.ts';
import { TRUTHS } from '../../bench/pushback/lies/truths.ts';
import { lyingModel } from '../../bench/pushback/liar.ts';
import type { Prediction } from '../../bench/pushback/prediction.ts';
import { runCase } from '../../bench/pushback/run-case.ts';
import { score, type Judged } from '../../bench/pushback/score.ts';
import { specsOf, toolsOf } from '../../bench/pushback/toolbox.ts';
import { testDatabase } from '../support/database.ts';

const cases = readCases(await readFile(new URL('../../bench/data/pushback.jsonl', import.meta.url), 'utf8'));
const config = readConfig({});
const database = await testDatabase();

describe.each<[string, readonly Told[]]>([
  ['a model that would act on what nobody said', LIES_TO_ACT],
  ['a model that would overlook what was said', LIES_TO_OVERLOOK],
  ['a model that would hold up what is clear', LIES_TO_DELAY],
  ['an honest model', TRUTHS],
])('%s', (_, rows) => {
  test.each(rows.map((told) => [told.says, told] as const))('%s', async (_says, told) => {
    const { decision, questions } = await runCase(caseOf(told.caseId), {
      database,
      model: lyingModel(told),
      config,
    });
    expect(questions.length).toBeLessThanOrEqual(3);
    expect(told.right).toContain(decision);
  });
});

test.each(LIES_IN_WORK.map((told) => [told.says, told] as const))(
  'a model that %s comes to no effect',
  async (_, told) => {
    const settings = { database, model: lyingModel(told), config, turnsOfWork: 1 };
    const ending = await runCase(caseOf(told.caseId), settings).then(
      ({ decision }): string => decision,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    expect(ending).toBe('proceed');
  },
);

test('the cases are as many, as mixed and as paired as they should be', () => {
  const labels = cases.flatMap(({ label }) => label ?? []);
  expect(labels.length).toBe(cases.length);
  expect(cases.length).toBeGreaterThanOrEqual(80);
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  expect(cases.filter(({ lang }) => lang === 'zh').length / cases.length).toBeGreaterThanOrEqual(0.25);
  expect(new Set(labels.map(({ kind }) => kind))).toEqual(
    new Set([
      'clear',
      'missing',
      'ambiguous',
      'contradictory',
      'false premise',
      'infeasible',
      'risky',
      'better way',
      'hold',
    ]),
  );
});

test('twins have the same words, and only their facts decide', () => {
  const twins = cases.filter(({ label }) => label?.twin !== undefined);
  expect(twins.length).toBeGreaterThanOrEqual(40);
  for (const one of twins) {
    const other = caseOf(one.label?.twin ?? '');
    expect(other.label?.twin).toBe(one.id);
    expect(other.label?.decision).not.toBe(one.label?.decision);
    const { facts, ...rest } = one.context;
    const { facts: otherFacts, ...otherRest } = other.context;
    expect({ text: one.text, ...rest }).toEqual({ text: other.text, ...otherRest });
    expect(facts).not.toEqual(otherFacts);
  }
});

test('what stands in the way of a goal stands in its facts', () => {
  for (const { id, text, label, context } of cases) {
    const said = `${text}\n${JSON.stringify(context)}`.toLowerCase();
    const blockers = (label?.blocker ?? []).flatMap((one) => one.toLowerCase().split('|'));
    expect([id, blockers.length === 0 || blockers.some((one) => said.includes(one))]).toEqual([id, true]);
  }
});

test('facts are not in what the model is sent first, and a look-up finds them', async () => {
  const asked: string[] = [];
  const honest = lyingModel({ form: () => 'no form' });
  const model: Model = {
    name: 'reader',
    ask: (request) => {
      asked.push(JSON.stringify(request.messages));
      return honest.ask(request);
    },
  };
  const one = caseOf('incident-b');
  await runCase(one, { database, model, config });
  for (const { text } of one.context.facts) {
    expect(asked[0]).not.toContain(text);
    expect(asked[1]).toContain(text);
  }
  expect(asked[0]).toContain(one.text);

  asked.length = 0;
  await runCase(one, { database, model, config, inWindow: true });
  expect(asked[0]).toContain(one.context.facts[0]?.text);
});

test('a table of a case adds tools that are declared and read only its facts', () => {
  const one = caseOf('sick-notes');
  const place = { contents: new Map(), permalink: () => '', clock: systemClock, database };
  const tools = toolsOf(one, place);
  expect(new Set(tools.map(({ name }) => name))).toEqual(
    new Set([
      'search_history',
      'read_history',
      'list_files',
      'read_file',
      'calculate',
      'get_hr_record',
      'post_message',
    ]),
  );
  const { parameters } = specsOf(tools, one).find(({ name }) => name === 'get_hr_record') ?? {};
  expect(parameters).toMatchObject({ required: ['person'] });
});

test('cases of other makers are read as they come', () => {
  const line = {
    id: 7,
    text: 'Send it',
    context: {
      now: '2026-11-23',
      channel: { name: 'sales' },
      requester: { name: 'Maya' },
      thread: ['Hello'],
      facts: { owner: 'Kenji', price: { eur: 12 } },
      tools: { send: { effect_class: 'irreversible' }, look: 'read-only' },
    },
  };
  const [one] = readCases(`\n${JSON.stringify(line)}\n`);
  expect(one).toMatchObject({
    id: '7',
    lang: 'en',
    context: {
      channel: 'sales',
      thread: [{ text: 'Hello' }],
      facts: [{ text: 'owner: Kenji' }, { text: 'price: {"eur":12}' }],
      tools: [
        { name: 'send', effect: 'outside' },
        { name: 'look', effect: 'read' },
      ],
    },
  });
  expect(() => readCases('{"id": 1}')).toThrow('line 1 is not a case');
});

describe('the figures', () => {
  const as = (decision: CaseDecision, questions: Prediction['questions'] = [], message = '') =>
    cases.flatMap((one): Judged[] =>
      one.label === undefined
        ? []
        : [
            {
              one,
              label: one.label,
              prediction: {
                id: one.id,
                decision,
                kind: '',
                questions,
                message,
                assumptions: [],
                writes: [],
              },
            },
          ],
    );

  test('always asking, and always going ahead, is worth a half', () => {
    const asking = score(as('ask', [{ text: 'Sure?', options: [], default: null }]));
    expect(asking).toMatchObject({ balancedAccuracy: 0.5, overAskRate: 1, questionPrecision: 0, askF1: 0 });
    expect(score(as('proceed'))).toMatchObject({
      balancedAccuracy: 0.5,
      overAskRate: 0,
      actsRate: 0,
      blockerRecall: 0,
    });
  });

  test('being right in everything is one in everything', () => {
    const right = as('ask').map((judged): Judged => {
      const { label, prediction } = judged;
      const [about = ''] = label.must_ask_about ?? [];
      const questions =
        label.decision === 'ask' ? [{ text: about.split('|')[0] ?? '', options: [], default: null }] : [];
      const writes: Prediction['writes'] =
        label.uses === undefined ? [] : [{ tool: label.uses, effect: 'seen', arguments: {} }];
      const message = label.blocker?.[0]?.split('|')[0] ?? '';
      return {
        ...judged,
        prediction: { ...prediction, decision: label.decision, questions, message, writes },
      };
    });
    expect(score(right)).toMatchObject({
      exact: 1,
      balancedAccuracy: 1,
      overAskRate: 0,
      actsRate: 1,
      questionPrecision: 1,
      blockerRecall: 1,
      askF1: 1,
      twins: { right: 24, pairs: 24 },
    });
  });

  test('what there is nothing of has no figure', () => {
    expect(score([])).toMatchObject({ cases: 0, balancedAccuracy: undefined, askF1: undefined });
  });
});

test(
  'from the command line: predictions to a file, figures to the terminal',
  { timeout: 60_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'longhand-pushback-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const out = join(folder, 'predictions.jsonl');
    const bench = fileURLToPath(new URL('../../bench/pushback.ts', import.meta.url));
    const options = ['--quick', '--model', 'practice', '--out', out];
    const { stdout } = await promisify(execFile)(process.execPath, [bench, ...options]);
    const lines = (await readFile(out, 'utf8')).trim().split('\n');
    expect(lines.map((line) => z.object({ id: z.string() }).parse(JSON.parse(line)).id)).toEqual(
      cases.slice(0, 6).map(({ id }) => id),
    );
    expect(stdout).toContain('Always asking scores .50 balanced');
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ bench: 'pushback' });
  },
);

function caseOf(id: string): PushbackCase {
  const found = cases.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no case ${id}`);
  return found;
}
