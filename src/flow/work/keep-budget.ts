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
  const near = counted.filter(({ share }) => share >= NEAR);
  // What all share is nobody's to raise: to ask for more of something else first would be in vain.
  const shared = near.find(({ scope, share }) => scope !== 'task' && share >= 1);
  if (shared !== undefined) return { kind: 'spent', text: spentText(shared, task.language) };
  const over = near.find(({ share }) => share >= 1);
  if (over !== undefined) {
    await askForMore(situation, { over, near }, deps);
    return { kind: 'moved' };
  }
  if (before === 'post') return { kind: 'within' };
  return sayNear(situation, near, deps);
}

async function askForMore(
  situation: Situation,
  { over, near }: { over: Standing; near: readonly Standing[] },
  deps: BudgetDeps,
): Promise<void> {
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
      // The limits that come next stand beside the one that is reached: more of this one alone may not be enough.
      ...near.map(({ measure, used, limit: most, scope }) => ({
        text: `${say.budgetUsed[language](amountText(measure, used, language), amountText(measure, most, language))}${scope === 'task' ? '' : ` (${SCOPE_TEXT[scope][language]})`}`,
      })),
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
async function sayNear(situation: Situation, near: readonly Standing[], deps: BudgetDeps): Promise<Kept> {
  const { task, entries, lastSeq } = situation;
  const { language } = task;
  const said = new Set(
    entries.flatMap(({ entry, at }) => (entry.kind === 'said' && at >= task.openedAt ? [entry.text] : [])),
  );
  const unsaid = near.filter((one) => !said.has(nearWords(one)));
  if (unsaid.length === 0) return { kind: 'within' };
  await deps.transact(async (stores) => {
    await stores.transcript.append(task.id, {
      afterSeq: lastSeq,
      entries: unsaid.map((one) => ({ kind: 'said', by: 'code', text: nearWords(one) })),
      at: deps.now(),
    });
    for (const { scope, measure, used, limit } of unsaid) {
      await deps.tell.notice(stores, {
        task,
        key: `budget:${scope}:${measure}:${limit}`,
        tone: 'warning',
        text: SENTENCES.budgetNear[language](
          amountText(measure, used, language),
          amountText(measure, limit, language),
          SCOPE_TEXT[scope][language],
        ),
      });
    }
  });
  return { kind: 'moved' };
}

const HEAD = '# Budget:';

function nearWords({ scope, measure, limit }: Standing): string {
  return `${HEAD} four fifths of ${amountText(measure, limit, 'en')} are used (${scope})`;
}

/** What the model was told of its budget is no rebuke of what it said. */
export function isBudgetWord(text: string): boolean {
  return text.startsWith(HEAD);
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
