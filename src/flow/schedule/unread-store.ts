// Which schedules nobody seems to read: no reaction to their reports and no word under them for a month.
import { z } from 'zod';
import type { Sql } from '../../db/pool.ts';

/** Fewer reports in a month are too few to tell. */
const FEWEST_REPORTS = 4;
const MONTH = "interval '30 days'";

const Row = z
  .object({ id: z.string(), reports: z.number() })
  .transform(({ id, reports }) => ({ scheduleId: id, reports }));

/**
 * Those that are on for a month, and were not asked about within one. Slack tells no app who has read what: a
 * reaction and a reply are the reading that can be seen.
 */
export function unreadSchedules(
  sql: Sql,
  now: Date,
): Promise<readonly { scheduleId: string; reports: number }[]> {
  return sql.rows(
    Row,
    `select s.id, count(*) as reports
     from schedule s
     join schedule_run r on r.schedule_id = s.id and r.state = 'reported' and r.kind in ('due', 'now')
                        and r.due_at > $1::timestamptz - ${MONTH}
     join schedule_post p on p.task_id = r.task_id and p.is_report
     join outbox_post o on o.key = p.key and o.ts is not null
     where s.state = 'on' and s.on_since < $1::timestamptz - ${MONTH}
       and (s.end_proposed_at is null or s.end_proposed_at < $1::timestamptz - ${MONTH})
     group by s.id
     having count(*) >= ${FEWEST_REPORTS} and not bool_or(
       exists (select from reaction a where a.team_id = s.team_id and a.ts = o.ts and a.kind = 'added'
                 and (a.channel_id = o.channel_id or o.channel_id like 'U%'))
       or exists (select from message m where m.team_id = s.team_id and m.thread_ts = o.ts and m.ts <> o.ts
                    and m.author_kind = 'person' and (m.channel_id = o.channel_id or o.channel_id like 'U%')))
     order by s.id`,
    [now],
  );
}
