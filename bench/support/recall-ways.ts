// The ways to find that are held against each other: Longhand's, BM25 as in the books, and Postgres full text.
import { z } from 'zod';
import type { Database } from '../../src/db/pool.ts';
import { indexMessages } from '../../src/history/search/index-store.ts';
import { searchMessages } from '../../src/history/search/search-store.ts';
import { toTerms } from '../../src/history/search/terms.ts';
import type { ExportedMessage, Person, Question } from './export-folder.ts';

const TEAM = 'T1';
const DEPTH = 50;

export interface RecallWay {
  readonly name: string;
  /** The ts of the best messages, best first. */
  find(question: Question): Promise<readonly string[]>;
}

export interface LoadedChannel {
  readonly channel: string;
  readonly messages: readonly ExportedMessage[];
}

export async function load(
  database: Database,
  people: readonly Person[],
  channels: readonly LoadedChannel[],
): Promise<void> {
  for (const { id, name, realName } of people) {
    await database.run(
      `insert into person (team_id, person_id, name, real_name, seen_at) values ($1, $2, $3, $4, now())`,
      [TEAM, id, name, realName],
    );
  }
  await database.run(
    'create table plain_text (channel text, ts text collate "C", text text, words tsvector)',
  );
  for (const { channel, messages } of channels) {
    await database.run(
      `insert into message (team_id, channel_id, ts, thread_ts, author_kind, author_id, text, version)
       select $1, $2, ts, thread_ts, 'person', author_id, text, 1
       from unnest($3::text[], $4::text[], $5::text[], $6::text[]) as said (ts, thread_ts, author_id, text)`,
      [
        TEAM,
        channel,
        messages.map(({ ts }) => ts),
        messages.map(({ threadTs }) => threadTs),
        messages.map(({ user }) => user),
        messages.map(({ text }) => text),
      ],
    );
    await database.run(
      `insert into plain_text select channel_id, ts, text, to_tsvector('english', text) from message where channel_id = $1`,
      [channel],
    );
    await database.transact((sql) =>
      indexMessages(
        sql,
        { teamId: TEAM, channelId: channel },
        messages.map(({ ts, threadTs, user, text }) => ({
          teamId: TEAM,
          channelId: channel,
          ts,
          threadTs,
          author: { kind: 'person', id: user },
          text,
          fileNames: [],
        })),
      ),
    );
  }
  await database.run('analyze');
}

export function longhand(database: Database): RecallWay {
  return {
    name: 'Longhand',
    find: async ({ channel, question, askedAt }) =>
      (
        await searchMessages(database, {
          teamId: TEAM,
          channelId: channel,
          words: question,
          limit: DEPTH,
          ...(askedAt === undefined ? {} : { beforeTs: askedAt }),
        })
      ).map(({ ts }) => ts),
  };
}

/** Any of the words, by ts_rank: what most programs do with Postgres. */
export function postgresOr(database: Database): RecallWay {
  return {
    name: 'Postgres OR, ts_rank',
    find: async ({ channel, question, askedAt }) => {
      const rows = await database.rows(
        z.object({ ts: z.string() }),
        `with asked as (select to_tsquery('english', string_agg(quote_literal(word), ' | ')) as query
                        from unnest(tsvector_to_array(to_tsvector('english', $2))) word)
         select ts from plain_text, asked where channel = $1 and words @@ query and ts < $3
         order by ts_rank(words, query) desc, ts desc limit ${DEPTH}`,
        [channel, question, askedAt ?? ':'],
      );
      return rows.map(({ ts }) => ts);
    },
  };
}

export function bm25(
  name: string,
  channels: readonly LoadedChannel[],
  tokens: (text: string) => readonly string[],
): RecallWay {
  const indexes = new Map(channels.map(({ channel, messages }) => [channel, toIndex(messages, tokens)]));
  return {
    name,
    find: async ({ channel, question, askedAt }) => {
      const index = indexes.get(channel);
      if (index === undefined) return [];
      const scores = new Map<string, number>();
      for (const token of new Set(tokens(question))) {
        const held = index.postings.get(token) ?? [];
        const rarity = Math.log(1 + (index.count - held.length + 0.5) / (held.length + 0.5));
        for (const { ts, times, length } of held) {
          const score = (rarity * times * 2.2) / (times + 1.2 * (0.25 + (0.75 * length) / index.mean));
          scores.set(ts, (scores.get(ts) ?? 0) + score);
        }
      }
      return [...scores]
        .filter(([ts]) => askedAt === undefined || ts < askedAt)
        .sort(([oneTs, one], [otherTs, other]) => other - one || (oneTs < otherTs ? 1 : -1))
        .slice(0, DEPTH)
        .map(([ts]) => ts);
    },
  };
}

function toIndex(messages: readonly ExportedMessage[], tokens: (text: string) => readonly string[]) {
  const postings = new Map<string, { ts: string; times: number; length: number }[]>();
  let total = 0;
  for (const { ts, text } of messages) {
    const its = tokens(text);
    total += its.length;
    for (const [token, same] of Map.groupBy(its, (token) => token)) {
      const list = postings.get(token) ?? [];
      postings.set(token, list);
      list.push({ ts, times: same.length, length: its.length });
    }
  }
  return { postings, count: messages.length, mean: Math.max(1, total / Math.max(1, messages.length)) };
}

/** Words as they stand, and pairs of characters where there are no spaces. */
export function plainTokens(text: string): readonly string[] {
  const runs =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[\p{L}\p{N}]+/gu) ??
    [];
  return runs.flatMap((run) => {
    if (!/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(run)) return [run];
    const characters = Array.from(run);
    return characters.length === 1
      ? characters
      : characters.slice(1).map((character, at) => `${characters[at]}${character}`);
  });
}

export const stemmedTokens = toTerms;
