// What is said when work is handed to Longhand, in both languages.
import type { Language } from '../words.ts';

type Sentence<Arguments extends readonly unknown[]> = Record<Language, (...values: Arguments) => string>;

export const HANDED_IN = {
  taken: {
    en: (who: string, n: number) => `${who} handed the message above to me (handoff ${n}).`,
    zh: (who: string, n: number) => `${who} 把上面的消息交给了我（交接 ${n}）。`,
  },
  byWorkflow: {
    en: (who: string) => `A workflow hands this to me for ${who}:`,
    zh: (who: string) => `工作流代 ${who} 交给我：`,
  },
  atWork: {
    en: (who: string, n: number) =>
      `${who}, task ${n} is open in this thread already: say here what you want of it.`,
    zh: (who: string, n: number) => `${who}，此消息列中已有进行中的任务 ${n}，请直接在这里说明。`,
  },
  notHere: {
    en: (channel: string) =>
      `I am not in ${channel}, so I cannot take this. Invite me with /invite @Longhand and hand it over again.`,
    zh: (channel: string) => `我不在 ${channel} 中，无法接手。请用 /invite @Longhand 邀请我后再交给我。`,
  },
  notTheirs: {
    en: (channel: string) => `The person of this step is no full member of ${channel}, so nothing was begun.`,
    zh: (channel: string) => `该步骤中的人不是 ${channel} 的正式成员，因此没有开始。`,
  },
  nothing: { en: () => 'This step names no goal.', zh: () => '该步骤没有写明目标。' },
  unfinished: {
    en: (reason: string) => `Longhand did not finish this: ${reason}`,
    zh: (reason: string) => `Longhand 未能完成：${reason}`,
  },
  seeThread: {
    en: () => 'Done; the result stands in its thread.',
    zh: () => '已完成；结果在对应的消息列中。',
  },
} satisfies Record<string, Sentence<never[]> | Sentence<never>>;
