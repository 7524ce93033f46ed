// The files of a task: made by its tools, kept with it, seen by nobody until one is posted.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { storable } from '../db/storable.ts';

export interface TaskFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What a file that is not text was made from, so that words that are to be forgotten are found. */
  readonly words?: string;
}

export interface TaskFileInfo {
  readonly name: string;
  readonly bytes: number;
}

export type TaskFilesSaved =
  | { readonly kind: 'saved' }
  | { readonly kind: 'too-much'; readonly reason: string };

export interface TaskFileStore {
  /** By name. */
  list(taskId: string): Promise<readonly TaskFileInfo[]>;
  read(taskId: string, name: string): Promise<TaskFile | undefined>;
  /** In place of those of the same name; all of them or none. */
  save(taskId: string, files: readonly TaskFile[], at: Date): Promise<TaskFilesSaved>;
}

const MAX_FILE_BYTES = 25_000_000;
const MAX_TASK_BYTES = 100_000_000;
const MAX_FILES = 200;

const InfoRow = z.object({ name: z.string(), bytes: z.number() });
const Row = z
  .object({ name: z.string(), text: z.string(), content: z.instanceof(Buffer).nullable() })
  .transform(({ name, text, content }): TaskFile => ({
    name,
    bytes: content === null ? new TextEncoder().encode(text) : new Uint8Array(content),
  }));

export function createTaskFileStore(sql: Sql): TaskFileStore {
  const list: TaskFileStore['list'] = (taskId) =>
    sql.rows(InfoRow, 'select name, bytes from task_file where task_id = $1 order by name collate "C"', [
      taskId,
    ]);

  return {
    list,

    read: async (taskId, name) =>
      (
        await sql.rows(Row, 'select name, text, content from task_file where task_id = $1 and name = $2', [
          taskId,
          name,
        ])
      )[0],

    save: async (taskId, files, at) => {
      const reason = overLimit(await list(taskId), files);
      if (reason !== undefined) return { kind: 'too-much', reason };
      const rows = files.map(toRow);
      await sql.run(
        `insert into task_file (task_id, name, bytes, text, content, made_at)
         select $1, new.name, new.bytes, new.text, new.content, $6
         from unnest($2::text[], $3::integer[], $4::text[], $5::bytea[]) as new (name, bytes, text, content)
         on conflict (task_id, name) do update
         set bytes = excluded.bytes, text = excluded.text, content = excluded.content, made_at = excluded.made_at`,
        [
          taskId,
          rows.map(({ name }) => name),
          rows.map(({ bytes }) => bytes),
          rows.map(({ text }) => text),
          rows.map(({ content }) => content),
          at,
        ],
      );
      return { kind: 'saved' };
    },
  };
}

function overLimit(kept: readonly TaskFileInfo[], files: readonly TaskFile[]): string | undefined {
  const large = files.find(({ bytes }) => bytes.length > MAX_FILE_BYTES);
  if (large !== undefined) return `${large.name} is larger than ${MAX_FILE_BYTES / 1_000_000} MB`;
  const all = new Map([
    ...kept.map(({ name, bytes }) => [name, bytes] as const),
    ...files.map(({ name, bytes }) => [name, bytes.length] as const),
  ]);
  if (all.size > MAX_FILES) return `a task keeps at most ${MAX_FILES} files`;
  const total = [...all.values()].reduce((sum, bytes) => sum + bytes, 0);
  return total > MAX_TASK_BYTES
    ? `a task keeps at most ${MAX_TASK_BYTES / 1_000_000} MB in files`
    : undefined;
}

function toRow({ name, bytes, words = '' }: TaskFile) {
  const text = toText(bytes);
  return {
    name,
    bytes: bytes.length,
    text: text ?? storable(words),
    content: text === undefined ? Buffer.from(bytes) : null,
  };
}

/** Undefined for what Postgres cannot hold as text to the letter. */
function toText(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined; // It is no UTF-8, and so no text to us.
  }
}
