// What the terms of a schedule are called when a version of it changed them.
import type { Terms } from '../../schedule/terms.ts';
import type { Language } from '../words.ts';

export const TERM_WORDS: Readonly<Record<Language, Readonly<Record<keyof Terms, string>>>> = {
  en: {
    when: 'when it comes',
    timeZone: 'time zone',
    goal: 'goal',
    language: 'language',
    missed: 'missed times',
    ownerId: 'owner',
    deputyId: 'deputy',
    places: 'where it goes',
    onlyIfChangedIn: 'only if something was said',
    onlyIfMovedPercent: 'only if a figure moved',
    constraints: 'what it holds to',
    budgetTokens: 'budget',
  },
  zh: {
    when: '时间',
    timeZone: '时区',
    goal: '内容',
    language: '语言',
    missed: '错过的时间',
    ownerId: '负责人',
    deputyId: '代理',
    places: '接收处',
    onlyIfChangedIn: '有新消息才发',
    onlyIfMovedPercent: '数字变动才发',
    constraints: '必须遵守',
    budgetTokens: '预算',
  },
};
