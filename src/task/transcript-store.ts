// The transcript of a task: rows that are only ever added, in order. What is not here did not happen.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';

export interface KeptEntry<Entry> {
  readonly seq: number;
  readonly at: Date;
  readonly entry: Entry;
}

export interface TranscriptStore<Entry> {
  read(taskId: string): Promise<readonly KeptEntry<Entry>[]>;
  /** Every task's entries, by channel, oldest task first: for reports. */
  readAll(): Promise<readonly { channel: string; entries: readonly { at: Date; entry: Entry }[] }[]>;
  /**
   * Adds entries after `afterSeq`.
   *
   * Contract: when another process has added to this transcript meanwhile, this throws (the row's key is taken) and
   * nothing of the transaction stands. So two processes that both believe in a task cannot both go on with it.
   */
  append(taskId: string, added: { afterSeq: number; entries: readonly Entry[]; at: Date }): Promise<void>;
}

/** `schema` reads what was kept; a transcript of an older version must stay readable for ever. */
export function createTranscriptStore<Entry extends { kind: string }>(
  sql: Sql,
  schema: z.ZodType<Entry>,
): TranscriptStore<Entry> {
  const Row = z.object({ seq: z.number(), at: z.date(), body: schema });
  return {
    read: async (taskId) => {
      const rows = await sql.rows(
        Row,
        'select seq, at, body from task_entry where task_id = $1 order by seq',
        [taskId],
      );
      return rows.map(({ seq, at, body }) => ({ seq, at, entry: body }));
    },

    readAll: async () => {
      const rows = await sql.rows(
        Row.extend({ task_id: z.string(), channel: z.string() }),
        `select e.task_id, e.seq, e.at, e.body, coalesce(c.name, t.channel_id) as channel
         from task_entry e join task t on t.id = e.task_id
         left join channel c on c.team_id = t.team_id and c.channel_id = t.channel_id
         where e.kind not in ('response', 'setback', 'compacted')
           and (e.kind <> 'result' or e.body ->> 'decision' is not null)
         order by t.number, e.seq`,
      );
      const tasks = Map.groupBy(rows, (row) => row.task_id);
      return [...tasks.values()].map((entries) => ({
        channel: entries[0]?.channel ?? '',
        entries: entries.map(({ at, body }) => ({ at, entry: body })),
      }));
    },

    append: async (taskId, { afterSeq, entries, at }) => {
      for (const [index, entry] of entries.entries()) {
        await sql.run('insert into task_entry (task_id, seq, kind, body, at) values ($1, $2, $3, $4, $5)', [
          taskId,
          afterSeq + 1 + index,
          entry.kind,
          JSON.stringify(entry),
          at,
        ]);
      }
    },
  };
}
