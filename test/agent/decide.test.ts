import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide, type Decision } from '../../src/agent/decide.ts';
import { Intake } from '../../src/agent/intake.ts';
import type { Known } from '../../src/agent/known.ts';
import { guessed, intakeOf, knownOf, lookedUp, questionOf, quoted, SAID, stepOf } from './intakes.ts';

const SEVERAL = ['A', 'B'];
const CONFLICT = {
  text: 'The client is not to be written to, and is',
  one: { message: '2.2', words: 'never write to the client' },
  other: { message: '3.3', words: 'write to the client at once' },
};
const INVENTED = { message: '1.1', words: 'send all the money' };

test('what is said word for word is done, without a card', () => {
  const decision = decide(intakeOf({ steps: [stepOf('send_mail', quoted('channel', '#ops'))] }), knownOf());
  expect(decision).toMatchObject({
    kind: 'proceed',
    brief: { assumptions: [], steps: [{ tool: 'send_mail' }] },
  });
});

test('a channel that is none is asked about once, in a step, or where the goal wants something done that no step speaks of', () => {
  const near = [{ value: '#ops', label: '#ops' }];
  const lostChannels = new Map([['opps', { isPlace: true, near }]]);
  const asked = {
    kind: 'ask',
    questions: [{ id: 'q1', asks: 'place', text: 'opps', options: near }],
  };
  const steps = [
    stepOf('search_history', quoted('channel', '#opps')),
    stepOf('post_file', quoted('channel', '#opps')),
  ];
  expect(decide(intakeOf({ steps }), knownOf({ lostChannels }))).toMatchObject(asked);
  expect(decide(intakeOf(), knownOf({ lostChannels }))).toMatchObject(asked);
  // A word with that sign is no place, and what was answered is not asked again.
  const word = new Map([['opps', { isPlace: false, near }]]);
  expect(decide(intakeOf(), knownOf({ lostChannels: word }))).toMatchObject({ kind: 'proceed' });
  expect(decide(intakeOf(), knownOf({ lostChannels, cardsAnswered: 1 }))).toMatchObject({ kind: 'proceed' });
});

test('a question is answered at once', () => {
  expect(decide(intakeOf({ kind: 'question', answer: 'Yes [m:1.1]', steps: [] }), knownOf())).toEqual({
    kind: 'answer',
    markdown: 'Yes [m:1.1]',
  });
});

test.each([
  ['a read', 'search_history', guessed('period', 'this year'), 'proceed'],
  ['thought alone', null, guessed('period', 'this year'), 'proceed'],
  ['what can be taken back', 'keep_note', guessed('title', 'Offers'), 'proceed'],
  ['what others see', 'post_file', guessed('channel', '#general'), 'ask'],
  ['what leaves Slack', 'send_mail', guessed('to', 'maya@example.com'), 'ask'],
  ['a read of one of several', 'search_history', guessed('offer', '', ...SEVERAL), 'ask'],
  ['several that a look-up found', 'search_history', lookedUp('offer', 'A', 'look-1', ...SEVERAL), 'ask'],
  ['one that a look-up found', 'send_mail', lookedUp('offer', 'A', 'look-1', 'A'), 'proceed'],
  ['what a card settled', 'send_mail', lookedUp('offer', 'A', 'card', ...SEVERAL), 'ask'],
] as const)(
  'a guess is asked about where being wrong costs more than asking: %s',
  (...[, tool, argument, kind]) => {
    expect(decide(intakeOf({ steps: [stepOf(tool, argument)] }), knownOf()).kind).toBe(kind);
  },
);

test('what is assumed is said in the brief', () => {
  const steps = [stepOf('search_history', guessed('period', 'this year'))];
  const assumptions = [{ text: 'Prices are without tax', why: 'as usual' }];
  expect(briefOf(decide(intakeOf({ steps, assumptions }), knownOf())).assumptions).toEqual([
    'Prices are without tax',
    'period: this year',
  ]);
});

test('once a card settled it, it is not asked again', () => {
  const steps = [stepOf('post_file', lookedUp('channel', '#a', 'card', '#a', '#b'))];
  const known = knownOf({ cardsAnswered: 1, lookups: new Set(['card']) });
  expect(decide(intakeOf({ steps }), known).kind).toBe('proceed');
});

