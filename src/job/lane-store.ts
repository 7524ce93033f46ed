// The rows of a fan-out: what is to be done with each item, by which lane it was taken, and what came of it.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { storable, storableJson } from '../db/storable.ts';

export const LANE = 'run-lane';

export interface NewBatch {
  /** Names the batch for ever; a call names it by its own id, so that the call made again finds it. */
  readonly batch: string;
  readonly taskId: string;
  /** Which work is done with each item: a name that `startEngine` was given a `LaneWork` for. */
  readonly kind: string;
  readonly lanes: number;
  readonly items: readonly unknown[];
}

export type LaneState = 'open' | 'running' | 'done' | 'failed' | 'dropped';

export interface LaneItem {
  /** From 0, in the order in which they were laid out. */
  readonly place: number;
  readonly item: unknown;
  readonly state: LaneState;
  /** What the work returned for it; null until it is done. */
  readonly outcome: unknown;
  /** Why it failed, for an item that did. */
  readonly reason: string | undefined;
}

export interface TakenItem {
  readonly batch: string;
  readonly place: number;
  readonly taskId: string;
  readonly kind: string;
  readonly item: unknown;
  readonly lane: number;
  readonly tries: number;
}

/**
 * Lays out many items and says what came of them. The work itself is done by the engine's lanes, on any process.
 *
 * A tool that reads a thousand documents opens a batch under its call's id and answers with `waits`; the task then
 * rests without a job. It is moved now and then while the items are worked on, and when the last is settled; the tool,
 * called again, finds the batch and says how far it is or what came of it:
 *
 * ```ts
 * await lanes.open({ batch: `${task.id}:${callId}`, taskId: task.id, kind: 'read-document', lanes: 8, items });
 * const { all, settled } = await lanes.progress(batch);
 * if (settled < all) return { text: '', waits: `Read ${settled} of ${all}` };
 * const rows = await lanes.items(batch);
 * ```
 */
export interface LaneStore {
  /** A batch that is there already stays as it is. */
  open(batch: NewBatch): Promise<void>;
  progress(batch: string): Promise<{ all: number; settled: number; failed: number }>;
  items(batch: string): Promise<readonly LaneItem[]>;
  /** Nobody wants this task's items any more: what is not settled is dropped, and what runs is told to stop. */
  drop(taskId: string): Promise<void>;
}

/** How the engine works on a batch; nobody else needs these. */
export interface LaneQueue {
  /**
   * The next item for this lane: its own that a crash left, else the next open one. A lane is one job at a time, so
   * nobody is working on what it finds as its own.
   */
  take(batch: string, lane: number): Promise<TakenItem | undefined>;
  /** False when it is somebody else's by now, or dropped: what was made of it does not count. */
  settle(taken: TakenItem, settled: Settled): Promise<boolean>;
  /** Back to be taken again; `counts` is false when it was only put down to make way. */
  putBack(taken: TakenItem, how: { reason: string; counts: boolean }): Promise<void>;
  isMine(taken: TakenItem): Promise<boolean>;
  /** The task of a batch in which nothing is left to do. */
  taskWhenSettled(batch: string): Promise<string | undefined>;
  wishLane(batch: string, lane: number): Promise<void>;
  /** Wishes for every lane that was lost; asked at start. */
  wishLost(): Promise<void>;
}

export type Settled = { state: 'done'; outcome: unknown } | { state: 'failed'; reason: string };

const Item = z.object({
  place: z.number(),
  item: z.unknown(),
  state: z.enum(['open', 'running', 'done', 'failed', 'dropped']),
  outcome: z.unknown(),
  reason: z
    .string()
    .nullable()
    .transform((reason) => reason ?? undefined),
});
const Taken = z
  .object({
    batch: z.string(),
    place: z.number(),
    task_id: z.string(),
    kind: z.string(),
    item: z.unknown(),
    lane: z.number(),
    tries: z.number(),
  })
  .transform(({ task_id: taskId, ...taken }): TakenItem => ({ ...taken, taskId }));
const Progress = z.object({ all: z.number(), settled: z.number(), failed: z.number() });

