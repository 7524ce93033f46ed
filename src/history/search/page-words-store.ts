// Finds pages of the files that were shared in a channel by the words on them.
import { z } from 'zod';
import type { Sql } from '../../db/pool.ts';
import { toAskedTerms } from './plan.ts';
import type { SearchQuery } from './search-store.ts';
import { createTermHasher, toTerms } from './terms.ts';

export interface FoundPage {
  readonly fileId: string;
  readonly name: string;
  /** The message it was shared with. */
  readonly ts: string;
  readonly kind: 'page' | 'sheet';
  /** From 1. */
  readonly page: number;
  /** As it is cited: `p. 7`, the name of a sheet. */
  readonly place: string;
  /** The lines around the words. */
  readonly excerpt: string;
}

/** So many with most of the words are weighed. */
const WEIGHED = 300;
/** Of what was asked, by weight, a page has to hold so much. */
const ENOUGH = 0.4;
const ABSENT = 0.5;
/** Longer questions are told by their first words. */
const MOST_WORDS = 24;
/** A word on so many pages alone leads to none of them. */
const COMMON = 2_000;
const FROM_ONE_FILE = 2;
const EXCERPT_CHARS = 400;
const BATCH = 200;

/** The words of a page as they are kept: each once. */
export function createPageHasher(): (text: string) => readonly number[] {
  const hashesOf = createTermHasher();
  return (text) => [...new Set(hashesOf(text).map(signed))];
}

/** Postgres has no unsigned numbers. */
function signed(hash: number): number {
  return hash | 0;
}

const Row = z
  .object({
    file_id: z.string(),
    name: z.string(),
    ts: z.string(),
    sha256: z.string(),
    kind: z.enum(['page', 'sheet', 'hidden-sheet']).transform((kind) => (kind === 'page' ? kind : 'sheet')),
    page: z.number(),
    place: z.string(),
    held: z.array(z.number()),
  })
  .transform(({ file_id: fileId, ...row }) => ({ fileId, ...row }));
type Candidate = z.infer<typeof Row>;

/** Best first; only pages that hold most of what was asked, by how much each word tells. */
export async function searchPages(sql: Sql, query: SearchQuery): Promise<readonly FoundPage[]> {
  const asked = await askedOf(sql, query);
  const known = asked.filter(({ pages }) => pages > 0);
  if (known.length === 0) return [];
  const candidates = await holding(sql, query, known);
  const best = weighed(candidates, asked).slice(0, query.limit);
  return Promise.all(best.map((candidate) => withExcerpt(sql, candidate, query)));
}

interface Asked {
  readonly hash: number;
  readonly weight: number;
  /** How many pages of the workspace hold it; counted up to `COMMON`. */
  readonly pages: number;
}

/** The rarest first. */
async function askedOf(sql: Sql, { teamId, words }: SearchQuery): Promise<readonly Asked[]> {
  const weights = new Map(
    toAskedTerms(words)
      .slice(0, MOST_WORDS)
      .map(({ hash, weight }) => [signed(hash), weight]),
  );
  const counts = await sql.rows(
    z.object({ hash: z.number(), pages: z.number() }),
    `select hash, (select count(*) from (
       select from content_page where team_id = $1 and words @> array[hash] limit ${COMMON}) found)::integer as pages
     from unnest($2::integer[]) hash`,
    [teamId, [...weights.keys()]],
  );
  return counts
    .map(({ hash, pages }) => ({ hash, pages, weight: weights.get(hash) ?? 0 }))
    .toSorted((one, other) => one.pages - other.pages);
}

