// A handoff from person to person through Longhand: offered on a card, answered by buttons, forms or words. No model is asked.
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Json } from '../../../src/workspace/model.ts';
import { KENJI, MAYA, smallSeed, startTeam, type Team } from '../../support/team.ts';

const text = (message: { text: string; blocks: readonly unknown[] } | undefined): string =>
  JSON.stringify(message?.blocks ?? []);

/** The card of the thread's handoff, as it stands. */
function cardIn(team: Team, threadTs: string): string {
  return text(team.heard(threadTs).findLast((message) => /\*(?:Handoff|交接) \d+\*/u.test(text(message))));
}

/** A card is changed in place, a moment after what changed it. */
function untilCard(team: Team, threadTs: string, ...words: readonly string[]): Promise<string> {
  return team.until(`the card says ${words.join(', ')}`, () => {
    const card = cardIn(team, threadTs);
    return words.every((one) => card.includes(one)) && card;
  });
}

async function heard(team: Team, threadTs: string, words: string): Promise<void> {
  await team.until(`"${words}"`, () => team.heard(threadTs).some((message) => message.text.includes(words)));
}

function buttonIn(
  blocks: readonly unknown[] | undefined,
  label: string,
): { blockId: string; actionId: string } {
  const Block = z.looseObject({
    block_id: z.string(),
    elements: z.array(z.looseObject({ action_id: z.string().optional() })),
  });
  const block = (blocks ?? []).flatMap((one) => Block.safeParse(one).data ?? []).at(-1);
  const element = block?.elements.find((one) => JSON.stringify(one).includes(label));
  return { blockId: block?.block_id ?? '', actionId: element?.action_id ?? '' };
}

/** Fills the form that a button opened. */
async function fill(team: Team, as: string, { words, ...more }: { words: string } & Json): Promise<void> {
  const view = await team.until('the form', () => team.workspace.state.modals(as).at(-1));
  const values = { words: { words: { type: 'plain_text_input', value: words } }, ...more };
  // Slack waits three seconds for the app; on a busy machine the answer may be kept and come too late.
  await team.workspace.act
    .submitView({ as, viewId: z.string().parse(view['id']), values })
    .catch((error: unknown) => expect(String(error)).toContain('app_did_not_respond'));
}

test('handed over by words: constraints and files go along word for word, it is accepted, and comes back with evidence', async () => {
  const team = await startTeam();
  const file = team.workspace.act.upload({ as: MAYA, name: 'offers.csv', data: 'Vendor,Price\n' });
  const ts = team.workspace.act.post({
    as: MAYA,
    channel: '#ops',
    text: 'Check the three offers. Do not write to the vendors.',
    files: [file],
  });
  await team.recorded(ts);
  team.says(
    MAYA,
    '@Longhand hand this to @Kenji, due tomorrow, otherwise tell @Maya: start with the prices',
    { threadTs: ts },
  );
  const offered = await untilCard(team, ts, 'Waiting for an answer');
  expect(offered).toContain('Check the three offers. Do not write to the vendors.');
  expect(offered).toContain('“Do not write to the vendors.”');
  expect(offered).toContain('offers.csv');
  expect(offered).toContain('start with the prices');
  expect(offered).toContain('18:00 (Asia/Tokyo)');
  expect(offered).toContain(`If late: <@${MAYA}>`);

  // Nobody else's click counts, and it is said whose it is.
  await team.click(MAYA, { threadTs: ts, text: 'Accept' });
  await heard(team, ts, "is <@U0KENJI>'s to answer");
  await team.click(KENJI, { threadTs: ts, text: 'Accept' });
  await heard(team, ts, '<@U0MAYA>, <@U0KENJI> took handoff 1');
  await untilCard(team, ts, '*Accepted*');

  await team.click(KENJI, { threadTs: ts, text: 'Return with the result…' });
  await fill(team, KENJI, { words: 'Offer B is cheapest: 4,180' });
  await heard(team, ts, 'returned handoff 1: Offer B is cheapest: 4,180');
  const returned = await untilCard(team, ts, 'What came back');
  expect(returned).toContain('Offer B is cheapest: 4,180');
  expect(returned).not.toContain('"actions"');
  expect(team.model.asked).toHaveLength(0);
  expect(await team.count('task')).toBe(0);
});

