// The transcript of a task: rows that are only ever added, in order. What is not here did not happen.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';

export interface KeptEntry<Entry> {
  readonly seq: number;
  readonly at: Date;
  readonly entry: Entry;
}

export interface TranscriptStore<Entry> {
  /** In order; with `afterSeq` what was added after it. */
  read(taskId: string, since?: { afterSeq: number }): Promise<readonly KeptEntry<Entry>[]>;
  /**
   * Adds entries after `afterSeq`.
   *
   * Contract: when another process has added to this transcript meanwhile, this throws (the row's key is taken) and
   * nothing of the transaction stands. So two processes that both believe in a task cannot both go on with it.
   */
  append(taskId: string, added: { afterSeq: number; entries: readonly Entry[]; at: Date }): Promise<void>;
  /** The open tasks that have taken this message. */
  taking(message: { teamId: string; channelId: string; ts: string }): Promise<readonly string[]>;
}

/** `schema` reads what was kept; a transcript of an older version must stay readable for ever. */
export function createTranscriptStore<Entry extends { kind: string }>(
  sql: Sql,
  schema: z.ZodType<Entry>,
): TranscriptStore<Entry> {
  const Row = z.object({ seq: z.number(), at: z.date(), body: schema });
  return {
    read: async (taskId, { afterSeq } = { afterSeq: 0 }) => {
      const rows = await sql.rows(
        Row,
        'select seq, at, body from task_entry where task_id = $1 and seq > $2 order by seq',
        [taskId, afterSeq],
      );
      return rows.map(({ seq, at, body }) => ({ seq, at, entry: body }));
    },

    append: async (taskId, { afterSeq, entries, at }) => {
      await sql.run(
        `insert into task_entry (task_id, seq, kind, body, at)
         select $1, $2::integer + place, kind, body, $5 from unnest($3::text[], $4::json[]) with ordinality as added (kind, body, place)`,
        [
          taskId,
          afterSeq,
          entries.map(({ kind }) => kind),
          entries.map((entry) => JSON.stringify(entry)),
          at,
        ],
      );
    },

    taking: async ({ teamId, channelId, ts }) => {
      const rows = await sql.rows(
        z.object({ id: z.string() }),
        `select id from task where team_id = $1 and channel_id = $2 and closed_at is null and exists (
           select from task_entry where task_id = id and kind = 'said' and body ->> 'message' = $3)`,
        [teamId, channelId, ts],
      );
      return rows.map(({ id }) => id);
    },
  };
}
