// The pure parts behind the composer, the elements of a message, and its charts.
import { expect, test } from 'vitest';
import { cellOrder } from '../../../src/workspace/page/blocks/cell.ts';
import { niceTicks, toPlot, toSlices } from '../../../src/workspace/page/blocks/chart-shape.ts';
import { initialValues } from '../../../src/workspace/page/blocks/values.ts';
import { insert, queryAt, suggestionsFor } from '../../../src/workspace/page/suggest.ts';
import { dayLabel, fromZoned, tomorrowAt, toZoned } from '../../../src/workspace/page/time.ts';

const people = ['Alex Brandt', 'Alex Chen', '李薇 Li Wei', 'Longhand'].map((displayName, index) => ({
  id: `U${index}`,
  name: displayName.toLowerCase(),
  realName: displayName,
  displayName,
  title: '',
  tz: 'UTC',
  isGuest: false,
  isBot: displayName === 'Longhand',
}));

const app = {
  userId: 'U3',
  commands: [{ command: '/travel', description: 'Ask for a trip', usageHint: '[city]' }],
  shortcuts: [
    { type: 'global' as const, name: 'New request', description: '', callback_id: 'new' },
    { type: 'message' as const, name: 'Make it a task', description: '', callback_id: 'task' },
  ],
};

function offered(text: string): readonly string[] {
  const query = queryAt(text, text.length);
  return query === undefined
    ? []
    : suggestionsFor(query, { people, channels: [], app }).map(({ label }) => label);
}

test('@ offers whom the letters may mean, and nobody in the middle of an address', () => {
  expect(offered('hello @al')).toEqual(['Alex Brandt', 'Alex Chen']);
  expect(offered('@wei')).toEqual(['李薇 Li Wei']);
  expect(offered('@')[0]).toBe('Longhand');
  expect(offered('mail me@al')).toEqual([]);
  expect(offered('@alex and')).toEqual([]);
});

test('what is chosen replaces what was typed, and the caret stands behind it', () => {
  const text = 'hi @al there';
  const query = queryAt(text, 6);
  const chosen = { id: 'U1', label: 'Alex Chen', detail: '', inserted: '@Alex Chen' };
  expect(query && insert(text, query, chosen)).toEqual({ text: 'hi @Alex Chen there', caret: 14 });
});

test('elements start with the values their app gave them', () => {
  const option = { text: { type: 'plain_text', text: 'A' }, value: 'a' };
  const blocks = [
    {
      type: 'input',
      block_id: 'b1',
      element: { type: 'radio_buttons', action_id: 'x', initial_option: option },
    },
    {
      type: 'actions',
      block_id: 'b2',
      elements: [
        { type: 'button', action_id: 'go' },
        { type: 'checkboxes', action_id: 'y' },
      ],
    },
    { type: 'section', block_id: 'b3' },
  ];
  expect(initialValues(blocks)).toEqual({
    b1: { x: { type: 'radio_buttons', selected_option: option } },
    b2: { y: { type: 'checkboxes', selected_options: [] } },
  });
});

test('axes end at round numbers that enclose the data', () => {
  expect(niceTicks(0, 9_252)).toEqual([0, 2_500, 5_000, 7_500, 10_000]);
  expect(niceTicks(-3, 7)).toEqual([-5, -2.5, 0, 2.5, 5, 7.5]);
  expect(niceTicks(0, 0).length).toBeGreaterThan(1);
});

test('a chart with holes or without numbers is drawn all the same', () => {
  const plot = toPlot({
    type: 'line',
    series: [
      {
        name: 'a',
        data: [
          { label: 'x', value: 1 },
          { label: 'z', value: 'no' },
        ],
      },
    ],
    axis_config: { categories: ['x', 'y', 'z'] },
  });
  expect(plot.series[0]?.values).toEqual([1, undefined, undefined]);
  expect(toPlot({}).categories).toEqual([]);
  expect(toSlices({ segments: [{ label: 'all', value: 5 }] }, 10)[0]?.share).toBe(1);
  expect(toSlices({ segments: [{ label: 'none', value: 0 }] }, 10)[0]?.path).not.toContain('NaN');
});

test('cells sort as numbers when all they hold is a number', () => {
  expect(cellOrder({ type: 'raw_text', text: '€1,250.50' })).toBe(1250.5);
  expect(cellOrder({ type: 'raw_number', value: 3, text: 'three' })).toBe(3);
  expect(cellOrder({ type: 'raw_text', text: 'Offer A' })).toBe('offer a');
});

test('days are named in the zone of the person who looks', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  const late = String(Date.parse('2026-11-22T17:00:00Z') / 1000);
  expect(dayLabel(late, now, 'Europe/Berlin')).toBe('Yesterday');
  expect(dayLabel(late, now, 'Asia/Shanghai')).toBe('Today');
  expect(dayLabel(String(Date.parse('2026-11-12T12:00:00Z') / 1000), now, 'UTC')).toMatch(
    /Thursday,? 12 November/,
  );
});

test('/ at the beginning offers commands and the shortcuts that need no message', () => {
  expect(offered('/')).toEqual(['/travel', 'New request']);
  expect(offered('/tr')).toEqual(['/travel']);
  expect(offered('/travel Berlin')).toEqual([]);
  expect(offered('and/or')).toEqual([]);
});

test('a date and time is read on the clocks of its zone, also beside a clock change', () => {
  expect(new Date(fromZoned('2026-11-24T09:00', 'Europe/Berlin')).toISOString()).toBe(
    '2026-11-24T08:00:00.000Z',
  );
  expect(new Date(fromZoned('2026-10-25T12:00', 'Europe/Berlin')).toISOString()).toBe(
    '2026-10-25T11:00:00.000Z',
  );
  expect(toZoned(Date.parse('2026-11-23T23:30:00Z'), 'Asia/Shanghai')).toBe('2026-11-24T07:30');
  const lateInShanghai = Date.parse('2026-11-23T17:00:00Z'); // Already the 24th there.
  expect(new Date(tomorrowAt(9, lateInShanghai, 'Asia/Shanghai')).toISOString()).toBe(
    '2026-11-25T01:00:00.000Z',
  );
});
