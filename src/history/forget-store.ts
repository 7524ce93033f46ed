// Forgets a person, a channel or a message: the words themselves, and everything that was made of them.
import { z } from 'zod';
import type { Database, Sql } from '../db/pool.ts';
import { eraseLostContents, eraseMessages, note, type Erased } from './erase-store.ts';
import { eraseRows, scanTable, tablesOf, type Table } from './scan-store.ts';
import { meant, ownWords, type Forget } from './own-words-store.ts';
import { holdsTrace, type Traces } from './traces.ts';

interface ForgetOptions {
  readonly now: Date;
  /** Texts of the program itself: their words give nothing away. */
  readonly ordinary?: readonly string[];
}

/** What was said stands here, and is erased by what it is, not by what it holds; or there are no words in it. */
const NOT_SEARCHED: ReadonlySet<string> = new Set([
  'message',
  'message_version',
  'file',
  'file_content',
  'content_page',
  'file_arrival',
  'reaction',
  'person',
  'channel',
  'migration',
  'search_tail',
  'search_segment',
  'search_posting',
  'graphile_worker.migrations',
  'graphile_worker._private_known_crontabs',
  'graphile_worker._private_tasks',
]);

/** A part of a task is worth nothing without the rest, and nobody may read a transcript with holes. */
const WHOLE: Readonly<Record<string, { readonly table: string; readonly key: string; readonly by: string }>> =
  {
    task_entry: { table: 'task', key: 'id', by: 'task_id' },
    signal: { table: 'task', key: 'id', by: 'task_id' },
    decision: { table: 'task', key: 'id', by: 'task_id' },
    brief: { table: 'task', key: 'id', by: 'task_id' },
    effect: { table: 'task', key: 'id', by: 'task_id' },
    usage: { table: 'task', key: 'id', by: 'task_id' },
    approval: { table: 'task', key: 'id', by: 'task_id' },
    lane_item: { table: 'task', key: 'id', by: 'task_id' },
    task_file: { table: 'task', key: 'id', by: 'task_id' },
    capture: { table: 'task', key: 'id', by: 'task_id' },
    picture: { table: 'task', key: 'id', by: 'task_id' },
    handoff_event: { table: 'handoff', key: 'id', by: 'handoff_id' },
    sign_in: { table: 'task', key: 'id', by: 'task_id' },
    poll: { table: 'task', key: 'id', by: 'task_id' },
    poll_vote: { table: 'poll', key: 'id', by: 'poll_id' },
    reading: { table: 'task', key: 'id', by: 'task_id' },
    occurrence: { table: 'schedule', key: 'id', by: 'schedule_id' },
    schedule_version: { table: 'schedule', key: 'id', by: 'schedule_id' },
  };

/**
 * Contract: one transaction. Afterwards no table holds the forgotten texts, nor a word that stood in them and in
 * nothing else that people said here; nor anything that Longhand made from them. Resolves to the rows by table.
 */
export async function forget(database: Database, what: Forget, options: ForgetOptions): Promise<Erased> {
  const erased: Erased = new Map();
  await database.transact(async (sql) => {
    const run = { sql, what, erased, now: options.now, tables: await tablesOf(sql) };
    const words = await ownWords(run, options.ordinary ?? []);
    const ts = new Set((await chosen(run)).map((ref) => ref.ts));
    await eraseOwned(run);
    await eraseSaid(run, await chosen(run));
    await eraseTraces(run, { words, ts });
    if (what.kind !== 'message') await eraseDirectory(run);
    await eraseLostContents(sql, erased);
  });
  // A deleted row stays in its file until its place is used again.
  for (const table of await tablesOf(database)) {
    if (erased.has(table.label)) await database.run(`vacuum ${table.name}`);
  }
  return erased;
}

interface Run {
  readonly sql: Sql;
  readonly what: Forget;
  readonly erased: Erased;
  readonly now: Date;
  readonly tables: readonly Table[];
}

const Ref = z.object({ channel_id: z.string(), ts: z.string() });
type Ref = z.infer<typeof Ref>;

