// The words that are ours on every message: everything else in it is the model's or a person's.
import { amountText } from '../../flow/work/amount-text.ts';
import type { Language, ScheduleAct, SpentBudget } from '../../flow/words.ts';
import type { Wish } from '../../task/signal.ts';
import type { TaskState } from '../../task/state.ts';
import { CARD_WORDS, type CardWords } from './card-words.ts';
import { bullets } from './pieces.ts';
import type { StepGroup } from './plan-steps.ts';
import { SOURCE_WORDS, type SourceWords } from './source-words.ts';
import { REVISION_WORDS, type RevisionWords } from './revision-words.ts';

export interface FixedWords extends CardWords, SourceWords {
  readonly task: (number: number) => string;
  readonly version: (version: number) => string;
  readonly brief: string;
  readonly assuming: string;
  readonly holdingTo: string;
  readonly despite: string;
  readonly briefHint: string;
  readonly revision: RevisionWords;
  readonly working: string;
  readonly waiting: string;
  readonly paused: string;
  readonly onBehalfOf: (who: string) => string;
  readonly replaced: string;
  readonly done: string;
  readonly failed: string;
  readonly stopped: string;
  readonly progress: (complete: number, all: number) => string;
  readonly stepGroup: (group: StepGroup) => string;
  readonly leftOut: string;
  readonly wish: Readonly<Record<Wish, string>>;
  readonly state: Readonly<Record<TaskState, string>>;
  readonly now: string;
  readonly stillToCome: string;
  readonly messagesWaiting: (count: number) => string;
  readonly sources: string;
  readonly readAt: (at: string) => string;
  readonly onlyFound: string;
  readonly asRead: string;
  readonly asReadTitle: string;
  readonly close: string;
  readonly moreThanFits: string;
  readonly effects: string;
  readonly effect: Readonly<Record<'done' | 'not-done' | 'unknown' | 'undone', string>>;
  readonly undo: (what: string) => string;
  readonly pleaseLook: string;
  readonly itHappened: string;
  readonly itDidNot: string;
  readonly restInFile: (name: string) => string;
  readonly fileName: (number: number) => string;
  readonly partReplaced: string;
  /** For whoever asked where Longhand may not speak. */
  readonly homeless: (refused: {
    channel: string;
    reason: string;
    /** What was wanted there. */
    goals: readonly string[];
  }) => string;
  /** A schedule as people call it. */
  readonly report: (number: number) => string;
  readonly acts: Readonly<Record<ScheduleAct, string>>;
  readonly sureToDelete: (number: number) => string;
  readonly goOnHere: string;
  readonly home: {
    readonly schedules: string;
    readonly none: string;
    readonly more: (count: number) => string;
  };
  readonly seconds: (seconds: number) => string;
  readonly minutes: (minutes: number, seconds: number) => string;
  readonly hours: (hours: number, minutes: number) => string;
  readonly tokens: (count: string) => string;
  readonly sourceCount: (count: number) => string;
  readonly budget: (used: string, limit: string) => string;
  readonly amount: (measure: SpentBudget['measure'], amount: number) => string;
}

