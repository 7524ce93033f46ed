// A large reading is shown before it begins: the form, how many documents, what it will cost. A small one just begins.
import { grouped } from '../../base/grouped.ts';
import type { StartQuestion } from '../../agent/tool.ts';
import type { Form } from '../../agent/reading/form.ts';
import type { Task } from '../../task/store.ts';
import type { Language } from '../words.ts';
import { amountText } from '../work/amount-text.ts';
import { estimate, type Estimate, type EstimateDeps } from './estimate.ts';
import type { Item } from './items.ts';
import { createReadingStore } from './store.ts';

export interface AskFirstDeps extends EstimateDeps {
  /** Up to so many documents nobody is asked. */
  readonly askAbove: number;
}

interface Wanted {
  readonly title: string;
  readonly form: Form;
  readonly items: readonly Item[];
}

/** Undefined when it may begin at once. */
export async function askFirst(
  { title, form, items }: Wanted,
  { task, signal }: { task: Task; signal: AbortSignal },
  deps: AskFirstDeps,
): Promise<StartQuestion | undefined> {
  if (items.length <= deps.askAbove) return undefined;
  const { teamId, channelId, language } = task;
  // What comes back each week under the form that people know is no news to them.
  const isKnown = await createReadingStore(deps.stores.sql).wasRead({
    teamId,
    channelId,
    form,
    atLeast: Math.ceil(items.length / 2),
  });
  if (isKnown) return undefined;
  const cost = await estimate(items, { form, task, signal }, deps);
  return {
    title: WORDS.title[language](title),
    form,
    lines: [WORDS.count[language](items.length), costText(cost, language)],
  };
}

function costText(cost: Estimate | undefined, language: Language): string {
  if (cost === undefined) return WORDS.noCost[language]();
  const { usd, opened } = cost;
  const tokens = amountText('tokens', toTwoDigits(cost.tokens), language);
  const money = usd === undefined ? undefined : amountText('usd', usd, language);
  return WORDS.cost[language]({ tokens, money, opened });
}

/** An estimate that looks exact is believed too much. */
function toTwoDigits(count: number): number {
  return count === 0 ? 0 : Number(count.toPrecision(2));
}

interface Cost {
  readonly tokens: string;
  readonly money: string | undefined;
  readonly opened: number;
}

const WORDS = {
  title: {
    en: (title: string) => `Is this the right form? “${title}”`,
    zh: (title: string) => `这张表合适吗？“${title}”`,
  },
  count: {
    en: (count: number) => `${grouped(count)} documents: each becomes a row, or says why not`,
    zh: (count: number) => `共 ${grouped(count)} 份文档：每份一行，读不了的会说明原因`,
  },
  cost: {
    en: ({ tokens, money, opened }: Cost) =>
      `About ${money === undefined ? tokens : `${money} (${tokens})`}, reckoned from ${opened} of them`,
    zh: ({ tokens, money, opened }: Cost) =>
      `预计约 ${money === undefined ? tokens : `${money}（${tokens}）`}，按其中 ${opened} 份估算`,
  },
  noCost: {
    en: () =>
      'What it will cost could not be reckoned: none of the documents looked at could be opened in time',
    zh: () => '无法估算费用：抽看的文档未能及时打开',
  },
} as const;
