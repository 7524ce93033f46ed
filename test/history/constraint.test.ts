// Rules are put before every turn: a sentence that only sounds like one must stay out.
import { expect, test } from 'vitest';
import { findRules } from '../../src/history/constraint.ts';

const NAMES = { person: () => undefined, channel: () => undefined };
const kindOf = (text: string) => findRules(text, NAMES)[0]?.kind;

test('commands that hold for good are constraints', () => {
  for (const text of [
    'Never write to the client without asking Priya.',
    'Please do not share the offers outside #procurement.',
    "Don't deploy on Fridays.",
    'We ship on Fridays only.',
    'We only ship on Fridays.',
    'We never discuss prices by mail.',
    'Nobody may change the production config alone.',
    'It is not allowed to post customer names here.',
    'Offers must not leave this channel.',
    'From now on all invoices go to Kenji first.',
    'Rule: two people look at every migration.',
    'Always ask Kenji before you order.',
    'Reminder: never paste passwords here!',
    '不要把报价发给客户。',
    '严禁在群里发送客户电话。',
    '以后请勿直接联系供应商。',
    '所有合同必须经过法务审核。',
    '客户资料不得外传给第三方',
    'Important, for everyone: *please do not contact the vendors before Friday 27 November.*',
    '规定：周五之后不再发布新版本。',
    '我们只在周五发布版本。',
  ])
    expect([text, kindOf(text)]).toEqual([text, 'constraint']);
});

test('explicit decisions are decisions', () => {
  for (const text of [
    'DECISION: we go with Kontora.',
    '*DECISION (11 November)*: the launch moves to *Thursday 10 December*, because the docks come late.',
    'We decided to move the launch to May.',
    'OK, we have agreed on 14 seats.',
    'It was decided that the office closes at 18:00.',
    '决定：采用云帆的方案。',
    '会上，我们一致决定推迟发布。',
    '经讨论，团队决定不再续约。',
  ])
    expect([text, kindOf(text)]).toEqual([text, 'decision']);
});

test('talk that only sounds like a rule is none', () => {
  for (const text of [
    'I must say the new room is great.',
    'We must finish this by Friday.',
    'You must be tired after the flight.',
    'We never got an answer from them.',
    'We only met twice so far.',
    'We may not make it by Friday.',
    "Don't worry about the invoice.",
    "Don't forget the cake!",
    "Don't send it, I will do it.",
    'Do not merge this yet.',
    'Never mind, found the file.',
    'Should we never deploy on Fridays?',
    'I decided to take the train.',
    'If the price rises, do not order.',
    'He said never to call him before nine.',
    'The server must have been down all night.',
    'Always a pleasure to work with them.',
    'They decided to go with someone else.',
    'have you decided on a date?',
    '> Never write to the client.',
    'try `never use this flag` in the config',
    '不要紧，我来处理。',
    '我们是不是必须周五完成？',
    '今天必须把报告发出去。',
    '如果价格上涨，不要下单。',
    '这个客户可能不要我们的方案了',
    '我决定坐火车去上海。',
  ])
    expect([text, findRules(text, NAMES)]).toEqual([text, []]);
});

test('the words are those of the sentence, and the rest of the message stays out', () => {
  expect(
    findRules(
      'Morning all! The new offers are in.\n• *Never* forward them to the client. Thanks, Maya',
      NAMES,
    ),
  ).toEqual([]);
  expect(
    findRules(
      'Morning all! The new offers are in.\n• Never forward offers to the client. Thanks, Maya',
      NAMES,
    ),
  ).toEqual([{ kind: 'constraint', words: 'Never forward offers to the client.' }]);
});
