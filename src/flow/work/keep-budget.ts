// Holds a task to its budgets: a word when the end is near, a question when it is reached.
import { NEAR, type Budgets, type Scope, type Standing } from '../../guard/budget.ts';
import { amountText } from './amount-text.ts';
import { BUDGET_CHECK, FINISH, MORE, readStandings } from './budget.ts';
import { putCheck, type CheckTaker } from '../intake/check-card.ts';
import { planSteps } from './plan.ts';
import { SENTENCES } from '../sentences.ts';
import type { Situation } from '../situation.ts';
import { storesOn, type Transact } from '../stores.ts';
import type { Tell } from '../tell.ts';
import type { Database } from '../../db/pool.ts';

export interface BudgetDeps {
  readonly transact: Transact;
  readonly database: Database;
  readonly tell: Tell;
  readonly now: () => Date;
  readonly budgets: Budgets;
}

export type Kept =
  | { readonly kind: 'within' }
  /** A card was put, or a word said: the task stands otherwise than before. */
  | { readonly kind: 'moved' }
  /** What all share is used up, and is not the owner's to raise. */
  | { readonly kind: 'spent'; readonly text: string };

/** Before a request to the model, and before a call that others see. */
export async function keepBudget(
  situation: Situation,
  before: 'request' | 'post',
  deps: BudgetDeps,
): Promise<Kept> {
  const { task } = situation;
  const all = await readStandings(storesOn(deps.database), situation, {
    budgets: deps.budgets,
    now: deps.now(),
  });
  // A budget of posts holds up posts: thinking on, and saying what came of it, is none.
  const counted = all.filter(({ measure }) => (measure === 'posts') === (before === 'post'));
  const [nearest] = counted;
  if (nearest === undefined || nearest.share < NEAR) return { kind: 'within' };
  if (nearest.share >= 1) {
    if (nearest.scope !== 'task') return { kind: 'spent', text: spentText(nearest, task.language) };
    await askForMore(situation, nearest, deps);
    return { kind: 'moved' };
  }
  if (before === 'post') return { kind: 'within' };
  return sayNear(situation, nearest, deps);
}

async function askForMore(situation: Situation, over: Standing, deps: BudgetDeps): Promise<void> {
  const { task, accepted, entries } = situation;
  const say = SENTENCES;
  const { language } = task;
  const limit = amountText(over.measure, over.limit, language);
  const steps = accepted === undefined ? [] : planSteps(accepted.brief, entries);
  const complete = steps.filter(({ status }) => status === 'complete').length;
  const check = {
    about: BUDGET_CHECK,
    ref: over.measure,
    title: say.budgetTitle[language](),
    evidence: [
      { text: say.budgetUsed[language](amountText(over.measure, over.used, language), limit) },
      ...(steps.length === 0 ? [] : [{ text: say.stepsDone[language](complete, steps.length) }]),
    ],
    question: say.budgetQuestion[language](),
    options: [
      { value: MORE, label: say.budgetMore[language](limit) },
      { value: FINISH, label: say.budgetFinish[language]() },
      { value: 'stop', label: say.budgetStop[language]() },
    ],
  };
  await deps.transact((stores) => putCheck(stores, { situation, check }, deps));
}

/** Once for each limit: the model reads it as well, and can bring in what there is. */
async function sayNear(situation: Situation, near: Standing, deps: BudgetDeps): Promise<Kept> {
  const { task, entries, lastSeq } = situation;
  const { language } = task;
  const limit = amountText(near.measure, near.limit, language);
  const words = `# Budget: four fifths of ${amountText(near.measure, near.limit, 'en')} are used (${near.scope})`;
  if (entries.some(({ entry, at }) => entry.kind === 'said' && at >= task.openedAt && entry.text === words))
    return { kind: 'within' };
  await deps.transact(async (stores) => {
    await stores.transcript.append(task.id, {
      afterSeq: lastSeq,
      entries: [{ kind: 'said', by: 'code', text: words }],
      at: deps.now(),
    });
    await deps.tell.notice(stores, {
      task,
      key: `budget:${near.scope}:${near.measure}:${near.limit}`,
      tone: 'warning',
      text: SENTENCES.budgetNear[language](
        amountText(near.measure, near.used, language),
        limit,
        SCOPE_TEXT[near.scope][language],
      ),
    });
  });
  return { kind: 'moved' };
}

const SCOPE_TEXT: Record<Scope, { en: string; zh: string }> = {
  task: { en: 'for this task', zh: '此任务' },
  person: { en: 'for you in 24 hours', zh: '你 24 小时内' },
  channel: { en: 'for this channel in 24 hours', zh: '此频道 24 小时内' },
  day: { en: 'for all tasks in 24 hours', zh: '所有任务 24 小时内' },
};

function spentText({ scope, measure, used, limit }: Standing, language: 'en' | 'zh'): string {
  return SENTENCES.budgetSpent[language](
    amountText(measure, used, language),
    amountText(measure, limit, language),
    SCOPE_TEXT[scope][language],
  );
}

/** The answer itself is the grant: it is counted from the transcript (`grantedIn`). */
export const budgetTaker: CheckTaker = {
  take: async ({ value }) => {
    if (value === MORE) return 'resume';
    return value === FINISH ? 'skip' : 'stop';
  },
};