test('what stands in a message, or was looked up, is not asked about', () => {
  const steps = [stepOf('post_file', quoted('channel', '#ops'), lookedUp('offer', 'A', 'look-1'))];
  const questions = [questionOf('channel', '#ops', '#a'), questionOf('offer', 'A', 'B')];
  expect(decide(intakeOf({ steps, questions }), knownOf()).kind).toBe('proceed');
});

test('at most three questions, the costliest first, each with at most four options', () => {
  const steps = [
    stepOf('search_history', guessed('offer', '', 'A', 'B', 'C', 'D', 'E')),
    stepOf('post_file', guessed('channel', '#a'), guessed('title', 'T')),
    stepOf('send_mail', guessed('to', 'x@example.com')),
  ];
  const decision = decide(intakeOf({ steps }), knownOf());
  if (decision.kind !== 'ask') throw new Error(decision.kind);
  expect(decision.questions.map(({ id, text }) => `${id} ${text}`)).toEqual([
    'q1 to',
    'q2 channel',
    'q3 title',
  ]);
  expect(optionsAsked(intakeOf({ steps: steps.slice(0, 1) }))).toEqual(['A', 'B', 'C', 'D']);
});

test('"use your defaults and go" goes, except where it cannot be taken back', () => {
  const known = knownOf({ cardsAnswered: 1, defaultsAccepted: true });
  const seen = intakeOf({ steps: [stepOf('post_file', guessed('channel', '#a'))] });
  const outside = intakeOf({ steps: [stepOf('send_mail', guessed('to', 'x@example.com'))] });
  expect(decide(seen, known).kind).toBe('proceed');
  expect(decide(outside, known).kind).toBe('ask');
  expect(decide(outside, { ...known, cardsAnswered: 2 }).kind).toBe('proceed');
});

test('after two cards only what cannot be taken back is asked', () => {
  const known = knownOf({ cardsAnswered: 2 });
  expect(decide(intakeOf({ steps: [stepOf('post_file', guessed('channel', '#a'))] }), known).kind).toBe(
    'proceed',
  );
  expect(decide(intakeOf({ steps: [stepOf('send_mail', guessed('to', 'x'))] }), known).kind).toBe('ask');
});

test('two things that cannot both hold are shown with both quotes, and may be overridden', () => {
  const decision = decide(
    intakeOf({ conflicts: [CONFLICT], better_way: { text: 'Ask first', why: 'it is cheap' } }),
    knownOf(),
  );
  expect(decision).toMatchObject({
    kind: 'challenge',
    mayOverride: true,
    betterWay: 'Ask first (it is cheap)',
    evidence: [
      { text: CONFLICT.text },
      { text: 'never write to the client', message: '2.2' },
      { text: 'write to the client at once', message: '3.3' },
    ],
  });
  expect(decide(intakeOf({ conflicts: [CONFLICT] }), knownOf({ overridden: true })).kind).toBe('proceed');
});

test.each([
  ['false', 'look-1', 'challenge'],
  ['false', 'look-9', 'reject'],
  ['false', null, 'reject'],
  ['unknown', 'look-1', 'proceed'],
  ['true', 'look-1', 'proceed'],
] as const)('a premise that is %s by %s comes to: %s', (verdict, checkedBy, kind) => {
  const premises = [
    { claim: 'There are three offers', checked_by: checkedBy, verdict, evidence: 'I see two' },
  ];
  expect(decide(intakeOf({ premises }), knownOf()).kind).toBe(kind);
});

test('what no tool can do is refused, unless there is something near it', () => {
  const call = { ability: 'Calling Maya', nearest: null };
  expect(decide(intakeOf({ steps: [], missing_abilities: [call] }), knownOf())).toEqual({
    kind: 'refuse',
    why: 'impossible',
    reason: 'Calling Maya',
    mayLift: [],
  });
  const near = { ...call, nearest: 'writing to her' };
  expect(decide(intakeOf({ steps: [], missing_abilities: [near] }), knownOf())).toMatchObject({
    kind: 'challenge',
    mayOverride: false,
    evidence: [{ text: 'Calling Maya → writing to her' }],
  });
  expect(decide(intakeOf({ missing_abilities: [call] }), knownOf())).toMatchObject({
    kind: 'challenge',
    mayOverride: true,
  });
});

