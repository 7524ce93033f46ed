// What a task has used and done so far, over the tables of several rooms in one look: every step of it asks.
import { z } from 'zod';
import type { Sql } from '../../db/pool.ts';
import type { UsageTotal } from '../../guard/usage-store.ts';
import { EFFECT_STATES, type EffectState } from '../../guard/effect-store.ts';
import type { Task } from '../../task/store.ts';

export interface Used {
  readonly total: UsageTotal;
  readonly effects: readonly { readonly callId: string; readonly state: EffectState }[];
  /** The goal, and what its owner has said in the thread after it. */
  readonly said: readonly string[];
  readonly hasHandoffs: boolean;
}

const Row = z
  .object({
    input_tokens: z.number(),
    output_tokens: z.number(),
    usd: z.number(),
    unpriced: z.number(),
    effects: z.array(z.object({ call_id: z.string(), state: z.enum(EFFECT_STATES) })),
    said: z.array(z.string()),
    has_handoffs: z.boolean(),
  })
  .transform((row): Used => ({
    total: {
      inputTokens: row.input_tokens,
      outputTokens: row.output_tokens,
      usd: row.unpriced > 0 ? undefined : row.usd,
    },
    effects: row.effects.map(({ call_id: callId, state }) => ({ callId, state })),
    said: row.said,
    hasHandoffs: row.has_handoffs,
  }));

export async function usedBy(sql: Sql, task: Task): Promise<Used> {
  const [used] = await sql.rows(
    Row,
    `select coalesce(sum(input_tokens), 0)::bigint as input_tokens, coalesce(sum(output_tokens), 0)::bigint as output_tokens,
       coalesce(sum(usd), 0)::float8 as usd, count(*) filter (where usd is null) as unpriced,
       (select coalesce(json_agg(json_build_object('call_id', call_id, 'state', state)), '[]') from effect where task_id = $1) as effects,
       array(select text from message
         where team_id = $3 and channel_id = $4 and thread_ts = $5 and deleted_at is null
           and (ts = $6 or (ts > $6 and author_kind = 'person' and author_id = $7)) order by ts) as said,
       exists (select from handoff where task_id = $1) as has_handoffs
     from usage where task_id = $1 and at >= $2`,
    [task.id, task.openedAt, task.teamId, task.channelId, task.threadTs, task.goalTs, task.ownerId],
  );
  if (used === undefined) throw new Error('a sum that always has a row has none');
  return used;
}