/** Less urgent than to advance a task: an item may take a while, and people wait for the next turn. */
const PRIORITY = 1;
const MOST_TRIES = 7;
const WISH = `select graphile_worker.add_job('${LANE}', json_build_object('batch', $1::text, 'lane', $2::integer),
  job_key := 'lane:' || $2 || ':' || $1, max_attempts := ${MOST_TRIES}, priority := ${PRIORITY}, flags := array['${LANE}'])`;
const MINE = `batch = $1 and place = $2 and lane = $3 and tries = $4 and state = 'running'`;

export function createLaneStore(sql: Sql): LaneStore & LaneQueue {
  const wishLane = async (batch: string, lane: number): Promise<void> => {
    await sql.run(WISH, [batch, lane]);
  };
  return {
    wishLane,

    open: async ({ batch, taskId, kind, lanes, items }) => {
      const laid = await sql.run(
        `insert into lane_item (batch, place, task_id, kind, item, state)
         select $1, place - 1, $2, $3, item, 'open' from jsonb_array_elements($4::jsonb) with ordinality laid (item, place)
         on conflict do nothing`,
        [batch, taskId, kind, storableJson(items)],
      );
      if (laid === 0) return;
      for (let lane = 0; lane < Math.min(lanes, items.length); lane += 1) await wishLane(batch, lane);
    },

    progress: async (batch) => {
      const [row] = await sql.rows(
        Progress,
        `select count(*) as "all", count(*) filter (where state not in ('open', 'running')) as settled,
           count(*) filter (where state = 'failed') as failed from lane_item where batch = $1`,
        [batch],
      );
      return row ?? { all: 0, settled: 0, failed: 0 };
    },

    items: (batch) =>
      sql.rows(
        Item,
        'select place, item, state, outcome, reason from lane_item where batch = $1 order by place',
        [batch],
      ),

    drop: async (taskId) => {
      await sql.run(
        `update lane_item set state = 'dropped', settled_at = now() where task_id = $1 and state in ('open', 'running')`,
        [taskId],
      );
    },

    take: async (batch, lane) =>
      (
        await sql.rows(
          Taken,
          `with next as (
             select batch, place from lane_item
             where batch = $1 and (state = 'open' or (state = 'running' and lane = $2))
             order by state = 'open', tries, place limit 1 for update skip locked)
           update lane_item i set state = 'running', lane = $2, tries = i.tries + 1
           from next where i.batch = next.batch and i.place = next.place
           returning i.batch, i.place, i.task_id, i.kind, i.item, i.lane, i.tries`,
          [batch, lane],
        )
      )[0],

    settle: async ({ batch, place, lane, tries }, settled) => {
      const outcome = settled.state === 'done' ? storableJson(settled.outcome ?? null) : null;
      const reason = settled.state === 'failed' ? storable(settled.reason) : null;
      const rows = await sql.run(
        `update lane_item set state = $5, outcome = $6, reason = $7, settled_at = now() where ${MINE}`,
        [batch, place, lane, tries, settled.state, outcome, reason],
      );
      return rows === 1;
    },

    putBack: async ({ batch, place, lane, tries }, { reason, counts }) => {
      await sql.run(`update lane_item set state = 'open', reason = $5, tries = $6 where ${MINE}`, [
        batch,
        place,
        lane,
        tries,
        storable(reason),
        counts ? tries : tries - 1,
      ]);
    },

    isMine: async ({ batch, place, lane, tries }) =>
      (await sql.rows(z.unknown(), `select 1 from lane_item where ${MINE}`, [batch, place, lane, tries]))
        .length === 1,

    taskWhenSettled: async (batch) =>
      (
        await sql.rows(
          z.object({ task_id: z.string() }),
          `select task_id from lane_item where batch = $1 and place = 0
           and not exists (select from lane_item where batch = $1 and state in ('open', 'running'))`,
          [batch],
        )
      )[0]?.task_id,

    wishLost: async () => {
      const lost = await sql.rows(
        z.object({ batch: z.string(), lane: z.number() }),
        `select batch, coalesce(lane, 0) as lane from lane_item where state in ('open', 'running')
         group by batch, coalesce(lane, 0)`,
      );
      for (const { batch, lane } of lost) await wishLane(batch, lane);
    },
  };
}