test('a step with a tool that is not there is a missing ability, whatever the model says', () => {
  const phone = stepOf('phone', quoted('who', 'Maya'));
  expect(decide(intakeOf({ steps: [phone] }), knownOf()).kind).toBe('refuse');
  expect(decide(intakeOf({ steps: [phone, stepOf('search_history')] }), knownOf())).toMatchObject({
    kind: 'challenge',
    evidence: [{ text: 'use phone (phone)' }],
  });
});

test('an override of one thing does not make possible what is not', () => {
  const overridden = knownOf({ overridden: true });
  expect(decide(intakeOf({ steps: [stepOf('phone')] }), overridden).kind).toBe('refuse');
  const missing = [{ ability: 'Calling Maya', nearest: 'writing to her' }];
  expect(decide(intakeOf({ steps: [], missing_abilities: missing }), overridden).kind).toBe('challenge');
});

test.each([
  ['a question without an answer', intakeOf({ kind: 'question' }), 'no answer'],
  ['a question with an empty answer', intakeOf({ kind: 'question', answer: ' \n' }), 'no answer'],
  ['a task without steps', intakeOf({ steps: [] }), 'no steps'],
])('%s is given back with what to mend', (_, intake, reason) => {
  for (const rejections of [0, 2, 9]) {
    const decision = decide(intake, knownOf({ rejections }));
    expect(decision).toMatchObject({ kind: 'reject', reasons: [expect.stringContaining(reason)] });
  }
});

// One row a lie: what a model claims, what comes of it at first, and what after it was told twice.
test.each<[string, Intake, Decision['kind'], Decision['kind']]>([
  [
    'invents a quote to send by',
    intakeOf({ steps: [stepOf('send_mail', quoted('to', 'x@example.com', 'send it to x@example.com'))] }),
    'reject',
    'ask',
  ],
  [
    'quotes a message that is not there',
    intakeOf({
      steps: [
        stepOf('post_file', {
          name: 'channel',
          value: '#x',
          source: { kind: 'quote', message: '9.9', words: 'post' },
          candidates: [],
        }),
      ],
    }),
    'reject',
    'ask',
  ],
  ['invents a constraint', intakeOf({ constraints: [INVENTED] }), 'reject', 'proceed'],
  [
    'invents one side of a conflict',
    intakeOf({ conflicts: [{ ...CONFLICT, other: INVENTED }] }),
    'reject',
    'proceed',
  ],
  [
    'calls one quote a conflict with itself',
    intakeOf({ conflicts: [{ ...CONFLICT, other: CONFLICT.one }] }),
    'proceed',
    'proceed',
  ],
  [
    'asks without having looked',
    intakeOf({ questions: [{ ...questionOf('offer', ...SEVERAL), looked: [] }] }),
    'reject',
    'proceed',
  ],
  [
    'names look-ups that never were, to ask',
    intakeOf({ questions: [{ ...questionOf('offer', ...SEVERAL), looked: ['look-7'] }] }),
    'reject',
    'proceed',
  ],
  [
    'names look-ups that never were, to act',
    intakeOf({ steps: [stepOf('send_mail', lookedUp('to', 'x@example.com', 'look-7'))] }),
    'ask',
    'ask',
  ],
  [
    'says that a card was answered that was not',
    intakeOf({ steps: [stepOf('send_mail', lookedUp('to', 'x@example.com', 'card'))] }),
    'ask',
    'ask',
  ],
  [
    'claims a false premise without a look-up',
    intakeOf({ premises: [{ claim: 'x', checked_by: 'look-7', verdict: 'false', evidence: 'y' }] }),
    'reject',
    'proceed',
  ],
  [
    'asks what is quoted already',
    intakeOf({
      steps: [stepOf('post_file', quoted('channel', '#ops'))],
      questions: [questionOf('channel', '#a', '#b')],
    }),
    'proceed',
    'proceed',
  ],
  [
    'asks to be told what it recommends',
    intakeOf({ questions: [questionOf('tone', 'friendly')] }),
    'proceed',
    'proceed',
  ],
])('a liar that %s gets nothing by it', (...[, intake, first, thereafter]) => {
  expect(decide(intake, knownOf()).kind).toBe(first);
  expect(decide(intake, knownOf({ rejections: 2 })).kind).toBe(thereafter);
});

