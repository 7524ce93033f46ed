// The words that are ours on sources: what was read, where it is kept, and where it disagrees.
import type { Language } from '../../flow/words.ts';

export interface SourceWords {
  readonly lastRead: (links: string) => string;
  readonly notKept: string;
  readonly disagree: { readonly title: (count: number) => string; readonly more: (count: number) => string };
}

export const SOURCE_WORDS: Record<Language, SourceWords> = {
  en: {
    lastRead: (links) => `Read last: ${links}`,
    notKept:
      'Its words were not kept: this task had read more than is kept of one. The hash above says what stood there.',
    disagree: {
      title: (count) => (count === 1 ? 'Sources disagree' : `Sources disagree on ${count} points`),
      more: (count) => `… and ${count} more`,
    },
  },
  zh: {
    lastRead: (links) => `最近读过：${links}`,
    notKept: '此任务读过的内容超出保存上限，原文未保存；上方的哈希值可核对当时的内容。',
    disagree: {
      title: (count) => (count === 1 ? '来源说法不一' : `来源有 ${count} 处说法不一`),
      more: (count) => `……另有 ${count} 处`,
    },
  },
};
