// People see and change their channel's rules where they talk, and code answers them.
import { expect, test } from 'vitest';
import { ruleWishIn } from '../../src/flow/rule-talk.ts';
import { KENJI, MAYA, startTeam } from '../support/team.ts';

test.each([
  ['<@U0LONGHAND> rules', { kind: 'list' }],
  ['<@U0LONGHAND> show me the rules of this channel', { kind: 'list' }],
  ['What are the rules?', { kind: 'list' }],
  ['<@U0LONGHAND> 本频道的规则有哪些？', { kind: 'list' }],
  ['<@U0LONGHAND> drop rule 3', { kind: 'drop', number: 3 }],
  ['<@U0LONGHAND> 删除规则 2', { kind: 'drop', number: 2 }],
  [
    '<@U0LONGHAND> change rule 2 to: We ship on Mondays only',
    { kind: 'change', number: 2, words: 'We ship on Mondays only' },
  ],
  ['修改规则2：周一发货', { kind: 'change', number: 2, words: '周一发货' }],
  ['<@U0LONGHAND> rule: never write to the client', { kind: 'add' }],
  ['<@U0LONGHAND> 新规则：不要把报价发给客户', { kind: 'add' }],
  ['<@U0LONGHAND> rule: never write to the client. Then compare the offers.', undefined],
  ['<@U0LONGHAND> do the rules of the tender allow this?', undefined],
  ['<@U0LONGHAND> drop rule 3 from the tender and compare again', undefined],
])('%s', (text, wish) => {
  expect(ruleWishIn(text)).toEqual(wish);
});

test('the list is shown, added to, changed and cut in the thread, without a model and for everyone to see', async () => {
  const team = await startTeam();
  const asks = async (as: string, words: string): Promise<string> => {
    const ts = team.says(as, words);
    return (await team.until(words, () => team.heard(ts)[0])).text;
  };
  await team.until('the seed', () => team.workspace.state.messagesIn('#ops').length > 1);
  await team.recorded(team.workspace.state.messagesIn('#ops')[0]?.ts ?? '');

  expect(await asks(MAYA, '@Longhand rules')).toContain('1. Rule: "We ship on Fridays only." (Kenji Mori,');
  expect(await asks(MAYA, '@Longhand rule: never write to the client')).toContain('Kept as rule 2');
  expect(await asks(KENJI, '@Longhand change rule 1 to: We ship on Mondays only')).toContain(
    'In place of rule 1 now holds rule 3',
  );
  expect(await asks(KENJI, '@Longhand drop rule 2')).toContain('Rule 2 holds no longer');
  expect(await asks(MAYA, '@Longhand drop rule 2')).toContain('There is no rule 2 that holds here.');
  const left = await asks(MAYA, '@Longhand 规则');
  expect(left).toContain('3. 规则: "We ship on Mondays only" (Kenji Mori,');
  expect(left).not.toContain('Fridays');

  expect(team.model.asked).toHaveLength(0);
  expect(await team.count('task')).toBe(0);
  // Who changed what is kept.
  expect(
    await team.rows('select number, status, changed_by from channel_rule order by number', []),
  ).toMatchObject([
    { number: 1, status: 'replaced', changed_by: KENJI },
    { number: 2, status: 'dropped', changed_by: KENJI },
    { number: 3, status: 'active' },
  ]);
});
