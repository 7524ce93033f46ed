// What a million tokens cost, in US dollars. A model that is not here has no price, and none is made up.
import type { Usage } from './chat.ts';

interface Price {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

/** Read from the vendors' price pages in October 2026; a name matches the models that begin with it. */
const PRICES: readonly (readonly [prefix: string, price: Price])[] = [
  ['kimi-k3', { input: 3, cached: 0.3, output: 15 }],
  ['practice-', { input: 0, cached: 0, output: 0 }],
];

export function costOf(model: string, usage: Usage): number | undefined {
  const price = PRICES.find(([prefix]) => model.startsWith(prefix))?.[1];
  if (price === undefined) return undefined;
  const fresh = Math.max(usage.inputTokens - usage.cachedTokens, 0);
  return (
    (fresh * price.input + usage.cachedTokens * price.cached + usage.outputTokens * price.output) / 1_000_000
  );
}
