// In which of our languages to speak to a person: the one they were last spoken to in.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';

const Row = z.object({ language: z.enum(['en', 'zh']) });

/** By what they asked last, or was handed to them; English to somebody new. */
export async function languageOf(
  sql: Sql,
  { teamId, personId }: { teamId: string; personId: string },
): Promise<'en' | 'zh'> {
  const [last] = await sql.rows(
    Row,
    `select language from (
       select language, opened_at as at from task where team_id = $1 and owner_id = $2
       union all
       select terms ->> 'language', given_at from handoff where team_id = $1 and receiver_id = $2
     ) as spoken order by at desc limit 1`,
    [teamId, personId],
  );
  return last?.language ?? 'en';
}
