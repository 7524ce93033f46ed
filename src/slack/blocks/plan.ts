// Draws the plan card: the one message that shows where a task is, changed in place as it goes on.
import type { PlanBlock, RichTextBlock, TaskCardBlock } from '@slack/types';
import { currentStep } from '../../flow/work/plan.ts';
import type { Offer, PlanStep, StepStatus, Words } from '../../flow/words.ts';
import type { FixedWords } from './fixed-words.ts';
import { drawOffers } from './offers.ts';
import { foldSteps, type StepCard } from './plan-steps.ts';
import { clip, context, escaped, gauge, link, sections, type Piece } from './pieces.ts';
import { spentLine } from './spent.ts';

type Plan = Extract<Words, { kind: 'plan' }>;

const TITLE_CHARS = 150;
const NOTE_CHARS = 200;
/** What is left of a message for the plan once the lines and the button below it have their room. */
const PLAN_CHARS = 9500;

export function drawPlan(words: Plan, fixed: FixedWords): Piece[] {
  const isOpen = words.state === 'working' || words.state === 'waiting';
  const complete = words.steps.filter(({ status }) => status === 'complete').length;
  const status = [
    fixed[words.state],
    ...(words.steps.length > 0 ? [fixed.progress(complete, words.steps.length)] : []),
  ];
  return [
    ...drawSteps(words, fixed, status.join(' · ')),
    ...(isOpen && words.now !== undefined ? aside(clip(escaped(words.now), 300)) : []),
    ...aside(
      [
        fixed.task(words.taskNumber),
        ...status,
        ...(words.sources?.count ? [fixed.sourceCount(words.sources.count)] : []),
        spentLine(words.spent, fixed),
      ].join(' · '),
    ),
    ...(isOpen ? latestSources(words, fixed) : []),
    ...budgetLine(words, fixed),
    ...drawOffers(offersOn(words), fixed),
  ];
}

const SOURCE_CHARS = 48;

/** Whether it reads the right things is seen while it works; in the end the result has its sources. */
function latestSources({ sources }: Plan, fixed: FixedWords): Piece[] {
  const links = (sources?.latest ?? []).map(({ label, url }) => link(url, clip(label, SOURCE_CHARS)));
  return links.length === 0 ? [] : aside(fixed.lastRead(links.join(' · ')));
}

function drawSteps(words: Plan, fixed: FixedWords, status: string): Piece[] {
  const title = clip(words.title.trim() || fixed.task(words.taskNumber), TITLE_CHARS);
  if (words.steps.length === 0) return sections(`*${escaped(title)}*`);
  const cards = foldSteps(
    words.steps.map((step) => atRest(step, words)),
    fixed,
  );
  const block = DETAIL.map((detail) => toPlanBlock(title, cards, detail)).find(
    (plan) => JSON.stringify(plan).length <= PLAN_CHARS,
  );
  // The steps stand in the plan block; where blocks cannot be shown, their number is enough.
  return [{ block: block ?? toPlanBlock(title, cards, LEAST), plain: `${title} (${status})` }];
}

/** Nothing turns any more where nothing runs: what was under way is not done. */
function atRest(step: PlanStep, { state }: Plan): PlanStep {
  const isOver = state !== 'working' && state !== 'waiting';
  return isOver && step.status === 'in_progress' ? { ...step, status: 'pending' } : step;
}

/** How much of each budget is gone, as a bar that is full when all of it is. */
function budgetLine({ budgets = [] }: Plan, fixed: FixedWords): Piece[] {
  const parts = budgets.map(({ measure, used, limit }) =>
    [gauge(used / limit), fixed.budget(fixed.amount(measure, used), fixed.amount(measure, limit))].join(' '),
  );
  return parts.length === 0 ? [] : aside(parts.join('   '));
}

/** Shown and not said: the message's text, which the history keeps, changes only when a step or the state does. */
function aside(mrkdwn: string): Piece[] {
  return context(mrkdwn).map(({ block }) => ({ block, plain: '' }));
}

interface Detail {
  readonly titleChars: number;
  readonly hasNote: (status: StepStatus) => boolean;
}

/** A long plan says less about each step, and about what is over before what is under way. */
const LEAST: Detail = { titleChars: 60, hasNote: () => false };
const DETAIL: readonly Detail[] = [
  { titleChars: TITLE_CHARS, hasNote: () => true },
  { titleChars: TITLE_CHARS, hasNote: (status) => status === 'in_progress' || status === 'error' },
  { titleChars: 100, hasNote: (status) => status === 'in_progress' },
  LEAST,
];

function toPlanBlock(title: string, cards: readonly StepCard[], { titleChars, hasNote }: Detail): PlanBlock {
  return {
    type: 'plan',
    title,
    tasks: cards.map(({ id, title, status, note }): TaskCardBlock => ({
      type: 'task_card',
      task_id: id,
      title: clip(title.trim() || '…', titleChars),
      status,
      ...(note !== undefined && note.trim() !== '' && hasNote(status)
        ? { details: richText(clip(note, NOTE_CHARS)) }
        : {}),
    })),
  };
}

function richText(text: string): RichTextBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] };
}

/** What can be wished of it as it stands. */
function offersOn({ state, steps, taskId }: Plan): readonly Offer[] {
  const stop: Offer = { wish: 'stop', taskId };
  switch (state) {
    case 'working': {
      const failed = steps.findLast(({ status }) => status === 'error');
      const current = currentStep(steps);
      return [
        { wish: 'pause', taskId },
        ...(current === undefined ? [] : [{ wish: 'skip' as const, taskId, about: String(current.number) }]),
        ...(failed === undefined ? [] : [{ wish: 'retry' as const, taskId, about: String(failed.number) }]),
        stop,
      ];
    }
    case 'paused':
      return [{ wish: 'resume', taskId }, stop];
    case 'waiting':
      return [stop];
    case 'replaced':
    case 'done':
    case 'failed':
    case 'stopped':
      return [];
  }
}
