// A process with an engine that can be killed: says which task it took, and never finishes one called `hang…`.
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { openDatabase } from '../../src/db/pool.ts';
import { startEngine } from '../../src/job/engine.ts';

const [url = ''] = process.argv.slice(2);
const database = openDatabase({ url, connections: 5, log: silentLog });
await startEngine({
  database,
  clock: systemClock,
  log: silentLog,
  concurrency: 4,
  advance: async ({ taskId }) => {
    console.log(taskId);
    if (taskId.startsWith('hang')) await new Promise(() => {});
  },
});
console.log('ready');
