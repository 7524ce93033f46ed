import { expect, test } from 'vitest';
import { typedAs, type TakeMessage } from '../../src/agent/take-message.ts';

const LIES: readonly (readonly [TakeMessage['kind'], string, boolean, TakeMessage['kind']])[] = [
  ['talk', 'could you take the other file instead?', false, 'revision'],
  ['talk', '这里不对', false, 'revision'],
  ['answer', 'no, I meant Q4', false, 'revision'],
  ['talk', 'mind the currency', true, 'addition'],
  ['talk', 'lunch at noon?', false, 'talk'],
  ['question', 'which of them is wrong? change it to Q4', false, 'question'],
  ['addition', 'per seat', false, 'addition'],
  ['answer', 'the second one', true, 'answer'],
];

test.each(LIES)('the model says %s of "%s" (by name: %s): it is %s', (...[kind, text, namesUs, is]) => {
  expect(typedAs({ kind }, { text, namesUs })).toBe(is);
});
