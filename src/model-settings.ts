// Environment → how the models are asked.
import { createHash } from 'node:crypto';
import { createModelQueue, type RateGate } from './agent/model-queue.ts';
import type { ModelSettings } from './agent/model.ts';
import { profileOf } from './agent/profile.ts';
import type { Clock } from './base/clock.ts';
import type { Config } from './config.ts';
import type { Database } from './db/pool.ts';
import { createRateStore } from './guard/rate-store.ts';
import type { Outside } from './stand-ins.ts';

interface Asked {
  readonly config: Config;
  readonly clock: Clock;
  readonly database: Database;
  readonly outside: Pick<Outside, 'model'>;
}

/** The large model and the small one share a key, and so the line before it. */
export function modelSettingsOf(asked: Asked): ModelSettings {
  const { config, clock, outside } = asked;
  const sees = config.MODEL_SEES === undefined ? undefined : config.MODEL_SEES === 'yes';
  const gate = gateOf(asked);
  return {
    ...outside.model,
    clock,
    idleSeconds: config.MODEL_IDLE_SECONDS,
    profile: profileOf({ baseUrl: outside.model.baseUrl, name: config.MODEL_PROFILE, sees }),
    queue: createModelQueue({
      requestsAtOnce: config.MODEL_REQUESTS_AT_ONCE,
      clock,
      ...(gate === undefined ? {} : { gate }),
    }),
  };
}

/** The small one, at the same address and in the same line; the large one where there is no other. */
export function smallModelOf(large: ModelSettings, config: Config): ModelSettings {
  const sees = config.SMALL_MODEL_SEES;
  const profile = large.profile ?? profileOf({ baseUrl: large.baseUrl });
  return {
    ...large,
    model: config.LONGHAND_SMALL_MODEL ?? large.model,
    profile:
      sees === undefined || config.LONGHAND_SMALL_MODEL === undefined
        ? profile
        : { ...profile, sees: sees === 'yes' },
  };
}

/** Undefined where nothing limits a minute: then no request costs a look into the database. */
function gateOf({ config, clock, database, outside }: Asked): RateGate | undefined {
  const limits = { requests: config.MODEL_REQUESTS_A_MINUTE, tokens: config.MODEL_TOKENS_A_MINUTE };
  if (limits.requests === undefined && limits.tokens === undefined) return undefined;
  const { apiKey, baseUrl = '' } = outside.model;
  const key = createHash('sha256').update(`${baseUrl}\n${apiKey}`).digest('hex').slice(0, 32);
  const rates = createRateStore(database);
  return {
    take: async (tokens) => {
      const taken = await rates.take({ key, tokens, limits, at: clock.now() });
      return taken.kind === 'wait'
        ? taken
        : { kind: 'taken', settle: (used) => rates.settle(taken.id, used) };
    },
  };
}
