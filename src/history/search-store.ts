// Finds messages by words: Postgres gates the candidates by their terms, BM25 ranks them here.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import type { ChannelRef } from './store.ts';
import { toTerms } from './terms.ts';

export interface SearchQuery extends ChannelRef {
  readonly words: string;
  readonly limit: number;
  readonly afterTs?: string;
  readonly beforeTs?: string;
  readonly authorId?: string;
}

export interface Hit {
  readonly ts: string;
  readonly score: number;
}

/** More than this many candidates are not ranked: the newest of them are. */
const CANDIDATES = 5_000;
/** BM25's usual weights; message length matters less in chat than in documents. */
const K1 = 1.2;
const B = 0.5;

const Candidate = z.object({ ts: z.string(), length: z.number(), matched: z.array(z.string()) });
const Size = z.object({ messages: z.number(), length: z.number().nullable() });

/** Best first. A message with any of the words is a hit: in chat, all of them together are hardly ever in one. */
export async function searchMessages(sql: Sql, query: SearchQuery): Promise<readonly Hit[]> {
  const terms = [...new Set(toTerms(query.words))].slice(0, 64);
  if (terms.length === 0) return [];
  const channel = [query.teamId, query.channelId];
  const candidates = await sql.rows(
    Candidate,
    `select s.ts, s.length,
            array(select term from unnest($3::text[]) term where s.terms @@ quote_literal(term)::tsquery) as matched
     from message_search s join message m using (team_id, channel_id, ts)
     where s.team_id = $1 and s.channel_id = $2 and s.terms @@ $4::tsquery
       and s.ts > $5 and s.ts < $6 and ($7::text is null or m.author_id = $7)
     order by s.ts desc limit $8`,
    [
      ...channel,
      terms,
      terms.map(toLexeme).join(' | '),
      query.afterTs ?? '',
      query.beforeTs ?? ':',
      query.authorId ?? null,
      CANDIDATES,
    ],
  );
  const [size] = await sql.rows(
    Size,
    'select count(*) as messages, avg(length)::float8 as length from message_search where team_id = $1 and channel_id = $2',
    channel,
  );
  return rank(candidates, { messages: size?.messages ?? 0, meanLength: size?.length ?? 1 }).slice(0, query.limit);
}

interface ChannelSize {
  readonly messages: number;
  readonly meanLength: number;
}

function rank(candidates: readonly z.infer<typeof Candidate>[], { messages, meanLength }: ChannelSize): Hit[] {
  const holders = new Map<string, number>();
  for (const { matched } of candidates) for (const term of matched) holders.set(term, (holders.get(term) ?? 0) + 1);
  const weightOf = (term: string): number => {
    const count = holders.get(term) ?? 0;
    return Math.log(1 + (messages - count + 0.5) / (count + 0.5));
  };
  return candidates
    .map(({ ts, length, matched }) => {
      const damping = 1 + K1 * (1 - B + (B * length) / Math.max(meanLength, 1));
      const weight = matched.reduce((sum, term) => sum + weightOf(term), 0);
      return { ts, score: (weight * (K1 + 1)) / damping };
    })
    .toSorted((one, other) => other.score - one.score || (one.ts < other.ts ? 1 : -1));
}

function toLexeme(term: string): string {
  return `'${term.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
