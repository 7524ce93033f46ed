// Files that nobody has read yet: which is next, and what came of trying.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import type { ChannelRef } from './store.ts';

export interface ArrivedFile extends ChannelRef {
  readonly fileId: string;
}

export interface ArrivalStore {
  /** The newest that is to be read, kept from others until `until`; undefined when there is none. */
  claim(which: { now: Date; until: Date; maxBytes: number }): Promise<ArrivedFile | undefined>;
  /** Its text is kept, or reading it was broken off: there is nothing to remember of it. */
  forget(file: ArrivedFile): Promise<void>;
  /** Nothing came of it; it is tried again `at` that time, or never. */
  putOff(file: ArrivedFile, at: Date | undefined): Promise<void>;
}

/** Who was not there three times will not be there. */
const MOST_TRIES = 3;

const Row = z
  .object({ team_id: z.string(), channel_id: z.string(), file_id: z.string() })
  .transform((row): ArrivedFile => ({
    teamId: row.team_id,
    channelId: row.channel_id,
    fileId: row.file_id,
  }));

const CLAIM = `
  with next as (
    select f.team_id, f.channel_id, f.file_id
    from file f join message m using (team_id, channel_id, ts)
    where m.deleted_at is null and f.bytes <= $3 and f.download_url is not null
      and f.mimetype !~ '^(?:audio|video|image)/'
      and not exists (select from file_content c where c.team_id = f.team_id and c.file_id = f.file_id)
      and not exists (select from file_arrival a where a.team_id = f.team_id and a.file_id = f.file_id
                        and (a.due_at > $1 or a.tries >= ${MOST_TRIES}))
    order by f.ts desc limit 1),
  claimed as (
    insert into file_arrival as arrival (team_id, file_id, tries, due_at)
    select team_id, file_id, 1, $2 from next
    on conflict (team_id, file_id) do update set tries = arrival.tries + 1, due_at = $2 where arrival.due_at <= $1
    returning team_id, file_id)
  select next.* from next join claimed using (team_id, file_id)`;

export function createArrivalStore(sql: Sql): ArrivalStore {
  return {
    claim: async ({ now, until, maxBytes }) => (await sql.rows(Row, CLAIM, [now, until, maxBytes]))[0],
    forget: async ({ teamId, fileId }) => {
      await sql.run('delete from file_arrival where team_id = $1 and file_id = $2', [teamId, fileId]);
    },
    putOff: async ({ teamId, fileId }, at) => {
      await sql.run(
        `update file_arrival set due_at = coalesce($3::timestamptz, 'infinity') where team_id = $1 and file_id = $2`,
        [teamId, fileId, at ?? null],
      );
    },
  };
}
