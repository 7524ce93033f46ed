// The stores as they were at a moment, for a run over the past: what was said and shared later is not there.
import type { Sql } from '../../db/pool.ts';
import { createHistoryStore } from '../../history/store.ts';
import { storesOn, type Stores } from '../stores.ts';

/** More files than a channel shows anyone at once. */
const MOST_FILES = 1_000;

export function storesAsOf(sql: Sql, asOf: Date): Stores {
  const stores = storesOn(sql);
  const untilTs = (asOf.getTime() / 1000).toFixed(6);
  const list: Stores['files']['list'] = async (channel, limit) =>
    (await stores.files.list(channel, MOST_FILES)).filter(({ ts }) => ts <= untilTs).slice(0, limit);
  return {
    ...stores,
    history: createHistoryStore(sql, { asOf }),
    files: {
      ...stores.files,
      list,
      find: async (channel, fileId) => (await list(channel, MOST_FILES)).find(({ id }) => id === fileId),
    },
  };
}
