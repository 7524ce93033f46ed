// Reads of the index what one search needs, in one statement, so that no message is between tail and segment.
import { z } from 'zod';
import type { Sql } from '../../db/pool.ts';
import type { ChannelRef } from '../store.ts';
import { readTimes } from './segment-rows.ts';
import { GRAM_BUCKETS, timeBucket, TIME_CHUNK } from './segment.ts';
import { toTs } from './times.ts';

/** A sealed segment with the rows that were asked for. */
export interface Shelf {
  readonly segmentId: number;
  readonly documents: number;
  readonly wordBits: number;
  readonly gramBits: number;
  readonly fromTs: string;
  readonly toTs: string;
  readonly head: Uint8Array;
  readonly dead: Uint8Array;
  /** One for each hash that was asked, empty where the segment has none. */
  readonly rows: readonly Uint8Array[];
}

export interface Shelves {
  readonly segments: readonly Shelf[];
  /** As `toTailBytes` wrote them, of the kind that was asked. */
  readonly tail: readonly Uint8Array[];
}

const ShelfRow = z.object({
  segment_id: z.number(),
  documents: z.number(),
  word_bits: z.number(),
  gram_bits: z.number(),
  from_ts: z.string(),
  to_ts: z.string(),
  head: z.instanceof(Uint8Array),
  dead: z.instanceof(Uint8Array),
  rows: z.instanceof(Uint8Array).nullable(),
});

/** Each part with its length before it, so that one value holds many. */
const FRAMED = `string_agg(int4send(coalesce(octet_length(data), 0)) || coalesce(data, ''), ''`;
const NO_SEGMENT = 0;

/** What a search for words reads, and one for exact text. */
type Kind = 'words' | 'grams';

const BUCKET: Record<Kind, string> = {
  words: '(hash >> (32 - word_bits))::integer',
  grams: `${GRAM_BUCKETS} + (hash >> (32 - gram_bits))::integer`,
};
const HEAD: Record<Kind, string> = { words: 'head', grams: `''::bytea` };

export async function readShelves(
  sql: Sql,
  { teamId, channelId }: ChannelRef,
  { kind, hashes }: { kind: Kind; hashes: readonly number[] },
): Promise<Shelves> {
  // Sub-selects, not joins: whatever the planner believes of the tables, each row is fetched by its key.
  const rows = await sql.rows(
    ShelfRow,
    `select segment_id, documents, word_bits, gram_bits, from_ts, to_ts, ${HEAD[kind]} as head, dead,
            (select ${FRAMED} order by place)
             from (select place, (select data from search_posting p where p.segment_id = s.segment_id and p.bucket = ${BUCKET[kind]}) as data
                   from unnest($3::bigint[]) with ordinality as asked (hash, place)) as found) as rows
     from (select * from search_segment where team_id = $1 and channel_id = $2 order by segment_id) s
     union all
     select ${NO_SEGMENT}, 0, 0, 0, '', '', '', '',
            (select ${FRAMED} order by ts)
             from (select ${kind} as data, ts from search_tail where team_id = $1 and channel_id = $2) as newest)`,
    [teamId, channelId, hashes],
  );
  const segments = rows
    .filter(({ segment_id: id }) => id !== NO_SEGMENT)
    .map((row) => ({
      segmentId: row.segment_id,
      documents: row.documents,
      wordBits: row.word_bits,
      gramBits: row.gram_bits,
      fromTs: row.from_ts,
      toTs: row.to_ts,
      head: row.head,
      dead: row.dead,
      rows: unframe(row.rows),
    }));
  const tail = rows.find(({ segment_id: id }) => id === NO_SEGMENT);
  return { segments, tail: unframe(tail?.rows ?? null) };
}

function unframe(framed: Uint8Array | null): Uint8Array[] {
  if (framed === null) return [];
  const view = new DataView(framed.buffer, framed.byteOffset, framed.length);
  const parts: Uint8Array[] = [];
  let at = 0;
  while (at < framed.length) {
    const length = view.getUint32(at);
    parts.push(framed.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return parts;
}

const TimeRow = z.object({ segment_id: z.number(), bucket: z.number(), data: z.instanceof(Uint8Array) });

/** The ts of some documents, each told by its segment and its number there; undefined when the segment has gone. */
export async function readTs(
  sql: Sql,
  places: readonly { readonly segmentId: number; readonly document: number }[],
): Promise<readonly (string | undefined)[]> {
  const wanted = new Map(places.map((place) => [keyOf(place), place]));
  const rows = await readTimeRows(
    sql,
    [...wanted.values()].map(({ segmentId, document }) => ({ segmentId, bucket: timeBucket(document) })),
  );
  const times = new Map(rows.map((row) => [`${row.segment_id} ${row.bucket}`, readTimes(row.data)]));
  return places
    .map((place) => times.get(keyOf(place))?.[place.document % TIME_CHUNK])
    .map((at) => (at === undefined ? undefined : toTs(at)));
}

/** The ts of every document of a segment, in order. */
export async function readAllTs(
  sql: Sql,
  { segmentId, documents }: { segmentId: number; documents: number },
): Promise<readonly string[]> {
  const chunks = Math.ceil(documents / TIME_CHUNK);
  const rows = await readTimeRows(
    sql,
    Array.from({ length: chunks }, (_, chunk) => ({ segmentId, bucket: timeBucket(chunk * TIME_CHUNK) })),
  );
  return rows
    .toSorted((one, other) => one.bucket - other.bucket)
    .flatMap(({ data }) => readTimes(data).map(toTs));
}

function keyOf({ segmentId, document }: { segmentId: number; document: number }): string {
  return `${segmentId} ${timeBucket(document)}`;
}

function readTimeRows(
  sql: Sql,
  keys: readonly { readonly segmentId: number; readonly bucket: number }[],
): Promise<z.infer<typeof TimeRow>[]> {
  if (keys.length === 0) return Promise.resolve([]);
  return sql.rows(
    TimeRow,
    `select segment_id, bucket, data
     from unnest($1::integer[], $2::integer[]) as wanted (segment, place)
     cross join lateral (select * from search_posting where segment_id = segment and bucket = place offset 0) as found`,
    [keys.map(({ segmentId }) => segmentId), keys.map(({ bucket }) => bucket)],
  );
}
