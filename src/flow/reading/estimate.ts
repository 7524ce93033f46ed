// What a reading will cost, before anything of it is asked: a few of the documents are opened and counted.
import { costOf, type PriceTable } from '../../agent/prices.ts';
import { readerPrompt } from '../../agent/prompts/read-form.ts';
import type { Form, ReadablePage } from '../../agent/reading/form.ts';
import { estimateTokens, PICTURE_TOKENS } from '../../agent/tokens.ts';
import type { Task } from '../../task/store.ts';
import { answerKey } from './answer-key.ts';
import { gather, type GatherDeps } from './gather.ts';
import type { Item } from './items.ts';
import { createReadingStore } from './store.ts';

export interface EstimateDeps extends GatherDeps {
  readonly model: { readonly name: string };
  readonly prices?: PriceTable;
  readonly partTokens: number;
}

export interface Estimate {
  readonly tokens: number;
  /** Undefined when nobody has told us the price. */
  readonly usd: number | undefined;
  /** How many were opened to say so. */
  readonly opened: number;
}

const SAMPLE = 6;
/** Somebody waits for the card. */
const LONGEST_MS = 20_000;
/** A value with its quote; a document that says little says less. */
const TOKENS_A_CELL = 45;
const TOKENS_AN_ANSWER = 30;

/** Undefined when none of them could be opened in time. */
export async function estimate(
  items: readonly Item[],
  { form, task, signal }: { form: Form; task: Task; signal: AbortSignal },
  deps: EstimateDeps,
): Promise<Estimate | undefined> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]);
  const counted = await Promise.all(
    sampleOf(items).map((item) =>
      countOf(item, { form, task, signal: until }, deps).catch((error: unknown) => {
        if (!until.aborted) throw error;
        return undefined; // Too slow to be counted now; the others say enough.
      }),
    ),
  );
  const sample = counted.filter((one) => one !== undefined);
  if (sample.length === 0) return undefined;
  const times = items.length / sample.length;
  const sumOf = (part: (one: Count) => number): number =>
    Math.round(sample.reduce((sum, one) => sum + part(one), 0) * times);
  const usage = {
    inputTokens: sumOf(({ input }) => input),
    cachedTokens: 0,
    outputTokens: sumOf(({ output }) => output),
  };
  return {
    tokens: usage.inputTokens + usage.outputTokens,
    usd: costOf(deps.model.name, usage, deps.prices),
    opened: sample.length,
  };
}

interface Count {
  readonly input: number;
  readonly output: number;
}

const NOTHING: Count = { input: 0, output: 0 };

async function countOf(
  item: Item,
  { form, task, signal }: { form: Form; task: Task; signal: AbortSignal },
  deps: EstimateDeps,
): Promise<Count> {
  const gathered = await gather(item, { task, signal }, deps);
  if (gathered.kind === 'unread') return NOTHING;
  const { pages } = gathered;
  const key = { teamId: task.teamId, key: answerKey(pages, { form, model: deps.model.name }) };
  if ((await createReadingStore(deps.stores.sql).answer(key)) !== undefined) return NOTHING;
  const tokens = pages.reduce((sum, page) => sum + tokensOf(page), 0);
  const parts = Math.max(1, Math.ceil(tokens / deps.partTokens));
  return {
    input: tokens + parts * estimateTokens(readerPrompt(form)),
    output: parts * (TOKENS_AN_ANSWER + form.length * TOKENS_A_CELL),
  };
}

function tokensOf({ text, picture }: ReadablePage): number {
  return estimateTokens(text) + (picture === undefined ? 0 : PICTURE_TOKENS);
}

/** Spread over all: those shared first are seldom like those shared last. */
function sampleOf(items: readonly Item[]): readonly Item[] {
  const step = items.length / Math.min(items.length, SAMPLE);
  return Array.from(
    { length: Math.min(items.length, SAMPLE) },
    (_, at) => items[Math.floor(at * step)],
  ).filter((item) => item !== undefined);
}
