// The words by which a forgotten text would be known again: its own, that nobody else here has used.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { scanTable, type Table } from './scan-store.ts';
import { wordsOf } from './traces.ts';

export type Forget =
  | { readonly kind: 'person'; readonly teamId: string; readonly personId: string }
  | { readonly kind: 'channel'; readonly teamId: string; readonly channelId: string }
  | { readonly kind: 'message'; readonly teamId: string; readonly channelId: string; readonly ts: string };

/** Which rows of `message` (as m) are meant; their words are the first to be known and the last to go. */
export function meant(what: Forget): { readonly where: string; readonly values: readonly string[] } {
  switch (what.kind) {
    case 'person':
      return {
        where: `m.team_id = $1 and (m.author_id = $2 or exists (
                  select from channel c where c.team_id = m.team_id and c.channel_id = m.channel_id
                    and c.kind = 'im' and c.name = $2))`,
        values: [what.teamId, what.personId],
      };
    case 'channel':
      return { where: 'm.team_id = $1 and m.channel_id = $2', values: [what.teamId, what.channelId] };
    case 'message':
      return {
        where: 'm.team_id = $1 and m.channel_id = $2 and m.ts = $3',
        values: [what.teamId, what.channelId, what.ts],
      };
  }
}

interface Scope {
  readonly sql: Sql;
  readonly what: Forget;
  readonly tables: readonly Table[];
}

/** Where words stand that somebody chose; the other columns hold ids, times and kinds. */
const WORDED = [
  ['message', ['text']],
  ['message_version', ['text', 'blocks']],
  ['file', ['name']],
] as const;

/** Words of what is forgotten that stand in nothing else that people said, and not in `ordinary` texts. */
export async function ownWords(scope: Scope, ordinary: readonly string[]): Promise<Set<string>> {
  const { what, sql } = scope;
  const words = new Set<string>();
  const add = (text: string): void => wordsOf(text).forEach((word) => words.add(word));
  const drop = (text: string): void => wordsOf(text).forEach((word) => words.delete(word));

  for (const [label, columns] of WORDED)
    await eachText(scope, { label, columns, where: isMeant(what, label) }, add);
  await eachText(scope, { label: 'content_page', columns: ['text'], where: isOnlyMeant(what) }, add);
  if (what.kind === 'person') {
    const where = 'team_id = $3 and person_id = $4';
    await eachText(scope, { label: 'person', columns: ['name', 'real_name'], where }, add);
  }

  ordinary.forEach(drop);
  (await vocabulary(sql)).forEach(drop);
  for (const [label, columns] of WORDED.slice(0, 2)) {
    // Longhand's own words are made from what it read: only people, and apps, show that a word is in use.
    const where = `not ${isMeant(what, label)} and not exists (select from message m where m.team_id = ${label}.team_id
      and m.channel_id = ${label}.channel_id and m.ts = ${label}.ts and m.author_kind = 'longhand')`;
    await eachText(
      scope,
      { label, columns: columns.slice(0, 1), where, until: () => words.size === 0 },
      drop,
    );
  }
  if (what.kind === 'person') words.add(what.personId.toLowerCase());
  return words;
}

function isMeant(what: Forget, row: string): string {
  // The first two values are the scan's.
  const where = meant(what).where.replaceAll(/\$(\d)/gu, (_, place: string) => `$${Number(place) + 2}`);
  return `exists (select from message m where m.team_id = ${row}.team_id and m.channel_id = ${row}.channel_id
                    and m.ts = ${row}.ts and ${where})`;
}

/** The text of files that nobody else has shared. */
function isOnlyMeant(what: Forget): string {
  const sharedBy = (whom: string): string =>
    `exists (select from file_content c join file f using (team_id, file_id)
             where c.team_id = content_page.team_id and c.sha256 = content_page.sha256 and ${whom})`;
  return `${sharedBy(isMeant(what, 'f'))} and not ${sharedBy(`not ${isMeant(what, 'f')}`)}`;
}

interface Texts {
  readonly label: string;
  readonly columns: readonly string[];
  readonly where: string;
  /** The rest need not be read. */
  readonly until?: () => boolean;
}

async function eachText(
  { sql, what, tables }: Scope,
  { label, columns, where, until }: Texts,
  take: (text: string) => void,
): Promise<void> {
  const table = tables.find((one) => one.label === label);
  if (table === undefined) return;
  const { values } = meant(what);
  for await (const rows of scanTable(sql, { ...table, textColumns: columns }, { where, values })) {
    for (const { text } of rows) take(text);
    if (until?.() === true) return;
  }
}

/** Words of the schema itself, such as the states of a task, and the ids that stand in every row. */
async function vocabulary(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.rows(
    z.object({ text: z.string() }),
    `select pg_get_constraintdef(oid) as text from pg_constraint
     union all select column_name::text from information_schema.columns
     union all select person_id from person union all select channel_id from channel union all select team_id from channel`,
  );
  return rows.map(({ text }) => text);
}