const english: FixedWords = {
  task: (number) => `Task ${number}`,
  version: (version) => `version ${version}`,
  brief: 'Brief',
  assuming: 'Assuming',
  holdingTo: 'Holding to',
  despite: 'Done in spite of',
  briefHint: 'Tell me in the thread if something is off.',
  revision: REVISION_WORDS.en,
  ...CARD_WORDS.en,
  ...SOURCE_WORDS.en,
  working: 'Working',
  waiting: 'Waiting for an answer',
  paused: 'Paused',
  onBehalfOf: (who) => `For ${who}`,
  replaced: 'Replaced by a newer plan',
  done: 'Done',
  failed: 'Could not finish',
  stopped: 'Stopped',
  progress: (complete, all) => `${complete} of ${all} steps`,
  stepGroup: ({ from, to, all, done, failed, leftOut }) =>
    `${from === to ? `Step ${from}` : `Steps ${from}–${to}`} · ${done} of ${all} done${failed > 0 ? ` · ${failed} failed` : ''}${leftOut > 0 ? ` · ${leftOut} left out` : ''}`,
  leftOut: 'left out',
  wish: {
    stop: 'Cancel',
    pause: 'Pause',
    resume: 'Resume',
    skip: 'Skip this step',
    retry: 'Retry the step',
    take: 'Take it',
    'take-over': 'Take over',
  },
  state: {
    intake: 'Looking and understanding',
    asking: 'Waiting for an answer',
    working: 'Working',
    paused: 'Paused',
    done: 'Done',
    failed: 'Could not finish',
    stopped: 'Stopped',
  },
  now: 'Now',
  stillToCome: 'Still to come',
  messagesWaiting: (count) =>
    count === 1 ? 'One message waits to be taken.' : `${count} messages wait to be taken.`,
  sources: 'Sources',
  readAt: (at) => `read ${at}`,
  onlyFound: 'found by a search, not read',
  asRead: 'Show as it was read',
  asReadTitle: 'As it was read',
  close: 'Close',
  moreThanFits: '… There is more than fits here; ask in the thread for it as a file.',
  effects: 'What was done',
  effect: {
    done: 'Done',
    'not-done': 'Not done',
    unknown: 'I don’t know whether this happened',
    undone: 'Taken back',
  },
  undo: (what) => `Undo: ${what}`,
  pleaseLook: 'The answer was lost, and I could not find out. Please look: did it happen?',
  itHappened: 'It happened',
  itDidNot: 'It did not',
  restInFile: (name) => `This is only the beginning: the whole of it is in the file ${name}.`,
  fileName: (number) => `task-${number}-result.md`,
  partReplaced: 'This part was replaced by the message above.',
  homeless: ({ channel, reason, goals }) =>
    `I heard you in #${channel} and cannot answer there (${reason}):\n${bullets(goals)}\nInvite me with /invite @Longhand, or open the channel again, and mention me once more.`,
  report: (number) => `Report ${number}`,
  acts: {
    'switch-on': 'Switch on',
    trial: 'Trial run now',
    change: 'Change',
    drop: 'Drop',
    pause: 'Pause',
    resume: 'Resume',
    'skip-next': 'Skip next',
    'run-now': 'Run now',
    'try-again': 'Try again',
    'to-me': 'Send it to me instead',
    'take-over': 'Take it over',
    keep: 'Keep it',
    replay: 'Replay the last ten',
    'pause-until': 'Pause …',
    'hand-over': 'Hand over …',
    'skip-missed': 'Leave out missed times',
    'run-missed': 'Run late, once',
    delete: 'Delete',
  },
  sureToDelete: (number) => `Report ${number} will never come again. What it has said stays.`,
  goOnHere: 'Reply in the thread to go on with it.',
  home: {
    schedules: 'Your schedules',
    none: 'Nothing comes by itself yet. Write in a channel, for example: “@Longhand every working day at 9 post what changed here since yesterday”.',
    more: (count) => `and ${count} more: write “schedules” to me`,
  },
  seconds: (seconds) => `${seconds} s`,
  minutes: (minutes, seconds) => (seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`),
  hours: (hours, minutes) => (minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`),
  tokens: (count) => `${count} tokens`,
  sourceCount: (count) => (count === 1 ? '1 source' : `${count} sources`),
  budget: (used, limit) => `${used} of ${limit}`,
  amount: (measure, amount) => amountText(measure, amount, 'en'),
};

