// Ranks the documents of a channel: each word's weight, then what neighbours, conversation and speaker add to it.
import { lengthTable } from './session.ts';

/** All documents of a channel, sealed and newest alike, numbered through. */
export interface Corpus {
  /** Length of each document, as `quantiseLength` makes it. */
  readonly lengths: Uint8Array;
  /** The first document of each session, and behind the last the number of documents. */
  readonly starts: Uint32Array;
}

/** Where a word stands: documents in order, and how often each has it. */
export interface Postings {
  readonly documents: Uint32Array;
  readonly times: Uint8Array;
}

export interface WeighedPostings extends Postings {
  readonly weight: number;
}

export interface Cues {
  /** Documents of whom the question names. */
  readonly speakers: readonly Uint32Array[];
  /** Longhand's own. */
  readonly own: Uint32Array;
  /** Those that ask something. */
  readonly asking: Uint32Array;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Scores {
  /** By the document's own words. */
  readonly own: Float32Array;
  /** With all that speaks for it. */
  readonly composed: Float32Array;
  /** Sessions in which anything was found, as first document and the one behind the last. */
  readonly found: readonly Range[];
}

// All numbers here were measured on labelled conversations; counts hardly matter in chat, and length does.
const K1 = 0.2;
const B = 0.85;
const SESSION_WEIGHT = 1.8;
/** What any message of a good conversation gets, and how good that is beside the best. */
const SESSION_SHARE = 0.2;
const GOOD_SESSION = 0.4;
const SPEAKER_WEIGHT = 1.4;
const OWN_WEIGHT = 0.45;

/** What a message gets of those around it. */
interface Neighbours {
  /** Of the one before it, of the one before that, and so on. */
  readonly before: readonly [number, number, number, number];
  /** Of the one behind it, and of the next. */
  readonly behind: readonly [number, number];
}

const CALM: Neighbours = { before: [0.65, 0.2, 0.1, 0], behind: [0.5, 0.2] };
/** Where people write in scraps, several at once, the next message is often somebody else's. */
const HASTY: Neighbours = { before: [0.3, 0.2, 0.1, 0], behind: [0.25, 0.1] };
/** So much more of one that asks: its answer mostly stands within the next few, in words of its own. */
const OF_ASKING: Neighbours['before'] = [0.5, 0.5, 0.4, 0.2];
/** Mean words of a message, stop words apart, up to which a channel is hasty, and from which it is calm. */
const HASTY_WORDS = 2;
const CALM_WORDS = 5;

export function rank(corpus: Corpus, words: readonly WeighedPostings[], cues: Cues): Scores {
  const { own, bySession, meanLength } = scoreWords(corpus, words);
  const { composed, found } = compose(
    corpus,
    { own, bySession, asking: cues.asking },
    neighboursFor(meanLength),
  );
  for (const documents of cues.speakers) weigh(composed, documents, SPEAKER_WEIGHT);
  weigh(composed, cues.own, OWN_WEIGHT);
  return { own, composed, found };
}

/** BM25's inverse document frequency: a word that few have says more. */
export function rarityOf(holders: number, documents: number): number {
  return Math.log(1 + (documents - holders + 0.5) / (holders + 0.5));
}

/** Of messages, and of their sessions taken as one text, in one pass over each word. */
function scoreWords(
  { lengths, starts }: Corpus,
  words: readonly WeighedPostings[],
): { own: Float32Array; bySession: Float32Array; meanLength: number } {
  const sessions = starts.length - 1;
  const lengthOf = lengthTable();
  const sessionLengths = new Float32Array(sessions);
  let total = 0;
  for (let session = 0; session < sessions; session += 1) {
    let length = 0;
    const end = starts[session + 1] ?? 0;
    for (let at = starts[session] ?? 0; at < end; at += 1) length += lengthOf[lengths[at] ?? 0] ?? 0;
    sessionLengths[session] = length;
    total += length;
  }
  const meanLength = total / Math.max(1, lengths.length);
  const damp = lengthOf.map((length) => dampingOf(length, meanLength));
  const meanSession = total / Math.max(1, sessions);

  const own = new Float32Array(lengths.length);
  const bySession = new Float32Array(sessions);
  for (const { documents, times, weight } of words) {
    const worth = weight * rarityOf(documents.length, lengths.length) * (K1 + 1);
    let session = 0;
    for (let index = 0; index < documents.length;) {
      session = sessionOf(starts, documents[index] ?? 0, session);
      const end = starts[session + 1] ?? 0;
      let inSession = 0;
      for (; index < documents.length; index += 1) {
        const document = documents[index] ?? 0;
        if (document >= end) break;
        const count = times[index] ?? 1;
        inSession += count;
        own[document] =
          (own[document] ?? 0) + (worth * count) / (count + (damp[lengths[document] ?? 0] ?? 0));
      }
      const score = (worth * inSession) / (inSession + dampingOf(sessionLengths[session] ?? 0, meanSession));
      bySession[session] = (bySession[session] ?? 0) + score;
    }
  }
  return { own, bySession, meanLength };
}

/** The session of a document, which is not before `least`: mostly one of the next. */
function sessionOf(starts: Uint32Array, document: number, least: number): number {
  let step = 1;
  let low = least;
  while (low + step < starts.length - 1 && (starts[low + step] ?? 0) <= document) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, starts.length - 1);
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= document) low = middle;
    else high = middle;
  }
  return low;
}

