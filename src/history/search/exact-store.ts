// Finds text as it stands: ids, addresses, code and quotes. The index names candidates, their text decides.
import { z } from 'zod';
import { storable } from '../../db/storable.ts';
import type { Sql } from '../../db/pool.ts';
import type { ChannelRef } from '../store.ts';
import { havingWords, holdersOfGrams, placeOf, postingsOf, toStack, type Place } from './corpus.ts';
import { gramsOf } from './grams.ts';
import { readShelves, readTs } from './shelf-store.ts';
import { hashTerm, toTerms } from './terms.ts';

export interface ExactQuery extends ChannelRef {
  /** As it stands in the message; small and capital letters of ASCII count as the same. */
  readonly text: string;
  readonly limit: number;
  readonly afterTs?: string;
  readonly beforeTs?: string;
  readonly authorId?: string;
  readonly threadTs?: string;
}

/** One gram finds it; the others spare reading messages that only seem to have it. */
const GRAMS = 8;
const WORDS = 6;
/** So many candidates are read at first, then four times as many: mostly the first of them hold the text. */
const READ = 40;
const MOST_READ = 1_000;
/** From so many candidates on it is worth a second look at the index. */
const MANY = 100;

/**
 * The ts of messages that hold the text, newest first.
 *
 * Contract: a text of 30 characters or more is found wherever it stands. A shorter one is found by the whole words in
 * it, and where there are none by reading the channel.
 */
export async function findExact(sql: Sql, query: ExactQuery): Promise<readonly string[]> {
  const text = storable(query.text.replaceAll(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/gu, ''));
  if (text.trim() === '') return [];
  const found = await findAsTyped(sql, query, text);
  // Slack writes these three as escapes; a quote may be of what people see.
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return found.length > 0 || escaped === text ? found : findAsTyped(sql, query, escaped);
}

async function findAsTyped(sql: Sql, query: ExactQuery, text: string): Promise<readonly string[]> {
  const grams = tellingOf([...new Set(gramsOf(text))]);
  if (grams.length > 0) {
    const { sealed, newest } = holdersOfGrams(
      await readShelves(sql, query, { kind: 'grams', hashes: grams }),
      grams,
    );
    const first = await readHolders(sql, query, { text, newest, sealed: sealed.slice(-READ) });
    if (first.length >= query.limit || sealed.length <= READ) return first;
    const likely = await likeliest(sql, query, { text, sealed });
    const found = await readHolders(sql, query, { text, newest, sealed: likely });
    // Of a message of ten thousand characters, the words may stand further on than they were looked for.
    return found.length > 0 || likely === sealed ? found : readHolders(sql, query, { text, newest, sealed });
  }
  for (const words of [toTerms(text), wholeWordsOf(text)]) {
    const found = await findByWords(sql, query, { text, words: [...new Set(words)].slice(0, WORDS) });
    if (found.length > 0) return found;
  }
  return scan(sql, query, text);
}

/** The first and the last: what is common to many mostly stands between them. */
function tellingOf(grams: readonly number[]): readonly number[] {
  if (grams.length <= GRAMS) return grams;
  return [...grams.slice(0, GRAMS / 2), ...grams.slice(-GRAMS / 2)];
}

/** Many share the beginning of an address: its whole words tell them apart. */
async function likeliest(
  sql: Sql,
  query: ExactQuery,
  { text, sealed }: { text: string; sealed: readonly Place[] },
): Promise<readonly Place[]> {
  const hashes = [...new Set(wholeWordsOf(text))].slice(0, WORDS).map(hashTerm);
  if (sealed.length <= MANY || hashes.length === 0) return sealed;
  const stack = toStack(await readShelves(sql, query, { kind: 'words', hashes }));
  return havingWords(stack, sealed, postingsOf(stack, hashes));
}

