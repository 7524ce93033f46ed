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
  const course = await run(offers, model);
  console.log(
    JSON.stringify(course.intakes.at(-1), null, 1),
    course.verdicts,
    course.calls.map((c) => c.name + JSON.stringify(c.input).slice(0, 100)),
  );
  console.log(course.result);
  expect(course.result).toContain('recommend Tern');
});
