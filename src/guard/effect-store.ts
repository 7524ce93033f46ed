// The effect ledger as rows: what was intended, and what came of it.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { storable, storableJson } from '../db/storable.ts';

export type EffectState = 'intended' | 'done' | 'not-done' | 'unknown';

export interface Effect {
  /** Goes out with the call, so that the outcome can be looked up outside. */
  readonly key: string;
  readonly callId: string;
  readonly tool: string;
  /** In words, as the closing message shows it. */
  readonly what: string;
  readonly state: EffectState;
  readonly outcome: unknown;
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
  /** What is known stays: a process that does not know what another one did cannot take it back. */
  settle(
    key: string,
    settled: { state: Exclude<EffectState, 'intended'>; outcome: unknown; at: Date },
  ): Promise<void>;
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
    state: z.enum(['intended', 'done', 'not-done', 'unknown']),
    outcome: z.unknown(),
  })
  .transform((row): Effect => ({
    key: row.key,
    callId: row.call_id,
    tool: row.tool,
    what: row.what,
    state: row.state,
    outcome: row.outcome,
  }));

const COLUMNS = 'key, call_id, tool, what, state, outcome';

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

    settle: async (key, { state, outcome, at }) => {
      await sql.run(
        `update effect set state = $2, outcome = $3, settled_at = $4
         where key = $1 and (state = 'intended' or (state = 'unknown' and $2 <> 'unknown'))`,
        [key, state, storableJson(outcome), at],
      );
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
