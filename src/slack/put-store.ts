// Whether anything was ever said under a key, by this process or by one before it.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';

export async function isPut(sql: Sql, key: string): Promise<boolean> {
  return (await sql.rows(z.object({}), 'select from outbox_post where key = $1', [key])).length > 0;
}
