// trigger_id: what lets an app open a modal for whoever just used it. Three seconds, once.
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/id.ts';
import { Refusal } from './refusal.ts';

const TRIGGER_MS = 3000;

export interface Trigger {
  readonly user: string;
  /** The modal in which it arose, if it did: only there another one can be pushed. */
  readonly viewId: string | undefined;
}

export function createTriggers(clock: Clock) {
  const triggers = new Map<string, Trigger & { readonly untilMs: number; isUsed: boolean }>();
  const nowMs = (): number => clock.now().getTime();

  return {
    open(trigger: Trigger): string {
      const id = `${nowMs()}.${newId()}`;
      triggers.set(id, { ...trigger, untilMs: nowMs() + TRIGGER_MS, isUsed: false });
      return id;
    },
    /** Uses it up. */
    use(id: string): Trigger {
      const trigger = triggers.get(id);
      if (trigger === undefined) throw new Refusal('invalid_trigger_id');
      if (trigger.isUsed) throw new Refusal('exchanged_trigger_id');
      if (trigger.untilMs < nowMs()) throw new Refusal('expired_trigger_id');
      trigger.isUsed = true;
      return trigger;
    },
  };
}
