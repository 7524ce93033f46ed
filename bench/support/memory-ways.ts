// The two ways to search that were weighed: segments of our own, and the terms in a tsvector with a GIN index.
import { z } from 'zod';
import type { Database } from '../../src/db/pool.ts';
import type { SearchableMessage } from '../../src/history/search/document.ts';
import { findExact } from '../../src/history/search/exact-store.ts';
import { indexMessages } from '../../src/history/search/index-store.ts';
import { searchMessages } from '../../src/history/search/search-store.ts';
import { toTerms } from '../../src/history/search/terms.ts';
import { CHANNEL } from './memory-channel.ts';

export interface Way {
  readonly name: string;
  /** Tables and indexes whose size is that of the index. */
  readonly tables: readonly string[];
  prepare(database: Database): Promise<void>;
  index(database: Database, messages: readonly SearchableMessage[]): Promise<void>;
  words(database: Database, words: string): Promise<readonly string[]>;
  exact?(database: Database, text: string): Promise<readonly string[]>;
}

const LIMIT = 10;

export const segments: Way = {
  name: 'segments',
  tables: ['search_tail', 'search_segment', 'search_posting'],
  prepare: async () => undefined,
  index: (database, messages) => database.transact((sql) => indexMessages(sql, CHANNEL, messages)),
  words: async (database, words) =>
    (await searchMessages(database, { ...CHANNEL, words, limit: LIMIT })).map(({ ts }) => ts),
  exact: (database, text) => findExact(database, { ...CHANNEL, text, limit: LIMIT }),
};

const Candidate = z.object({ ts: z.string(), length: z.number(), weight: z.number() });
const CANDIDATES = 5_000;

export const tsvector: Way = {
  name: 'tsvector with GIN',
  tables: ['tsvector_search'],

  prepare: async (database) => {
    await database.run(`create table tsvector_search (
      channel_id text not null, ts text collate "C" not null, length integer not null, terms tsvector not null,
      primary key (channel_id, ts))`);
    await database.run('create index on tsvector_search using gin (terms) with (fastupdate = off)');
  },

  index: async (database, messages) => {
    const terms = messages.map(({ text }) => toTerms(text));
    await database.run(
      `insert into tsvector_search
       select $1, ts, length, array_to_tsvector(string_to_array(terms, ' '))
       from unnest($2::text[], $3::integer[], $4::text[]) as said (ts, length, terms)`,
      [
        CHANNEL.channelId,
        messages.map(({ ts }) => ts),
        terms.map(({ length }) => length),
        terms.map((its) => [...new Set(its)].join(' ')),
      ],
    );
  },

  /** Gate by any of the words, weigh the whole in SQL, rank the best here: what Longhand did before. */
  words: async (database, words) => {
    const lexemes = [...new Set(toTerms(words))].map((term) => `'${term.replaceAll("'", "''")}'`);
    if (lexemes.length === 0) return [];
    const [size] = await database.rows(
      z.object({ messages: z.number(), length: z.number().nullable() }),
      'select count(*) as messages, avg(length)::float8 as length from tsvector_search where channel_id = $1',
      [CHANNEL.channelId],
    );
    const held = await database.rows(
      z.object({ lexeme: z.string(), holders: z.number() }),
      `select lexeme, (select count(*) from tsvector_search where channel_id = $1 and terms @@ lexeme::tsquery) as holders
       from unnest($2::text[]) lexeme`,
      [CHANNEL.channelId, lexemes],
    );
    const candidates = await database.rows(
      Candidate,
      `select s.ts, s.length,
              (select sum(weight) from unnest($2::text[]::tsquery[], $3::float8[]) as asked (term, weight)
               where s.terms @@ term) as weight
       from tsvector_search s where s.channel_id = $1 and s.terms @@ $4::tsquery
       order by weight desc, s.ts desc limit ${CANDIDATES}`,
      [
        CHANNEL.channelId,
        held.map(({ lexeme }) => lexeme),
        held.map(({ holders }) => Math.log(1 + ((size?.messages ?? 0) - holders + 0.5) / (holders + 0.5))),
        lexemes.join(' | '),
      ],
    );
    const mean = Math.max(size?.length ?? 1, 1);
    return candidates
      .map(({ ts, length, weight }) => ({ ts, score: weight / (1 + 1.2 * (0.5 + (0.5 * length) / mean)) }))
      .toSorted((one, other) => other.score - one.score)
      .slice(0, LIMIT)
      .map(({ ts }) => ts);
  },
};
