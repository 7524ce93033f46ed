import { CronExpressionParser } from 'cron-parser';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { inWords, momentInWords, nextDueAt, nextTimes, readExpression } from '../../src/schedule/times.ts';
import { dueByBruteForce } from './brute-force.ts';

const HOUR_MS = 3_600_000;

/** As UTC to the minute. */
function next(
  expression: string,
  zone: string,
  { after, count = 3 }: { after: string; count?: number },
): string[] {
  return nextTimes({ expression, timeZone: zone, after: new Date(after) }, count).map((time) =>
    time.toISOString().slice(0, 16),
  );
}

test('a due time that New York skips comes at the next minute that exists', () => {
  const after = '2026-03-08T04:00Z';
  expect(next('30 2 * * *', 'America/New_York', { after, count: 2 })).toEqual([
    '2026-03-08T07:00',
    '2026-03-09T06:30',
  ]);
  expect(next('0,30 2 * * *', 'America/New_York', { after, count: 2 })).toEqual([
    '2026-03-08T07:00',
    '2026-03-09T06:00',
  ]);
  expect(next('*/20 2 * * *', 'America/New_York', { after, count: 2 })).toEqual([
    '2026-03-08T07:00',
    '2026-03-09T06:00',
  ]);
});

test('a due time that Berlin repeats comes once, however the minutes are written', () => {
  const after = '2026-10-24T22:30Z';
  expect(next('30 2 * * *', 'Europe/Berlin', { after, count: 2 })).toEqual([
    '2026-10-25T00:30',
    '2026-10-26T01:30',
  ]);
  expect(next('30 1,2 * * *', 'Europe/Berlin', { after })).toEqual([
    '2026-10-24T23:30',
    '2026-10-25T00:30',
    '2026-10-26T00:30',
  ]);
  expect(next('*/30 2 * * *', 'Europe/Berlin', { after })).toEqual([
    '2026-10-25T00:00',
    '2026-10-25T00:30',
    '2026-10-26T01:00',
  ]);
});

test('in the middle of the repeated hour, nothing of its first half comes back', () => {
  // 02:10 for the second time; 02:30 was due at its first.
  expect(next('30 2 * * *', 'Europe/Berlin', { after: '2026-10-25T01:10Z', count: 1 })).toEqual([
    '2026-10-26T01:30',
  ]);
});

test('what is due every hour comes in the repeated hour too', () => {
  expect(next('30 * * * *', 'Europe/Berlin', { after: '2026-10-25T00:00Z', count: 4 })).toEqual([
    '2026-10-25T00:30',
    '2026-10-25T01:30',
    '2026-10-25T02:30',
    '2026-10-25T03:30',
  ]);
});

test('half an hour of clock change on Lord Howe is half an hour', () => {
  // 02:00 to 02:30 does not exist on 4 October; 01:30 to 02:00 comes twice on 5 April.
  expect(next('15 2 * * *', 'Australia/Lord_Howe', { after: '2026-10-03T14:00Z', count: 2 })).toEqual([
    '2026-10-03T15:30',
    '2026-10-04T15:15',
  ]);
  expect(next('45 1 * * *', 'Australia/Lord_Howe', { after: '2026-04-04T14:00Z', count: 2 })).toEqual([
    '2026-04-04T14:45',
    '2026-04-05T15:15',
  ]);
});

test('a midnight that São Paulo skipped came at one, and the day that Apia lost came at its end', () => {
  expect(next('0 0 * * *', 'America/Sao_Paulo', { after: '2018-11-03T12:00Z', count: 2 })).toEqual([
    '2018-11-04T03:00',
    '2018-11-05T02:00',
  ]);
  expect(next('0 9 * * *', 'Pacific/Apia', { after: '2011-12-29T20:00Z', count: 2 })).toEqual([
    '2011-12-30T10:00',
    '2011-12-30T19:00',
  ]);
});

test('with both day fields set, either day is enough', () => {
  expect(next('0 9 13 * 5', 'UTC', { after: '2026-03-06T10:00Z', count: 2 })).toEqual([
    '2026-03-13T09:00',
    '2026-03-20T09:00',
  ]);
});

