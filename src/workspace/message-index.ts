// All messages, found by channel, by time and by thread without looking through the others.
import type { Message } from './model.ts';

interface Shelf {
  readonly ordered: Message[];
  readonly threads: Map<string, Message[]>;
}

export function createMessageIndex() {
  const shelves = new Map<string, Shelf>();

  function shelfOf(channel: string): Shelf {
    const known = shelves.get(channel);
    if (known !== undefined) return known;
    const shelf: Shelf = { ordered: [], threads: new Map() };
    shelves.set(channel, shelf);
    return shelf;
  }

  function threadOf(shelf: Shelf, { ts, threadTs }: Message): Message[] | undefined {
    if (threadTs === undefined || threadTs === ts) return undefined;
    const thread = shelf.threads.get(threadTs) ?? [];
    shelf.threads.set(threadTs, thread);
    return thread;
  }

  return {
    /** New, or the newest state of one that is known. */
    put(message: Message): void {
      const shelf = shelfOf(message.channel);
      putInto(shelf.ordered, message);
      const thread = threadOf(shelf, message);
      if (thread !== undefined) putInto(thread, message);
    },
    drop(message: Message): void {
      const shelf = shelfOf(message.channel);
      dropFrom(shelf.ordered, message);
      dropFrom(threadOf(shelf, message) ?? [], message);
    },
    /** Oldest first. */
    list: (channel: string): readonly Message[] => shelves.get(channel)?.ordered ?? [],
    get: (channel: string, ts: string): Message | undefined => {
      const ordered = shelves.get(channel)?.ordered ?? [];
      const found = ordered[placeOf(ordered, ts)];
      return found?.ts === ts ? found : undefined;
    },
    replies: (channel: string, rootTs: string): readonly Message[] =>
      shelves.get(channel)?.threads.get(rootTs) ?? [],
    all: (): readonly Message[] => [...shelves.values()].flatMap(({ ordered }) => ordered),
  };
}

/** Where `ts` stands, or would stand. */
function placeOf(ordered: readonly Message[], ts: string): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ordered[middle]?.ts ?? '') < ts) low = middle + 1;
    else high = middle;
  }
  return low;
}

function putInto(ordered: Message[], message: Message): void {
  const place = placeOf(ordered, message.ts);
  ordered.splice(place, ordered[place]?.ts === message.ts ? 1 : 0, message);
}

function dropFrom(ordered: Message[], { ts }: Message): void {
  const place = placeOf(ordered, ts);
  if (ordered[place]?.ts === ts) ordered.splice(place, 1);
}
