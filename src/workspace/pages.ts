// Slack's cursors: opaque to the app, the key of the next item to us.
import { Refusal } from './refusal.ts';

interface Paging<Item> {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  readonly fallback: number;
  readonly most: number;
  /** Whether a page that goes on from `key` may start with this item: true from some item on. */
  readonly starts: (item: Item, key: string) => boolean;
  readonly keyOf: (item: Item) => string;
}

/** Contract: following `nextCursor` until it is empty gives each item once, whatever is added meanwhile. */
export function paginate<Item>(items: readonly Item[], paging: Paging<Item>) {
  const { cursor, limit, fallback, most, starts, keyOf } = paging;
  const key = cursor === undefined || cursor === '' ? undefined : toKey(cursor);
  const size = limit === undefined || limit === 0 ? fallback : limit;
  if (size < 1 || size > most) throw new Refusal('invalid_limit');
  const found = key === undefined ? 0 : items.findIndex((item) => starts(item, key));
  const from = found < 0 ? items.length : found;
  const next = items[from + size];
  return {
    items: items.slice(from, from + size),
    hasMore: next !== undefined,
    nextCursor: next === undefined ? '' : Buffer.from(`next:${keyOf(next)}`).toString('base64'),
  };
}

function toKey(cursor: string): string {
  const [, key] = /^next:(.+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8')) ?? [];
  if (key === undefined) throw new Refusal('invalid_cursor');
  return key;
}

/** For lists whose items have ids. */
export const byId = {
  starts: (item: { id: string }, key: string): boolean => item.id === key,
  keyOf: (item: { id: string }): string => item.id,
};
