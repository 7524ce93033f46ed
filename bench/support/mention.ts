// One mention, watched from where Slack stands: when its envelopes went out, when each was acknowledged, when an eye was seen.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Workspace } from '../../src/workspace/server.ts';
import { MAYA } from './workspace.ts';

export interface Watched {
  /** A mention goes out in two envelopes, `message` and `app_mention`: one time for each. */
  readonly ackMs: readonly number[];
  /** From the first envelope to the eye on the message. */
  readonly signMs: number;
}

const PATIENCE_MS = 20_000;
/** So long after the last change nothing of this mention is under way any more. */
const QUIET_MS = 40;
const ENVELOPES = 2;
const AboutMessage = z.looseObject({ event: z.looseObject({ ts: z.string() }) });

/**
 * Says something to the app and waits until all that follows has ended; `isAnswered` says what has to be among it.
 *
 * The workspace tells of each change while it makes it: an envelope is written to the socket in the same turn in which
 * it becomes pending, and settled in the turn in which its acknowledgement was read.
 */
export async function mention(
  workspace: Workspace,
  said: { channel: string; text: string; isAnswered: (ts: string) => boolean },
): Promise<Watched> {
  const sent = new Map<string, { ts: string; at: number; ackMs?: number }>();
  let ts: string | undefined;
  let signAt: number | undefined;
  let changedAt = performance.now();

  const stop = workspace.onChange(() => {
    const now = performance.now();
    changedAt = now;
    const pending = new Set<string>();
    for (const { eventId, payload } of workspace.state.pendingEvents()) {
      pending.add(eventId);
      const about = AboutMessage.safeParse(payload).data?.event.ts;
      if (about !== undefined && !sent.has(eventId)) sent.set(eventId, { ts: about, at: now });
    }
    for (const [eventId, event] of sent) {
      if (event.ackMs === undefined && !pending.has(eventId)) event.ackMs = now - event.at;
    }
    if (ts === undefined || signAt !== undefined) return;
    if (workspace.state.reactionsOn(said.channel, ts).some(({ name }) => name === 'eyes')) signAt = now;
  });

  try {
    ts = workspace.act.post({ as: MAYA, channel: said.channel, text: said.text });
    const about = ts;
    const events = () => [...sent.values()].filter((event) => event.ts === about);
    const until = performance.now() + PATIENCE_MS;
    const isOver = (): boolean =>
      signAt !== undefined && said.isAnswered(about) && performance.now() - changedAt > QUIET_MS;
    while (!isOver()) {
      if (performance.now() > until) throw new Error(`no eye and answer within ${PATIENCE_MS / 1000} s`);
      await sleep(5);
    }
    return toWatched(events(), signAt ?? 0);
  } finally {
    stop();
  }
}

function toWatched(events: readonly { at: number; ackMs?: number }[], signAt: number): Watched {
  const ackMs = events.flatMap((event) => (event.ackMs === undefined ? [] : [event.ackMs]));
  if (ackMs.length !== ENVELOPES)
    throw new Error(`${ackMs.length} of ${ENVELOPES} envelopes were acknowledged`);
  return { ackMs, signMs: signAt - Math.min(...events.map(({ at }) => at)) };
}
