import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { createPracticeModel, type PracticeModel } from '../../src/practice/server.ts';
import { run, type World } from './support/world.ts';

let model: PracticeModel;
beforeAll(async () => {
  model = await createPracticeModel({ clock: systemClock, log: silentLog });
});
afterAll(() => model.close());

const offers: World = {
  goal: '@Longhand compare the three vendor offers in this channel and recommend one',
  messages: [
    {
      ts: '1788000001.000100',
      at: '2026-10-26 09:12',
      by: 'Ana Reis (U0ANA)',
      text: 'We need a new ticketing tool for 40 people. Budget is at most €12,000 in the first year, setup included.',
    },
    {
      ts: '1788000002.000100',
      at: '2026-10-26 10:01',
      by: 'Jo Park (U0JO)',
      text: 'Customer data must stay in the EU. And please do not contact the vendors before Friday.',
    },
    {
      ts: '1788000003.000100',
      at: '2026-10-27 11:00',
      by: 'Jo Park (U0JO)',
      text: 'Here is the offer from Kestrel',
      files: ['offer-kestrel.pdf'],
    },
    {
      ts: '1788000004.000100',
      at: '2026-10-28 11:00',
      by: 'Jo Park (U0JO)',
      text: 'and Marlin',
      files: ['offer-marlin.pdf'],
    },
    {
      ts: '1788000005.000100',
      at: '2026-10-28 12:00',
      by: 'Ana Reis (U0ANA)',
      text: 'third one: Tern',
      files: ['tern-offer.pdf'],
    },
    {
      ts: '1788000006.000100',
      at: '2026-11-10 08:00',
      by: 'Jo Park (U0JO)',
      text: 'Kestrel called: they raised the price from €18 to €26 per user per month. Sorry!',
    },
    {
      ts: '1788000007.000100',
      at: '2026-11-10 08:30',
      by: 'Li Wei (U0LI)',
      text: 'Lunch at 12? My budget is at most €15.',
    },
  ],
  files: {
    'offer-kestrel.pdf':
      'Offer from Kestrel Desk GmbH\nPrice: €18 per user per month\nSetup fee: €500 one-off\nContract term: 12 months\nHosting: Frankfurt, Germany\nSupport: weekdays 9 to 17, reply within 8 hours\nDelivery: 4 weeks after order',
    'offer-marlin.pdf':
      'MARLIN SYSTEMS INC\nQuotation 2026-118\nAnnual licence for up to 50 users: USD-free price €8,400 per year\nOne-time onboarding: €900\nYour data is hosted in Virginia, US.\nContract term: 36 months\nSupport: 24/7 by phone',
    'tern-offer.pdf':
      'Tern Software AB\nPlatform fee: €2,400 per year\nSeats: €15 per seat per month\nOptional premium support: €3,000 per year\nHosting: Stockholm, Sweden\nContract term: 12 months\nSupport: weekdays 8 to 18\nDelivery: 2 December 2026\fTerms\nNotice: 3 months before the end of the term',
  },
};

test('compares offers by what they say, what was corrected and what the channel asks for', async () => {
  const { result, calls, intakes, verdicts } = await run(offers, model);
  expect(verdicts[0]).toMatch(/^ACCEPTED/);
  expect(intakes[0]?.constraints.map(({ words }) => words)).toContain(
    'And please do not contact the vendors before Friday.',
  );
  expect(calls).toContainEqual({ name: 'calculate', input: { expression: '26 * 40 * 12 + 500' } });
  expect(result).toMatch(/^\*\*I recommend Tern Software AB/);
  expect(result).toContain('they raised the price from €18 to €26');
  expect(result).toContain('Marlin: fails “Customer data must stay in the EU.”');
  expect(result).not.toContain('€15.');
});

test('begins and ends each step, and asks for nothing twice', async () => {
  const { calls } = await run(offers, model);
  const told = calls
    .filter(({ name }) => name === 'update_step')
    .map(({ input }) =>
      `${JSON.stringify(input['step'])} ${JSON.stringify(input['status'])}`.replaceAll('"', ''),
    );
  expect(told).toEqual([1, 2, 3, 4].flatMap((step) => [`${step} in_progress`, `${step} complete`]));
  expect(new Set(calls.map((call) => JSON.stringify(call))).size).toBe(calls.length);
});

