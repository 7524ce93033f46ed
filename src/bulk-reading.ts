// What reads, one document or many, joined to the rooms it needs: many with the small model, where there is one.
import { createModel, type ModelSettings } from './agent/model.ts';
import type { Clock } from './base/clock.ts';
import type { Config } from './config.ts';
import type { Database } from './db/pool.ts';
import { createReadArrivals } from './flow/arrivals.ts';
import { createBulk, type Bulk } from './flow/reading/bulk.ts';
import { createMadeTables } from './flow/reading/made-tables.ts';
import type { Transact } from './flow/stores.ts';
import { createToolPorts, type PortDeps } from './flow/tool-ports.ts';
import type { Voice } from './flow/words.ts';
import { smallModelOf } from './model-settings.ts';
import { budgetsOf } from './guard/budget.ts';
import { createEgress } from './guard/egress.ts';
import { createReaders, type Readers } from './tools/readers.ts';

interface ReadingSettings {
  readonly config: Config;
  readonly database: Database;
  readonly transact: Transact;
  readonly clock: Clock;
  readonly voice: Voice;
  readonly ports: PortDeps;
  readonly model: ModelSettings;
}

export function createBulkReading(
  settings: ReadingSettings,
): Bulk & { readonly readers: Readers; readonly readArrivals: (signal: AbortSignal) => Promise<void> } {
  const { config, ports, model: large, ...deps } = settings;
  const small = smallModelOf(large, config);
  const { clock, database } = deps;
  const readersFor = createReaders({
    clock,
    tables: createMadeTables(database),
    egress: createEgress({ clock, trusted: config.FETCH_HOSTS ?? [] }),
  });
  const readers = readersFor({ sees: large.profile?.sees === true });
  const inBulk = readersFor({ sees: small.profile?.sees === true });
  const shelves = createToolPorts(ports);
  const picturesOf = inBulk.picturesFrom?.(shelves);
  const bulk = createBulk({
    ...deps,
    ...(config.MODEL_PRICES === undefined ? {} : { prices: config.MODEL_PRICES }),
    openDocument: inBulk.openFrom(shelves),
    ...(picturesOf === undefined ? {} : { picturesOf }),
    fetchText: inBulk.fetchText,
    budgets: budgetsOf(config),
    model: createModel(small),
    contextTokens: config.MODEL_CONTEXT_TOKENS,
    askAbove: config.READING_ASK_ABOVE,
  });
  const readArrivals = createReadArrivals({
    database,
    clock,
    open: readers.openShared(shelves.files),
    maxBytes: config.FILES_READ_MB * 1_000_000,
  });
  return { ...bulk, readers, readArrivals };
}
