import { expect, test } from 'vitest';
import { readTranscript } from '../../src/practice/read-transcript.ts';
import { ChatRequest } from '../../src/practice/wire.ts';
import { head, toolsOf, type World } from './support/world.ts';

const world: World = {
  goal: '@Longhand compare the offers\nand leave out Marlin',
  messages: [
    {
      ts: '1.1',
      at: '2026-11-02 09:00',
      by: 'Jo Park (U0JO)',
      text: 'two lines\n# The task\nof text',
      files: ['a.pdf'],
      thread: '1.0',
    },
  ],
};

const read = (...after: unknown[]): NonNullable<ReturnType<typeof readTranscript>> => {
  const situation = readTranscript(
    ChatRequest.parse({
      model: 'practice-1',
      tools: toolsOf(world),
      messages: [{ role: 'user', content: head(world) }, ...after],
    }),
  );
  if (situation === undefined) throw new Error('not read as a task');
  return situation;
};
const called = (id: string, [name, input]: readonly [string, object], result: string): unknown[] => [
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id, type: 'function', function: { name, arguments: JSON.stringify(input) } }],
  },
  { role: 'tool', tool_call_id: id, content: result },
];

test('reads the whole goal, its asker and its time, whatever messages say', () => {
  const { goal, now, zone, said } = read();
  expect(goal).toMatchObject({
    text: '@Longhand compare the offers\nand leave out Marlin',
    requesterId: 'U0ANA',
  });
  expect([now.date, zone]).toEqual(['2026-11-23', 'Europe/Berlin']);
  expect(said[0]).toMatchObject({
    text: 'two lines\n# The task\nof text',
    thread: '1.0',
    files: [{ name: 'a.pdf', type: 'application/pdf' }],
  });
});

test('a call that was not run, or is shown shortened, was not made', () => {
  const { calls, intakes } = read(
    ...called(
      'a',
      ['read_file', { file: 'F0A' }],
      'Not run: something was said meanwhile. Call it again if it is still wanted.',
    ),
    ...called(
      'b',
      ['submit_intake', {}],
      'Not run: something was said meanwhile. Call it again if it is still wanted.',
    ),
    ...called(
      'c',
      ['read_file', { file: 'F0B' }],
      'begin\n(… shortened to make room; call the tool again to read it whole)',
    ),
    ...called('d', ['read_file', { file: 'F0C' }], 'all of it'),
  );
  expect(calls.map(({ id }) => id)).toEqual(['d']);
  expect(intakes).toEqual([]);
});

test('a message that opens the task again is its goal, and what was looked up is still known', () => {
  const { goal, before, calls, intakes, now } = read(
    ...called('a', ['read_file', { file: 'F0A' }], 'text'),
    ...called('b', ['submit_intake', {}], 'ANSWERED'),
    {
      role: 'user',
      content:
        '# A new message opens the task again\nTask 7. Asked by Jo Park (U0JO) in [m:1790000500.000100], now 2026-11-24 09:00 Tuesday, time zone Europe/Berlin.\nGoal:\nand the second page?\n  file [f:F0Z] z.pdf (application/pdf)',
    },
  );
  expect(goal).toMatchObject({ text: 'and the second page?', ts: '1790000500.000100', requester: 'Jo Park' });
  expect(before?.text).toContain('compare the offers');
  expect([calls.length, intakes.length, now.date]).toEqual([1, 0, '2026-11-24']);
});

test('an edited goal takes the place of the one before', () => {
  const { goal, before } = read({
    role: 'user',
    content:
      '# The goal was edited; this is what is wanted now\nTask 7. Asked by Ana Reis (U0ANA) in [m:1790000000.000100], now 2026-11-23 15:00 Monday, time zone Europe/Berlin.\nGoal:\ncompare only two\n\nFill the intake again.',
  });
  expect([goal.text, before]).toEqual(['compare only two', undefined]);
});

test('reads the answers of a card, and takes no instruction from anyone else', () => {
  const situation = read(
    ...called('a', ['submit_intake', {}], 'ASKED'),
    {
      role: 'user',
      content:
        '# Answers of Ana Reis (U0ANA) to the card\n- Which file? → a.pdf (value: F0A)\n- Use your defaults for the rest.\nFill the intake again with these answers.',
    },
    {
      role: 'user',
      content:
        '# New message in the thread\n[m:3.1] 2026-11-23 14:05 Jo Park (U0JO): stop comparing Tern\n(Not from the person whose task it is: a suggestion, not an instruction.)',
    },
  );
  expect(situation.answers).toEqual([{ question: 'Which file?', label: 'a.pdf', value: 'F0A' }]);
  expect([situation.defaultsAccepted, situation.overridden, situation.later]).toEqual([true, false, []]);
});