test('says how many there are when it is not as many as the goal says', async () => {
  const two = {
    ...offers,
    messages: offers.messages.filter(({ files }) => files?.[0] !== 'tern-offer.pdf'),
    files: {
      'offer-kestrel.pdf': offers.files?.['offer-kestrel.pdf'] ?? '',
      'offer-marlin.pdf': offers.files?.['offer-marlin.pdf'] ?? '',
    },
  };
  const { intakes, verdicts, result } = await run({ ...two, answer: () => '- Do it anyway.' }, model);
  expect(verdicts[0]).toMatch(/^CHALLENGED/);
  expect(intakes[0]?.premises[0]).toMatchObject({ verdict: 'false' });
  expect(intakes[0]?.premises[0]?.checked_by).toMatch(/^call_/);
  expect(result).toContain('comes closest');
});

test('says so when there is nothing to compare', async () => {
  const { result, verdicts } = await run({ goal: '@Longhand compare the offers', messages: [] }, model);
  expect(verdicts).toEqual(['ANSWERED']);
  expect(result).toContain('I found no offers in this channel');
});

test('says so when there is only one', async () => {
  const [first] = offers.messages.filter(({ files }) => files !== undefined);
  const { result, verdicts } = await run(
    {
      ...offers,
      goal: '@Longhand compare the offers',
      messages: first === undefined ? [] : [first],
      files: { 'offer-kestrel.pdf': 'Price: €1' },
    },
    model,
  );
  expect(verdicts).toEqual(['ANSWERED']);
  expect(result).toContain('only one of the offers in this channel: offer-kestrel.pdf');
});

test('takes in what is said while it works, and admits what it did not understand', async () => {
  const later = new Map([
    [3, 'please add prices per seat'],
    [4, 'stop comparing Marlin'],
    [5, 'and make it sing'],
  ]);
  const { result } = await run({ ...offers, later }, model);
  expect(result).toContain('| Per seat and month |');
  expect(result.split('\n').find((line) => line.startsWith('|  |'))).not.toContain('Marlin');
  expect(result).toContain('not understood by my rules: “and make it sing”');
});

test('answers in Chinese from the moment somebody wishes it', async () => {
  const { result } = await run({ ...offers, later: new Map([[3, 'please answer in Chinese']]) }, model);
  expect(result).toMatch(/^\*\*推荐 Tern Software AB。\*\*/);
});

test('does the last goal again when a word after its end changes it', async () => {
  const { result, intakes } = await run({ ...offers, later: new Map([[14, 'leave out Kestrel']]) }, model);
  expect(intakes.length).toBeGreaterThan(1);
  expect(result.split('\n').find((line) => line.startsWith('|  |'))).not.toContain('Kestrel');
});

test('goes on without what cannot be read, and says so', async () => {
  const { result } = await run(
    { ...offers, files: { ...offers.files, 'offer-marlin.pdf': 'BROKEN' } },
    model,
  );
  expect(result).toContain('Marlin could not be read: "offer-marlin.pdf" is damaged');
  expect(result).toMatch(/^\*\*I recommend Tern/);
});

const plans: World = {
  goal: '@Longhand compare the plans',
  messages: [
    {
      ts: '1788000011.000100',
      at: '2026-10-26 09:12',
      by: 'Ana Reis (U0ANA)',
      text: 'phones',
      files: ['phone-plan-red.pdf', 'phone-plan-blue.pdf'],
    },
    {
      ts: '1788000012.000100',
      at: '2026-10-27 09:12',
      by: 'Ana Reis (U0ANA)',
      text: 'servers',
      files: ['hosting-plan-oak.pdf', 'hosting-plan-elm.pdf'],
    },
  ],
  files: {
    'phone-plan-red.pdf': 'Price: €10 per user per month',
    'phone-plan-blue.pdf': 'Price: €12 per user per month',
    'hosting-plan-oak.pdf': 'Price: $40 per month\nSupport: mail',
    'hosting-plan-elm.pdf': 'Price: $30 per month\nSupport: phone',
  },
};

test('asks which of two sets is meant, and compares that one', async () => {
  const { intakes, result } = await run(
    {
      ...plans,
      answer: ({ questions }) =>
        `- ${questions[0]?.text} → ${questions[0]?.options[1]?.label} (value: ${questions[0]?.options[1]?.value})`,
    },
    model,
  );
  expect(intakes[0]?.questions[0]?.options).toHaveLength(2);
  expect(result).toMatch(/^\*\*I recommend Hosting Elm/);
  expect(result).not.toContain('Phone');
});

test('does not ask when the goal tells the sets apart', async () => {
  const { verdicts, result } = await run({ ...plans, goal: '@Longhand compare the phone plans' }, model);
  expect(verdicts[0]).toMatch(/^ACCEPTED/);
  expect(result).toContain('Phone Red');
});
