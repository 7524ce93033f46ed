// A list of documents that grows as it is read.
import type { Postings } from './rank.ts';

export interface PostingList {
  /** Documents come in order; one that comes again adds to how often it has the word. */
  push(document: number, times: number): void;
  take(): Postings;
}

const MOST_TIMES = 255;

export function createPostingList(): PostingList {
  let documents = new Uint32Array(64);
  let times = new Uint8Array(64);
  let length = 0;
  let last = -1;

  function grow(): void {
    const larger = new Uint32Array(length * 2);
    larger.set(documents);
    documents = larger;
    const more = new Uint8Array(length * 2);
    more.set(times);
    times = more;
  }

  return {
    push: (document, count) => {
      if (document === last) {
        times[length - 1] = Math.min(MOST_TIMES, (times[length - 1] ?? 0) + count);
        return;
      }
      if (length === documents.length) grow();
      documents[length] = document;
      times[length] = count;
      length += 1;
      last = document;
    },
    take: () => ({ documents: documents.subarray(0, length), times: times.subarray(0, length) }),
  };
}