function chosen({ sql, what }: Run): Promise<Ref[]> {
  const { where, values } = meant(what);
  return sql.rows(Ref, `select m.channel_id, m.ts from message m where ${where} order by 1, 2`, values);
}

/** What belongs to whom or what is forgotten, whatever it holds. */
async function eraseOwned(run: Run): Promise<void> {
  const { sql, what, tables } = run;
  if (what.kind === 'channel') {
    const own = tables.filter(
      ({ label, columns }) => !NOT_SEARCHED.has(label) && columns.includes('channel_id'),
    );
    for (const table of own) {
      const team = table.columns.includes('team_id') ? 'and team_id = $2' : 'and $2::text is not null';
      await eraseWhere(run, table.label, {
        where: `channel_id = $1 ${team}`,
        values: [what.channelId, what.teamId],
      });
    }
    return;
  }
  const mine =
    what.kind === 'person'
      ? { where: 'team_id = $1 and owner_id = $2', values: [what.teamId, what.personId] }
      : {
          where: 'team_id = $1 and channel_id = $2 and goal_ts = $3',
          values: [what.teamId, what.channelId, what.ts],
        };
  const Thread = z.object({ channel_id: z.string(), thread_ts: z.string() });
  for (const { channel_id: channelId, thread_ts: threadTs } of await sql.rows(
    Thread,
    `select channel_id, thread_ts from task where ${mine.where}`,
    mine.values,
  )) {
    // What Longhand said for it belongs to it.
    const answers = await sql.rows(
      Ref,
      `select channel_id, ts from message where team_id = $1 and channel_id = $2 and thread_ts = $3 and author_kind = 'longhand'`,
      [what.teamId, channelId, threadTs],
    );
    await eraseSaid(run, answers);
    await eraseWhere(run, 'outbox_post', {
      where: 'channel_id = $1 and thread_ts = $2',
      values: [channelId, threadTs],
    });
  }
  await eraseWhere(run, 'task', mine);
  if (what.kind === 'person')
    await eraseWhere(run, 'schedule', {
      where: `team_id = $1 and exists (select from schedule_version v where v.schedule_id = schedule.id
                and v.version = schedule.version and v.terms ->> 'ownerId' = $2)`,
      values: mine.values,
    });
}

async function eraseWhere(
  { sql, tables, erased }: Run,
  label: string,
  { where, values }: { where: string; values: readonly unknown[] },
): Promise<void> {
  const table = tables.find((one) => one.label === label);
  if (table === undefined) return;
  const rows = await sql.rows(
    z.object({ place: z.string() }),
    `select ctid::text as place from ${table.name} where ${where}`,
    values,
  );
  await eraseRows(sql, table, { places: rows.map(({ place }) => place), erased });
}

const BATCH = 5_000;

async function eraseSaid({ sql, what, erased, now }: Run, refs: readonly Ref[]): Promise<void> {
  for (const [channelId, own] of Map.groupBy(refs, (ref) => ref.channel_id)) {
    for (let from = 0; from < own.length; from += BATCH) {
      const ts = own.slice(from, from + BATCH).map((ref) => ref.ts);
      await eraseMessages(sql, { teamId: what.teamId, channelId }, { ts, now, erased });
    }
  }
}

/** Until nothing is found any more: what was made from a trace is one itself. */
async function eraseTraces(run: Run, { words, ts }: Traces): Promise<void> {
  const { sql, what, tables, erased } = run;
  const found = { words: new Set(words), ts: new Set(ts) };
  for (;;) {
    let isNew = false;
    for (const table of tables) {
      if (NOT_SEARCHED.has(table.label) || table.textColumns.length === 0) continue;
      const places = await placesWith(run, table, found);
      if (places.length === 0) continue;
      isNew = true;
      const whole = WHOLE[table.label];
      if (whole === undefined) await eraseRows(sql, table, { places, erased });
      else {
        const key = `select ${whole.by} from ${table.name} where ctid = any($1::tid[])`;
        await eraseWhere(run, whole.table, { where: `${whole.key} in (${key})`, values: [places] });
      }
    }
    const said = await longhandsWith(run, found);
    if (said.length > 0) await eraseSaid(run, said);
    for (const ref of said) found.ts.add(ref.ts);
    if (!isNew && said.length === 0) break;
  }
  if (what.kind !== 'message') note(erased, 'graphile_worker jobs', await eraseJobs(sql));
}

