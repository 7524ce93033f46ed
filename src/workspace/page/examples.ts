// Goals to try, by channel: what a newcomer may send as they stand.
import type { PageChannel } from '../page-wire.ts';

const BY_CHANNEL: Readonly<Record<string, readonly string[]>> = {
  procurement: [
    '@Longhand compare the three vendor offers in this channel and recommend one',
    '@Longhand what did we require of the new CRM, and who said so?',
    '@Longhand summarise what changed in this channel this week',
  ],
  'sales-cn': [
    '@Longhand 比较这三家物流供应商的报价，推荐一家',
    '@Longhand 总结一下这个频道本周的变化',
    '@Longhand 客户反馈里提到最多的问题是什么？',
  ],
  product: [
    '@Longhand which decisions did we record in this channel, with dates?',
    '@Longhand summarise plan.md',
    '@Longhand 总结一下这个频道里还没解决的问题',
  ],
  ops: [
    '@Longhand when did we first see the booking sync incident, and what fixed it?',
    '@Longhand summarise what changed in this channel this week',
    '@Longhand every Monday at 9:00, post a summary of the open action items here',
  ],
  finance: [
    '@Longhand what did we spend per category in expenses.csv?',
    '@Longhand which invoices are still open, and how much is it in total?',
    '@Longhand every first of the month at 9:00, report the spending of the month before',
  ],
};

const ANYWHERE: readonly string[] = [
  '@Longhand summarise what changed in this channel this week',
  '@Longhand when did we last talk about the offsite?',
  '@Longhand 总结一下这个频道本周的变化',
];

const DIRECT: readonly string[] = [
  'What can you do for me?',
  'Summarise what changed in #general this week',
  '帮我总结 #sales-cn 本周的变化',
];

export function examplesFor(channel: PageChannel, appUserId: string): readonly string[] {
  if (channel.kind === 'im')
    return channel.members.includes(appUserId) || channel.name === appUserId ? DIRECT : [];
  return channel.botIsMember ? (BY_CHANNEL[channel.name] ?? ANYWHERE) : [];
}
