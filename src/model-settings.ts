// Environment → how the models are asked.
import { createModelQueue } from './agent/model-queue.ts';
import type { ModelSettings } from './agent/model.ts';
import { profileOf } from './agent/profile.ts';
import type { Clock } from './base/clock.ts';
import type { Config } from './config.ts';
import type { Outside } from './stand-ins.ts';

/** The large model and the small one share a key, and so the line before it. */
export function modelSettingsOf({
  config,
  clock,
  outside,
}: {
  readonly config: Config;
  readonly clock: Clock;
  readonly outside: Pick<Outside, 'model'>;
}): ModelSettings {
  const sees = config.MODEL_SEES === undefined ? undefined : config.MODEL_SEES === 'yes';
  return {
    ...outside.model,
    clock,
    idleSeconds: config.MODEL_IDLE_SECONDS,
    profile: profileOf({ baseUrl: outside.model.baseUrl, name: config.MODEL_PROFILE, sees }),
    queue: createModelQueue({ requestsAtOnce: config.MODEL_REQUESTS_AT_ONCE, clock }),
  };
}