async function placesWith({ sql, what }: Run, table: Table, traces: Traces): Promise<string[]> {
  const places: string[] = [];
  // What nobody has read yet is not forgotten because it only mentions somebody.
  const isInbox = table.label === 'inbox_event';
  const person = what.kind === 'person' ? what.personId : undefined;
  const unnamed = { ...traces, words: new Set(traces.words) };
  if (isInbox && person !== undefined) unnamed.words.delete(person.toLowerCase());
  for await (const rows of scanTable(sql, table)) {
    for (const { place, text } of rows) {
      const isBy = isInbox && person !== undefined && text.includes(`"user":"${person}"`);
      if (isBy || holdsTrace(text, isInbox ? unnamed : traces)) places.push(place);
    }
  }
  return places;
}

/** Longhand's own messages that say it again. */
async function longhandsWith({ sql, what, tables }: Run, traces: Traces): Promise<Ref[]> {
  const refs = new Map<string, Ref>();
  for (const label of ['message', 'message_version']) {
    const table = tables.find((one) => one.label === label);
    if (table === undefined) continue;
    const textColumns = label === 'message' ? ['text'] : ['text', 'blocks'];
    const where =
      label === 'message'
        ? `author_kind = 'longhand'`
        : `exists (select from message m where m.team_id = message_version.team_id
             and m.channel_id = message_version.channel_id and m.ts = message_version.ts and m.author_kind = 'longhand')`;
    const places: string[] = [];
    for await (const rows of scanTable(sql, { ...table, textColumns }, { where, values: [] }))
      places.push(...rows.filter(({ text }) => holdsTrace(text, traces)).map(({ place }) => place));
    if (places.length === 0) continue;
    const found = await sql.rows(
      Ref,
      `select channel_id, ts from ${table.name} where ctid = any($1::tid[]) and team_id = $2`,
      [places, what.teamId],
    );
    for (const ref of found) refs.set(`${ref.channel_id} ${ref.ts}`, ref);
  }
  return [...refs.values()];
}

/** Wishes to advance a task that is no more. */
function eraseJobs(sql: Sql): Promise<number> {
  return sql.run(
    `delete from graphile_worker._private_jobs j
     where j.payload ->> 'taskId' is not null and not exists (select from task t where t.id::text = j.payload ->> 'taskId')`,
  );
}

async function eraseDirectory({ sql, what, erased, now }: Run): Promise<void> {
  if (what.kind === 'person') {
    const key = [what.teamId, what.personId];
    note(
      erased,
      'reaction',
      await sql.run('delete from reaction where team_id = $1 and person_id = $2', key),
    );
    note(
      erased,
      'poll_vote',
      await sql.run('delete from poll_vote where team_id = $1 and person_id = $2', key),
    );
    note(erased, 'credential', await sql.run('delete from credential where person_id = $1', [what.personId]));
    note(erased, 'sign_in', await sql.run('delete from sign_in where person_id = $1', [what.personId]));
    note(erased, 'person', await sql.run('delete from person where team_id = $1 and person_id = $2', key));
    return;
  }
  const key = [what.teamId, what.kind === 'channel' ? what.channelId : ''];
  const own = 'where team_id = $1 and channel_id = $2';
  for (const table of ['search_tail', 'search_segment', 'reaction', 'file', 'message_version', 'message'])
    note(erased, table, await sql.run(`delete from ${table} ${own}`, key));
  // The bare id stays, as read to its beginning: else reading back would bring everything in again.
  await sql.run(`update channel set name = channel_id, backfilled_to = null, backfilled_at = $3 ${own}`, [
    ...key,
    now,
  ]);
}