test('a guess does not hide behind a quote, or a cheaper guess, of the same name', () => {
  const questions = [questionOf('to', 'x@example.com')];
  const mail = stepOf('send_mail', guessed('to', 'x@example.com'));
  const asked = (step: Intake['steps'][number]) =>
    decide(intakeOf({ steps: [step, mail], questions }), knownOf()).kind;
  expect(asked(stepOf('search_history', quoted('to', '#ops')))).toBe('ask');
  expect(asked(stepOf('search_history', guessed('to', '#ops')))).toBe('ask');
});

test('a liar that asks ten questions gets three', () => {
  const questions = Array.from({ length: 10 }, (_, index) => questionOf(`q${index}`, ...SEVERAL));
  const decision = decide(intakeOf({ questions }), knownOf());
  expect(decision.kind === 'ask' && decision.questions.length).toBe(3);
});

test('what is not quoted is not shown as quoted, nor kept as a constraint', () => {
  const steps = [stepOf('search_history', quoted('a', '1', 'invented'), quoted('b', '2'), guessed('c', '3'))];
  const constraints = [INVENTED, { message: '2.2', words: 'never write' }];
  const known = knownOf({ rejections: 2 });
  expect(briefOf(decide(intakeOf({ steps, constraints }), known)).constraints).toEqual([constraints[1]]);
  const challenged = decide(intakeOf({ steps, constraints, conflicts: [CONFLICT] }), known);
  expect(
    challenged.kind === 'challenge' && challenged.understood.map(({ text, basis }) => `${basis} ${text}`),
  ).toEqual([
    'assumed The offers are compared',
    'assumed a: 1',
    'quoted b: 2',
    'assumed c: 3',
    'quoted never write',
  ]);
});

const words = fc.constantFrom('', 'a', 'post the table', 'never write to the client', 'channel', 'offer');
const name = words.filter((text) => text !== '');
const message = fc.constantFrom(...Object.keys(SAID), '9.9');
const quote = fc.record({ message, words: name });
const candidate = fc.record({ value: name, label: name });
const call = fc.constantFrom('look-1', 'look-9', 'card', '');
const source = fc.oneof(
  fc.record({ kind: fc.constant('quote' as const), message, words: name }),
  fc.record({ kind: fc.constant('tool_result' as const), call }),
  fc.constant({ kind: 'channel_default' as const }),
  fc.constant({ kind: 'guess' as const }),
);
const argument = fc.record({ name, value: words, source, candidates: fc.array(candidate, { maxLength: 6 }) });
const tool = fc.constantFrom(null, 'search_history', 'keep_note', 'post_file', 'send_mail', 'phone');
const step = fc.record({ title: name, tool, arguments: fc.array(argument, { maxLength: 3 }) });
const intakes = fc.record<Intake>({
  kind: fc.constantFrom('question', 'task', 'task', 'task'),
  language: fc.constantFrom('en', 'zh', ''),
  answer: fc.option(words),
  outcome: words,
  deliverable: words,
  done_when: fc.array(words, { maxLength: 2 }),
  constraints: fc.array(quote, { maxLength: 2 }),
  steps: fc.array(step, { maxLength: 4 }),
  questions: fc.array(
    fc.record({
      text: name,
      about: words,
      options: fc.array(candidate, { maxLength: 4 }),
      looked: fc.array(call, { maxLength: 2 }),
    }),
    { maxLength: 10 },
  ),
  conflicts: fc.array(fc.record({ text: name, one: quote, other: quote }), { maxLength: 2 }),
  premises: fc.array(
    fc.record({
      claim: name,
      checked_by: fc.option(call),
      verdict: fc.constantFrom('true', 'false', 'unknown'),
      evidence: words,
    }),
    { maxLength: 2 },
  ),
  missing_abilities: fc.array(fc.record({ ability: name, nearest: fc.option(words) }), { maxLength: 2 }),
  assumptions: fc.array(fc.record({ text: name, why: words }), { maxLength: 2 }),
  better_way: fc.option(fc.record({ text: name, why: name })),
  wait: fc.option(fc.record({ until: name, asked_in: quote, met_by: fc.option(quote) })),
});
const knowns = fc
  .record({
    rejections: fc.nat({ max: 3 }),
    cardsAnswered: fc.nat({ max: 3 }),
    defaultsAccepted: fc.boolean(),
    overridden: fc.boolean(),
  })
  .map(knownOf);