test('declined with a reason, countered with another date and agreed to, and taken back', async () => {
  const team = await startTeam();
  const give = async (goal: string): Promise<string> => {
    const ts = team.says(MAYA, goal);
    await team.recorded(ts);
    team.says(MAYA, '@Longhand hand this to @Kenji', { threadTs: ts });
    await untilCard(team, ts, 'Waiting for an answer');
    return ts;
  };

  const declined = await give('Order the chairs');
  team.workspace.faults.failNext('views.open', { error: 'expired_trigger_id' });
  await team.click(KENJI, { threadTs: declined, text: 'Decline…' });
  await team.until('a word for Kenji alone', () =>
    JSON.stringify(team.workspace.state.apiCalls('chat.postEphemeral')).includes('“decline: why”'),
  );
  await team.click(KENJI, { threadTs: declined, text: 'Decline…' });
  await fill(team, KENJI, { words: 'I have no budget for it' });
  await heard(team, declined, 'declined handoff 1: I have no budget for it');

  const countered = await give('Count the desks');
  await team.click(KENJI, { threadTs: countered, text: 'Suggest other terms…' });
  const seconds = Math.floor(team.clock.now().getTime() / 1000) + 7 * 24 * 3600;
  await fill(team, KENJI, {
    words: 'Only those on the first floor',
    due: { due: { type: 'datetimepicker', selected_date_time: seconds } },
  });
  await untilCard(team, countered, 'Only those on the first floor', 'Other terms suggested');
  await team.click(KENJI, { threadTs: countered, text: 'Agree' });
  await heard(team, countered, "is <@U0MAYA>'s to decide on");
  await team.click(MAYA, { threadTs: countered, text: 'Agree' });
  await heard(team, countered, 'agreed to your terms for handoff 2');
  await untilCard(team, countered, 'Agreed since', 'Only those on the first floor', 'Accepted');

  const back = await give('Paint the wall');
  team.says(MAYA, '@Longhand hand this to @Kenjo', { threadTs: back });
  await heard(
    team,
    back,
    'I know nobody here called “Kenjo”, so nothing was handed over. Did you mean Kenji Mori?',
  );
  team.says(KENJI, 'what colour?', { threadTs: back }); // Only talk.
  team.says(MAYA, "I'll do it myself", { threadTs: back });
  await heard(team, back, 'took handoff 3 back');
  team.says(KENJI, 'accept', { threadTs: back });
  expect(await untilCard(team, back, 'Taken back')).not.toContain('"actions"');
  expect(team.model.asked).toHaveLength(0);
});

test('一件事可以用中文交接、还价、同意和交回', async () => {
  const team = await startTeam();
  const ts = team.says(MAYA, '核对三份报价。不要联系供应商。');
  await team.recorded(ts);
  team.says(MAYA, '@Longhand 把这个交给@Kenji，明天前：先看价格', { threadTs: ts });
  const offered = await untilCard(team, ts, '等待答复');
  expect(offered).toContain('“不要联系供应商。”');
  expect(offered).toContain('先看价格');
  team.says(KENJI, '能不能改到12月30日', { threadTs: ts });
  await heard(team, ts, '提出不同条件');
  team.says(MAYA, '同意', { threadTs: ts });
  await heard(team, ts, '同意了你对交接 1 的条件');
  await untilCard(team, ts, '12月30日', '已接受');
  const done = team.says(KENJI, '完成了：乙方最便宜', { threadTs: ts });
  await heard(team, ts, '已交回交接 1：乙方最便宜');
  await team.until('a tick', () => team.reacted(done, 'white_check_mark'));
  team.says(MAYA, '@Longhand 我交出去了什么？', { threadTs: ts });
  await heard(team, ts, '你没有未结束的交接');
});

test('an absent receiver is told of before anything goes out; guests, bots and ended accounts get nothing', async () => {
  const seed = smallSeed();
  seed.people.push(
    { id: 'U0GUEST', name: 'gus', realName: 'Gus Guest', displayName: 'Gus', tz: 'UTC', isGuest: true },
    { id: 'U0GONE', name: 'gone', realName: 'Gone', displayName: 'Gone', tz: 'UTC', isDeactivated: true },
  );
  seed.channels[0]?.members.push('U0GUEST', 'U0GONE');
  const team = await startTeam({ seed });
  team.workspace.act.setStatus({ as: KENJI, text: 'On vacation', emoji: ':palm_tree:' });
  const ts = team.says(MAYA, 'Order the chairs');
  await team.recorded(ts);
  const give = (to: string): string => team.says(MAYA, `@Longhand hand this to ${to}`, { threadTs: ts });
  give('@Gus');
  await heard(team, ts, 'is a guest here');
  give('@Gone');
  await heard(team, ts, 'is deactivated');
  give('@Maya');
  await heard(team, ts, 'That is yourself');

  give('@Kenji');
  const asked = await untilCard(
    team,
    ts,
    'Not handed over yet',
    'Kenji Mori seems to be away: “On vacation”',
  );
  expect(asked).not.toContain('<@U0KENJI>'); // Slack would call him.
  await team.recorded(team.says(KENJI, 'accept', { threadTs: ts })); // He has not been asked.
  await team.click(MAYA, { threadTs: ts, text: 'Hand over anyway' });
  await untilCard(team, ts, 'Waiting for an answer');
  await heard(team, ts, '<@U0KENJI>, <@U0MAYA> hands this to you (handoff 1)');
});

