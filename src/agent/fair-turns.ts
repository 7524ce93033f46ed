// Who is next for one key: everybody in turn, people's work before bulk, and bulk all the same once in a while. Pure.

export interface Turn {
  /** The task that asks; all that name nobody are one. */
  readonly who: string;
  /** Of work that people wait for; what is done in bulk has 0. */
  readonly priority: number;
}

export interface FairTurns {
  /** Smaller goes first. */
  place(turn: Turn): { readonly order: number; begun(): void };
}

/** So many requests that people wait for go before one of bulk. */
const BULK_STRIDE = 4;

/**
 * Weighted fair queueing: each has a clock of its own that goes on with each of its requests, faster for bulk, and never
 * stands behind what was served last. Whoever asks seldom is therefore next, whoever asks much waits, and nobody for ever.
 */
export function createFairTurns(): FairTurns {
  let served = 0;
  const clocks = new Map<string, number>();

  return {
    place: ({ who, priority }) => {
      const name = `${priority > 0 ? 'work' : 'bulk'} ${who}`;
      const from = Math.max(served, clocks.get(name) ?? 0);
      const order = from + (priority > 0 ? 1 : BULK_STRIDE);
      clocks.set(name, order);
      return {
        order,
        begun: () => {
          served = Math.max(served, from);
          for (const [one, at] of clocks) if (at <= served) clocks.delete(one);
        },
      };
    },
  };
}
