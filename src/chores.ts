// What Longhand does by itself, beside the tasks: due reports, reminders, retention, summaries of old pages.
import { createModel, type ModelSettings } from './agent/model.ts';
import type { Clock } from './base/clock.ts';
import type { Log } from './base/log.ts';
import type { Config } from './config.ts';
import type { Database } from './db/pool.ts';
import { createAttendHandoffs } from './flow/handoff/attend-handoffs.ts';
import type { HandoffTell } from './flow/handoff/handoff-tell.ts';
import type { Polls } from './flow/poll/polls.ts';
import { createSummaries } from './flow/window/page-summaries.ts';
import type { Recur } from './flow/schedule/recur.ts';
import { createRemind } from './flow/intake/remind.ts';
import { createStartAnnounced } from './flow/intake/start-announced.ts';
import { storesOn, type Transact } from './flow/stores.ts';
import type { Tell } from './flow/tell.ts';
import { sweepRetention } from './history/retention-store.ts';
import { catchUpSearch, sweepSearch } from './history/search/upkeep-store.ts';
import { smallModelOf } from './model-settings.ts';
import { startTicking } from './schedule/cron.ts';

interface ChoreSettings {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly database: Database;
  readonly transact: Transact;
  readonly recur: Recur;
  readonly polls: Pick<Polls, 'tick'>;
  /** Reads files that have arrived. */
  readonly readArrivals: (signal: AbortSignal) => Promise<void>;
  readonly tell: Tell;
  readonly tellHandoff: HandoffTell;
  readonly model: ModelSettings;
}

const DAY_MS = 24 * 60 * 60_000;

/** Starts them and catches up with what was missed; resolves to how to stop them. */
export function startChores(settings: ChoreSettings): () => Promise<void> {
  const { config, clock, log, database, transact, recur, tell } = settings;
  const stopping = new AbortController();
  const summaries = createSummaries({
    database,
    clock,
    log,
    model: createModel({ ...smallModelOf(settings.model, config), priority: 0 }),
    tokensADay: config.SUMMARY_TOKENS_A_DAY,
  });
  const remind = createRemind({ database, transact, tell, clock });
  const attend = createAttendHandoffs({
    database,
    transact,
    tell: settings.tellHandoff,
    now: () => clock.now(),
  });
  const startAnnounced = createStartAnnounced({ database, transact, clock });
  const sweep = async (): Promise<void> => {
    const swept = await sweepRetention(database, clock.now(), {
      retainDeletedDays: config.RETAIN_DELETED_DAYS,
    });
    log.info(swept, 'what was to be kept no longer is gone');
    for (const channel of await storesOn(database).directory.everyChannel())
      await sweepSearch(database, channel);
  };

  const attempt = (what: string, chore: () => Promise<unknown>): void => {
    chore().catch((error: unknown) =>
      log.warn({ err: error, chore: what }, 'a chore failed; it is tried again'),
    );
  };
  const begin = async (): Promise<void> => {
    await recur.tick();
    attempt('late schedules', () => recur.line(stopping.signal));
  };
  const stopTicking = startTicking(async () => {
    await begin();
    attempt('files', () => settings.readArrivals(stopping.signal));
    await startAnnounced();
    await remind();
    await attend();
    await settings.polls.tick();
    if (config.SUMMARY_TOKENS_A_DAY > 0) await summaries.tick(stopping.signal);
  }, log);
  const stopSweeping = clock.every(DAY_MS, () => attempt('retention', sweep));
  // What was missed while nobody was there; the ticks go on from here.
  attempt('schedules', begin);
  attempt('files', () => settings.readArrivals(stopping.signal));
  attempt('polls', () => settings.polls.tick());
  attempt('handoffs', attend);
  attempt('retention', sweep);
  attempt('search', () => catchUpSearch(database));

  return async () => {
    stopping.abort();
    stopTicking();
    stopSweeping();
    await settings.readArrivals(stopping.signal).catch(() => undefined); // It was logged by whoever began it.
  };
}
