// Servers of tools that people connected in a channel, and how far any server can be reached: rows, the same in every process.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { storable } from '../db/storable.ts';

const EFFECTS = ['read', 'reversible', 'seen', 'outside'] as const;
export type ServedEffect = (typeof EFFECTS)[number];

export interface Place {
  readonly teamId: string;
  readonly channelId: string;
}

export interface NewToolServer extends Place {
  readonly id: string;
  readonly threadTs: string;
  readonly name: string;
  readonly url: string;
  readonly language: 'en' | 'zh';
  readonly askedBy: string;
  readonly askedAt: Date;
}

export interface ToolServer extends NewToolServer {
  readonly state: 'asked' | 'connected' | 'declined' | 'disconnected';
  readonly effects: Readonly<Record<string, ServedEffect>>;
  readonly wantsSignIn: boolean;
  readonly decidedBy: string | undefined;
}

/** Of a server that cannot be reached. */
export interface Away {
  readonly server: string;
  readonly since: Date;
  readonly reason: string;
}

export interface ToolServerStore {
  ask(server: NewToolServer): Promise<void>;
  find(id: string): Promise<ToolServer | undefined>;
  /** Connected there, by name. */
  connectedIn(place: Place): Promise<readonly ToolServer[]>;
  everyConnected(): Promise<readonly ToolServer[]>;
  /** False when it was decided before, or another one has the name by now. */
  decide(
    id: string,
    decided: { from: ToolServer['state']; to: ToolServer['state']; by: string; at: Date },
  ): Promise<boolean>;
  /** What was kept of one that is used no more: its tools, and what people signed in with. */
  clear(id: string): Promise<void>;
  setEffects(id: string, effects: Readonly<Record<string, ServedEffect>>): Promise<void>;
  wantsSignIn(id: string): Promise<void>;
  /** Without a reason it was there. */
  found(server: string, now: { at: Date; away?: string }): Promise<void>;
  awayAmong(servers: readonly string[]): Promise<readonly Away[]>;
}

const Row = z
  .object({
    id: z.string(),
    team_id: z.string(),
    channel_id: z.string(),
    thread_ts: z.string(),
    name: z.string(),
    url: z.string(),
    language: z.enum(['en', 'zh']),
    state: z.enum(['asked', 'connected', 'declined', 'disconnected']),
    effects: z.record(z.string(), z.enum(EFFECTS)),
    wants_sign_in: z.boolean(),
    asked_by: z.string(),
    asked_at: z.date(),
    decided_by: z.string().nullable(),
  })
  .transform((row): ToolServer => ({
    id: row.id,
    teamId: row.team_id,
    channelId: row.channel_id,
    threadTs: row.thread_ts,
    name: row.name,
    url: row.url,
    language: row.language,
    state: row.state,
    effects: row.effects,
    wantsSignIn: row.wants_sign_in,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    decidedBy: row.decided_by ?? undefined,
  }));

const AwayRow = z.object({ server: z.string(), since: z.date(), reason: z.string() });

const REASON_CHARS = 300;

export function createToolServerStore(sql: Sql): ToolServerStore {
  return {
    ask: async ({ id, teamId, channelId, threadTs, name, url, language, askedBy, askedAt }) => {
      await sql.run(
        `insert into tool_server (id, team_id, channel_id, thread_ts, name, url, language, state, asked_by, asked_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'asked', $8, $9)`,
        [id, teamId, channelId, threadTs, name, url, language, askedBy, askedAt],
      );
    },

    find: async (id) => (await sql.rows(Row, 'select * from tool_server where id = $1', [id]))[0],

    connectedIn: ({ teamId, channelId }) =>
      sql.rows(
        Row,
        `select * from tool_server where team_id = $1 and channel_id = $2 and state = 'connected' order by lower(name)`,
        [teamId, channelId],
      ),

    everyConnected: () =>
      sql.rows(
        Row,
        `select * from tool_server where state = 'connected' order by team_id, channel_id, lower(name)`,
        [],
      ),

    decide: async (id, { from, to, by, at }) =>
      (await sql.run(
        `update tool_server t set state = $3, decided_by = $4, decided_at = $5
         where id = $1 and state = $2
           and ($3 <> 'connected' or not exists (
             select 1 from tool_server o
             where o.team_id = t.team_id and o.channel_id = t.channel_id and lower(o.name) = lower(t.name)
               and o.state = 'connected'))`,
        [id, from, to, by, at],
      )) === 1,

    clear: async (id) => {
      for (const table of ['tool_pin', 'tool_server_away', 'credential', 'sign_in'])
        await sql.run(`delete from ${table} where server = $1`, [id]);
    },

    setEffects: async (id, effects) => {
      await sql.run('update tool_server set effects = effects || $2::jsonb where id = $1', [
        id,
        JSON.stringify(effects),
      ]);
    },

    wantsSignIn: async (id) => {
      await sql.run('update tool_server set wants_sign_in = true where id = $1', [id]);
    },

    found: async (server, { at, away }) => {
      if (away === undefined) {
        await sql.run('delete from tool_server_away where server = $1', [server]);
        return;
      }
      await sql.run(
        `insert into tool_server_away (server, since, reason) values ($1, $2, $3)
         on conflict (server) do update set reason = excluded.reason`,
        [server, at, storable(away.slice(0, REASON_CHARS))],
      );
    },

    awayAmong: (servers) =>
      sql.rows(AwayRow, 'select server, since, reason from tool_server_away where server = any($1)', [
        servers,
      ]),
  };
}
