// So many at a time and no more; who is told to stop does not wait.

type Turnstile = <Result>(signal: AbortSignal, work: () => Promise<Result>) => Promise<Result>;

export function createTurnstile(places: number): Turnstile {
  const waiting: (() => void)[] = [];
  let free = places;

  /** True when there is a place, false when it is no longer wanted. */
  async function enter(signal: AbortSignal): Promise<boolean> {
    if (free > 0) {
      free -= 1;
      return true;
    }
    return new Promise((resolve) => {
      const go = (): void => {
        signal.removeEventListener('abort', leave);
        resolve(true);
      };
      const leave = (): void => {
        waiting.splice(waiting.indexOf(go), 1);
        resolve(false);
      };
      waiting.push(go);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  function exit(): void {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }

  return async (signal, work) => {
    // Work that is to stop looks at its signal first, and ends.
    if (signal.aborted || !(await enter(signal))) return work();
    try {
      return await work();
    } finally {
      exit();
    }
  };
}