const chinese: FixedWords = {
  task: (number) => `任务 ${number}`,
  version: (version) => `第 ${version} 版`,
  brief: '任务说明',
  assuming: '我的假设',
  holdingTo: '必须遵守',
  despite: '仍然执行，尽管',
  briefHint: '如有不对，请在此消息列中告诉我。',
  revision: REVISION_WORDS.zh,
  ...CARD_WORDS.zh,
  ...SOURCE_WORDS.zh,
  working: '进行中',
  waiting: '等待回复',
  paused: '已暂停',
  onBehalfOf: (who) => `代 ${who} 发送`,
  replaced: '已由新的计划取代',
  done: '已完成',
  failed: '未能完成',
  stopped: '已停止',
  progress: (complete, all) => `${complete}/${all} 步`,
  stepGroup: ({ from, to, all, done, failed, leftOut }) =>
    `第 ${from === to ? from : `${from}–${to}`} 步 · 完成 ${done}/${all}${failed > 0 ? ` · 失败 ${failed}` : ''}${leftOut > 0 ? ` · 跳过 ${leftOut}` : ''}`,
  leftOut: '已跳过',
  wish: {
    stop: '取消',
    pause: '暂停',
    resume: '继续',
    skip: '跳过这一步',
    retry: '重试该步骤',
    take: '采纳',
    'take-over': '接手',
  },
  state: {
    intake: '正在了解情况',
    asking: '等待回复',
    working: '进行中',
    paused: '已暂停',
    done: '已完成',
    failed: '未能完成',
    stopped: '已停止',
  },
  now: '当前',
  stillToCome: '接下来',
  messagesWaiting: (count) => `有 ${count} 条消息待处理。`,
  sources: '来源',
  readAt: (at) => `读取于 ${at}`,
  onlyFound: '仅为搜索结果，未打开阅读',
  asRead: '查看读取时的内容',
  asReadTitle: '读取时的内容',
  close: '关闭',
  moreThanFits: '……内容超出此处可显示的范围；可在讨论串中要求以文件形式提供。',
  effects: '执行情况',
  effect: { done: '已完成', 'not-done': '未执行', unknown: '无法确定是否已发生', undone: '已撤销' },
  undo: (what) => `撤销：${what}`,
  pleaseLook: '对方的答复丢失，我无法查证。请帮忙确认：是否已经发生？',
  itHappened: '已经发生',
  itDidNot: '没有发生',
  restInFile: (name) => `这里只是开头，完整内容见文件 ${name}。`,
  fileName: (number) => `任务-${number}-结果.md`,
  partReplaced: '这部分已由上方的消息取代。',
  homeless: ({ channel, reason, goals }) =>
    `我在 #${channel} 看到了你的消息，但无法在那里回复（${reason}）：\n${bullets(goals)}\n请用 /invite @Longhand 邀请我，或恢复该频道，然后再次提及我。`,
  report: (number) => `定期报告 ${number}`,
  acts: {
    'switch-on': '启用',
    trial: '试运行',
    change: '修改',
    drop: '放弃',
    pause: '暂停',
    resume: '恢复',
    'skip-next': '跳过下一次',
    'run-now': '立即运行',
    'try-again': '重试',
    'to-me': '改为发给我',
    'take-over': '由我接手',
    keep: '保留',
    replay: '重放最近十次',
    'pause-until': '暂停…',
    'hand-over': '移交…',
    'skip-missed': '错过就跳过',
    'run-missed': '错过后补发一次',
    delete: '删除',
  },
  sureToDelete: (number) => `定期报告 ${number} 将不再生成。已发布的内容会保留。`,
  goOnHere: '在消息列中回复即可继续。',
  home: {
    schedules: '你的定时任务',
    none: '还没有定时任务。在频道里这样写即可：“@Longhand 每个工作日早上 9 点汇总昨天以来的变化”。',
    more: (count) => `另有 ${count} 个：给我发“日程”查看`,
  },
  seconds: (seconds) => `${seconds} 秒`,
  minutes: (minutes, seconds) => (seconds === 0 ? `${minutes} 分钟` : `${minutes} 分 ${seconds} 秒`),
  hours: (hours, minutes) => (minutes === 0 ? `${hours} 小时` : `${hours} 小时 ${minutes} 分`),
  tokens: (count) => `${count} tokens`,
  sourceCount: (count) => `${count} 个来源`,
  budget: (used, limit) => `${used} / ${limit}`,
  amount: (measure, amount) => amountText(measure, amount, 'zh'),
};

const BY_LANGUAGE: Record<Language, FixedWords> = { en: english, zh: chinese };

export function fixedWords(language: Language): FixedWords {
  return BY_LANGUAGE[language];
}
