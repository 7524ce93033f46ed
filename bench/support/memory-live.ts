// Messages said one after the other in a channel that is there already, as Slack tells of them, with sealing beside and a window now and then.
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Database } from '../../src/db/pool.ts';
import { openWindow } from '../../src/flow/window/channel-window.ts';
import { createReceive } from '../../src/flow/receive.ts';
import { createSealing } from '../../src/flow/window/seal-search.ts';
import { createTransact, storesOn } from '../../src/flow/stores.ts';
import { createVoice } from '../../src/slack/outbox-store.ts';
import { chatter } from './chatter.ts';
import { CHANNEL } from './memory-channel.ts';
import { progress } from './report.ts';
import { NO_HANDOFFS } from './no-handoffs.ts';

/** After everything that the channel was filled with. */
const LATER_SECONDS = 300_000_000;
const MEAN_CHARS = 200;
/** After so many messages a task begins. */
const EACH = 20;
const NO_TASK = '00000000-0000-0000-0000-000000000000';
/** As HISTORY_TOKENS is, where it is not set. */
const BUDGET_TOKENS = 16_000;

export interface Live {
  /** How long each message took until it was recorded. */
  readonly saidMs: readonly number[];
  /** How long it took to bring the channel's window up to the present, as at the beginning of each task. */
  readonly windowMs: readonly number[];
}

export async function recordLive(database: Database, count: number): Promise<Live> {
  const sealing = createSealing({ database, log: silentLog });
  const hear = createReceive({
    transact: createTransact(database),
    voice: createVoice(systemClock),
    clock: systemClock,
    sealing,
    handoffs: NO_HANDOFFS,
    handIn: async () => undefined,
    botUserId: () => 'U0LONGHAND',
    doing: async () => undefined,
  });
  const saidMs: number[] = [];
  const windowMs: number[] = [];
  await openOnce(database);
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
      saidMs.push(performance.now() - began);
      if (saidMs.length % EACH === 0) windowMs.push(await openOnce(database));
    }
    progress(`${saidMs.length} messages said live`);
  }
  await sealing.stop();
  return { saidMs, windowMs };
}

async function openOnce(database: Database): Promise<number> {
  const began = performance.now();
  await database.transact((sql) =>
    openWindow(storesOn(sql), {
      channel: CHANNEL,
      threadTs: '',
      taskId: NO_TASK,
      heading: '# Channel',
      budgetTokens: BUDGET_TOKENS,
      options: { names: { person: () => undefined, channel: () => undefined }, timeZone: 'UTC' },
      now: systemClock.now(),
    }),
  );
  return performance.now() - began;
}
