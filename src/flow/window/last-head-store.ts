// The head that the model was last sent in a channel: what of it still stands is what a provider may still know.
import { z } from 'zod';
import type { Sql } from '../../db/pool.ts';
import type { ChannelRef } from '../../history/store.ts';

export interface LastHead {
  readonly taskNumber: number;
  readonly at: Date;
  readonly system: string;
  readonly window: string;
  readonly head: string;
}

const HeadRow = z.object({
  number: z.number(),
  at: z.date(),
  body: z.object({ system: z.string(), window: z.string().optional(), head: z.string() }),
});

export async function lastHeadIn(sql: Sql, channel: ChannelRef): Promise<LastHead | undefined> {
  const [row] = await sql.rows(
    HeadRow,
    `select t.number, e.at, e.body from task t join task_entry e on e.task_id = t.id and e.kind = 'opened'
     where t.team_id = $1 and t.channel_id = $2 order by e.at desc limit 1`,
    [channel.teamId, channel.channelId],
  );
  return row === undefined
    ? undefined
    : {
        taskNumber: row.number,
        at: row.at,
        system: row.body.system,
        window: row.body.window ?? '',
        head: row.body.head,
      };
}
