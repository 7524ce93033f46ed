// The effect ledger as rows: what was intended, and what came of it.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { storable, storableJson } from '../db/storable.ts';

export const EFFECT_STATES = ['intended', 'done', 'not-done', 'unknown', 'undone'] as const;
export type EffectState = (typeof EFFECT_STATES)[number];

export interface Effect {
  /** Goes out with the call, so that the outcome can be looked up outside. */
  readonly key: string;
  readonly callId: string;
  readonly tool: string;
  /** In words, as the closing message shows it. */
  readonly what: string;
  readonly state: EffectState;
  readonly outcome: unknown;
  readonly intendedAt: Date;
  /** Somebody wants it taken back: it is, or it says why it could not be. */
  readonly undoWishedBy: string | undefined;
  readonly undoFailed: string | undefined;
}

export interface IntendedEffect {
  readonly key: string;
  readonly taskId: string;
  readonly callId: string;
  readonly tool: string;
  readonly what: string;
  readonly input: unknown;
  readonly at: Date;
}

export interface EffectStore {
  /** Writes the intent down, or finds the one that this very call had already. */
  intend(effect: IntendedEffect): Promise<{ effect: Effect; isNew: boolean }>;
  /**
   * What is known stays: a process that does not know what another one did cannot take it back. What a person did not
   * see and came after all did happen.
   */
  settle(
    key: string,
    settled: { state: 'done' | 'not-done' | 'unknown'; outcome: unknown; at: Date; by?: string },
  ): Promise<void>;
  /** Somebody wants it taken back. False when it is not done, or was wished before. */
  wishUndo(taskId: string, key: string, wished: { by: string; at: Date }): Promise<boolean>;
  /** What is wished to be taken back and is not yet. */
  toUndo(taskId: string): Promise<readonly Effect[]>;
  settleUndo(
    key: string,
    ending: { kind: 'undone'; at: Date } | { kind: 'failed'; reason: string },
  ): Promise<void>;
  /** Tasks in which something is still to be taken back; asked at start, so that no wish is lost with a crash. */
  tasksToUndo(): Promise<readonly string[]>;
  of(taskId: string): Promise<readonly Effect[]>;
  /** Keeps what the outside calls an effect, before anyone can see it. */
  remember(key: string, handle: string): Promise<void>;
  recall(key: string): Promise<string | undefined>;
}

const Row = z
  .object({
    key: z.string(),
    call_id: z.string(),
    tool: z.string(),
    what: z.string(),
    state: z.enum(EFFECT_STATES),
    outcome: z.unknown(),
    intended_at: z.date(),
    undo_wished_by: z.string().nullable(),
    undo_failed: z.string().nullable(),
  })
  .transform((row): Effect => ({
    key: row.key,
    callId: row.call_id,
    tool: row.tool,
    what: row.what,
    state: row.state,
    outcome: row.outcome,
    intendedAt: row.intended_at,
    undoWishedBy: row.undo_wished_by ?? undefined,
    undoFailed: row.undo_failed ?? undefined,
  }));

const COLUMNS = 'key, call_id, tool, what, state, outcome, intended_at, undo_wished_by, undo_failed';
const TO_UNDO = `undo_wished_at is not null and undo_failed is null and state = 'done'`;

export function createEffectStore(sql: Sql): EffectStore {
  return {
    intend: async ({ key, taskId, callId, tool, what, input, at }) => {
      const [made] = await sql.rows(
        Row,
        `insert into effect (key, task_id, call_id, tool, what, input, state, intended_at)
         values ($1, $2, $3, $4, $5, $6, 'intended', $7) on conflict (task_id, call_id) do nothing
         returning ${COLUMNS}`,
        [key, taskId, callId, tool, storable(what), storableJson(input), at],
      );
      if (made !== undefined) return { effect: made, isNew: true };
      const [found] = await sql.rows(
        Row,
        `select ${COLUMNS} from effect where task_id = $1 and call_id = $2`,
        [taskId, callId],
      );
      if (found === undefined) throw new Error('an effect that could not be written is not there either');
      return { effect: found, isNew: false };
    },

    settle: async (key, { state, outcome, at, by }) => {
      await sql.run(
        `update effect set state = $2, outcome = $3, settled_at = $4, settled_by = $5
         where key = $1 and (state = 'intended' or (state = 'unknown' and $2 <> 'unknown')
           or (state = 'not-done' and settled_by is not null and $2 = 'done' and $5::text is null))`,
        [key, state, storableJson(outcome), at, by ?? null],
      );
    },

    wishUndo: async (taskId, key, { by, at }) =>
      (await sql.run(
        `update effect set undo_wished_at = $4, undo_wished_by = $3, undo_failed = null
         where task_id = $1 and key::text = $2 and state = 'done' and (undo_wished_at is null or undo_failed is not null)`,
        [taskId, key, by, at],
      )) === 1,

    toUndo: (taskId) =>
      sql.rows(
        Row,
        `select ${COLUMNS} from effect where task_id = $1 and ${TO_UNDO} order by undo_wished_at, key`,
        [taskId],
      ),

    settleUndo: async (key, ending) => {
      if (ending.kind === 'failed') {
        await sql.run('update effect set undo_failed = $2 where key = $1', [key, storable(ending.reason)]);
        return;
      }
      await sql.run(`update effect set state = 'undone', settled_at = $2 where key = $1 and state = 'done'`, [
        key,
        ending.at,
      ]);
    },

    tasksToUndo: async () => {
      const rows = await sql.rows(
        z.object({ task_id: z.string() }),
        `select distinct task_id from effect where ${TO_UNDO}`,
      );
      return rows.map((row) => row.task_id);
    },

    remember: async (key, handle) => {
      await sql.run('update effect set handle = $2 where key = $1', [key, handle]);
    },

    recall: async (key) =>
      (
        await sql.rows(
          z.object({ handle: z.string().nullable() }),
          'select handle from effect where key = $1',
          [key],
        )
      )[0]?.handle ?? undefined,

    of: (taskId) =>
      sql.rows(Row, `select ${COLUMNS} from effect where task_id = $1 order by intended_at, key`, [taskId]),
  };
}
