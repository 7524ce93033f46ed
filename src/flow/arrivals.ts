// Files are read as they arrive, in the background: their text is found before somebody thinks of asking for it.
import type { Clock } from '../base/clock.ts';
import type { Database } from '../db/pool.ts';
import { createArrivalStore, type ArrivedFile } from '../history/arrival-store.ts';
import { hashWordlessPages } from '../history/search/page-words-store.ts';
import type { OpenShared } from '../tools/files/open-document.ts';

interface ArrivalDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly open: OpenShared;
  /** Larger ones wait until somebody asks. 0 reads none. */
  readonly maxBytes: number;
}

/** What came with a whole past is worked through at the pace of the minute's tick. */
const MOST_AT_ONCE = 60;
const CLAIMED_MS = 10 * 60_000;
const AGAIN_MS = 60 * 60_000;

/** Reads what has arrived, one after the other, until nothing is left, there was enough, or `signal` aborts; resolves when it rests. */
export function createReadArrivals({
  database,
  clock,
  open,
  maxBytes,
}: ArrivalDeps): (signal: AbortSignal) => Promise<void> {
  const arrivals = createArrivalStore(database);
  let underWay: Promise<void> | undefined;

  async function readOne(file: ArrivedFile, signal: AbortSignal): Promise<void> {
    const { teamId, channelId, fileId } = file;
    const opened = await open(fileId, { task: { teamId, channelId }, signal });
    if (opened.kind === 'opened' && opened.document.kind !== 'table') return arrivals.forget(file);
    // Whoever starts next need not wait until this claim has run out.
    if (signal.aborted) return arrivals.forget(file);
    const isAgain = opened.kind === 'failed' && (opened.why === 'unknown' || opened.why === 'stopped');
    await arrivals.putOff(file, isAgain ? after(AGAIN_MS) : undefined);
  }

  async function readAll(signal: AbortSignal): Promise<void> {
    const most = maxBytes > 0 ? MOST_AT_ONCE : 0;
    for (let count = 0; count < most && !signal.aborted; count += 1) {
      const file = await arrivals.claim({ now: clock.now(), until: after(CLAIMED_MS), maxBytes });
      if (file === undefined) break;
      await readOne(file, signal);
    }
    while (!signal.aborted && (await hashWordlessPages(database)) > 0);
  }

  function after(ms: number): Date {
    return new Date(clock.now().getTime() + ms);
  }

  return (signal) => {
    underWay ??= readAll(signal).finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}