/** With any of the rare words; where all are common, with the rarest two together. */
function holding(sql: Sql, query: SearchQuery, known: readonly Asked[]): Promise<readonly Candidate[]> {
  const rare = known.filter(({ pages }) => pages < COMMON);
  const [anchors, operator] = rare.length > 0 ? [rare, '&&'] : [known.slice(0, 2), '@>'];
  return sql.rows(
    Row,
    `select distinct on (cardinality(held), f.file_id, p.page)
            f.file_id, f.name, f.ts, c.sha256, p.kind, p.page, p.place, held
     from content_page p
     join file_content c using (team_id, sha256)
     join file f on f.team_id = c.team_id and f.file_id = c.file_id and f.channel_id = $2
     join message m on m.team_id = f.team_id and m.channel_id = f.channel_id and m.ts = f.ts
     cross join lateral (select array(select one from unnest($3::integer[]) one where one = any(p.words)) as held) of_page
     where p.team_id = $1 and p.words ${operator} $8::integer[] and p.kind <> 'unread' and m.deleted_at is null
       and f.ts > $4 and f.ts < $5 and ($6::text is null or m.author_id = $6) and ($7::text is null or m.thread_ts = $7)
     order by cardinality(held) desc, f.file_id, p.page, f.ts desc limit ${WEIGHED}`,
    [
      query.teamId,
      query.channelId,
      known.map(({ hash }) => hash),
      query.afterTs ?? '',
      // ':' sorts after every digit, so that it stands after every ts.
      query.beforeTs ?? ':',
      query.authorId ?? null,
      query.threadTs ?? null,
      anchors.map(({ hash }) => hash),
    ],
  );
}

/** What few pages hold says more; what none holds tells none from another, and yet it was asked for. */
function weighed(candidates: readonly Candidate[], asked: readonly Asked[]): readonly Candidate[] {
  const worth = new Map(
    asked.map(({ hash, weight, pages }) => [
      hash,
      weight * (pages === 0 ? ABSENT : 1) * Math.log(1 + COMMON / (pages + 0.5)),
    ]),
  );
  const sum = (hashes: Iterable<number>): number =>
    [...hashes].reduce((total, hash) => total + (worth.get(hash) ?? 0), 0);
  const all = sum(worth.keys());
  const scored = candidates
    .map((candidate) => ({ candidate, share: sum(candidate.held) / all }))
    .filter(({ share }) => share >= ENOUGH)
    .toSorted((one, other) => other.share - one.share);
  const taken = new Map<string, number>();
  return scored.flatMap(({ candidate }) => {
    const already = taken.get(candidate.sha256) ?? 0;
    taken.set(candidate.sha256, already + 1);
    return already < FROM_ONE_FILE ? [candidate] : [];
  });
}

async function withExcerpt(
  sql: Sql,
  candidate: Candidate,
  { teamId, words }: SearchQuery,
): Promise<FoundPage> {
  const { sha256, held: _, ...found } = candidate;
  const [row] = await sql.rows(
    z.object({ text: z.string() }),
    'select text from content_page where team_id = $1 and sha256 = $2 and page = $3',
    [teamId, sha256, candidate.page],
  );
  return { ...found, excerpt: excerptAround(row?.text ?? '', words) };
}

/** A line or a sentence; of an endless one so many characters. */
const PIECE = new RegExp(`[^\\n.!?。！？]{1,${EXCERPT_CHARS}}(?:[.!?](?:\\s+|$)|[。！？\\n]+|[.!?])?`, 'gu');

/** The stretch of it that begins where most of the words stand, as the page has it. */
export function excerptAround(text: string, words: string): string {
  const wanted = new Set(toTerms(words));
  const pieces = [...text.matchAll(PIECE)].map(({ 0: piece, index }) => ({ piece, index }));
  const holds = pieces.map(({ piece }) => new Set(toTerms(piece).filter((term) => wanted.has(term))).size);
  const [first, ...more] = pieces.slice(Math.max(0, holds.indexOf(Math.max(...holds))));
  if (first === undefined) return '';
  let end = first.index + first.piece.length;
  for (const { piece, index } of more) {
    if (index + piece.length - first.index > EXCERPT_CHARS) break;
    end = index + piece.length;
  }
  return text.slice(first.index, end).trim();
}

/** Pages that were read before their words were kept. Resolves to how many it was this time. */
export async function hashWordlessPages(sql: Sql): Promise<number> {
  const rows = await sql.rows(
    z.object({ team_id: z.string(), sha256: z.string(), page: z.number(), text: z.string() }),
    `select team_id, sha256, page, text from content_page where words is null limit ${BATCH}`,
    [],
  );
  const hasher = createPageHasher();
  for (const { team_id: teamId, sha256, page, text } of rows) {
    await sql.run('update content_page set words = $4 where team_id = $1 and sha256 = $2 and page = $3', [
      teamId,
      sha256,
      page,
      hasher(text),
    ]);
  }
  return rows.length;
}
