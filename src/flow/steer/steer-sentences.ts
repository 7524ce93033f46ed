// The sentences that answer whoever steers a task, in both languages.
import type { Following } from '../../task/follow.ts';
import type { Language } from '../words.ts';

type Sentence<Arguments extends readonly unknown[]> = Record<Language, (...values: Arguments) => string>;

export const STEERED = {
  stopped: {
    en: (who: string) =>
      `Stopped, as ${who} asked. What was done stays; a message here opens the task again.`,
    zh: (who: string) => `已按 ${who} 的要求停止。已完成的内容保留；在此回复即可重新开始。`,
  },
  goalDeleted: {
    en: () => 'The message with the goal was deleted, so I stopped. A message here opens the task again.',
    zh: () => '目标消息已被删除，我已停止。在此回复即可重新开始。',
  },
  messageEdited: {
    en: () => 'I saw that your message was edited, and go by what it says now.',
    zh: () => '看到你修改了消息，我会按现在的内容来做。',
  },
  messageDeleted: {
    en: () => 'A message that this rests on was deleted; I plan anew without it.',
    zh: () => '此任务所依据的一条消息已被删除，我会在没有它的情况下重新规划。',
  },
  goalEdited: {
    en: () => 'I saw the edit of the goal, and go by it from here on.',
    zh: () => '我看到目标已修改，接下来按新的内容进行。',
  },
  channelArchived: {
    en: () => 'This channel was archived, so I stopped. What was done stays.',
    zh: () => '此频道已归档，我已停止。已完成的内容保留。',
  },
  paused: {
    en: (who: string) => `Paused, as ${who} asked. Nothing runs until you say "resume".`,
    zh: (who: string) => `已按 ${who} 的要求暂停。说“继续”之前不会有任何操作。`,
  },
  held: {
    en: (who: string, owner: string) =>
      `${who} asked me to stop, so I hold still. ${owner} decides whether I go on, since it is their task.`,
    zh: (who: string, owner: string) => `${who} 要求停止，我先暂停。这是 ${owner} 的任务，由其决定是否继续。`,
  },
  resumed: {
    en: (who: string) => `Going on, as ${who} asked.`,
    zh: (who: string) => `已按 ${who} 的要求继续。`,
  },
  skipped: {
    en: (who: string, step: number, title: string) => `Step ${step} is left out, as ${who} asked: ${title}`,
    zh: (who: string, step: number, title: string) => `已按 ${who} 的要求跳过第 ${step} 步：${title}`,
  },
  retried: {
    en: (who: string, step: number, title: string) => `Step ${step} is done again, as ${who} asked: ${title}`,
    zh: (who: string, step: number, title: string) => `已按 ${who} 的要求重做第 ${step} 步：${title}`,
  },
  ownerGone: {
    en: (owner: string) =>
      `The account of ${owner}, whose task this is, was deactivated. I hold still until somebody takes it over.`,
    zh: (owner: string) => `任务所有者 ${owner} 的账号已停用。在有人接手之前，我不会继续。`,
  },
  loop: {
    en: () =>
      'This thread and I answer each other in circles, so I keep quiet here for two minutes. A message after that opens the task again.',
    zh: () => '此话题与我在循环互答，我先静默两分钟。之后的消息会重新开启任务。',
  },
  takenOver: {
    en: (who: string) => `${who} has taken this task over.`,
    zh: (who: string) => `${who} 已接手此任务。`,
  },
  suggestionTaken: {
    en: (owner: string, who: string, choice: string) => `${owner} takes what ${who} suggested: ${choice}`,
    zh: (owner: string, who: string, choice: string) => `${owner} 采纳了 ${who} 的建议：${choice}`,
  },
} satisfies Record<string, Sentence<never[]> | Sentence<never>>;

/** What came up in the work that nobody could expect, and what can be done about it. */
export const GUARD = {
  countTitle: {
    en: () => 'The numbers are far from what you said',
    zh: () => '数量与你所说的相差很大',
  },
  expected: { en: (words: string) => `You said: ${words}`, zh: (words: string) => `你说的是：${words}` },
  found: {
    en: (count: string, line: string) => `I found: ${count} (${line})`,
    zh: (count: string, line: string) => `我找到的是：${count}（${line}）`,
  },
  repeatTitle: { en: () => 'I am going round in circles', zh: () => '我在原地打转' },
  repeated: {
    en: (times: number, call: string) => `Made ${times} times, with the same outcome: ${call}`,
    zh: (times: number, call: string) => `已执行 ${times} 次，结果相同：${call}`,
  },
  changedTitle: { en: () => 'Something changed since we agreed', zh: () => '约定之后情况有变' },
  agreed: { en: (words: string) => `Agreed: “${words}”`, zh: (words: string) => `当时约定：“${words}”` },
  saysNow: { en: (text: string) => `It says now: “${text}”`, zh: (text: string) => `现在写的是：“${text}”` },
  deleted: { en: () => 'The message that says so was deleted.', zh: () => '该消息已被删除。' },
  personGone: {
    en: (who: string) => `The account of ${who}, whom the goal names, was deactivated.`,
    zh: (who: string) => `目标中提到的 ${who} 的账号已停用。`,
  },
  fileGone: {
    en: (name: string) => `The file ${name}, which this work has read, is gone.`,
    zh: (name: string) => `这项工作读过的文件 ${name} 已不存在。`,
  },
  question: { en: () => 'How do I go on?', zh: () => '接下来怎么做？' },
  stop: { en: () => 'Stop here', zh: () => '到此停止' },
  go: { en: () => 'Go on with what I found', zh: () => '按现在的情况继续' },
} satisfies Record<string, Sentence<never[]> | Sentence<never>>;

/** A wish of somebody whose task it is not, as the owner reads it. */
export const WISH: Record<Language, Record<'stop' | 'pause' | 'resume' | 'skip' | 'retry', string>> = {
  en: {
    stop: 'stop',
    pause: 'pause',
    resume: 'go on',
    skip: 'leave this step out',
    retry: 'do this step again',
  },
  zh: { stop: '停止', pause: '暂停', resume: '继续', skip: '跳过这一步', retry: '重做这一步' },
};

type Why = Extract<Following, `say-${string}`>;

export const WHY: Record<Why, Record<Language, string>> = {
  'say-settled': { en: 'This card is settled already.', zh: '此卡片已处理完毕。' },
  'say-at-rest': {
    en: 'Nothing runs here any more; a message in this thread opens the task again.',
    zh: '任务已结束；在此回复即可重新开始。',
  },
  'say-asking': {
    en: 'Nothing runs: I wait for an answer to the card above.',
    zh: '目前没有在执行：我在等待上方卡片的回答。',
  },
  'say-paused': { en: 'It is paused already. Say "resume" to go on.', zh: '已经暂停。说“继续”即可恢复。' },
  'say-running': { en: 'I am at it.', zh: '我正在处理。' },
  'say-no-steps': {
    en: 'There is no such step: say it with the number on the plan.',
    zh: '没有这一步：请使用计划中的步骤编号。',
  },
  'say-late-edit': {
    en: 'What is wanted was edited after the end of this task. Say "go on" here, and I do it as it stands now.',
    zh: '任务结束后，要求被修改。在此说“继续”，我会按新的内容重做。',
  },
  'say-owners': {
    en: 'That is for the owner of this task to say.',
    zh: '这需要由任务所有者决定。',
  },
};
