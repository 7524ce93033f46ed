import { expect, test } from 'vitest';
import { contraryTo } from '../../../src/agent/against/contrary.ts';

const DAY_S = 86_400;
const NOW_S = 1_763_900_000;
const said = (text: string, daysAgo = 3, by = 'U2') => {
  const message = `${NOW_S - daysAgo * DAY_S}.000100`;
  return { message, threadTs: message, by, text };
};
const found = (goal: string, ...all: readonly ReturnType<typeof said>[]) =>
  contraryTo({ text: goal, by: 'U1', ts: `${NOW_S}.000200` }, all).map(({ text }) => text);

test.each([
  ['Pay the office rent for November', 'The office rent was already paid on 5 November'],
  ['把十一月的房租付了', '十一月的房租 11 月 5 日已经付过了'],
  ['Book the Lisbon hotel for Maya', 'I have already booked a hotel in Lisbon for Maya'],
  ['Send the Orlo offer with the new discount', 'Already sent the offer with the discount to Orlo'],
  ['Close the duplicate tickets on the list', 'Please ignore my list of duplicate tickets, two are real'],
  ['Post the vendor price table', 'The vendor price table is obsolete'],
  ['Since the security audit is passed, publish the badge', 'Result of the security audit: not passed'],
  ['Remind Orlo, they have not answered our offer', 'Orlo answered! They accept the offer'],
  ['Delete the old backups under /backups', 'The only copy of the ledger is in the backups'],
  ['把旧备份删掉', '旧备份必须保留到审计结束'],
])('against "%s" stands "%s"', (goal, words) => {
  expect(found(goal, said('lunch at noon?'), said(words))).toEqual([words]);
});

test.each([
  ['Pay the office rent for November', 'The office rent for October was already paid', 3],
  ['把十一月的房租付了', '十月的房租已经付过了', 3],
  ['Pay the office rent', 'The office rent was already paid', 40],
  ['Pay the office rent', 'The office rent was not paid yet', 3],
  ['Send the reminder on the offer to Orlo', 'The offer to Orlo was already sent', 3],
  ['Book another hotel in Lisbon for Maya', 'I have already booked a hotel in Lisbon for Maya', 3],
  ['Do not send the offer to Orlo, only to Veldt', 'I send Orlo the offer on Monday', 3],
  ['Summarise the security audit', 'Result of the security audit: not passed', 3],
  ['Delete the draft', 'The only copy of the ledger is in the backups', 3],
])('against "%s" stands nothing in "%s"', (goal, words, daysAgo) => {
  expect(found(goal, said(words, daysAgo))).toEqual([]);
});

test('only their last word counts: whoever took a list back may have made a new one', () => {
  const back = said('Please ignore my list of duplicate tickets', 3);
  const fresh = said('Duplicate tickets, the new list: LH-1, LH-2', 1);
  expect(found('Close the duplicate tickets on the list', back, fresh)).toEqual([]);
  expect(found('Close the duplicate tickets on the list', back, { ...fresh, by: 'U3' })).toHaveLength(1);
});
