// The words that are ours on a poll.
import type { Language } from '../../flow/words.ts';

interface PollFixedWords {
  readonly answered: (answered: number, asked: number | undefined) => string;
  readonly closes: (when: string) => string;
  /** A person's id, `all`, `time`, or `stop` of its task. */
  readonly closed: (by: string) => string;
  readonly close: string;
  readonly for: (personId: string) => string;
}

export const POLL_WORDS: Readonly<Record<Language, PollFixedWords>> = {
  en: {
    answered: (answered, asked) =>
      asked === undefined ? `${answered} answered` : `${answered} of ${asked} answered`,
    closes: (when) => `open until ${when}`,
    closed: (by) =>
      by === 'all'
        ? 'closed: everyone answered'
        : by === 'time'
          ? 'closed: time is over'
          : by === 'stop'
            ? 'closed: the task that asked was stopped'
            : `closed by <@${by}>`,
    close: 'Close the poll',
    for: (personId) => `for <@${personId}>`,
  },
  zh: {
    answered: (answered, asked) =>
      asked === undefined ? `${answered} 人已投` : `${answered}/${asked} 人已投`,
    closes: (when) => `截止 ${when}`,
    closed: (by) =>
      by === 'all'
        ? '已结束：全部投完'
        : by === 'time'
          ? '已结束：时间到'
          : by === 'stop'
            ? '已结束：发起投票的任务已停止'
            : `已由 <@${by}> 结束`,
    close: '结束投票',
    for: (personId) => `由 <@${personId}> 发起`,
  },
};
