// What goes between the app and the workspace, as it goes by: the one thing one misses at Slack.
import type { ServerResponse } from 'node:http';
import type { Clock } from '../base/clock.ts';
import type { InspectorEntry } from './page-wire.ts';

export type Inspector = ReturnType<typeof createInspector>;
type Sight = Omit<InspectorEntry, 'id' | 'at' | 'tookMs'>;
type Ending = Pick<InspectorEntry, 'status' | 'note' | 'answered'>;

const KEPT = 200;
const TOKEN = /\bx(?:ox[a-z]|app|wfp)-[\w-]+/g;

interface InspectorDeps {
  readonly clock: Clock;
  /** What must never be shown, whatever it looks like. */
  readonly secrets: readonly string[];
}

export function createInspector({ clock, secrets }: InspectorDeps) {
  let entries: InspectorEntry[] = [];
  let lastId = 0;
  const pages = new Set<ServerResponse>();

  function put(entry: InspectorEntry): void {
    const others = entries.filter(({ id }) => id !== entry.id);
    entries = [...others, entry].slice(-KEPT);
    for (const page of pages) page.write(toLine(entry));
  }

  function hidden(value: unknown): unknown {
    if (typeof value === 'string')
      return secrets
        .reduce((text, secret) => text.replaceAll(secret, '(token)'), value)
        .replace(TOKEN, '(token)');
    if (Array.isArray(value)) return value.map(hidden);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hidden(inner)]));
  }

  return {
    /** Shows something; what is answered is called when it has come to its end. */
    show(sight: Sight): (ending: Ending) => void {
      const startedMs = clock.now().getTime();
      const at = new Date(startedMs).toISOString();
      const shown = { ...sight, sent: hidden(sight.sent), answered: hidden(sight.answered) };
      const entry: InspectorEntry = { id: ++lastId, at, ...shown };
      put(entry);
      return (ending) => {
        const tookMs = clock.now().getTime() - startedMs;
        put({ ...entry, ...ending, answered: hidden(ending.answered), tookMs });
      };
    },

    entries: (): readonly InspectorEntry[] => entries,

    open(response: ServerResponse): void {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
      response.write('retry: 1000\n\n');
      for (const entry of entries) response.write(toLine(entry));
      pages.add(response);
      response.on('close', () => pages.delete(response));
    },
    close(): void {
      for (const page of pages) page.end();
    },
  };
}

const toLine = (entry: InspectorEntry): string => `data: ${JSON.stringify(entry)}\n\n`;
