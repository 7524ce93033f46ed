// A process that takes a hundred tasks and never ends one: what it is killed in the middle of.
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { openDatabase } from '../../src/db/pool.ts';
import { startEngine } from '../../src/job/engine.ts';

const [url = '', wanted = '100'] = process.argv.slice(2);
const database = openDatabase({ url, connections: 10, log: silentLog });
let taken = 0;
await startEngine({
  database,
  clock: systemClock,
  log: silentLog,
  concurrency: Number(wanted),
  advance: async () => {
    taken += 1;
    if (taken === Number(wanted)) console.log('all are taken');
    await new Promise(() => {});
  },
});