test('outside of a private channel nothing of it goes out: the receiver is invited, or gets the giver’s words alone', async () => {
  const seed = smallSeed();
  seed.channels.push({ id: 'C0BOARD', name: 'board', kind: 'group', members: [MAYA], botIsMember: true });
  const team = await startTeam({ seed });
  const board = { channel: '#board' };
  const give = async (goal: string, note: string): Promise<string> => {
    const ts = team.says(MAYA, goal, board);
    await team.recorded(ts);
    team.says(MAYA, `@Longhand hand this to @Kenji: ${note}`, { ...board, threadTs: ts });
    await team.until('the doubt', () => cardOf(ts).includes('cannot read this channel'));
    return ts;
  };
  const cardOf = (ts: string): string =>
    text(team.heard(ts, '#board').findLast((message) => /\*(?:Handoff|交接) \d+\*/u.test(text(message))));
  const press = async (ts: string, label: string): Promise<void> => {
    const message = team.heard(ts, '#board').findLast((one) => text(one).includes(label));
    await team.workspace.act.click({
      as: MAYA,
      channel: '#board',
      ts: message?.ts ?? '',
      ...buttonIn(message?.blocks, label),
    });
  };

  const secret = await give('Sell the office. Never tell the press.', 'please call me about a building');
  await press(secret, 'Hand over without quotes');
  const im = team.workspace.act.openDm({ as: KENJI });
  const direct = await team.until('the direct message', () =>
    team.workspace.state.messagesIn(im).find((message) => text(message).includes('Waiting for an answer')),
  );
  expect(text(direct)).toContain('please call me about a building');
  expect(text(direct)).toContain('stay in the channel they were said in');
  expect(text(direct)).not.toContain('Sell the office');
  expect(text(direct)).not.toContain('press');
  // In a direct message there is nothing else it could be about.
  team.says(KENJI, "I'll take it", { channel: im });
  await team.until('it is taken', () =>
    team.heard(secret, '#board').some((one) => one.text.includes('took handoff 1')),
  );

  const shared = await give('Rent another one', 'with two rooms');
  team.workspace.act.invite({ as: MAYA, channel: '#board', user: KENJI });
  await press(shared, 'Hand over without quotes');
  await team.until('it is handed over here, whole', () => {
    const card = cardOf(shared);
    return (
      card.includes('Waiting for an answer') && card.includes('Rent another one') && card.includes('"Accept"')
    );
  });
});

test('to another channel it goes where both are, word for word; whoever accepts there has it, and both see it on their plates', async () => {
  const seed = smallSeed();
  seed.channels.push({
    id: 'C0BUY',
    name: 'buyers',
    kind: 'channel',
    members: [MAYA, KENJI],
    botIsMember: true,
  });
  const team = await startTeam({ seed });
  const ts = team.says(MAYA, 'Order the chairs. Never pay in advance.');
  await team.recorded(ts);
  team.says(MAYA, '@Longhand hand this to #other', { threadTs: ts });
  await heard(team, ts, 'I am not in <#C0OTHER>');
  team.says(MAYA, '@Longhand hand this to #buyers, due tomorrow', { threadTs: ts });
  const there = await team.until('the card there', () =>
    team.workspace.state
      .messagesIn('#buyers')
      .find((message) => text(message).includes('Waiting for an answer')),
  );
  expect(text(there)).toContain('“Never pay in advance.”');
  expect(cardIn(team, ts)).not.toContain('"Accept"');
  const { blockId, actionId } = buttonIn(there.blocks, '"Accept"');
  await team.workspace.act.click({ as: KENJI, channel: '#buyers', ts: there.ts, blockId, actionId });
  await heard(team, ts, '<@U0MAYA>, <@U0KENJI> took handoff 1');

  const im = team.workspace.act.openDm({ as: KENJI });
  const asks = (as: string, question: string, channel: string): Promise<string> => {
    const asked = team.says(as, question, { channel });
    return team.until(
      `an answer to ${question}`,
      () => text(team.heard(asked, channel)[0]) !== '[]' && text(team.heard(asked, channel)[0]),
    );
  };
  const mine = await asks(KENJI, 'what is on my plate?', im);
  expect(mine).toContain('Order the chairs');
  expect(mine).toContain('from <@U0MAYA>');
  expect(mine).toContain('Accepted since today');
  const given = await asks(MAYA, '@Longhand what did I hand off?', '#ops');
  expect(given).toContain('with <@U0KENJI>');
  // In another channel it is only counted.
  const elsewhere = await asks(MAYA, '@Longhand what did I hand off?', '#buyers');
  expect(elsewhere).toContain('1 more from other channels');
  expect(elsewhere).not.toContain('Order the chairs');
  expect(team.model.asked).toHaveLength(0);
});
