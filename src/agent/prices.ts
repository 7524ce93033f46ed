// What a million tokens cost, in US dollars. A model that is not here has no price, and none is made up.
import type { Usage } from './chat.ts';

export interface Price {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

/** By the name of a model, or by what the names of its versions begin with; the longest that fits counts. */
export type PriceTable = Readonly<Record<string, Price>>;

interface KnownPrice extends Price {
  readonly model: string;
  readonly readOn: string;
  readonly source: string;
}

/** Prices change: each says where and when it was read, and the setting MODEL_PRICES overrides it. */
export const KNOWN_PRICES: readonly KnownPrice[] = [
  {
    model: 'kimi-k3',
    input: 3,
    cached: 0.3,
    output: 15,
    readOn: '2026-10',
    source: 'the price page of platform.moonshot.ai',
  },
  {
    model: 'practice-',
    input: 0,
    cached: 0,
    output: 0,
    readOn: '2026-11',
    source: 'it runs inside Longhand',
  },
];

export function priceOf(model: string, overrides: PriceTable = {}): Price | undefined {
  const own = Object.entries(overrides).map(([name, price]) => ({ ...price, model: name }));
  return longestPrefix(own, model) ?? longestPrefix(KNOWN_PRICES, model);
}

/** Undefined when nobody has told us the price. */
export function costOf(model: string, usage: Usage, overrides: PriceTable = {}): number | undefined {
  const price = priceOf(model, overrides);
  if (price === undefined) return undefined;
  const fresh = Math.max(usage.inputTokens - usage.cachedTokens, 0);
  return (
    (fresh * price.input + usage.cachedTokens * price.cached + usage.outputTokens * price.output) / 1_000_000
  );
}

function longestPrefix(
  prices: readonly (Price & { readonly model: string })[],
  model: string,
): Price | undefined {
  return prices
    .filter((price) => model.startsWith(price.model))
    .toSorted((one, other) => other.model.length - one.model.length)[0];
}
