// Finds messages by words: every document of the channel is scored from the index, the best are read and weighed.
import { z } from 'zod';
import type { Sql } from '../../db/pool.ts';
import { storable } from '../../db/storable.ts';
import type { ChannelRef } from '../store.ts';
import { placeOf, postingsOf, toStack, type PlacedShelf, type Stack } from './corpus.ts';
import { judge, nearest } from './judge.ts';
import { askingMark, authorMark, ownMark } from './marks.ts';
import { toAskedTerms } from './plan.ts';
import { bestOf, rank, rarityOf, type WeighedPostings } from './rank.ts';
import { readAllTs, readShelves, readTs } from './shelf-store.ts';

export interface SearchQuery extends ChannelRef {
  readonly words: string;
  readonly limit: number;
  readonly afterTs?: string;
  readonly beforeTs?: string;
  readonly authorId?: string;
  readonly threadTs?: string;
}

export interface Hit {
  readonly ts: string;
  readonly score: number;
}

const NOWHERE = { documents: new Uint32Array(0), times: new Uint8Array(0) };

/** So many of the best by all cues, and by their own words alone, are read. */
const READ_COMPOSED = 60;
const READ_OWN = 20;
const QUESTION_WORDS = 3;
/** So many of the newest are looked through where no word was found. */
const NEAR_READ = 3_000;

/**
 * Best first. A message with any of the words is a hit, and so are its neighbours: in chat, all words together are
 * hardly ever in one message, and an answer seldom repeats its question.
 */
export async function searchMessages(sql: Sql, query: SearchQuery): Promise<readonly Hit[]> {
  const terms = toAskedTerms(query.words);
  if (terms.length === 0) return [];
  const speakers = await peopleNamedIn(sql, query);
  const hashes = [
    ...new Set([
      ...terms.map(({ hash }) => hash),
      ...speakers.map(authorMark),
      ownMark(),
      askingMark(),
      ...authorOf(query),
    ]),
  ];
  const stack = toStack(await readShelves(sql, query, { kind: 'words', hashes }));
  const found = new Map(postingsOf(stack, hashes).map((postings, index) => [hashes[index], postings]));
  const holding = (hash: number) => found.get(hash) ?? NOWHERE;

  const words = terms.map(({ hash, weight }) => ({ ...holding(hash), weight }));
  const scores = rank(stack.corpus, words, {
    speakers: speakers.map((id) => holding(authorMark(id)).documents),
    own: holding(ownMark()).documents,
    asking: holding(askingMark()).documents,
  });
  const isAllowed = await filterFor(sql, query, {
    stack,
    authored: authorOf(query).map((hash) => holding(hash).documents)[0],
  });
  // A word or two ask for where they stand; only a question is answered beside its words.
  const isQuestion = terms.filter(({ weight }) => weight === 1).length >= QUESTION_WORDS;
  const isFound = (document: number) =>
    isAllowed(document) && (isQuestion || (scores.own[document] ?? 0) > 0);
  const documents = new Set([
    ...bestOf(scores.composed, scores.found, {
      count: Math.max(READ_COMPOSED, query.limit + READ_OWN),
      isAllowed: isFound,
    }),
    ...bestOf(scores.own, scores.found, { count: READ_OWN, isAllowed }),
  ]);
  if (documents.size === 0) return findNear(sql, query);
  const candidates = await readCandidates(sql, query, { stack, documents: [...documents] });
  const holdsOf = holdingOf(words, stack.size);
  return judge(
    candidates.map(({ document, ts, text }) => ({
      ts,
      text,
      composed: scores.composed[document] ?? 0,
      holds: holdsOf(document),
    })),
    query.words,
  ).slice(0, query.limit);
}

/** None of the words stands anywhere: a slip of the pen, or a part of a word. */
async function findNear(sql: Sql, query: SearchQuery): Promise<readonly Hit[]> {
  const newest = await sql.rows(
    z.object({ ts: z.string(), text: z.string() }),
    `select ts, text from message
     where team_id = $1 and channel_id = $2 and ts > $3 and ts < $4 and deleted_at is null
       and ($5::text is null or author_id = $5) and ($6::text is null or thread_ts = $6)
     order by ts desc limit ${NEAR_READ}`,
    [
      query.teamId,
      query.channelId,
      query.afterTs ?? '',
      query.beforeTs ?? ':',
      query.authorId ?? null,
      query.threadTs ?? null,
    ],
  );
  return nearest(newest, query.words).slice(0, query.limit);
}

/** How much of what was asked a document's own words are; of few words all say little. */
function holdingOf(words: readonly WeighedPostings[], size: number): (document: number) => number {
  const present = words.filter(({ documents }) => documents.length > 0);
  const rarities = present.map(({ documents, weight }) => weight * rarityOf(documents.length, size));
  const total = rarities.reduce((sum, rarity) => sum + rarity, 0);
  if (present.length < QUESTION_WORDS) return () => 0;
  return (document) =>
    present.reduce(
      (sum, { documents }, index) => sum + (isAmong(documents, document) ? (rarities[index] ?? 0) : 0),
      0,
    ) / total;
}

