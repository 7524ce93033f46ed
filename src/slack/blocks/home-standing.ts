// The sections of App Home with what is a person's own: the share, their open tasks, and handoffs on both sides.
import type { Plate, PlateItem } from '../../flow/handoff/handoff-shown.ts';
import type { OpenTask, Standing } from '../../flow/standing/standing.ts';
import type { Language, Offer } from '../../flow/words.ts';
import { carriedOf } from '../../task/share.ts';
import { fixedWords } from './fixed-words.ts';
import { drawHandoffButtons } from './handoff.ts';
import { handoffWords } from './handoff-words.ts';
import { drawOffers } from './offers.ts';
import { clip, context, escaped, header, link, sections, type Piece } from './pieces.ts';
import { lineOf } from './plate.ts';
import { drawShare } from './share.ts';

interface HomeWords {
  readonly tasks: string;
  readonly noTasks: string;
  readonly moreTasks: (count: number) => string;
  readonly yourAnswer: string;
  readonly changing: string;
}

const WORDS: Readonly<Record<Language, HomeWords>> = {
  en: {
    tasks: 'Your open tasks',
    noTasks: 'Nothing is open. Mention me in a channel with what you want, and it will stand here.',
    moreTasks: (count) => `… and ${count} more.`,
    yourAnswer: 'Waits for your answer',
    changing: 'changing just now',
  },
  zh: {
    tasks: '你的进行中任务',
    noTasks: '目前没有进行中的任务。在频道中提及我并说明需求，就会显示在这里。',
    moreTasks: (count) => `……还有 ${count} 项。`,
    yourAnswer: '等你答复',
    changing: '正在变更',
  },
};

const WANTED_CHARS = 140;
/** A view holds a hundred blocks, and schedules want room as well. */
const MOST_HANDOFFS = 8;

export function drawStanding({ language, tasks, moreTasks, mine, given, share }: Standing): Piece[] {
  const fixed = WORDS[language];
  const hasEnded = carriedOf(share.share).ended > 0;
  return [
    ...(hasEnded ? [...drawShare(share, language), divider()] : []),
    // What waits for this person comes before what waits for Longhand.
    ...drawHandoffs(mine, language),
    header(fixed.tasks),
    ...(tasks.length === 0 ? sections(fixed.noTasks) : tasks.flatMap((task) => drawTask(task, language))),
    ...(moreTasks > 0 ? context(fixed.moreTasks(moreTasks)) : []),
    ...drawHandoffs(given, language),
  ];
}

function drawTask(task: OpenTask, language: Language): Piece[] {
  const { number, wanted, channelId, url, ageDays, isChanging } = task;
  const fixed = fixedWords(language);
  const title = clip(wanted.replaceAll(/\s+/gu, ' ').trim(), WANTED_CHARS);
  const facts = [
    stateOf(task, language),
    ...(task.steps.all === 0 ? [] : [fixed.progress(task.steps.complete, task.steps.all)]),
    handoffWords(language).age(ageDays),
    `<#${channelId}>`,
    ...(isChanging ? [WORDS[language].changing] : []),
  ];
  return [
    ...sections(`*${link(url, fixed.task(number))}*  ${escaped(title)}\n${facts.join(' · ')}`),
    // What was wished a moment ago is being taken: a second wish would cross it.
    ...(isChanging ? [] : drawOffers(offersOf(task), fixed)),
  ];
}

function stateOf({ state, isAsking, handedTo }: OpenTask, language: Language): string {
  if (isAsking) return `:raised_hand: *${WORDS[language].yourAnswer}*`;
  return handedTo === undefined ? fixedWords(language).state[state] : escaped(handedTo);
}

function offersOf({ taskId, state }: OpenTask): readonly Offer[] {
  const stop: Offer = { wish: 'stop', taskId };
  if (state === 'working' || state === 'intake') return [{ wish: 'pause', taskId }, stop];
  return state === 'paused' ? [{ wish: 'resume', taskId }, stop] : [stop];
}

/** Nothing is said of nothing: who never handed anything over is not told so. */
function drawHandoffs({ side, items, more }: Plate, language: Language): Piece[] {
  if (items.length === 0) return [];
  const fixed = handoffWords(language);
  const left = Math.max(0, items.length - MOST_HANDOFFS) + more;
  return [
    ...(side === 'giver' ? [divider()] : []),
    header(fixed.plate[side].title),
    ...items
      .slice(0, MOST_HANDOFFS)
      .flatMap((item) => [...sections(lineOf(item, side, fixed)), ...buttonsOn(item, side, language)]),
    ...(left === 0 ? [] : context(fixed.more(left))),
    ...(side === 'receiver' ? [divider()] : []),
  ];
}

/** What speaks against handing it over stands on its card alone: there it is decided. */
function buttonsOn(item: PlateItem, side: Plate['side'], language: Language): Piece[] {
  if (item.state === 'proposed') return [];
  const place = side === 'giver' ? 'here' : 'there';
  const isAnswered = side === 'giver' ? 'elsewhere' : 'here';
  return drawHandoffButtons({ ...item, place, isAnswered, isOutside: false, isAway: false }, language);
}

function divider(): Piece {
  return { block: { type: 'divider' }, plain: '' };
}