/** Words that the text has from their beginning to their end: at its edges they may have been cut. */
function wholeWordsOf(text: string): string[] {
  const inner = text.normalize('NFKC').replaceAll(/^[\p{L}\p{N}]+|[\p{L}\p{N}]+$/gu, ' ');
  return toTerms(inner.replaceAll(/[^\p{L}\p{N}]+/gu, ' '));
}

async function findByWords(
  sql: Sql,
  query: ExactQuery,
  { text, words }: { text: string; words: readonly string[] },
): Promise<readonly string[]> {
  if (words.length === 0) return [];
  const hashes = words.map(hashTerm);
  const shelves = await readShelves(sql, query, { kind: 'words', hashes });
  const stack = toStack(shelves);
  const [rarest, ...others] = postingsOf(stack, hashes)
    .map(({ documents }) => documents)
    .toSorted((one, other) => one.length - other.length);
  const rest = others.map((documents) => new Set(documents));
  const holders = [...(rarest ?? [])].filter((document) =>
    rest.every((documents) => documents.has(document)),
  );
  return readHolders(sql, query, {
    text,
    sealed: holders.flatMap((document) => placeOf(stack, document) ?? []),
    newest: holders.flatMap((document) => stack.tail[document - stack.tailFrom]?.ts ?? []),
  });
}

/** Reads candidates from the newest back until there are enough that truly hold the text. */
async function readHolders(
  sql: Sql,
  query: ExactQuery,
  { text, sealed, newest }: { text: string; sealed: readonly Place[]; newest: readonly string[] },
): Promise<readonly string[]> {
  const found = new Set(await readHolding(sql, query, { text, candidates: newest }));
  let count = READ;
  for (
    let end = sealed.length;
    end > 0 && found.size < query.limit;
    end -= count, count = Math.min(count * 4, MOST_READ)
  ) {
    const times = await readTs(sql, sealed.slice(Math.max(0, end - count), end));
    for (const ts of await readHolding(sql, query, { text, candidates: times.flatMap((ts) => ts ?? []) }))
      found.add(ts);
  }
  return [...found].sort().toReversed().slice(0, query.limit);
}

const TextRow = z.object({ ts: z.string(), text: z.string() });

const ALLOWED = `deleted_at is null and ts > $4 and ts < $5 and ($6::text is null or author_id = $6)
  and ($7::text is null or thread_ts = $7)`;

/** Which of the candidates truly hold the text. Looked at here: Postgres would take ten times as long to fold them. */
async function readHolding(
  sql: Sql,
  query: ExactQuery,
  { text, candidates }: { text: string; candidates: readonly string[] },
): Promise<readonly string[]> {
  if (candidates.length === 0) return [];
  const rows = await sql.rows(
    TextRow,
    `select ts, text from unnest($3::text[]) as wanted (its)
     cross join lateral (select * from message where team_id = $1 and channel_id = $2 and ts = its offset 0) m
     where ${ALLOWED}`,
    [query.teamId, query.channelId, [...new Set(candidates)], ...limitsOf(query)],
  );
  const wanted = folded(text);
  return rows.filter((row) => folded(row.text).includes(wanted)).map(({ ts }) => ts);
}

/** Reads the whole channel, newest first: a second or two for a hundred million characters. */
async function scan(sql: Sql, query: ExactQuery, text: string): Promise<readonly string[]> {
  const rows = await sql.rows(
    z.object({ ts: z.string() }),
    `select ts from message
     where team_id = $1 and channel_id = $2 and ${ALLOWED} and strpos(lower(text), lower($3)) > 0
     order by ts desc limit $8`,
    [query.teamId, query.channelId, text, ...limitsOf(query), query.limit],
  );
  return rows.map(({ ts }) => ts);
}

function limitsOf({ afterTs, beforeTs, authorId, threadTs }: ExactQuery): readonly unknown[] {
  return [afterTs ?? '', beforeTs ?? ':', authorId ?? null, threadTs ?? null];
}

/** Letters of ASCII alone: what others become may depend on where a quote was cut. */
function folded(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
}