/** Of numbers in order. */
function isAmong(sorted: Uint32Array, wanted: number): boolean {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = sorted[middle] ?? 0;
    if (value === wanted) return true;
    if (value < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

function authorOf({ authorId }: SearchQuery): readonly number[] {
  return authorId === undefined ? [] : [authorMark(authorId)];
}

/** A full name or one part of it, or a mention. */
async function peopleNamedIn(sql: Sql, { teamId, words }: SearchQuery): Promise<readonly string[]> {
  const said = storable(words).toLowerCase();
  const people = await sql.rows(
    z.object({ person_id: z.string() }),
    `select person_id from person
     where team_id = $1 and (
       position('<@' || lower(person_id) in $2) > 0 or string_to_array(lower(real_name), ' ') && $3::text[] or lower(name) = any($3)
       or (real_name ~ '[^ -~]' and position(lower(real_name) in $2) > 0)) limit 20`,
    [teamId, said, said.split(/[^\p{L}\p{N}_]+/u).filter((part) => part.length > 1)],
  );
  return people.map(({ person_id: personId }) => personId);
}

/** Which documents the question allows: by their author, their time and their thread. */
async function filterFor(
  sql: Sql,
  query: SearchQuery,
  { stack, authored }: { stack: Stack; authored: Uint32Array | undefined },
): Promise<(document: number) => boolean> {
  const { authorId, afterTs = '', beforeTs = ':' } = query;
  const thread = await threadOf(sql, query);
  if (authorId === undefined && thread === undefined && afterTs === '' && beforeTs === ':') return () => true;
  const allowed = new Uint8Array(stack.size).fill(authored === undefined ? 1 : 0);
  for (const document of authored ?? []) allowed[document] = 1;

  const isInside = (ts: string) => ts > afterTs && ts < beforeTs && thread?.has(ts) !== false;
  const holdsAny = ({ fromTs, toTs }: PlacedShelf) =>
    toTs > afterTs &&
    fromTs < beforeTs &&
    (thread === undefined || [...thread].some((ts) => ts >= fromTs && ts <= toTs));
  for (const shelf of stack.shelves) {
    const { from, documents, fromTs, toTs } = shelf;
    if (thread === undefined && isInside(fromTs) && isInside(toTs)) continue;
    if (!holdsAny(shelf)) allowed.fill(0, from, from + documents);
    else {
      (await readAllTs(sql, shelf)).forEach((ts, at) => {
        if (!isInside(ts)) allowed[from + at] = 0;
      });
    }
  }
  stack.tail.forEach(({ ts }, at) => {
    if (!isInside(ts)) allowed[stack.tailFrom + at] = 0;
  });
  return (document) => allowed[document] === 1;
}

async function threadOf(
  sql: Sql,
  { teamId, channelId, threadTs }: SearchQuery,
): Promise<ReadonlySet<string> | undefined> {
  if (threadTs === undefined) return undefined;
  const rows = await sql.rows(
    z.object({ ts: z.string() }),
    'select ts from message where team_id = $1 and channel_id = $2 and thread_ts = $3',
    [teamId, channelId, threadTs],
  );
  return new Set(rows.map(({ ts }) => ts));
}

const MessageRow = z.object({ ts: z.string(), text: z.string(), files: z.array(z.string()) });

/** What the best documents are today: a message that was deleted meanwhile is not among them. */
async function readCandidates(
  sql: Sql,
  { teamId, channelId }: SearchQuery,
  { stack, documents }: { stack: Stack; documents: readonly number[] },
): Promise<readonly { document: number; ts: string; text: string }[]> {
  const placed = documents.map((document) => ({ document, place: placeOf(stack, document) }));
  const sealed = placed.flatMap(({ document, place }) => (place === undefined ? [] : [{ document, place }]));
  const times = await readTs(
    sql,
    sealed.map(({ place }) => place),
  );
  const tsOf = new Map(sealed.map(({ document }, index) => [document, times[index]]));
  const named = documents.map((document) => ({
    document,
    ts: tsOf.get(document) ?? stack.tail[document - stack.tailFrom]?.ts,
  }));
  const rows = await sql.rows(
    MessageRow,
    `select ts, text, array(select name from file f where f.team_id = m.team_id and f.channel_id = m.channel_id and f.ts = m.ts) as files
     from unnest($3::text[]) as wanted (its)
     cross join lateral (select * from message where team_id = $1 and channel_id = $2 and ts = its offset 0) m
     where deleted_at is null`,
    [teamId, channelId, [...new Set(named.flatMap(({ ts }) => ts ?? []))]],
  );
  const standing = new Map(rows.map((row) => [row.ts, row]));
  return named.flatMap(({ document, ts }) => {
    const message = standing.get(ts ?? '');
    return message === undefined
      ? []
      : [{ document, ts: message.ts, text: [message.text, ...message.files].join('\n') }];
  });
}
