// Each envelope and each call as it goes by between the app and the workspace.
import { html } from 'htm/preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { InspectorEntry } from '../page-wire.ts';
import { usePage } from './context.ts';
import { CopyButton } from './copy-button.ts';
import { EntryDetails } from './inspector-details.ts';
import { fits, gistOf, KINDS, put, statusWords } from './inspector-entries.ts';
import type { Wanted } from './inspector-entries.ts';

export function Inspector() {
  const { entries, isPaused, setPaused, clear } = useEntries();
  const [wanted, setWanted] = useState<Wanted>({ words: '', kind: 'all', isFailedOnly: false });
  const [chosen, choose] = useState<number>();
  const shown = entries.filter((entry) => fits(entry, wanted));
  const entry = entries.find(({ id }) => id === chosen);
  return html`<div class="inspector">
    <${Bar}
      wanted=${wanted}
      setWanted=${setWanted}
      shown=${shown}
      isPaused=${isPaused}
      setPaused=${setPaused}
      clear=${clear}
    />
    <div class=${`inspector-columns ${entry === undefined ? '' : 'has-entry'}`}>
      <${Entries} entries=${shown} chosen=${chosen} choose=${choose} />
      ${entry !== undefined && html`<${EntryDetails} key=${entry.id} entry=${entry} close=${() => choose(undefined)} />`}
    </div>
  </div>`;
}

function useEntries() {
  const { api } = usePage();
  const [entries, setEntries] = useState<readonly InspectorEntry[]>([]);
  const [isPaused, setPaused] = useState(false);
  const clearedAt = useRef(0);
  const isSeen = useSeen();
  useEffect(() => {
    // A browser keeps six connections to one server: windows that nobody looks at leave theirs to the others.
    if (isPaused || !isSeen) return undefined;
    // Opened again, the stream begins with what went by in the meantime.
    return api.inspect((entry) => {
      if (entry.id > clearedAt.current) setEntries((known) => put(known, entry));
    });
  }, [api, isPaused, isSeen]);
  const clear = (): void => {
    clearedAt.current = entries.at(-1)?.id ?? 0;
    setEntries([]);
  };
  return { entries, isPaused, setPaused, clear };
}

function useSeen(): boolean {
  const [isSeen, setSeen] = useState(!document.hidden);
  useEffect(() => {
    const look = (): void => setSeen(!document.hidden);
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return isSeen;
}

interface BarProps {
  readonly wanted: Wanted;
  readonly setWanted: (wanted: Wanted) => void;
  readonly shown: readonly InspectorEntry[];
  readonly isPaused: boolean;
  readonly setPaused: (isPaused: boolean) => void;
  readonly clear: () => void;
}

function Bar({ wanted, setWanted, shown, isPaused, setPaused, clear }: BarProps) {
  return html`<div class="inspector-bar" role="toolbar" aria-label="Inspector">
    <input
      type="search"
      class="field"
      placeholder="Filter: method, event, text…"
      aria-label="Filter"
      data-testid="inspector-filter"
      value=${wanted.words}
      onInput=${(event: Event) => event.target instanceof HTMLInputElement && setWanted({ ...wanted, words: event.target.value })}
    />
    <select
      class="select"
      aria-label="Kind"
      value=${wanted.kind}
      onChange=${(event: Event) => event.target instanceof HTMLSelectElement && setWanted({ ...wanted, kind: event.target.value })}
    >
      ${KINDS.map(({ id, label }) => html`<option key=${id} value=${id}>${label}</option>`)}
    </select>
    <label class="check"
      ><input
        type="checkbox"
        checked=${wanted.isFailedOnly}
        onChange=${() => setWanted({ ...wanted, isFailedOnly: !wanted.isFailedOnly })}
      />
      Errors only</label
    >
    <span class="inspector-space"></span>
    <button
      type="button"
      class="button button-small"
      aria-pressed=${isPaused}
      data-testid="inspector-pause"
      onClick=${() => setPaused(!isPaused)}
    >
      ${isPaused ? 'Resume' : 'Pause'}
    </button>
    <${CopyButton} label="Copy all" value=${shown} />
    <button type="button" class="button button-small" onClick=${clear}>Clear</button>
  </div>`;
}

interface EntriesProps {
  readonly entries: readonly InspectorEntry[];
  readonly chosen: number | undefined;
  readonly choose: (id: number | undefined) => void;
}

function Entries({ entries, chosen, choose }: EntriesProps) {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useLayoutEffect(() => {
    if (isAtEnd.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [entries]);
  const look = (): void => {
    if (box.current === null) return;
    isAtEnd.current = box.current.scrollHeight - box.current.scrollTop - box.current.clientHeight < 30;
  };
  return html`<div class="entries" ref=${box} onScroll=${look} onKeyDown=${moveEntry}>
    ${entries.length === 0 && html`<p class="muted entries-none">Nothing yet. What goes between the app and the workspace is shown here as it happens.</p>`}
    <ul aria-label="What went by">
      ${entries.map(
        (entry) =>
          html`<li key=${entry.id}>
            <${EntryLine}
              entry=${entry}
              isChosen=${entry.id === chosen}
              choose=${() => choose(entry.id === chosen ? undefined : entry.id)}
            />
          </li>`,
      )}
    </ul>
  </div>`;
}

function EntryLine({
  entry,
  isChosen,
  choose,
}: {
  entry: InspectorEntry;
  isChosen: boolean;
  choose: () => void;
}) {
  const { home } = usePage();
  const isOut = entry.direction === 'to-app';
  const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: home.me.tz }).format(
    Date.parse(entry.at),
  );
  return html`<button
    type="button"
    class="entry"
    aria-expanded=${isChosen}
    data-status=${entry.status}
    data-kind=${entry.kind}
    data-testid=${`entry-${entry.title}`}
    onClick=${choose}
  >
    <time>${time}</time>
    <span class=${`entry-way ${isOut ? 'is-out' : 'is-in'}`} title=${isOut ? 'To the app' : 'From the app'}
      >${isOut ? '→' : '←'}<span class="visually-hidden">${isOut ? 'to the app' : 'from the app'}</span></span
    >
    <span class="entry-kind">${entry.kind}</span>
    <b class="entry-title">${entry.title}</b>
    <span class="entry-status">${statusWords(entry)}</span>
    <span class="entry-gist">${gistOf(entry)}</span>
    <span class="entry-took">${entry.tookMs === undefined ? '' : `${entry.tookMs} ms`}</span>
  </button>`;
}

function moveEntry(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || !(event.currentTarget instanceof HTMLElement)) return;
  const lines = [...event.currentTarget.querySelectorAll<HTMLElement>('.entry')];
  const at = lines.findIndex((line) => line === document.activeElement);
  lines[at + step]?.focus();
  event.preventDefault();
}
