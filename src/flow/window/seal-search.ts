// Search's tail → segments: beside the recording and never inside of it, by whichever process has just recorded.
import { toReason } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Database } from '../../db/pool.ts';
import type { MessageRef } from '../../history/message.ts';
import { sealTail } from '../../history/search/index-store.ts';
import type { ChannelRef } from '../../history/store.ts';

export interface Sealing {
  /**
   * To be told of each message once it stands. Now and then it looks how long the tail of its channel has become, and
   * seals what is enough for a segment.
   *
   * Contract: nobody waits for it, and nothing depends on it: what is not sealed is searched in the tail. Whoever dies
   * in the middle of it leaves the tail as it was, and a later message sets it off again.
   */
  recorded(ref: MessageRef): void;
  /** Resolves when nothing is being sealed any more; what is left is sealed after the next start. */
  stop(): Promise<void>;
}

/** Looking how long a tail is costs as much as recording a message: one message in so many has it looked at. */
const EVERY = 64;

export function createSealing({ database, log }: { database: Database; log: Log }): Sealing {
  const recorded = new Map<string, number>();
  /** One at a time in this process, and each channel once. */
  const waiting = new Map<string, ChannelRef>();
  let isStopping = false;
  let running: Promise<void> | undefined;

  async function sealAll(): Promise<void> {
    for (const [name, channel] of waiting) {
      waiting.delete(name);
      if (isStopping) return;
      try {
        await database.transact((sql) => sealTail(sql, channel));
      } catch (error) {
        log.warn(
          { channel, reason: toReason(error) },
          'the newest messages could not be sealed; tried again later',
        );
      }
    }
  }

  return {
    recorded: ({ teamId, channelId }) => {
      const name = `${teamId} ${channelId}`;
      const count = (recorded.get(name) ?? 0) + 1;
      recorded.set(name, count % EVERY);
      if (count < EVERY || isStopping) return;
      waiting.set(name, { teamId, channelId });
      running ??= sealAll().finally(() => (running = undefined));
    },

    stop: async () => {
      isStopping = true;
      await running;
    },
  };
}