const minute = fc.oneof(
  fc.integer({ min: 0, max: 59 }).map(String),
  fc.constantFrom('*', '*/7', '*/20', '0,30', '10-14', '5-50/15'),
);
const hour = fc.oneof(
  fc.integer({ min: 0, max: 23 }).map(String),
  fc.constantFrom('*', '*/2', '*/5', '1,2', '0-3', '9-17', '2,14', '1-23/3'),
);
const day = fc.oneof(
  { weight: 3, arbitrary: fc.constant('*') },
  fc.constantFrom('1', '4,5,8', '25', '*/2', '28-31'),
);
const weekday = fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, fc.constantFrom('0', '1-5', '6', '0,3'));
const month = fc.oneof({ weight: 4, arbitrary: fc.constant('*') }, fc.constantFrom('3', '10,11', '4-10'));
const expressions = fc.tuple(minute, hour, day, month, weekday).map((fields) => fields.join(' '));

/** Each with a moment at which its clocks change, apart from the last two, which have none. */
const places = fc.constantFrom<readonly [string, string]>(
  ['America/New_York', '2026-03-08T07:00Z'],
  ['America/New_York', '2026-11-01T06:00Z'],
  ['Europe/Berlin', '2026-03-29T01:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
  ['America/Sao_Paulo', '2018-11-04T03:00Z'],
  ['America/Sao_Paulo', '2018-02-18T02:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00Z'],
  ['Africa/Casablanca', '2026-02-15T02:00Z'],
  ['Asia/Kathmandu', '2026-12-31T18:15Z'],
  ['Asia/Shanghai', '2026-02-28T16:00Z'],
);

test('due times are those that looking at every minute finds, with any zone and date', () => {
  const seconds = fc.integer({ min: -30 * 3600, max: 6 * 3600 });
  fc.assert(
    fc.property(expressions, places, seconds, (expression, [timeZone, change], second) => {
      const after = Date.parse(change) + second * 1000;
      const until = after + 30 * HOUR_MS;
      const expected = dueByBruteForce({ expression, timeZone }, { after, until });
      const found: number[] = [];
      let last = after;
      // Each from the one before, as a schedule lives: nothing may depend on having seen what came earlier.
      for (const moment of expected) {
        const due = nextDueAt(expression, timeZone, new Date(last));
        if (due === undefined) break;
        found.push((last = due.getTime()));
        if (last > moment) break;
      }
      expect(found).toEqual(expected);
      const beyond = nextDueAt(expression, timeZone, new Date(last));
      expect(beyond === undefined || beyond.getTime() > until).toBe(true);
    }),
    { numRuns: 80 },
  );
});

test('away from changes of the clocks, a second library finds the same times, over sixty years and many zones', () => {
  const dates = fc.date({ min: new Date('2000-01-01'), max: new Date('2060-01-01'), noInvalidDate: true });
  const zones = fc.constantFrom(
    'America/New_York',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'America/Sao_Paulo',
    'Pacific/Apia',
    'Asia/Kathmandu',
    'UTC',
  );
  const last = fc.constantFrom('5L', '1L', '0L').map((weekday) => `30 7 * * ${weekday}`);
  fc.assert(
    fc.property(fc.oneof(expressions, last), zones, dates, (expression, timeZone, after) => {
      const theirs = CronExpressionParser.parse(expression, { currentDate: after, tz: timeZone });
      for (const due of nextTimes({ expression, timeZone, after }, 4)) {
        const moment = theirs.next().toDate();
        // What each does with a time that clocks skip or repeat is theirs to say: ours is held by looking at every minute.
        if (isNearChange(due, timeZone) || isNearChange(moment, timeZone)) return;
        expect(moment).toEqual(due);
      }
    }),
    { numRuns: 150 },
  );
});

/** Whether the clocks of the zone change within a day of this moment. */
function isNearChange(moment: Date, timeZone: string): boolean {
  const wall = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const offset = (at: number) => wall.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value;
  const at = moment.getTime();
  return offset(at - 24 * HOUR_MS) !== offset(at + 24 * HOUR_MS);
}

test('due times always increase and are never before what they follow', () => {
  const dates = fc.date({ min: new Date('2000-01-01'), max: new Date('2060-01-01'), noInvalidDate: true });
  const zones = fc.constantFrom(
    'America/New_York',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'Asia/Shanghai',
    'UTC',
  );
  fc.assert(
    fc.property(expressions, zones, dates, (expression, timeZone, after) => {
      let last = after.getTime();
      for (const time of nextTimes({ expression, timeZone, after }, 8)) {
        expect(time.getTime()).toBeGreaterThan(last);
        expect(time.getTime() % 60_000).toBe(0);
        last = time.getTime();
      }
    }),
    { numRuns: 200 },
  );
});

test('an expression is kept in one form', () => {
  expect(readExpression('  0 9  ? * mon-fri ', ' Europe/Berlin ')).toEqual({
    kind: 'read',
    expression: '0 9 * * MON-FRI',
    timeZone: 'Europe/Berlin',
  });
  // "Every one" is no restriction, or a Monday would become every day.
  expect(readExpression('0 9 */1 * 1', 'UTC')).toMatchObject({ expression: '0 9 * * 1' });
});

test.each([
  ['0 9 * *', 'UTC', /4 fields/],
  ['0 0 9 * * *', 'UTC', /6 fields/],
  ['@daily', 'UTC', /1 fields/],
  ['', 'UTC', /fields/],
  ['60 9 * * *', 'UTC', /60/],
  ['0 9 31 2 *', 'UTC', /31 2/],
  ['22-2 * * * *', 'UTC', /22-2/],
  ['0 9 1 * +1', 'UTC', /./],
  ['0 9 * * *', 'Mars/Olympus', /Mars\/Olympus/],
  ['0 9 * * *', '+08:00', /time zone/],
  ['0 9 * * *', '', /time zone/],
])('%j in %j is not read, with a reason', (expression, zone, reason) => {
  const reading = readExpression(expression, zone);
  expect(reading).toMatchObject({ kind: 'not-read' });
  expect(reading.kind === 'not-read' && reading.reason).toMatch(reason);
});

test('an expression of absurd length is not read', () => {
  const reading = readExpression(`0 9 ${'1,'.repeat(200)}1 * *`, 'UTC');
  expect(reading).toMatchObject({ kind: 'not-read', reason: expect.stringContaining('Longer') });
});

test('an expression is said in English and in Chinese', () => {
  expect(inWords('0 9 * * 1-5', 'en')).toBe('At 09:00, Monday through Friday');
  for (const [expression, words] of [
    ['0 9 * * 1-5', '每个工作日 09:00'],
    ['30 8,17 * * *', '每天 08:30、17:30'],
    ['0 16 * * 5L', '每月最后一个周五 16:00'],
    ['0 9 * * 1#1', '每月第一个周一 09:00'],
    ['0 9 * * 1,3,0', '每周一、三、日 09:00'],
    ['0 9 * * 1-4', '每周一至周四 09:00'],
    ['0 17 LW * *', '每月最后一个工作日 17:00'],
    ['0 8 1,15 * *', '每月 1、15 日 08:00'],
    ['0 * * * *', '每小时'],
  ] as const)
    expect(inWords(expression, 'zh')).toBe(words);
  expect(inWords('0 9 * * 5L', 'en')).toBe('At 09:00, on the last Friday of the month');
});

test('two day fields are said as the choice they are', () => {
  expect(inWords('0 9 13 * 1-5', 'en')).toBe(
    'At 09:00, on day 13 of the month; or at 09:00, Monday through Friday',
  );
  expect(inWords('0 9 13 * 1-5', 'zh')).toContain('或者');
});

test('a moment is said as the zone writes it', () => {
  const moment = new Date('2026-03-02T01:00Z');
  expect(momentInWords(moment, { timeZone: 'Asia/Shanghai', language: 'en' })).toBe('Mon, 2 Mar 2026, 09:00');
  expect(momentInWords(moment, { timeZone: 'America/New_York', language: 'zh' })).toContain('20:00');
});
