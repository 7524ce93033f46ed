// What people are told when they have asked something of a schedule, in both languages.
import { momentInWords } from '../../schedule/times.ts';
import type { Schedule } from '../../schedule/store.ts';
import { changesIn, type Terms } from '../../schedule/terms.ts';
import { whenInWords } from '../../schedule/when.ts';
import type { Act, Acted, NothingBecause } from './schedule-acts.ts';
import { TERM_WORDS } from './term-words.ts';
import type { Language } from '../words.ts';

interface Answers {
  readonly unknown: string;
  readonly replaced: string;
  readonly howToChange: (number: number) => string;
  readonly said: (acted: Exclude<Acted, { kind: 'unknown' }>, asked: Asked, nameOf: NameOf) => string;
}

interface Asked {
  readonly by: string;
  readonly act: Act;
}
type NameOf = (personId: string) => string;
type Say = (report: string, who: string, schedule: Schedule) => string;

const DONE: Record<Language, Record<Act['kind'], Say>> = {
  en: {
    'switch-on': (report, who, { nextDueAt, terms }) =>
      `${report} is switched on, by ${who}. ${nextDueAt === undefined ? '' : `It comes first on ${moment(nextDueAt, terms)}.`}`,
    trial: (report, who) =>
      `A trial of ${report} runs now. What it says goes to ${who} alone, as a direct message.`,
    replay: (report, who) =>
      `I run ${report} over the history as it was at its last due times, without doing anything. ${who} gets what it would have said.`,
    change: (report, who, { version, terms }) =>
      `${report} is changed, by ${who}, and is now version ${version}: ${whenInWords(terms, 'en')} (${terms.timeZone}).`,
    drop: (report, who) => `${report} is dropped, by ${who}.`,
    delete: (report, who) => `${report} is deleted, by ${who}. Nothing of it is due any more.`,
    pause: (report, who, { pausedUntil, terms }) =>
      `${report} is paused, by ${who}${pausedUntil === undefined ? '' : `, until ${moment(pausedUntil, terms)}`}.`,
    resume: (report, who, { nextDueAt, terms }) =>
      `${report} goes on, by ${who}${nextDueAt === undefined ? '' : `: next on ${moment(nextDueAt, terms)}`}.`,
    'skip-next': (report, who, { skipDueAt, terms }) =>
      `${report} leaves out ${skipDueAt === undefined ? 'its next time' : moment(skipDueAt, terms)}, by ${who}.`,
    'run-now': (report, who) => `${report} runs now, by ${who}.`,
    'try-again': (report, who) => `${report} is tried once more, by ${who}.`,
    'to-me': (report, who) => `${report} goes to ${who} from now on, as a direct message.`,
    'take-over': (report, who) => `${report} is ${who}’s now, and goes on.`,
    keep: (report, who) => `${report} stays as it is, by ${who}.`,
    'hand-over': (report, who, { terms: { ownerId } }) => `${report} is handed by ${who} to <@${ownerId}>.`,
  },
  zh: {
    'switch-on': (report, who, { nextDueAt, terms }) =>
      `${report} 已由 ${who} 启用。${nextDueAt === undefined ? '' : `首次时间：${moment(nextDueAt, terms)}。`}`,
    trial: (report, who) => `${report} 正在试运行，结果只以私信发给 ${who}。`,
    replay: (report, who) => `正在用过去各时间点的历史重放 ${report}，不执行任何操作。结果会告诉 ${who}。`,
    change: (report, who, { version, terms }) =>
      `${report} 已由 ${who} 修改，现为第 ${version} 版：${whenInWords(terms, 'zh')}（${terms.timeZone}）。`,
    drop: (report, who) => `${report} 已由 ${who} 放弃。`,
    delete: (report, who) => `${report} 已由 ${who} 删除，不会再运行。`,
    pause: (report, who, { pausedUntil, terms }) =>
      `${report} 已由 ${who} 暂停${pausedUntil === undefined ? '' : `，至 ${moment(pausedUntil, terms)}`}。`,
    resume: (report, who, { nextDueAt, terms }) =>
      `${report} 已由 ${who} 恢复${nextDueAt === undefined ? '' : `，下次时间：${moment(nextDueAt, terms)}`}。`,
    'skip-next': (report, who, { skipDueAt, terms }) =>
      `${report} 将跳过${skipDueAt === undefined ? '下一次' : ` ${moment(skipDueAt, terms)} `}（${who}）。`,
    'run-now': (report, who) => `${report} 现在运行（${who}）。`,
    'try-again': (report, who) => `${report} 正在重试（${who}）。`,
    'to-me': (report, who) => `${report} 今后以私信发给 ${who}。`,
    'take-over': (report, who) => `${report} 现由 ${who} 负责，并继续运行。`,
    keep: (report, who) => `${report} 保持不变（${who}）。`,
    'hand-over': (report, who, { terms: { ownerId } }) => `${report} 已由 ${who} 交给 <@${ownerId}>。`,
  },
};