test('whatever a model puts into the form, the decision keeps its own rules', () => {
  fc.assert(
    fc.property(intakes, knowns, (intake, known) => {
      expect(Intake.safeParse(intake).success).toBe(true);
      const broken = Object.entries(promisesOf(decide(intake, known), intake, known)).filter(
        ([, isKept]) => !isKept,
      );
      expect(broken).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

/** What each decision promises, by name. */
function promisesOf(decision: Decision, intake: Intake, known: Known): Readonly<Record<string, boolean>> {
  switch (decision.kind) {
    case 'reject':
      return { 'says why': decision.reasons.length > 0 };
    case 'answer':
      return { 'says something': decision.markdown.trim() !== '' };
    case 'hold':
      return { 'said in words that stand': known.stands(decision.askedIn), 'not released': !known.released };
    case 'refuse':
      return {
        'nothing of it can be done': intake.steps.every(
          ({ tool }) => tool !== null && !known.tools.has(tool),
        ),
      };
    case 'ask':
      return {
        'three questions': decision.questions.length <= 3,
        'four options': decision.questions.every(({ options }) => options.length <= 4),
        'ids of their own':
          new Set(decision.questions.map(({ id }) => id)).size === decision.questions.length,
      };
    case 'challenge':
      return {
        'not overridden': !(known.overridden && decision.mayOverride),
        'every quote stands': decision.evidence.every(
          ({ message: quotedFrom, text }) =>
            quotedFrom === undefined || known.stands({ message: quotedFrom, words: text }),
        ),
      };
    case 'proceed':
      return {
        'it is a task': intake.kind === 'task' && intake.steps.length > 0,
        'something can be done': intake.steps.some(({ tool }) => tool === null || known.tools.has(tool)),
        'every constraint stands': decision.brief.constraints.every((one) => known.stands(one)),
      };
  }
}

test('nothing that cannot be taken back goes ahead on a guess before anybody was asked', () => {
  fc.assert(
    fc.property(intakes, (intake) => {
      const isGuess = (one: Intake['steps'][number]) =>
        one.tool === 'send_mail' &&
        one.arguments.some(
          ({ source }) =>
            source.kind === 'guess' || (source.kind === 'tool_result' && source.call !== 'look-1'),
        );
      fc.pre(intake.kind === 'task' && intake.steps.some(isGuess));
      expect(decide(intake, knownOf({ rejections: 2 })).kind).not.toBe('proceed');
    }),
    { numRuns: 2000 },
  );
});

function briefOf(decision: Decision) {
  if (decision.kind !== 'proceed') throw new Error(`decided to ${decision.kind}`);
  return decision.brief;
}

function optionsAsked(intake: Intake): readonly string[] {
  const decision = decide(intake, knownOf());
  return decision.kind === 'ask' ? decision.questions[0].options.map(({ value }) => value) : [];
}

test('a channel default that nobody agreed to is a guess by another name', () => {
  const assumedDefault = {
    ...guessed('to', 'all@example.com'),
    source: { kind: 'channel_default' as const },
  };
  const intake = intakeOf({ steps: [stepOf('send_mail', assumedDefault)] });
  expect(decide(intake, knownOf()).kind).toBe('ask');
  expect(decide(intake, knownOf({ cardsAnswered: 1 })).kind).toBe('proceed');
});

test('a quote does not lend its words to an amount or an address that does not stand in it', () => {
  const ask = (name: string, value: string) =>
    decide(intakeOf({ steps: [stepOf('send_mail', { ...quoted(name, '#ops'), value })] }), knownOf()).kind;
  expect(ask('to', 'mallory@example.com')).toBe('ask');
  expect(ask('amount', '9600')).toBe('ask');
  expect(ask('channel', 'ops')).toBe('proceed');
});
