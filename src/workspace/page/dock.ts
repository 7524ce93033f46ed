// What one misses in real Slack, under the page: what goes by, what shall go wrong, what time it is.
import { html } from 'htm/preact';
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Bootstrap } from '../page-wire.ts';
import { ClockPanel } from './clock-panel.ts';
import { usePage } from './context.ts';
import { FaultsPanel } from './faults-panel.ts';
import { Inspector } from './inspector.ts';
import { PanelView } from './panel.ts';
import { StepsPanel } from './steps-panel.ts';

/** One of ours, or a panel that was handed in. */
export type DockTab = 'inspector' | 'faults' | 'clock' | 'steps' | `panel-${string}`;

interface Tab {
  readonly id: DockTab;
  readonly label: string;
  readonly View: FunctionComponent | typeof PanelView;
  /** What its view is to show. */
  readonly about?: { readonly id: string };
}

const TABS: readonly Tab[] = [
  { id: 'inspector', label: 'Inspector', View: Inspector },
  { id: 'faults', label: 'Faults', View: FaultsPanel },
  { id: 'clock', label: 'Clock', View: ClockPanel },
  { id: 'steps', label: 'Steps', View: StepsPanel },
];

export function toDockTab(word: string | null): DockTab | undefined {
  if (word?.startsWith('panel-') === true) return `panel-${word.slice('panel-'.length)}`;
  return TABS.find(({ id }) => id === word)?.id;
}

interface DockProps {
  readonly tab: DockTab;
  readonly show: (tab: DockTab | undefined) => void;
}

export function Dock({ tab, show }: DockProps) {
  const { home, state } = usePage();
  const [isTall, setTall] = useState(false);
  const tabs = tabsOf(home);
  const shown = tabs.find(({ id }) => id === tab) ?? TABS[0];
  const waiting = state.faults?.waiting.length ?? 0;
  if (shown === undefined) return null;
  return html`<section
    class=${`dock ${isTall ? 'is-tall' : ''}`}
    aria-label="Developer tools"
    data-testid="dock"
    onKeyDown=${(event: KeyboardEvent) => event.key === 'Escape' && !event.defaultPrevented && show(undefined)}
  >
    <header class="dock-head">
      <div
        class="dock-tabs"
        role="tablist"
        aria-label="Developer tools"
        onKeyDown=${(event: KeyboardEvent) => moveTab(event)}
      >
        ${tabs.map(
          ({ id, label }) =>
            html`<button
              key=${id}
              type="button"
              role="tab"
              id=${`dock-tab-${id}`}
              aria-selected=${id === shown.id}
              aria-controls="dock-panel"
              tabindex=${id === shown.id ? 0 : -1}
              data-testid=${`dock-${id}`}
              onClick=${() => show(id)}
            >
              ${label}${id === 'faults' && waiting > 0 && html`<span class="count">${waiting}</span>`}
            </button>`,
        )}
      </div>
      <button
        type="button"
        class="icon-button"
        aria-label=${isTall ? 'Make the tools smaller' : 'Make the tools larger'}
        aria-pressed=${isTall}
        onClick=${() => setTall(!isTall)}
      >
        ${isTall ? '⌄' : '⌃'}
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="Close the developer tools"
        onClick=${() => show(undefined)}
      >
        ✕
      </button>
    </header>
    <div class="dock-panel" id="dock-panel" role="tabpanel" aria-labelledby=${`dock-tab-${shown.id}`}>
      <${shown.View} key=${shown.id} ...${shown.about} />
    </div>
  </section>`;
}

/** The panels stand beside the inspector. */
function tabsOf({ app, panels }: Bootstrap): readonly Tab[] {
  const ours = TABS.filter(({ id }) => id !== 'steps' || app.functions.length > 0);
  const handedIn = panels.map(({ id, title }): Tab => ({
    id: `panel-${id}`,
    label: title,
    View: PanelView,
    about: { id },
  }));
  return [...ours.slice(0, 1), ...handedIn, ...ours.slice(1)];
}

function moveTab(event: KeyboardEvent): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined || !(event.currentTarget instanceof HTMLElement)) return;
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
  const at = tabs.findIndex((tab) => tab === document.activeElement);
  const next = tabs.at((at + step) % tabs.length);
  next?.focus();
  next?.click();
  event.preventDefault();
}

/** Asks for the faults once, and again whenever the clock jumps, which another window may have made it do. */
export function useFaults(): void {
  const { api, home, state, tell } = usePage();
  const isMoved = Math.round((state.nowMs - Date.now()) / 60_000);
  useEffect(() => {
    let isGone = false;
    api.faults().then(
      (faults) => !isGone && tell({ type: 'faults_changed', faults }),
      () => undefined, // An older workspace has none; the page works without them.
    );
    return () => {
      isGone = true;
    };
  }, [api, home.team.id, Math.abs(isMoved) > 1 ? isMoved : 0]);
}
