// What is said of a channel's rules when people ask for them or change them, in both languages.
import type { Language } from './words.ts';

export interface RuleSentences {
  readonly heading: (count: number) => string;
  readonly none: string;
  /** How the list is changed; `name` is what people call Longhand by. */
  readonly how: string;
  readonly rule: string;
  readonly decided: string;
  readonly kept: (number: number, words: string) => string;
  readonly dropped: (number: number, words: string) => string;
  readonly changed: (former: number, number: number, words: string) => string;
  readonly noSuch: (number: number) => string;
}

const SENTENCES: Readonly<Record<Language, RuleSentences>> = {
  en: {
    heading: (count) =>
      count === 1
        ? 'One rule of this channel is put before me at every task:'
        : `${count} rules of this channel are put before me at every task:`,
    none: 'This channel has no rules that I keep.',
    how: 'To change them, mention me with "drop rule 2", "change rule 2 to: …" or "rule: …".',
    rule: 'Rule',
    decided: 'Decided',
    kept: (number, words) => `Kept as rule ${number}: "${words}"`,
    dropped: (number, words) => `Rule ${number} holds no longer: "${words}"`,
    changed: (former, number, words) => `In place of rule ${former} now holds rule ${number}: "${words}"`,
    noSuch: (number) => `There is no rule ${number} that holds here.`,
  },
  zh: {
    heading: (count) => `本频道有 ${count} 条规则，每次执行任务前我都会看到：`,
    none: '本频道没有我记录的规则。',
    how: '如需修改，请提及我并写“删除规则 2”、“修改规则 2：……”或“规则：……”。',
    rule: '规则',
    decided: '决定',
    kept: (number, words) => `已记为规则 ${number}：“${words}”`,
    dropped: (number, words) => `规则 ${number} 不再有效：“${words}”`,
    changed: (former, number, words) => `规则 ${former} 已由规则 ${number} 取代：“${words}”`,
    noSuch: (number) => `这里没有有效的规则 ${number}。`,
  },
};

export function ruleSentences(language: Language): RuleSentences {
  return SENTENCES[language];
}
