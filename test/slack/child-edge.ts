// The Slack edge in a process of its own, to be killed; says when it has read everything back.
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { openDatabase } from '../../src/db/pool.ts';
import { createDirectoryStore } from '../../src/history/directory-store.ts';
import { createGapStore } from '../../src/history/gap-store.ts';
import { createHistoryStore } from '../../src/history/store.ts';
import { createSlackEdge } from '../../src/slack/app.ts';

const [url = '', botToken = '', appToken = '', apiUrl = ''] = process.argv.slice(2);
const database = openDatabase({ url, connections: 5, log: silentLog });
const history = createHistoryStore(database);
const directory = createDirectoryStore(database);
const edge = await createSlackEdge({
  botToken,
  appToken,
  apiUrl,
  database,
  clock: systemClock,
  log: silentLog,
  subscribe: async () => () => undefined,
  hear: {
    said: async (said) => void (await database.transact((sql) => createHistoryStore(sql).record(said))),
    answered: async () => undefined,
    handoffAnswered: async () => undefined,
    handedIn: async () => undefined,
    undoRequested: async () => undefined,
    effectSeen: async () => undefined,
    steered: async () => undefined,
    ended: async () => undefined,
  },
  servers: { clicked: async () => {} },
  polls: { voted: async () => undefined, closeWished: async () => undefined },
  schedules: {
    clicked: async () => undefined,
    forms: { shown: async () => undefined, sent: async () => undefined },
  },
  home: [],
  onSent: async () => undefined,
  directory,
  history: {
    newestIn: (channel) => history.newestTs(channel),
    backfillOf: (ref) => directory.backfillOf(ref),
    saveBackfill: (ref, progress) => directory.saveBackfill(ref, progress),
    ...createGapStore(database),
    placeOf: () => Promise.resolve(undefined),
  },
});
await edge.start();
await edge.readBack();
process.send?.('read back');
