// How much of what was asked Longhand carried, counted from rows: each thread once, by how it ended last.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import type { Share } from './share.ts';

export interface ShareLine extends Share {
  readonly channel: string;
  /** `2026-11`, by when it was asked. */
  readonly month: string;
}

/** All that somebody asked, or all that was asked in a channel. */
export type ShareOf = { readonly teamId: string; readonly since: Date } & (
  | { readonly kind: 'person'; readonly personId: string }
  | { readonly kind: 'channel'; readonly channelId: string }
);

export interface ShareStore {
  of(what: ShareOf): Promise<Share>;
  report(): Promise<readonly ShareLine[]>;
}

const COUNTS = {
  alone: z.number(),
  with_question: z.number(),
  handed: z.number(),
  declined: z.number(),
  failed: z.number(),
  stopped: z.number(),
  open: z.number(),
};

type CountsRow = z.infer<z.ZodObject<typeof COUNTS>>;

const toShare = ({ with_question: withQuestion, ...row }: CountsRow): Share => ({ ...row, withQuestion });

const Counts = z.object(COUNTS).transform(toShare);
const Line = z
  .object({ channel: z.string(), month: z.string(), ...COUNTS })
  .transform(({ channel, month, ...counts }): ShareLine => ({ channel, month, ...toShare(counts) }));

/** What comes by itself was not asked: the runs of schedules are left out. */
const CAME_TO = `
  select t.team_id, t.channel_id, t.owner_id, t.opened_at,
         case
           when t.closed_at is null then 'open'
           when t.state in ('stopped', 'failed') then t.state
           -- What no tool could do is proposed to somebody in the same thread, without a task that waits for it.
           when exists (select from handoff h
                        where h.team_id = t.team_id and h.channel_id = t.channel_id and h.thread_ts = t.thread_ts
                          and h.receiver_kind <> 'longhand' and h.state = 'returned') then 'handed'
           when (select d.kind from decision d where d.task_id = t.id order by d.at desc, d.id desc limit 1) = 'refused'
             then 'declined'
           -- Whatever the closing words say: it tried to do something, and the ledger has nothing that was done.
           when exists (select from effect f where f.task_id = t.id and f.state in ('not-done', 'undone'))
            and not exists (select from effect f where f.task_id = t.id and f.state in ('done', 'unknown'))
             then 'failed'
           when exists (select from task_entry e where e.task_id = t.id and e.kind = 'card') then 'with_question'
           else 'alone'
         end as came_to
  from task t where not exists (select from schedule_run r where r.task_id = t.id)`;

const COUNTED = Object.keys(COUNTS)
  .map((name) => `count(*) filter (where came_to = '${name}') as ${name}`)
  .join(', ');

export function createShareStore(sql: Sql): ShareStore {
  return {
    of: async ({ teamId, since, ...what }) => {
      const [counts] = await sql.rows(
        Counts,
        `select ${COUNTED} from (${CAME_TO}) as asked
         where team_id = $1 and opened_at >= $2 and case when $3 then owner_id = $4 else channel_id = $4 end`,
        [teamId, since, what.kind === 'person', what.kind === 'person' ? what.personId : what.channelId],
      );
      if (counts === undefined) throw new Error('a count without groups returned no row');
      return counts;
    },

    report: () =>
      sql.rows(
        Line,
        `select coalesce(c.name, asked.channel_id) as channel,
                to_char(opened_at at time zone 'UTC', 'YYYY-MM') as month, ${COUNTED}
         from (${CAME_TO}) as asked
         left join channel c on c.team_id = asked.team_id and c.channel_id = asked.channel_id
         group by 1, 2 order by 1, 2`,
      ),
  };
}
