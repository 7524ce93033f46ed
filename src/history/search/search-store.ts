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

/** More than this many candidates are not ranked: those with the weightiest words are, and of these the newest. */
const CANDIDATES = 5_000;
/** A question has fewer words than this. */
const MOST_TERMS = 64;
/** BM25's usual weights; message length matters less in chat than in documents. */
const K1 = 1.2;
const B = 0.5;

const Candidate = z.object({ ts: z.string(), length: z.number(), weight: z.number() });
const Size = z.object({ messages: z.number(), length: z.number().nullable() });
const Held = z.object({ lexeme: z.string(), holders: z.number() });

/** Best first. A message with any of the words is a hit: in chat, all of them together are hardly ever in one. */
export async function searchMessages(sql: Sql, query: SearchQuery): Promise<readonly Hit[]> {
  const lexemes = [...new Set(toTerms(query.words))].slice(0, MOST_TERMS).map(toLexeme);
  if (lexemes.length === 0) return [];
  const channel = [query.teamId, query.channelId];
  const [size] = await sql.rows(
    Size,
    'select count(*) as messages, avg(length)::float8 as length from message_search where team_id = $1 and channel_id = $2',
    channel,
  );
  const held = await sql.rows(
    Held,
    `select lexeme, (select count(*) from message_search s
                     where s.team_id = $1 and s.channel_id = $2 and s.terms @@ lexeme::tsquery) as holders
     from unnest($3::text[]) lexeme`,
    [...channel, lexemes],
  );
  const present = held.filter(({ holders }) => holders > 0);
  if (present.length === 0) return [];
  // No join: before the tables are analysed, the planner would try every message with every other.
  const candidates = await sql.rows(
    Candidate,
    `select s.ts, s.length,
            (select sum(weight) from unnest($3::text[]::tsquery[], $4::float8[]) as asked (term, weight)
             where s.terms @@ term) as weight
     from message_search s
     where s.team_id = $1 and s.channel_id = $2 and s.terms @@ $5::tsquery
       and s.ts > $6 and s.ts < $7 and ($8::text is null or $8 = (
         select author_id from message m where m.team_id = s.team_id and m.channel_id = s.channel_id and m.ts = s.ts))
     order by weight desc, s.ts desc limit $9`,
    [
      ...channel,
      present.map(({ lexeme }) => lexeme),
      present.map(({ holders }) => weightOf(holders, size?.messages ?? 0)),
      present.map(({ lexeme }) => lexeme).join(' | '),
      query.afterTs ?? '',
      query.beforeTs ?? ':',
      query.authorId ?? null,
      CANDIDATES,
    ],
  );
  return rank(candidates, size?.length ?? 1).slice(0, query.limit);
}

/** BM25's inverse document frequency: a word that few messages have says more. */
function weightOf(holders: number, messages: number): number {
  return Math.log(1 + (messages - holders + 0.5) / (holders + 0.5));
}

function rank(candidates: readonly z.infer<typeof Candidate>[], meanLength: number): Hit[] {
  return candidates
    .map(({ ts, length, weight }) => {
      const damping = 1 + K1 * (1 - B + (B * length) / Math.max(meanLength, 1));
      return { ts, score: (weight * (K1 + 1)) / damping };
    })
    .toSorted((one, other) => other.score - one.score || (one.ts < other.ts ? 1 : -1));
}

function toLexeme(term: string): string {
  return `'${term.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
