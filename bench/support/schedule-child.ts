// A process that begins what is due whenever it is told what time it is; it may be killed at any moment.
import { z } from 'zod';
import type { Clock } from '../../src/base/clock.ts';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { openDatabase } from '../../src/db/pool.ts';
import { createRecur } from '../../src/flow/schedule/recur.ts';
import { createTrouble } from '../../src/flow/schedule/schedule-trouble.ts';
import { createTransact } from '../../src/flow/stores.ts';
import { createVoice } from '../../src/slack/outbox-store.ts';

const Told = z.object({ now: z.number() });

const [url = ''] = process.argv.slice(2);
const database = openDatabase({ url, connections: 6, log: silentLog });
let told = { now: 0, at: performance.now() };
// What is told, and from then on as fast as the machine's.
const clock: Clock = {
  ...systemClock,
  now: () => new Date(told.now + (performance.now() - told.at)),
};
const recur = createRecur({
  transact: createTransact(database),
  trouble: createTrouble({ voice: createVoice(clock), permalink: () => undefined }),
  clock,
  log: silentLog,
});

process.on('message', (message) => {
  told = { now: Told.parse(message).now, at: performance.now() };
  void recur.tick().then(() => process.send?.('ticked'));
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
