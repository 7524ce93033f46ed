// The steps of a plan as cards: a long plan shows the ten around the step under way, and folds the rest into groups of tens.
import { currentStep } from '../../flow/work/plan.ts';
import type { PlanStep, StepStatus } from '../../flow/words.ts';
import type { FixedWords } from './fixed-words.ts';
import { LIMIT } from './pieces.ts';

export interface StepCard {
  readonly id: string;
  readonly title: string;
  readonly status: StepStatus;
  readonly note?: string;
}

/** Steps that are told together, from one number to another. */
export interface StepGroup {
  readonly from: number;
  readonly to: number;
  readonly all: number;
  readonly done: number;
  readonly failed: number;
  readonly leftOut: number;
  readonly isUnderWay: boolean;
}

const TEN = 10;

export function foldSteps(steps: readonly PlanStep[], fixed: FixedWords): readonly StepCard[] {
  const cards = steps.map((step, index) => toCard(step, { index, fixed }));
  if (cards.length <= LIMIT.planTasks) return cards;
  const current = currentStep(steps);
  const at = current === undefined ? steps.length - 1 : steps.indexOf(current);
  const from = Math.floor(at / TEN) * TEN;
  // Of very many steps more than ten to a group, or the groups alone would be more than Slack shows.
  const most = LIMIT.planTasks - TEN - 2;
  const size = Math.ceil((steps.length - TEN) / TEN / most) * TEN;
  const groups = (start: number, end: number): readonly StepCard[] =>
    Array.from({ length: Math.ceil(Math.max(end - start, 0) / size) }, (_, index) => {
      const first = start + index * size;
      return toGroup(steps.slice(first, Math.min(first + size, end)), { index: first, fixed });
    });
  return [...groups(0, from), ...cards.slice(from, from + TEN), ...groups(from + TEN, steps.length)];
}

interface At {
  readonly index: number;
  readonly fixed: FixedWords;
}

function toCard({ title, status, note, isSkipped }: PlanStep, { index, fixed }: At): StepCard {
  const named = isSkipped === true ? `${title} · ${fixed.leftOut}` : title;
  return { id: `step-${index + 1}`, title: named, status, ...(note === undefined ? {} : { note }) };
}

/** What is in it by count; what failed in it by name. */
function toGroup(steps: readonly PlanStep[], { index, fixed }: At): StepCard {
  const failed = steps.filter(({ status }) => status === 'error');
  const group: StepGroup = {
    from: steps[0]?.number ?? 0,
    to: steps.at(-1)?.number ?? 0,
    all: steps.length,
    done: steps.filter(({ status }) => status === 'complete').length,
    failed: failed.length,
    leftOut: steps.filter(({ isSkipped }) => isSkipped === true).length,
    isUnderWay: steps.some(({ status }) => status === 'in_progress'),
  };
  const note = failed
    .map(({ number, title, note: why }) => `${number}. ${title}${why === undefined ? '' : ` — ${why}`}`)
    .join('\n');
  return {
    id: `steps-${index + 1}`,
    title: fixed.stepGroup(group),
    status: statusOf(group),
    ...(note === '' ? {} : { note }),
  };
}

function statusOf({ all, done, failed, leftOut, isUnderWay }: StepGroup): StepStatus {
  if (failed > 0) return 'error';
  if (isUnderWay) return 'in_progress';
  return done > 0 && done + leftOut === all ? 'complete' : 'pending';
}
