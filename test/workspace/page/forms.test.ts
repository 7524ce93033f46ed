// What a form says before it is sent.
import { expect, test } from 'vitest';
import { complaintsOf } from '../../../src/workspace/page/blocks/required.ts';
import { initialValues } from '../../../src/workspace/page/blocks/values.ts';

const input = (element: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) => ({
  type: 'input',
  block_id: 'b',
  label: { type: 'plain_text', text: 'Label' },
  element: { action_id: 'a', ...element },
  ...more,
});

function complaint(block: Readonly<Record<string, unknown>>, value?: Readonly<Record<string, unknown>>) {
  const values = value === undefined ? initialValues([block]) : { b: { a: value } };
  return complaintsOf([block], values)['b'];
}

test.each([
  'plain_text_input',
  'static_select',
  'multi_users_select',
  'datepicker',
  'datetimepicker',
  'checkboxes',
  'file_input',
  'rich_text_input',
  'conversations_select',
])('an empty %s is asked for, unless it is optional', (type) => {
  expect(complaint(input({ type }))).toBe('Please complete this required field.');
  expect(complaint(input({ type }, { optional: true }))).toBeUndefined();
});

test('what was written has to be what it says it is', () => {
  const number = input({ type: 'number_input', min_value: '1', max_value: '9' });
  expect(complaint(number, { value: 'ten' })).toMatch(/valid number/);
  expect(complaint(number, { value: '1.5' })).toMatch(/whole number/);
  expect(complaint(number, { value: '12' })).toMatch(/at most 9/);
  expect(complaint(number, { value: '5' })).toBeUndefined();

  expect(complaint(input({ type: 'email_text_input' }), { value: 'chen at example' })).toMatch(/email/);
  expect(complaint(input({ type: 'email_text_input' }), { value: 'chen@example.com' })).toBeUndefined();
  expect(complaint(input({ type: 'url_text_input' }), { value: 'no' })).toMatch(/URL/);

  const long = input({ type: 'plain_text_input', min_length: 3, max_length: 5 });
  expect(complaint(long, { value: 'ab' })).toMatch(/at least 3/);
  expect(complaint(long, { value: 'abcdef' })).toMatch(/at most 5/);
});

test('a form begins with the values its app gave it, whatever kind they are', () => {
  const blocks = [
    input({ type: 'multi_users_select', initial_users: ['U1'] }),
    {
      type: 'actions',
      block_id: 'c',
      elements: [{ type: 'datetimepicker', action_id: 'd', initial_date_time: 9 }],
    },
    {
      type: 'container',
      child_blocks: [{ ...input({ type: 'users_select', initial_user: 'U2' }), block_id: 'e' }],
    },
  ];
  expect(initialValues(blocks)).toEqual({
    b: { a: { type: 'multi_users_select', selected_users: ['U1'] } },
    c: { d: { type: 'datetimepicker', selected_date_time: 9 } },
    e: { a: { type: 'users_select', selected_user: 'U2' } },
  });
});
