// What a task has cost so far, and how far the token estimate of a model is off.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';

export interface UsageRow {
  readonly taskId: string;
  /** The transcript's row of the response it belongs to. */
  readonly seq: number;
  /** What is asked beside the transcript (seq 0) names itself. */
  readonly part?: string;
  readonly model: string;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly usd: number | undefined;
  readonly at: Date;
}

export interface UsageTotal {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Undefined as soon as one response of it has no known price. */
  readonly usd: number | undefined;
}

export interface UsageStore {
  add(row: UsageRow): Promise<void>;
  total(taskId: string, since: Date): Promise<UsageTotal>;
  /** All tasks of a team, of one person or in one channel; what has no known price counts no money. */
  since(
    start: Date,
    of: { teamId: string; ownerId?: string; channelId?: string },
  ): Promise<{ tokens: number; usd: number }>;
  calibration(model: string): Promise<{ ratio: number; samples: number } | undefined>;
  saveCalibration(model: string, calibration: { ratio: number; samples: number }): Promise<void>;
}

const Total = z.object({
  input_tokens: z.number(),
  output_tokens: z.number(),
  usd: z.number(),
  unpriced: z.number(),
});

export function createUsageStore(sql: Sql): UsageStore {
  return {
    add: async (row) => {
      await sql.run(
        `insert into usage (task_id, seq, model, input_tokens, cached_tokens, output_tokens, usd, at, part)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          row.taskId,
          row.seq,
          row.model,
          row.inputTokens,
          row.cachedTokens,
          row.outputTokens,
          row.usd ?? null,
          row.at,
          row.part ?? '',
        ],
      );
    },

    total: async (taskId, since) => {
      const [total] = await sql.rows(
        Total,
        `select coalesce(sum(input_tokens), 0)::bigint as input_tokens, coalesce(sum(output_tokens), 0)::bigint as output_tokens,
                coalesce(sum(usd), 0)::float8 as usd, count(*) filter (where usd is null) as unpriced
         from usage where task_id = $1 and at >= $2`,
        [taskId, since],
      );
      return {
        inputTokens: total?.input_tokens ?? 0,
        outputTokens: total?.output_tokens ?? 0,
        usd: (total?.unpriced ?? 0) > 0 ? undefined : (total?.usd ?? 0),
      };
    },

    since: async (start, { teamId, ownerId, channelId }) => {
      const [total] = await sql.rows(
        z.object({ tokens: z.number(), usd: z.number() }),
        `select coalesce(sum(input_tokens + output_tokens), 0)::bigint as tokens, coalesce(sum(usd), 0)::float8 as usd
         from usage join task on task.id = usage.task_id
         where usage.at >= $1 and team_id = $2 and owner_id = coalesce($3, owner_id) and channel_id = coalesce($4, channel_id)`,
        [start, teamId, ownerId ?? null, channelId ?? null],
      );
      return total ?? { tokens: 0, usd: 0 };
    },

    calibration: async (model) =>
      (
        await sql.rows(
          z.object({ ratio: z.number(), samples: z.number() }),
          'select ratio, samples from token_calibration where model = $1',
          [model],
        )
      )[0],

    saveCalibration: async (model, { ratio, samples }) => {
      await sql.run(
        `insert into token_calibration (model, ratio, samples) values ($1, $2, $3)
         on conflict (model) do update set ratio = excluded.ratio, samples = excluded.samples`,
        [model, ratio, samples],
      );
    },
  };
}
