// What code says about schedules, in both languages: their terms, how each due time ended, and what is to be decided.
import type { Why } from '../../schedule/why.ts';
import type { Language } from '../words.ts';

export interface ScheduleWords {
  readonly when: string;
  readonly next: string;
  readonly noneNext: string;
  readonly missed: string;
  readonly runOnce: string;
  readonly skipped: string;
  /** Behind either, where the other may well be wanted. */
  readonly orElse: string;
  readonly goesTo: string;
  readonly thread: (channel: string) => string;
  readonly direct: (who: string) => string;
  readonly onlyIf: string;
  readonly ifChanged: (channels: string) => string;
  readonly ifMoved: (percent: number) => string;
  readonly holdingTo: string;
  readonly budget: string;
  readonly tokens: (tokens: string) => string;
  readonly owner: string;
  readonly deputy: (who: string) => string;
  readonly state: string;
  readonly states: {
    readonly proposed: string;
    readonly on: string;
    readonly paused: (until: string | undefined) => string;
    readonly ended: string;
  };
  readonly version: (version: number, who: string, at: string) => string;
  readonly versions: string;
  readonly lastOnes: string;
  readonly ending: {
    readonly planned: string;
    readonly running: string;
    readonly delivered: string;
    readonly nothing: string;
    readonly skipped: string;
    readonly failed: (tries: number) => string;
  };
  readonly late: (minutes: number) => string;
  readonly why: (why: Why) => string;
  readonly proposal: string;
  readonly asList: (count: number) => string;
  readonly listTitle: (count: number) => string;
  readonly heading: (number: number, when: string, due: string) => string;
  readonly trialHeading: (number: number) => string;
  readonly replayHeading: (number: number, count: number) => string;
  readonly replayed: (state: 'running' | 'reported' | 'nothing' | 'failed', why: string) => string;
  readonly since: (due: string) => string;
  readonly newMessages: (count: number) => string;
  readonly pausedBecause: (number: number, why: string) => string;
  readonly pausedAfter: (number: number, failures: number, why: string) => string;
  readonly ownerGone: (number: number, who: string) => string;
  readonly unread: (number: number, count: number) => string;
  readonly copyClosed: string;
}

const english: ScheduleWords = {
  when: 'When',
  next: 'Next',
  noneNext: 'none',
  missed: 'Missed times',
  runOnce: 'one late run for all of them',
  skipped: 'left out',
  orElse: '. It comes often: is that what you want?',
  goesTo: 'Goes to',
  thread: (channel) => `a thread in ${channel}`,
  direct: (who) => `${who}, as a direct message`,
  onlyIf: 'Only if',
  ifChanged: (channels) => `something was said in ${channels} since the last report`,
  ifMoved: (percent) => `a figure of the report moved by ${percent} % or more`,
  holdingTo: 'Holding to',
  budget: 'Budget a run',
  tokens: (tokens) => `${tokens} tokens`,
  owner: 'Owner',
  deputy: (who) => `in their absence ${who}`,
  state: 'State',
  states: {
    proposed: 'not switched on yet',
    on: 'on',
    paused: (until) => (until === undefined ? 'paused' : `paused until ${until}`),
    ended: 'ended',
  },
  version: (version, who, at) => `version ${version}, by ${who} on ${at}`,
  versions: 'Versions',
  lastOnes: 'Last',
  ending: {
    planned: 'planned',
    running: 'running',
    delivered: 'delivered',
    nothing: 'nothing to say',
    skipped: 'skipped',
    failed: (tries) => (tries > 1 ? `failed after ${tries} tries` : 'failed'),
  },
  late: (minutes) => `${minutes} min late`,
  why: (why) => {
    switch (why.kind) {
      case 'away':
        return `missed while Longhand was away${about(why.about, (count) => `, with about ${count} more`)}`;
      case 'stood-for':
        return `missed while Longhand was away; one late run stands for it${about(why.about, (count) => ` and for about ${count} more`)}`;
      case 'paused':
        return 'the schedule was paused';
      case 'left-out':
        return 'left out, as asked';
      case 'ended':
        return 'the schedule had ended';
      case 'unchanged':
        return 'nothing was said since the last report';
      case 'unmoved':
        return `no figure moved by ${why.percent} %`;
      case 'owner-gone':
        return 'its owner has left';
      case 'place-gone':
        return goneEnglish(why);
      case 'unreadable':
        return `its times can no longer be read: ${why.reason}`;
      case 'stopped':
        return 'somebody stopped it';
      case 'failed':
        return why.reason;
    }
  },
  proposal: 'Switch this on?',
  asList: (count) => (count === 0 ? 'There are no schedules here.' : 'Schedules'),
  listTitle: (count) => (count === 1 ? '1 schedule' : `${count} schedules`),
  heading: (number, when, due) => `Report ${number} · ${when} · ${due}`,
  trialHeading: (number) => `Trial of report ${number}, which only you see`,
  replayHeading: (number, count) =>
    `Replay of report ${number} over its last ${count} due times: what it would have posted, and nothing was`,
  replayed: (state, why) => {
    switch (state) {
      case 'reported':
        return 'would have posted';
      case 'nothing':
        return 'would have said nothing';
      case 'failed':
        return `would have failed: ${why}`;
      case 'running':
        return 'still running';
    }
  },
  since: (due) => `Since the report of ${due}`,
  newMessages: (count) => (count === 1 ? '1 new message' : `${count} new messages`),
  pausedBecause: (number, why) => `Report ${number} is paused: ${why}. What shall happen with it?`,
  pausedAfter: (number, failures, why) =>
    `Report ${number} is paused: it failed ${failures} times in a row, last because ${why}. What shall happen with it?`,
  ownerGone: (number, who) =>
    `Report ${number} is paused: ${who}, whose report it is, has left. Who takes it over?`,
  unread: (number, count) =>
    `Nobody has answered or reacted to the last ${count} of report ${number} for a month. Shall it end?`,
  copyClosed:
    'I cannot go on with this report here: not everyone here may read what it was made from. Reply under it in its own channel.',
};

