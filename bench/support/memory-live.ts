// Messages said one after the other in a channel that is there already, as Slack tells of them: how long each takes, sealing beside.
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Database } from '../../src/db/pool.ts';
import { createReceive } from '../../src/flow/receive.ts';
import { createSealing } from '../../src/flow/seal-search.ts';
import { createTransact } from '../../src/flow/stores.ts';
import { createVoice } from '../../src/slack/outbox-store.ts';
import { chatter } from './chatter.ts';
import { CHANNEL } from './memory-channel.ts';
import { progress } from './report.ts';
import { NO_HANDOFFS } from './no-handoffs.ts';

/** After everything that the channel was filled with. */
const LATER_SECONDS = 300_000_000;
const MEAN_CHARS = 200;

export async function recordLive(database: Database, count: number): Promise<readonly number[]> {
  const sealing = createSealing({ database, log: silentLog });
  const hear = createReceive({
    transact: createTransact(database),
    voice: createVoice(systemClock),
    clock: systemClock,
    sealing,
    handoffs: NO_HANDOFFS,
    botUserId: () => 'U0LONGHAND',
    doing: () => undefined,
  });
  const times: number[] = [];
  for (const batch of chatter({ chars: count * MEAN_CHARS, batch: count, seed: 3 })) {
    for (const { ts, authorId, text } of batch) {
      const later = `${Number(ts.split('.')[0]) + LATER_SECONDS}.${ts.split('.')[1] ?? ''}`;
      const began = performance.now();
      await hear.said(
        {
          kind: 'posted',
          message: {
            ...CHANNEL,
            ts: later,
            threadTs: later,
            author: { kind: 'person', id: authorId },
            text,
            mentions: [],
            files: [],
          },
        },
        'live',
      );
      times.push(performance.now() - began);
    }
    progress(`${times.length} messages said live`);
  }
  await sealing.stop();
  return times;
}
