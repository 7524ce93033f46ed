// Every table as text, whoever made it: what was forgotten must not stand in one that nobody thought of.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import { note, type Erased } from './erase-store.ts';

export interface Table {
  /** Quoted, with its schema. */
  readonly name: string;
  readonly label: string;
  readonly columns: readonly string[];
  /** Those that may hold words. */
  readonly textColumns: readonly string[];
}

const TableRow = z.object({
  table_schema: z.string(),
  table_name: z.string(),
  columns: z.array(z.string()),
  text_columns: z.array(z.string()),
});

export async function tablesOf(sql: Sql): Promise<readonly Table[]> {
  const rows = await sql.rows(
    TableRow,
    `select c.table_schema::text, c.table_name::text, array_agg(c.column_name::text) as columns,
            coalesce(array_agg(c.column_name::text) filter (
              where c.data_type in ('text', 'character varying', 'json', 'jsonb', 'ARRAY')), '{}') as text_columns
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
     group by 1, 2 order by 1, 2`,
  );
  return rows.map((row) => ({
    name: `"${row.table_schema}"."${row.table_name}"`,
    label: row.table_schema === 'public' ? row.table_name : `${row.table_schema}.${row.table_name}`,
    columns: row.columns,
    textColumns: row.text_columns,
  }));
}

export interface ScannedRow {
  readonly place: string;
  readonly text: string;
}

const BLOCKS = 64;

interface Part {
  /** Its values begin at $3. */
  readonly where: string;
  readonly values: readonly unknown[];
}

/** Some pages of the table at a time, however large it is. */
export async function* scanTable(
  sql: Sql,
  table: Table,
  { where, values }: Part = { where: 'true', values: [] },
): AsyncGenerator<readonly ScannedRow[]> {
  const [size] = await sql.rows(
    z.object({ blocks: z.number() }),
    `select (pg_relation_size($1::regclass) / current_setting('block_size')::bigint)::integer as blocks`,
    [table.name],
  );
  const text = table.textColumns.map((column) => `"${column}"::text`).join(', ');
  for (let block = 0; block <= (size?.blocks ?? 0); block += BLOCKS) {
    const rows = await sql.rows(
      z.object({ place: z.string(), text: z.string() }),
      `select ctid::text as place, concat_ws(' ', ${text}) as text from ${table.name}
       where ctid >= $1::tid and ctid < $2::tid and (${where})`,
      [`(${block},0)`, `(${block + BLOCKS},0)`, ...values],
    );
    if (rows.length > 0) yield rows;
  }
}

const Reference = z.object({
  child: z.string(),
  label: z.string(),
  columns: z.array(z.string()),
  parents: z.array(z.string()),
});

/** Deletes rows by their place, and before them what refers to them. Part of the caller's transaction. */
export async function eraseRows(
  sql: Sql,
  table: { readonly name: string; readonly label: string },
  { places, erased }: { places: readonly string[]; erased: Erased },
): Promise<void> {
  if (places.length === 0) return;
  const references = await sql.rows(
    Reference,
    `select format('%I.%I', n.nspname, c.relname) as child,
            case n.nspname when 'public' then c.relname::text else n.nspname || '.' || c.relname end as label,
            array(select quote_ident(attname) from unnest(k.conkey) with ordinality as x (number, place)
                  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.number order by place) as columns,
            array(select quote_ident(attname) from unnest(k.confkey) with ordinality as x (number, place)
                  join pg_attribute a on a.attrelid = k.confrelid and a.attnum = x.number order by place) as parents
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
     where k.contype = 'f' and k.confrelid = $1::regclass`,
    [table.name],
  );
  for (const { child, label, columns, parents } of references) {
    const rows = await sql.rows(
      z.object({ place: z.string() }),
      `select ctid::text as place from ${child}
       where (${columns.join(', ')}) in (select ${parents.join(', ')} from ${table.name} where ctid = any($1::tid[]))`,
      [places],
    );
    await eraseRows(sql, { name: child, label }, { places: rows.map(({ place }) => place), erased });
  }
  note(erased, table.label, await sql.run(`delete from ${table.name} where ctid = any($1::tid[])`, [places]));
}