const chinese: ScheduleWords = {
  when: '时间',
  next: '接下来',
  noneNext: '无',
  missed: '错过的时间',
  runOnce: '合并为一次补发',
  skipped: '跳过',
  orElse: '。它很频繁，这样可以吗？',
  goesTo: '发送到',
  thread: (channel) => `${channel} 的消息列`,
  direct: (who) => `私信给 ${who}`,
  onlyIf: '仅当',
  ifChanged: (channels) => `上次报告后 ${channels} 有新消息`,
  ifMoved: (percent) => `报告中有数字变动达到 ${percent}%`,
  holdingTo: '必须遵守',
  budget: '每次预算',
  tokens: (tokens) => `${tokens} token`,
  owner: '负责人',
  deputy: (who) => `不在时由 ${who} 代理`,
  state: '状态',
  states: {
    proposed: '尚未启用',
    on: '已启用',
    paused: (until) => (until === undefined ? '已暂停' : `暂停至 ${until}`),
    ended: '已结束',
  },
  version: (version, who, at) => `第 ${version} 版，${who} 修改于 ${at}`,
  versions: '版本',
  lastOnes: '最近',
  ending: {
    planned: '已安排',
    running: '进行中',
    delivered: '已送达',
    nothing: '无可报告',
    skipped: '已跳过',
    failed: (tries) => (tries > 1 ? `尝试 ${tries} 次后失败` : '失败'),
  },
  late: (minutes) => `迟了 ${minutes} 分钟`,
  why: (why) => {
    switch (why.kind) {
      case 'away':
        return `Longhand 不在线时错过${about(why.about, (count) => `，另有约 ${count} 次`)}`;
      case 'stood-for':
        return `Longhand 不在线时错过，已由一次补发代替${about(why.about, (count) => `（连同另外约 ${count} 次）`)}`;
      case 'paused':
        return '定时任务已暂停';
      case 'left-out':
        return '按要求跳过';
      case 'ended':
        return '定时任务已结束';
      case 'unchanged':
        return '上次报告后没有新消息';
      case 'unmoved':
        return `没有数字变动达到 ${why.percent}%`;
      case 'owner-gone':
        return '负责人已离开';
      case 'place-gone':
        return goneChinese(why);
      case 'unreadable':
        return `时间已无法识别：${why.reason}`;
      case 'stopped':
        return '被人停止';
      case 'failed':
        return why.reason;
    }
  },
  proposal: '要启用这个定时任务吗？',
  asList: (count) => (count === 0 ? '这里没有定时任务。' : '定时任务'),
  listTitle: (count) => `${count} 个定时任务`,
  heading: (number, when, due) => `定期报告 ${number} · ${when} · ${due}`,
  trialHeading: (number) => `定期报告 ${number} 的试运行，仅你可见`,
  replayHeading: (number, count) =>
    `重放定期报告 ${number} 最近 ${count} 次：以下是本会发布的内容，实际未发布`,
  replayed: (state, why) => {
    switch (state) {
      case 'reported':
        return '本会发布';
      case 'nothing':
        return '本不会发布';
      case 'failed':
        return `本会失败：${why}`;
      case 'running':
        return '仍在运行';
    }
  },
  since: (due) => `自 ${due} 的报告以来`,
  newMessages: (count) => `${count} 条新消息`,
  pausedBecause: (number, why) => `定期报告 ${number} 已暂停：${why}。要怎么处理？`,
  pausedAfter: (number, failures, why) =>
    `定期报告 ${number} 已暂停：连续失败 ${failures} 次，最近一次的原因是：${why}。要怎么处理？`,
  ownerGone: (number, who) => `定期报告 ${number} 已暂停：负责人 ${who} 已离开。由谁接手？`,
  unread: (number, count) => `定期报告 ${number} 最近 ${count} 次在一个月内无人回复或回应。要结束它吗？`,
  copyClosed: '我不能在这里继续这份报告：这里并非所有人都能看到它的来源。请在它所属的频道中回复。',
};

type PlaceGone = Extract<Why, { kind: 'place-gone' }>;

function goneEnglish({ channelId, reason }: PlaceGone): string {
  if (/^[UW]/u.test(channelId)) return `<@${channelId}> takes no messages (${reason})`;
  if (reason === 'is_archived') return `<#${channelId}> is archived`;
  if (reason === 'not_in_channel') return `Longhand is not in <#${channelId}> any more`;
  return `<#${channelId}> takes no messages (${reason})`;
}

function goneChinese({ channelId, reason }: PlaceGone): string {
  if (/^[UW]/u.test(channelId)) return `<@${channelId}> 无法接收消息（${reason}）`;
  if (reason === 'is_archived') return `<#${channelId}> 已归档`;
  if (reason === 'not_in_channel') return `Longhand 已不在 <#${channelId}> 中`;
  return `<#${channelId}> 无法接收消息（${reason}）`;
}

function about(count: number | undefined, say: (count: number) => string): string {
  return count === undefined ? '' : say(count);
}

const BY_LANGUAGE: Record<Language, ScheduleWords> = { en: english, zh: chinese };

export function scheduleWords(language: Language): ScheduleWords {
  return BY_LANGUAGE[language];
}
