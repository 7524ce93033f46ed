// A list of documents as it is read from the index.
import type { Postings } from './rank.ts';

export interface PostingList {
  /** Documents come in order; one that comes again adds to how often it has the word. */
  push(document: number, times: number): void;
  take(): Postings;
}

const MOST_TIMES = 255;

/** For so many documents at the most. */
export function createPostingList(most: number): PostingList {
  const documents = new Uint32Array(most);
  const times = new Uint8Array(most);
  let length = 0;
  let last = -1;
  return {
    push: (document, count) => {
      if (document === last) {
        times[length - 1] = Math.min(MOST_TIMES, (times[length - 1] ?? 0) + count);
        return;
      }
      documents[length] = document;
      times[length] = count;
      length += 1;
      last = document;
    },
    take: () => ({ documents: documents.subarray(0, length), times: times.subarray(0, length) }),
  };
}
