// The words on the forms of a schedule, in both languages.
import type { FormFault } from '../../flow/schedule/schedule-form.ts';
import type { Language } from '../../flow/words.ts';

export interface ScheduleFormWords {
  readonly change: string;
  readonly pause: string;
  readonly handOver: string;
  readonly delete: string;
  /** The act and its report, within Slack's 24 characters. */
  readonly of: (act: string, number: number) => string;
  readonly save: string;
  readonly cancel: string;
  readonly goal: string;
  readonly days: string;
  readonly everyDay: string;
  readonly workingDays: string;
  readonly weekdays: readonly [string, string, string, string, string, string, string];
  readonly firstOfMonth: string;
  readonly lastFriday: string;
  readonly time: string;
  readonly at: string;
  readonly zone: string;
  readonly zoneHint: string;
  readonly channels: string;
  readonly people: string;
  readonly threadStays: string;
  readonly missed: string;
  readonly runOnce: string;
  readonly skip: string;
  readonly changedIn: string;
  readonly changedHint: string;
  readonly moved: string;
  readonly movedHint: string;
  readonly deputy: string;
  readonly deputyHint: string;
  readonly budget: string;
  readonly until: string;
  readonly untilHint: string;
  readonly newOwner: string;
  readonly sure: (number: number) => string;
  readonly fault: Readonly<Record<FormFault, string>>;
}

const english: ScheduleFormWords = {
  change: 'Change',
  pause: 'Pause',
  handOver: 'Hand over',
  delete: 'Delete',
  of: (act, number) => `${act} report ${number}`,
  save: 'Save',
  cancel: 'Cancel',
  goal: 'What to do each time',
  days: 'On which days',
  everyDay: 'Every day',
  workingDays: 'Every working day (Monday to Friday)',
  weekdays: [
    'Every Sunday',
    'Every Monday',
    'Every Tuesday',
    'Every Wednesday',
    'Every Thursday',
    'Every Friday',
    'Every Saturday',
  ],
  firstOfMonth: 'The first day of the month',
  lastFriday: 'The last Friday of the month',
  time: 'At',
  at: 'When',
  zone: 'Time zone',
  zoneHint: 'For example Europe/Berlin or Asia/Shanghai',
  channels: 'Goes to these channels',
  people: 'and to these people, as a direct message',
  threadStays: 'The thread that was agreed stays as well.',
  missed: 'Times that pass while Longhand is away',
  runOnce: 'One late run for all of them',
  skip: 'Leave them out',
  changedIn: 'Only if something was said in',
  changedHint: 'Empty: always',
  moved: 'Only if a figure moved by (%)',
  movedHint: 'Empty: always',
  deputy: 'Who decides when you are away',
  deputyHint: 'Empty: nobody',
  budget: 'What one run may cost (tokens)',
  until: 'Until',
  untilHint: 'Empty: until somebody resumes it',
  newOwner: 'Who gets it',
  sure: (number) => `Report ${number} will never come again. What it has said stays.`,
  fault: {
    'no-zone': 'There is no such time zone; one looks like Europe/Berlin.',
    'no-time': 'No such time ever comes.',
    past: 'This is not in the future.',
    private:
      'What is said in a private channel goes there or to you alone, and what is said in another private channel is not watched.',
    'unknown-place': 'Longhand is not in this channel, or it is archived. Invite it there first.',
    'no-place': 'It has to go somewhere.',
  },
};

const chinese: ScheduleFormWords = {
  change: '修改',
  pause: '暂停',
  handOver: '移交',
  delete: '删除',
  of: (act, number) => `${act}定期报告 ${number}`,
  save: '保存',
  cancel: '取消',
  goal: '每次要做的事',
  days: '哪些天',
  everyDay: '每天',
  workingDays: '每个工作日（周一至周五）',
  weekdays: ['每周日', '每周一', '每周二', '每周三', '每周四', '每周五', '每周六'],
  firstOfMonth: '每月第一天',
  lastFriday: '每月最后一个周五',
  time: '几点',
  at: '时间',
  zone: '时区',
  zoneHint: '例如 Asia/Shanghai 或 Europe/Berlin',
  channels: '发送到这些频道',
  people: '并私信给这些人',
  threadStays: '已约定的消息列保持不变。',
  missed: 'Longhand 不在线时错过的时间',
  runOnce: '合并为一次补发',
  skip: '跳过',
  changedIn: '仅当这些频道有新消息',
  changedHint: '留空：每次都发',
  moved: '仅当有数字变动达到（%）',
  movedHint: '留空：每次都发',
  deputy: '你不在时由谁决定',
  deputyHint: '留空：无代理',
  budget: '每次预算（token）',
  until: '暂停至',
  untilHint: '留空：直到有人恢复',
  newOwner: '交给谁',
  sure: (number) => `定期报告 ${number} 将不再生成。已发布的内容会保留。`,
  fault: {
    'no-zone': '没有这个时区，写法如 Asia/Shanghai。',
    'no-time': '这样的时间不会出现。',
    past: '这个时间已经过去。',
    private: '私有频道的内容只能发到该频道或只发给你，也不能监视别的私有频道。',
    'unknown-place': 'Longhand 不在该频道，或频道已归档。请先邀请它加入。',
    'no-place': '至少要有一个接收处。',
  },
};

const BY_LANGUAGE: Record<Language, ScheduleFormWords> = { en: english, zh: chinese };

export function scheduleFormWords(language: Language): ScheduleFormWords {
  return BY_LANGUAGE[language];
}
