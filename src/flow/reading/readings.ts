// A reading of many documents from its wish to its table: laid out over lanes, shown as it goes, told once when it is over.
import { createHash } from 'node:crypto';
import type { Source, ToolContext } from '../../agent/tool.ts';
import { AppError } from '../../base/errors.ts';
import { oneLine } from '../../tools/framing.ts';
import type { BulkReadings, FinishedReading, ReadingWish } from '../../tools/read-documents.ts';
import { storesOn, type Stores, type Transact } from '../stores.ts';
import type { Language } from '../words.ts';
import type { Database } from '../../db/pool.ts';
import { askFirst, type AskFirstDeps } from './ask-first.ts';
import { coverageText } from './coverage-text.ts';
import { expand } from './expand.ts';
import { coverageOf, type Item, type Row } from './items.ts';
import { rowsOf } from './rows.ts';
import { createReadingStore, type Reading } from './store.ts';
import { tableDisagreements } from './table-disagreements.ts';
import { cellText, labelOfItem, statusText, toPlainTable } from './table.ts';
import type { TellReading } from './tell-reading.ts';

export const READ_DOCUMENT = 'read-document';
/** As many as tasks are moved at once by one process: more would wait for each other. */
const LANES = 8;

export interface ReadingDeps extends Omit<AskFirstDeps, 'stores'> {
  readonly database: Database;
  readonly transact: Transact;
  readonly tellReading: TellReading;
  readonly now: () => Date;
}

export function createReadings(deps: ReadingDeps): BulkReadings {
  const { database, transact, tellReading } = deps;
  const stores = storesOn(database);

  return {
    begin: (wish, context) => begin(wish, context, deps),

    progress: async (batch) => {
      const progress = await stores.lanes.progress(batch);
      const reading = await found(stores, batch);
      await transact((inside) => tellReading.form(inside, { reading, ...progress }));
      return progress;
    },

    finish: async (batch) => {
      const reading = await found(stores, batch);
      const rows = await rowsOf(stores, reading);
      await transact((inside) => tellReading.table(inside, { reading, rows }));
      return toFinished(reading, rows, await linkSources(stores, reading, rows));
    },
  };
}

async function begin(
  wish: ReadingWish,
  context: ToolContext,
  deps: ReadingDeps,
): ReturnType<BulkReadings['begin']> {
  const { database, transact, tellReading, now } = deps;
  const stores = storesOn(database);
  const { task, callId } = context;
  const batch = `${task.id}:${callId}`;
  const wishHash = createHash('sha256').update(JSON.stringify(wish)).digest('hex');
  const readings = createReadingStore(database);
  const under = (await readings.find({ batch })) ?? (await readings.findOpen(task.id, wishHash));
  if (under !== undefined) return { kind: 'begun', batch: under.batch };

  const again = wish.failed_of === undefined ? undefined : await toReadAgain(wish.failed_of, context, stores);
  if (again?.kind === 'failed') return again;
  const expanded = again ?? (await expand(wish, context, { ...deps, stores }));
  if (expanded.kind === 'failed') return expanded;
  const reading: Reading = {
    batch,
    taskId: task.id,
    teamId: task.teamId,
    channelId: task.channelId,
    fileId: `FR${createHash('sha256').update(batch).digest('hex').slice(0, 10).toUpperCase()}`,
    title: oneLine(wish.title),
    form: again?.base.form ?? wish.columns,
    wish: wishHash,
    base: again?.base.batch,
  };
  const { items } = expanded;
  const asks =
    again === undefined ? await question({ ...reading, items }, context, { ...deps, stores }) : undefined;
  if (asks !== undefined) return { kind: 'asks', asks };
  await transact(async (inside) => {
    await createReadingStore(inside.sql).add({ ...reading, at: now() });
    await inside.lanes.open({ batch, taskId: task.id, kind: READ_DOCUMENT, lanes: LANES, items });
    await tellReading.form(inside, { reading, all: items.length, settled: 0 });
  });
  return { kind: 'begun', batch };
}

/** What its owner is to look at first; undefined once they have said yes, and for what is small. */
async function question(
  wanted: Parameters<typeof askFirst>[0],
  { task: { id }, isAgreed, signal }: ToolContext,
  deps: AskFirstDeps,
): ReturnType<typeof askFirst> {
  const task = isAgreed === true ? undefined : await deps.stores.tasks.find(id);
  return task === undefined ? undefined : askFirst(wanted, { task, signal }, deps);
}

async function toReadAgain(
  written: string,
  { task }: ToolContext,
  stores: Stores,
): Promise<
  | { readonly kind: 'items'; readonly base: Reading; readonly items: readonly Item[] }
  | { readonly kind: 'failed'; readonly reason: string }
> {
  const fileId = /FR[0-9A-F]{10}/iu.exec(written)?.[0]?.toUpperCase() ?? '';
  const base = await createReadingStore(stores.sql).find({ fileId });
  if (base === undefined || base.teamId !== task.teamId || base.channelId !== task.channelId)
    return {
      kind: 'failed',
      reason: `"${written.slice(0, 40)}" is not the id of an earlier table in this channel.`,
    };
  const items = (await rowsOf(stores, base))
    .filter(({ outcome }) => outcome.status !== 'read')
    .map(({ item }) => item);
  return items.length === 0
    ? { kind: 'failed', reason: `Every row of [f:${base.fileId}] was read; there is nothing to read again.` }
    : { kind: 'items', base, items };
}

async function found(stores: Stores, batch: string): Promise<Reading> {
  const reading = await createReadingStore(stores.sql).find({ batch });
  if (reading !== undefined) return reading;
  throw new AppError({
    code: 'reading/gone',
    message: `The reading ${batch} is not in the database any more.`,
    hint: 'It was forgotten with its task. Ask for it again in a new thread.',
  });
}

function toFinished(reading: Reading, rows: readonly Row[], links: readonly Source[]): FinishedReading {
  const language: Language = 'en'; // For the model; people read theirs in the thread.
  return {
    fileId: reading.fileId,
    columns: toPlainTable(reading.form, [], language).columns,
    coverage: coverageText(coverageOf(rows.map(({ outcome }) => outcome)), language),
    rows: rows.map((row) => ({
      label: labelOfItem(row.item),
      cells:
        row.outcome.status === 'read'
          ? row.outcome.cells.map((cell) => ({
              text: cellText(cell),
              ...(cell.ref === undefined ? {} : { ref: cell.ref }),
            }))
          : reading.form.map(() => ({ text: '' })),
      status:
        row.outcome.status === 'read'
          ? statusText(row, language)
          : `${row.outcome.status}: ${row.outcome.reason}`,
    })),
    sources: [{ ref: `f:${reading.fileId}`, label: reading.title }, ...links],
    disagreements: tableDisagreements(reading.form, rows),
  };
}

/** Files and messages are looked up when they are cited; a page is kept as it was read. */
async function linkSources(
  { captures }: Stores,
  { taskId }: Reading,
  rows: readonly Row[],
): Promise<readonly Source[]> {
  const sources: Source[] = [];
  for (const { item, outcome } of rows) {
    const cell =
      outcome.status === 'read' ? outcome.cells.find(({ ref }) => ref?.startsWith('w:')) : undefined;
    if (item.kind !== 'link' || cell?.ref === undefined) continue;
    const url = cell.ref.slice(2);
    const kept = await captures.newest(taskId, url);
    sources.push({
      ref: cell.ref,
      label: cell.place ?? item.label,
      url,
      ...(kept === undefined ? {} : { readAt: kept.at.toISOString(), capture: kept.id }),
    });
  }
  return sources;
}
