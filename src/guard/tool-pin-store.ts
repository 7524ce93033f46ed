// Tools of other people's servers as they were when somebody took them on: what changes meanwhile is not used.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { storableJson } from '../db/storable.ts';

export interface PinnedTool {
  readonly server: string;
  readonly name: string;
  readonly sha256: string;
  /** As it was listed when it was pinned: offered also while the server is away. */
  readonly listed: unknown;
  /** What the server says now, when that is something else: waits for somebody to accept it. */
  readonly changed: { readonly sha256: string; readonly listed: unknown } | undefined;
  /** Whether the server had it when it was last looked at. */
  readonly isListed: boolean;
}

export interface ToolPinStore {
  ofServers(servers: readonly string[]): Promise<readonly PinnedTool[]>;
  /**
   * The first sight pins; a later change is kept beside it, and waits. Contract: nothing but `accept` changes what is
   * pinned.
   */
  see(
    server: string,
    tools: readonly { name: string; sha256: string; listed: unknown }[],
    at: Date,
  ): Promise<void>;
  /** It has these, and no others any more. */
  hasOnly(server: string, names: readonly string[]): Promise<void>;
  /** Takes on what changed, or of it what has one of these hashes; resolves to how many tools that were. */
  accept(server: string, at: Date, hashes?: readonly string[]): Promise<number>;
}

const Row = z
  .object({
    server: z.string(),
    name: z.string(),
    sha256: z.string(),
    listed: z.unknown(),
    changed_sha256: z.string().nullable(),
    changed_listed: z.unknown(),
    is_listed: z.boolean(),
  })
  .transform((row): PinnedTool => ({
    server: row.server,
    name: row.name,
    sha256: row.sha256,
    listed: row.listed,
    changed:
      row.changed_sha256 === null ? undefined : { sha256: row.changed_sha256, listed: row.changed_listed },
    isListed: row.is_listed,
  }));

export function createToolPinStore(sql: Sql): ToolPinStore {
  return {
    ofServers: (servers) =>
      sql.rows(
        Row,
        `select server, name, sha256, listed, changed_sha256, changed_listed, is_listed
         from tool_pin where server = any($1) order by server, name`,
        [servers],
      ),

    see: async (server, tools, at) => {
      for (const { name, sha256, listed } of tools) {
        await sql.run(
          `insert into tool_pin (server, name, sha256, listed, pinned_at) values ($1, $2, $3, $4, $5)
           on conflict (server, name) do update
           set is_listed = true,
               changed_sha256 = case when tool_pin.sha256 = excluded.sha256 then null else excluded.sha256 end,
               changed_listed = case when tool_pin.sha256 = excluded.sha256 then null else excluded.listed end`,
          [server, name, sha256, storableJson(listed), at],
        );
      }
    },

    hasOnly: async (server, names) => {
      await sql.run(
        'update tool_pin set is_listed = false where server = $1 and is_listed and name <> all($2)',
        [server, names],
      );
    },

    accept: (server, at, hashes) =>
      sql.run(
        `update tool_pin set sha256 = changed_sha256, listed = changed_listed, pinned_at = $2,
                changed_sha256 = null, changed_listed = null
         where server = $1 and changed_sha256 is not null and ($3::text[] is null or changed_sha256 = any($3))`,
        [server, at, hashes ?? null],
      ),
  };
}
