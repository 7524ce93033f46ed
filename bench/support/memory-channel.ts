// Fills one channel and keeps samples of it: what was said at random, and how rare each word is.
import { createHash } from 'node:crypto';
import type { Database } from '../../src/db/pool.ts';
import type { SearchableMessage } from '../../src/history/search/document.ts';
import { createTermHasher, toTerms } from '../../src/history/search/terms.ts';
import { chatter, randomFrom, type ChatterMessage } from './chatter.ts';
import { progress } from './report.ts';

export const CHANNEL = { teamId: 'T1', channelId: 'C1' };
const BATCH = 32_768;
/** Words of a message have to be this many before "its eight rarest" names it. */
const LEAST_WORDS = 8;
const PIECE_CHARS = 30;
/** Counts of words by the first bits of their hash: two words that share them only seem less rare. */
const COUNT_BITS = 22;

export interface Sample {
  readonly ts: string;
  readonly text: string;
}

export interface Filled {
  readonly messages: number;
  readonly chars: number;
  readonly sha256: string;
  readonly messageMs: number;
  readonly indexMs: number;
  /** Each with the eight rarest words of its text. */
  readonly rarest: readonly (Sample & { readonly words: string })[];
  /** Each with a piece of its text. */
  readonly pieces: readonly (Sample & { readonly piece: string })[];
  readonly questions: readonly string[];
}

/** `index` is timed apart from the writing of the messages. */
export async function fillChannel(
  database: Database,
  {
    chars,
    samples,
    index,
  }: { chars: number; samples: number; index: (messages: readonly SearchableMessage[]) => Promise<void> },
): Promise<Filled> {
  const random = randomFrom(7);
  const counts = new Uint32Array(2 ** COUNT_BITS);
  const hashesOf = createTermHasher();
  const hash = createHash('sha256');
  const kept: Sample[] = [];
  let messages = 0;
  let said = 0;
  let messageMs = 0;
  let indexMs = 0;
  for (const batch of chatter({ chars, batch: BATCH, seed: 1 })) {
    for (const { ts, text } of batch) {
      said += text.length;
      hash.update(`${ts} ${text}\n`);
      for (const term of new Set(hashesOf(text))) counts[term >>> (32 - COUNT_BITS)]! += 1;
      // A reservoir: each message is as likely to be kept as any other.
      if (kept.length < samples * 4) kept.push({ ts, text });
      else if (random() < kept.length / (messages + 1))
        kept[Math.floor(random() * kept.length)] = { ts, text };
      messages += 1;
    }
    const began = performance.now();
    await insertMessages(database, batch);
    const written = performance.now();
    await index(batch.map((message) => toSearchable(message)));
    messageMs += written - began;
    indexMs += performance.now() - written;
    progress(`${(said / 1e6).toFixed(1)} of ${(chars / 1e6).toFixed(0)} million characters said`);
  }
  const rarityOf = (term: string) => counts[(hashesOf(term)[0] ?? 0) >>> (32 - COUNT_BITS)] ?? 0;
  return {
    messages,
    chars: said,
    sha256: hash.digest('hex'),
    messageMs,
    indexMs,
    rarest: kept.flatMap((sample) => rarestWords(sample, rarityOf)).slice(0, samples),
    pieces: kept.flatMap((sample) => pieceOf(sample, random)).slice(0, samples),
    questions: kept.slice(0, samples).map(({ text }, at) => questionFrom(text, { random, at })),
  };
}

function toSearchable({ ts, threadTs, authorId, text }: ChatterMessage): SearchableMessage {
  return { ...CHANNEL, ts, threadTs, author: { kind: 'person', id: authorId }, text, fileNames: [] };
}

async function insertMessages(database: Database, batch: readonly ChatterMessage[]): Promise<void> {
  await database.run(
    `insert into message (team_id, channel_id, ts, thread_ts, author_kind, author_id, text, version)
     select $1, $2, ts, thread_ts, 'person', author_id, text, 1
     from unnest($3::text[], $4::text[], $5::text[], $6::text[]) as said (ts, thread_ts, author_id, text)`,
    [
      CHANNEL.teamId,
      CHANNEL.channelId,
      batch.map(({ ts }) => ts),
      batch.map(({ threadTs }) => threadTs),
      batch.map(({ authorId }) => authorId),
      batch.map(({ text }) => text),
    ],
  );
}

/** Words as they stand in the text, rarest first; those of one term count once. */
function rarestWords(sample: Sample, rarityOf: (word: string) => number): (Sample & { words: string })[] {
  const words = new Map<string, string>();
  for (const word of sample.text.split(/[^\p{L}\p{N}]+/u)) {
    const [term] = toTerms(word);
    if (term !== undefined && !words.has(term)) words.set(term, word);
  }
  if (words.size < LEAST_WORDS) return [];
  const rarest = [...words.values()].toSorted((one, other) => rarityOf(one) - rarityOf(other));
  return [{ ...sample, words: rarest.slice(0, LEAST_WORDS).join(' ') }];
}

function pieceOf(sample: Sample, random: () => number): (Sample & { piece: string })[] {
  if (sample.text.length < PIECE_CHARS) return [];
  const from = Math.floor(random() * (sample.text.length - PIECE_CHARS + 1));
  return [{ ...sample, piece: sample.text.slice(from, from + PIECE_CHARS) }];
}

/** A third are sentences of words in use, a third two words, a third one word. */
function questionFrom(text: string, { random, at }: { random: () => number; at: number }): string {
  const words = text.split(/\s+/u);
  const from = Math.floor(random() * words.length);
  return words
    .slice(from, from + ([12, 2, 1][at % 3] ?? 1))
    .join(' ')
    .slice(0, 120);
}