const NOTHING: Record<Language, Record<NothingBecause, (report: string) => string>> = {
  en: {
    ended: (report) => `${report} has ended already.`,
    outdated: (report) => `This card is of an older version of ${report}; the newest one is below.`,
    same: (report) => `${report} is so already: nothing was changed.`,
    'not-on': (report) => `${report} is not switched on yet.`,
    'no-due-time': (report) => `${report} has no such time.`,
    'no-reader': (report) =>
      `${report} is made from a channel that this person cannot read: nothing was changed.`,
  },
  zh: {
    ended: (report) => `${report} 已经结束。`,
    outdated: (report) => `这张卡片属于 ${report} 的旧版本，最新版本见下方。`,
    same: (report) => `${report} 已经是这样，未作修改。`,
    'not-on': (report) => `${report} 尚未启用。`,
    'no-due-time': (report) => `${report} 没有这样的时间。`,
    'no-reader': (report) => `${report} 的来源频道对此人不可见，未作修改。`,
  },
};

/** What others want is told to the owner in a word or two. */
const WISH: Record<Language, Record<Act['kind'], string>> = {
  en: {
    'switch-on': 'switch it on',
    trial: 'run it on trial',
    replay: 'replay it',
    change: 'change it',
    drop: 'drop it',
    delete: 'delete it',
    pause: 'pause it',
    resume: 'let it go on',
    'skip-next': 'leave out its next time',
    'run-now': 'run it now',
    'try-again': 'try it once more',
    'to-me': 'send it to them',
    'take-over': 'take it over',
    keep: 'keep it',
    'hand-over': 'hand it over',
  },
  zh: {
    'switch-on': '启用',
    trial: '试运行',
    replay: '重放',
    change: '修改',
    drop: '放弃',
    delete: '删除',
    pause: '暂停',
    resume: '恢复',
    'skip-next': '跳过下一次',
    'run-now': '立即运行',
    'try-again': '重试',
    'to-me': '发给自己',
    'take-over': '接手',
    keep: '保留',
    'hand-over': '移交',
  },
};

const ANSWERS: Record<Language, Answers> = {
  en: {
    unknown: 'There is no such schedule.',
    replaced: 'Changed: the card below has the new version.',
    howToChange: (number) =>
      `Say here what to change about report ${number}, for example “make it 8:30”, “also for #ops”, or “only if something was said in #deals”.`,
    said: (acted, asked, nameOf) => toText('en', { acted, asked, nameOf }),
  },
  zh: {
    unknown: '没有这个定时任务。',
    replaced: '已修改：下方卡片是新版本。',
    howToChange: (number) =>
      `在这里说要怎么改定期报告 ${number}，例如“改到 8:30”、“也发到 #ops”，或“仅当 #deals 有新消息时”。`,
    said: (acted, asked, nameOf) => toText('zh', { acted, asked, nameOf }),
  },
};

export function actedInWords(language: Language): Answers {
  return ANSWERS[language];
}

function toText(
  language: Language,
  { acted, asked, nameOf }: { acted: Exclude<Acted, { kind: 'unknown' }>; asked: Asked; nameOf: NameOf },
): string {
  const { schedule } = acted;
  const report = language === 'zh' ? `定期报告 ${schedule.number}` : `Report ${schedule.number}`;
  const who = nameOf(asked.by);
  switch (acted.kind) {
    case 'done':
      return DONE[language][asked.act.kind](report, who, schedule).trim();
    case 'nothing':
      return NOTHING[language][acted.because](report);
    case 'suggested': {
      const wish = `${WISH[language][asked.act.kind]}${partsOf(asked.act, schedule.terms)}`;
      const owner = nameOf(schedule.terms.ownerId);
      return language === 'zh'
        ? `${who} 建议对${report}：${wish}。由 ${owner} 决定。`
        : `${who} suggests for ${report.toLowerCase()}: ${wish}. ${owner} decides, since it is theirs.`;
    }
  }
}

/** What of it they would change: the owner has to know before deciding. */
function partsOf(act: Act, terms: Terms): string {
  if (act.kind !== 'change') return '';
  const names = changesIn(terms, { ...terms, ...act.terms }).map((name) => TERM_WORDS[terms.language][name]);
  return terms.language === 'zh' ? `（${names.join('、')}）` : ` (${names.join(', ')})`;
}

function moment(at: Date, { timeZone, language }: Terms): string {
  return momentInWords(at, { timeZone, language });
}
