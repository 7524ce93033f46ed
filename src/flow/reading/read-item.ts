// One item of a fan-out → one row: opened, asked of, checked, and remembered under its content.
import type { Model } from '../../agent/chat.ts';
import { costOf, type PriceTable } from '../../agent/prices.ts';
import { askReader } from '../../agent/reading/ask-reader.ts';
import type { Form, ReadablePage } from '../../agent/reading/form.ts';
import type { Clock } from '../../base/clock.ts';
import type { Database } from '../../db/pool.ts';
import type { Budgets } from '../../guard/budget.ts';
import type { LaneContext, LaneWork } from '../../job/lanes.ts';
import type { Task } from '../../task/store.ts';
import type { OpenDocument } from '../../tools/files/open-document.ts';
import type { PicturesOf } from '../../tools/files/pictures-of.ts';
import { frame, tame } from '../../tools/framing.ts';
import type { FetchText } from '../../tools/web/fetch-text.ts';
import { readStandings } from '../work/budget.ts';
import { readSituation } from '../situation.ts';
import { storesOn } from '../stores.ts';
import { answerKey } from './answer-key.ts';
import { gather } from './gather.ts';
import { Item, type Outcome } from './items.ts';
import { createReadingStore } from './store.ts';

/** The budget is looked up from many rows: once a second is often enough for one that lasts minutes. */
const LOOK_EVERY_MS = 1_000;

export interface ReadItemDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** The small one, where there is one. */
  readonly model: Model;
  readonly openDocument: OpenDocument;
  readonly fetchText: FetchText;
  /** Undefined where the reader sees no pictures. */
  readonly picturesOf?: PicturesOf;
  readonly budgets: Budgets;
  readonly prices?: PriceTable;
  /** What one request may hold of a document, in tokens. */
  readonly partTokens: number;
}

export function createReadItem(deps: ReadItemDeps): LaneWork {
  const { database, clock, model } = deps;
  const stores = storesOn(database);
  const readings = createReadingStore(database);
  const looked = new Map<string, { readonly at: number; readonly isGone: boolean }>();

  return async function readItem(given, context): Promise<Outcome> {
    const item = Item.parse(given);
    const reading = await readings.find({ batch: context.batch });
    const task = await stores.tasks.find(context.taskId);
    if (reading === undefined || task === undefined) throw new Error('what it belongs to is gone');

    const gathered = await gather(item, { task, signal: context.signal }, { ...deps, stores });
    if (gathered.kind === 'unread') return failed(gathered.why, gathered.reason);
    const { pages, fileId } = gathered;
    const key = { teamId: task.teamId, key: answerKey(pages, { form: reading.form, model: model.name }) };
    const known = await readings.answer(key);
    if (known !== undefined) return { ...known, cells: placed(known.cells, pages), isKept: true };
    if (await isBudgetGone(task))
      return failed('budget', 'The budget of the task was used up before it was read.');

    const read = await ask(pages, reading.form, { task, context });
    if (read.kind === 'unread') return { status: read.status, why: read.why, reason: read.reason };
    const outcome = { status: 'read' as const, cells: [...read.cells] };
    // Messages can be edited and deleted one by one; what is made of them is kept with the task alone.
    if (item.kind !== 'message')
      await readings.keepAnswer(key, {
        outcome,
        at: clock.now(),
        ...(fileId === undefined ? {} : { fileId }),
      });
    return outcome;
  };

  function ask(
    pages: readonly ReadablePage[],
    form: Form,
    { task, context }: { task: Task; context: LaneContext },
  ): ReturnType<typeof askReader> {
    let answers = 0;
    return askReader(
      { form, pages, signal: context.signal },
      {
        model,
        clock,
        partTokens: deps.partTokens,
        frame: framed,
        forWhom: task.id,
        onUsage: async (usage) => {
          answers += 1;
          await stores.usage.add({
            taskId: task.id,
            seq: 0,
            part: `${context.batch}:${context.place}:${clock.now().getTime()}:${answers}`,
            model: model.name,
            ...usage,
            usd: costOf(model.name, usage, deps.prices),
            at: clock.now(),
          });
        },
      },
    );
  }

  /** What is left is for bringing in what was read; the rest says so, and can be read when there is more. */
  async function isBudgetGone({ id }: Task): Promise<boolean> {
    const now = clock.now();
    const seen = looked.get(id);
    if (seen !== undefined && now.getTime() - seen.at < LOOK_EVERY_MS) return seen.isGone;
    const situation = await readSituation(stores, id);
    if (situation === undefined) return true;
    const all = await readStandings(stores, situation, { budgets: deps.budgets, now });
    const isGone = all.some(
      ({ measure, share }) => (measure === 'tokens' || measure === 'usd') && share >= 1,
    );
    looked.clear(); // One reading at a time is the usual case; nothing is remembered for ever.
    looked.set(id, { at: now.getTime(), isGone });
    return isGone;
  }
}

/** Kept answers name the places of the file they were read in first. */
function placed(cells: Extract<Outcome, { status: 'read' }>['cells'], pages: readonly ReadablePage[]) {
  return cells.map((cell) => {
    const page = pages.find(({ place }) => place === cell.place);
    return page === undefined ? cell : { ...cell, ref: page.ref };
  });
}

function framed(pages: readonly ReadablePage[]): string {
  let pictures = 0;
  const text = pages
    .map(({ place, text, picture }) => {
      if (picture === undefined) return `[${place}]\n${tame(text)}`;
      pictures += 1;
      return `[${place}]\n(picture ${pictures})`;
    })
    .join('\n\n');
  return frame({ what: 'document', ref: 'd:1', text });
}

function failed(why: string, reason: string): Outcome {
  return { status: why === 'too-large' ? 'too large' : 'failed', why, reason };
}
