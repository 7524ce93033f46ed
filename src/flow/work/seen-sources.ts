// The sources that tools brought, as they are shown where they are cited: pure.
import type { CitedSource } from '../../agent/cite.ts';
import type { Entry } from '../../agent/entry.ts';
import { SEARCH_WEB } from '../../tools/search-web.ts';
import type { KeptEntry } from '../../task/transcript-store.ts';

/** By reference. A page that was read is shown as it was read last, also when a search finds it again later. */
export function createSeenSources(
  entries: readonly KeptEntry<Entry>[],
  taskId: string,
): ReadonlyMap<string, Omit<CitedSource, 'number'>> {
  const seen = new Map<string, Omit<CitedSource, 'number'>>();
  for (const { entry } of entries) {
    if (entry.kind !== 'result') continue;
    const isSearch = entry.tool === SEARCH_WEB;
    for (const { ref, label, url, readAt, capture } of entry.sources) {
      if (isSearch && seen.has(ref)) continue;
      seen.set(ref, {
        label,
        ...(url === undefined ? {} : { url }),
        ...(readAt === undefined ? {} : { readAt }),
        ...(capture === undefined ? {} : { capture: { taskId, id: capture } }),
        ...(isSearch ? { isOnlyFound: true } : {}),
      });
    }
  }
  return seen;
}
