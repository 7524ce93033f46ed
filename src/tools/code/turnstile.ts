// So many at a time and no more; who is told to stop does not wait.
import PQueue from 'p-queue';

type Turnstile = <Result>(signal: AbortSignal, work: () => Promise<Result>) => Promise<Result>;

export function createTurnstile(places: number): Turnstile {
  const queue = new PQueue({ concurrency: places });
  return async (signal, work) => {
    // Told to the queue only while it waits: a program that is being ended still has its place.
    const leaving = new AbortController();
    const leave = (): void => leaving.abort();
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    let isIn = false;
    const enter = (): ReturnType<typeof work> => {
      isIn = true;
      signal.removeEventListener('abort', leave);
      return work();
    };
    try {
      return await queue.add(enter, { signal: leaving.signal });
    } catch (error) {
      if (isIn) throw error;
      return work(); // What is to stop looks at its signal first, and ends.
    }
  };
}