function dampingOf(length: number, mean: number): number {
  return K1 * (1 - B + (B * length) / Math.max(mean, 1));
}

function neighboursFor(meanLength: number): Neighbours {
  const calm = Math.max(0, Math.min(1, (meanLength - HASTY_WORDS) / (CALM_WORDS - HASTY_WORDS)));
  const between = (one: number, other: number): number => one + calm * (other - one);
  const [first, second, third, fourth] = HASTY.before;
  return {
    before: [
      between(first, CALM.before[0]),
      between(second, CALM.before[1]),
      between(third, CALM.before[2]),
      between(fourth, CALM.before[3]),
    ],
    behind: [between(HASTY.behind[0], CALM.behind[0]), between(HASTY.behind[1], CALM.behind[1])],
  };
}

/**
 * An answer seldom repeats the words of its question: what stands beside a find is a find as well, and a conversation
 * that speaks of what was asked lifts all it holds.
 */
function compose(
  { starts }: Corpus,
  { own, bySession, asking }: { own: Float32Array; bySession: Float32Array; asking: Uint32Array },
  { before, behind }: Neighbours,
): { composed: Float32Array; found: readonly Range[] } {
  const composed = new Float32Array(own.length);
  const found: Range[] = [];
  const asks = new Uint8Array(own.length);
  for (const document of asking) asks[document] = 1;
  let best = 0;
  for (const score of bySession) if (score > best) best = score;
  for (let session = 0; session < bySession.length; session += 1) {
    const its = bySession[session] ?? 0;
    if (its === 0) continue;
    const from = starts[session] ?? 0;
    const to = starts[session + 1] ?? 0;
    found.push({ from, to });
    const share = its / best;
    const base = share >= GOOD_SESSION ? SESSION_SHARE * its : 0;
    const lift = 1 + SESSION_WEIGHT * share;
    for (let at = from; at < to; at += 1) {
      let score = base + (own[at] ?? 0);
      const farthest = Math.min(before.length, at - from);
      for (let back = 1; back <= farthest; back += 1) {
        const its = own[at - back] ?? 0;
        if (its === 0) continue;
        score += its * ((before[back - 1] ?? 0) + (asks[at - back] === 1 ? (OF_ASKING[back - 1] ?? 0) : 0));
      }
      if (at + 1 < to) score += behind[0] * (own[at + 1] ?? 0);
      if (at + 2 < to) score += behind[1] * (own[at + 2] ?? 0);
      composed[at] = score * lift;
    }
  }
  return { composed, found };
}

function weigh(scores: Float32Array, documents: Uint32Array, weight: number): void {
  for (const document of documents) scores[document] = (scores[document] ?? 0) * weight;
}

/** The `count` best documents of `ranges`, best first; of equals the later. What `isAllowed` refuses is passed over. */
export function bestOf(
  scores: Float32Array,
  ranges: readonly Range[],
  { count, isAllowed }: { count: number; isAllowed: (document: number) => boolean },
): readonly number[] {
  let kept: number[] = [];
  let least = 0;
  const byScore = (one: number, other: number) => (scores[other] ?? 0) - (scores[one] ?? 0) || other - one;
  for (const { from, to } of ranges) {
    for (let at = from; at < to; at += 1) {
      const score = scores[at] ?? 0;
      if (score <= 0 || score < least || !isAllowed(at)) continue;
      kept.push(at);
      if (kept.length < count * 8) continue;
      kept = kept.sort(byScore).slice(0, count);
      least = scores[kept.at(-1) ?? 0] ?? 0;
    }
  }
  return kept.sort(byScore).slice(0, count);
}
