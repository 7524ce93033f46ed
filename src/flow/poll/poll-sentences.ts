// What people read beside a poll, in both languages.
import type { Language } from '../words.ts';
import type { Poll, Vote } from './store.ts';

type Sentence<Said extends readonly unknown[]> = Readonly<Record<Language, (...said: Said) => string>>;

interface PollSentences {
  readonly over: Sentence<[poll: Pick<Poll, 'question' | 'options'>, votes: readonly Vote[]]>;
  readonly late: Sentence<[personId: string]>;
  readonly notAsked: Sentence<[personId: string]>;
  readonly notTheirs: Sentence<[openedBy: string]>;
}

const tally = (options: readonly string[], votes: readonly Vote[]): string[] =>
  options.map((text, index) => `${text} ${votes.filter(({ option }) => option === index).length}`);

export const POLL_SENTENCES: PollSentences = {
  over: {
    en: ({ question, options }, votes) =>
      `The poll “${question}” is closed: ${tally(options, votes).join(', ')}.`,
    zh: ({ question, options }, votes) => `投票“${question}”已结束：${tally(options, votes).join('，')}。`,
  },
  late: {
    en: (personId) => `<@${personId}>, the poll was closed before your vote: it is not counted.`,
    zh: (personId) => `<@${personId}>，投票在你选择之前已结束，这一票不计入。`,
  },
  notAsked: {
    en: (personId) => `<@${personId}>, this poll asks others: your vote is not counted.`,
    zh: (personId) => `<@${personId}>，这次投票只问其他几位，你的一票不计入。`,
  },
  notTheirs: {
    en: (openedBy) => `Only <@${openedBy}> closes this poll before its time.`,
    zh: (openedBy) => `只有 <@${openedBy}> 可以提前结束这次投票。`,
  },
};
