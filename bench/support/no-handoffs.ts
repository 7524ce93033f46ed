// Where a bench only records or asks, nobody hands anything over.
import type { Handoffs } from '../../src/flow/handoff/handoffs.ts';

export const NO_HANDOFFS: Handoffs = {
  look: async () => undefined,
  deleted: async () => undefined,
  ended: async () => undefined,
  hear: async () => false,
  answered: async () => undefined,
};
