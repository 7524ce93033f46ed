// Ranks the documents of a channel: each word's weight, then what neighbours, conversation and speaker add to it.

/** All documents of a channel, sealed and newest alike, numbered through. */
export interface Corpus {
  readonly lengths: Float32Array;
  /** Number of each document's session; those of one session stand together. */
  readonly sessions: Uint32Array;
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
}

export interface Scores {
  /** By the document's own words. */
  readonly own: Float32Array;
  /** With all that speaks for it. */
  readonly composed: Float32Array;
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

interface Neighbours {
  readonly previous: number;
  readonly next: number;
  readonly second: number;
}

const CALM: Neighbours = { previous: 0.65, next: 0.5, second: 0.2 };
/** Where people write in scraps, several at once, the next message is often somebody else's. */
const HASTY: Neighbours = { previous: 0.3, next: 0.25, second: 0.1 };
/** Mean words of a message, stop words apart, up to which a channel is hasty, and from which it is calm. */
const HASTY_WORDS = 2;
const CALM_WORDS = 5;

export function rank(corpus: Corpus, words: readonly WeighedPostings[], cues: Cues): Scores {
  const mean = meanOf(corpus.lengths);
  const { own, bySession } = scoreWords(corpus, words, mean);
  const composed = smooth(own, corpus.sessions, neighboursFor(mean));
  let best = 0;
  for (const score of bySession) if (score > best) best = score;
  if (best > 0) addSessions(composed, corpus.sessions, { bySession, best });
  for (const documents of cues.speakers) weigh(composed, documents, SPEAKER_WEIGHT);
  weigh(composed, cues.own, OWN_WEIGHT);
  return { own, composed };
}

/** Whole conversations that speak of what was asked lift what they hold, most of it what was found by itself. */
function addSessions(
  composed: Float32Array,
  sessions: Uint32Array,
  { bySession, best }: { bySession: Float32Array; best: number },
): void {
  for (let at = 0; at < composed.length; at += 1) {
    const its = bySession[sessions[at] ?? 0] ?? 0;
    if (its === 0) continue;
    const share = its / best;
    const score = (composed[at] ?? 0) + (share >= GOOD_SESSION ? SESSION_SHARE * its : 0);
    composed[at] = score * (1 + SESSION_WEIGHT * share);
  }
}

/** BM25's inverse document frequency: a word that few have says more. */
export function rarityOf(holders: number, documents: number): number {
  return Math.log(1 + (documents - holders + 0.5) / (holders + 0.5));
}

/** Of messages and of their sessions taken as one text, in one pass. */
function scoreWords(
  { lengths, sessions }: Corpus,
  words: readonly WeighedPostings[],
  mean: number,
): { own: Float32Array; bySession: Float32Array } {
  const own = new Float32Array(lengths.length);
  const sessionLengths = new Float32Array((sessions.at(-1) ?? -1) + 1);
  for (let at = 0; at < lengths.length; at += 1) {
    const session = sessions[at] ?? 0;
    sessionLengths[session] = (sessionLengths[session] ?? 0) + (lengths[at] ?? 0);
  }
  const bySession = new Float32Array(sessionLengths.length);
  const damp = dampingOf(lengths, mean);
  const dampSession = dampingOf(sessionLengths, (mean * lengths.length) / Math.max(1, sessionLengths.length));

  for (const { documents, times, weight } of words) {
    if (documents.length === 0) continue;
    const worth = weight * rarityOf(documents.length, lengths.length) * (K1 + 1);
    let session = -1;
    let inSession = 0;
    for (let index = 0; index < documents.length; index += 1) {
      const document = documents[index] ?? 0;
      const count = times[index] ?? 1;
      own[document] = (own[document] ?? 0) + (worth * count) / (count + damp(document));
      const its = sessions[document] ?? 0;
      if (its !== session) {
        if (session >= 0) addTo(bySession, session, (worth * inSession) / (inSession + dampSession(session)));
        session = its;
        inSession = 0;
      }
      inSession += count;
    }
    addTo(bySession, session, (worth * inSession) / (inSession + dampSession(session)));
  }
  return { own, bySession };
}

function addTo(scores: Float32Array, at: number, score: number): void {
  scores[at] = (scores[at] ?? 0) + score;
}

function dampingOf(lengths: Float32Array, mean: number): (at: number) => number {
  const slope = (K1 * B) / Math.max(mean, 1);
  return (at) => K1 * (1 - B) + slope * (lengths[at] ?? 0);
}

function meanOf(lengths: Float32Array): number {
  let sum = 0;
  for (const length of lengths) sum += length;
  return lengths.length === 0 ? 0 : sum / lengths.length;
}

function neighboursFor(meanLength: number): Neighbours {
  const calm = Math.max(0, Math.min(1, (meanLength - HASTY_WORDS) / (CALM_WORDS - HASTY_WORDS)));
  return {
    previous: HASTY.previous + calm * (CALM.previous - HASTY.previous),
    next: HASTY.next + calm * (CALM.next - HASTY.next),
    second: HASTY.second + calm * (CALM.second - HASTY.second),
  };
}

/** An answer seldom repeats the words of its question: what stands beside a find is a find as well. */
function smooth(
  own: Float32Array,
  sessions: Uint32Array,
  { previous, next, second }: Neighbours,
): Float32Array {
  const smoothed = own.slice();
  for (let at = 0; at < own.length; at += 1) {
    const score = own[at] ?? 0;
    if (score === 0) continue;
    const session = sessions[at];
    if (sessions[at + 1] === session) addTo(smoothed, at + 1, previous * score);
    if (sessions[at + 2] === session) addTo(smoothed, at + 2, second * score);
    if (at >= 1 && sessions[at - 1] === session) addTo(smoothed, at - 1, next * score);
    if (at >= 2 && sessions[at - 2] === session) addTo(smoothed, at - 2, second * score);
  }
  return smoothed;
}

function weigh(scores: Float32Array, documents: Uint32Array, weight: number): void {
  for (const document of documents) scores[document] = (scores[document] ?? 0) * weight;
}

/** The `count` best documents, best first; of equals the later. What `isAllowed` refuses is passed over. */
export function bestOf(
  scores: Float32Array,
  count: number,
  isAllowed: (document: number) => boolean,
): readonly number[] {
  let kept: number[] = [];
  let least = 0;
  const byScore = (one: number, other: number) => (scores[other] ?? 0) - (scores[one] ?? 0) || other - one;
  for (let at = 0; at < scores.length; at += 1) {
    const score = scores[at] ?? 0;
    if (score <= 0 || score < least || !isAllowed(at)) continue;
    kept.push(at);
    if (kept.length < count * 4) continue;
    kept = kept.sort(byScore).slice(0, count);
    least = scores[kept.at(-1) ?? 0] ?? 0;
  }
  return kept.sort(byScore).slice(0, count);
}
