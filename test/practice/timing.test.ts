// When something is to come, as people say it in both languages: read as it is meant, and asked where it may be two things.
import { expect, test } from 'vitest';
import { zoneIn } from '../../src/practice/goals/once.ts';
import { recognisesRecurring } from '../../src/practice/goals/recurring.ts';
import { timingIn } from '../../src/practice/goals/timing.ts';

/** A Friday. */
const NOW = { date: '2026-11-27', time: '07:00' };

/** The expression, moment or minutes; behind a question mark what it may mean. */
function readAs(text: string, later: readonly string[] = []): string {
  const timing = timingIn({ text, later, now: NOW, language: 'en' });
  if (timing === undefined) return 'nothing';
  const value =
    timing.kind === 'said' ? timing.value : `? ${timing.options.map((option) => option.value).join(' | ')}`;
  const zone = zoneIn(text)?.zone;
  return zone === undefined ? value : `${value} in ${zone}`;
}

test.each([
  ['every working day at 9 post what changed in #deals since yesterday', '0 9 * * 1-5'],
  ['on the last Friday of the month at 16:00 summarise this channel', '0 16 * * 5L'],
  [
    'on the last Friday of the month summarise this channel',
    '? 0 9 * * 5L | 0 8 * * 5L | 0 12 * * 5L | 0 17 * * 5L',
  ],
  ['in 20 minutes remind us to send the timesheets', '20'],
  ['tomorrow 8:00 Berlin time tell us what is open', '2026-11-28T08:00 in Europe/Berlin'],
  ['every Monday at 9:30 post the open questions', '30 9 * * 1'],
  ['every weekday at 5:30pm summarise the channel', '30 17 * * 1-5'],
  ['each Tuesday and Thursday at 14:00 remind us of the standup', '0 14 * * 2,4'],
  ['Mondays at 10 am post the agenda', '0 10 * * 1'],
  ['on Mondays at 10 post the agenda', '0 10 * * 1'],
  ['every first Monday of the month at 9 post the numbers', '0 9 * * 1#1'],
  ['on the 1st of every month at 8:00 post the invoice list', '0 8 1 * *'],
  ['every month on the 15th at noon remind us of payroll', '0 12 15 * *'],
  ['every two weeks on Friday at 15:00 summarise', '? 0 15 * * 5#1,5#3 | 0 15 * * 5 | 0 15 1,15 * *'],
  ['every other Monday at 9 summarise', '? 0 9 * * 1#1,1#3 | 0 9 * * 1 | 0 9 1,15 * *'],
  ['every 15 minutes check the channel', '*/15 * * * *'],
  ['every hour post what is new', '0 * * * *'],
  ['hourly post what is new', '0 * * * *'],
  ['daily at 18:00 summarise the day', '0 18 * * *'],
  ['every morning at 8 summarise what happened', '0 8 * * *'],
  ['every evening at 7 summarise what happened', '0 19 * * *'],
  ['twice a day at 9 and 17 summarise', '0 9,17 * * *'],
  ['every quarter on the first day at 9 post the numbers', '0 9 1 1,4,7,10 *'],
  ['on the last working day of the month at 17:00 remind us to send timesheets', '0 17 LW * *'],
  ['on the last day of the month at 17:00 remind us', '0 17 L * *'],
  ['in two hours remind us to call the vendor', '120'],
  ['in half an hour remind me to check the build', '30'],
  ['in an hour remind us', '60'],
  ['next Monday at 9 remind us to send the report', '2026-11-30T09:00'],
  ['on Friday at 16:00 remind us to submit hours', '2026-11-27T16:00'],
  ['tomorrow at noon post what is open', '2026-11-28T12:00'],
  ['tonight at 8pm tell us who is on call', '2026-11-27T20:00'],
  ['on 4 December at 10:00 remind us about the review', '2026-12-04T10:00'],
  ['on 2026-12-24 at 9:00 say that we are closed', '2026-12-24T09:00'],
  ['every day at 9 New York time post the news of this channel', '0 9 * * * in America/New_York'],
  ['every weekday 09:00 Europe/Berlin post what changed', '0 9 * * 1-5 in Europe/Berlin'],
  ['every weekday at 25:00 post what changed', '? 0 9 * * 1-5 | 0 8 * * 1-5 | 0 12 * * 1-5 | 0 17 * * 1-5'],
  ['every Sunday at midnight summarise the week', '0 0 * * 0'],
  ['every Monday to Thursday at 9 post what changed', '0 9 * * 1-4'],
  ['from Monday to Friday at 9 post what changed', '0 9 * * 1-5'],
  ['at 9 every Monday post what changed', '0 9 * * 1'],
  ['post what changed here every working day at quarter past nine', '15 9 * * 1-5'],
  ['every working day at half past five pm summarise', '30 17 * * 1-5'],
  ['every working day summarise', '? 0 9 * * 1-5 | 0 8 * * 1-5 | 0 12 * * 1-5 | 0 17 * * 1-5'],
  ['每个工作日早上九点汇总本频道昨天以来的变化', '0 9 * * 1-5'],
  ['每周一早上九点汇总上周的客户反馈', '0 9 * * 1'],
  ['每月最后一个周五下午四点汇总', '0 16 * * 5L'],
  ['每月最后一个周五汇总', '? 0 9 * * 5L | 0 8 * * 5L | 0 12 * * 5L | 0 17 * * 5L'],
  ['每个工作日下午五点半汇总今天的讨论', '30 17 * * 1-5'],
  ['20分钟后提醒我们交工时表', '20'],
  ['二十分钟后提醒我们交工时表', '20'],
  ['两个小时后提醒我给客户回电话', '120'],
  ['半小时后提醒我们开会', '30'],
  ['明天早上八点柏林时间告诉我们还有什么没做', '2026-11-28T08:00 in Europe/Berlin'],
  ['明天上午10点提醒我们', '2026-11-28T10:00'],
  ['今晚八点提醒我们', '2026-11-27T20:00'],
  ['后天下午三点半提醒我们', '2026-11-29T15:30'],
  ['下周一早上九点提醒我们交报告', '2026-11-30T09:00'],
  ['本周五下午四点提醒大家交工时', '2026-11-27T16:00'],
  ['12月4日上午十点提醒我们评审', '2026-12-04T10:00'],
  ['每天早上8:30汇总', '30 8 * * *'],
  ['每天晚上七点汇总', '0 19 * * *'],
  ['每天中午汇总', '0 12 * * *'],
  ['每周二和周四下午两点提醒站会', '0 14 * * 2,4'],
  ['每周一、三、五上午十点汇总', '0 10 * * 1,3,5'],
  ['周一到周五早上九点汇总', '0 9 * * 1-5'],
  ['周一至周五每天早上九点汇总', '0 9 * * 1-5'],
  ['每月1号早上八点发票清单', '0 8 1 * *'],
  ['每月15日中午提醒发工资', '0 12 15 * *'],
  ['每月最后一个工作日下午五点提醒', '0 17 LW * *'],
  ['每月第一个周一早上九点汇总', '0 9 * * 1#1'],
  ['每隔两周周五下午三点汇总', '? 0 15 * * 5#1,5#3 | 0 15 * * 5 | 0 15 1,15 * *'],
  ['每小时汇总一次新消息', '0 * * * *'],
  ['每15分钟看一下', '*/15 * * * *'],
  ['每季度第一天早上九点汇总', '0 9 1 1,4,7,10 *'],
  ['每个工作日汇总', '? 0 9 * * 1-5 | 0 8 * * 1-5 | 0 12 * * 1-5 | 0 17 * * 1-5'],
  ['每逢周末上午十点汇总', '0 10 * * 0,6'],
  ['每天九点一刻汇总', '15 9 * * *'],
  ['每天下午一点四十五分汇总', '45 13 * * *'],
  ['一小时后提醒我们', '60'],
  ['every Monday at 5 post the agenda', '? 0 17 * * 1 | 0 5 * * 1'],
  ['next Friday at 10 remind us of the review', '2026-12-04T10:00'],
  [
    'remind us tomorrow to send the report',
    '? 2026-11-28T09:00 | 2026-11-28T08:00 | 2026-11-28T12:00 | 2026-11-28T17:00',
  ],
  ['in three days remind us to renew', '4320'],
  ['every 7 minutes check the channel', '? 0 9 * * *'],
  ['every weekend at 11:00 say what is open', '0 11 * * 0,6'],
  ['weekly at 9 post the numbers', '? 0 9 * * 1 | 0 9 * * 5'],
  ['every Sunday to Tuesday at 9 post', '0 9 * * 0-2'],
  ['每周一五点汇总', '? 0 9 * * 1 | 0 8 * * 1 | 0 12 * * 1 | 0 17 * * 1'],
  ['每天下午5:30汇总', '30 17 * * *'],
  ['每天晚上十二点汇总', '0 0 * * *'],
  ['每周汇总', '? 0 9 * * 1 | 0 9 * * 5'],
  ['明天提醒我们交报告', '? 2026-11-28T09:00 | 2026-11-28T08:00 | 2026-11-28T12:00 | 2026-11-28T17:00'],
  ['三天后提醒我们续约', '4320'],
  ['一个半小时后提醒我们', '90'],
  ['每周五和周日下午三点汇总', '0 15 * * 5,0'],
])('%s is %s', (text, meant) => {
  expect(readAs(text)).toBe(meant);
  expect(recognisesRecurring(`@Longhand ${text}`)).toBe(true);
});

test('what was open is settled by words that come later', () => {
  expect(readAs('every Monday at 5 post the agenda', ['5 pm'])).toBe('0 17 * * 1');
  expect(readAs('每个工作日汇总', ['早上八点一刻'])).toBe('15 8 * * 1-5');
});

test.each([
  'summarise the weekly report',
  'what was decided in the last two weeks?',
  'tell us what Kenji said on Monday at 9:00',
  'compare the offers of 4 December 8:00',
  '总结周一到周五的讨论',
  '上周五下午三点说了什么？',
  '汇总上周五的反馈',
])('sets up nothing for "%s"', (text) => {
  expect(recognisesRecurring(`@Longhand ${text}`)).toBe(false);
});
