// The page's first file: who looks, where, and what the workspace tells; everything else is drawn from that.
import { html, render } from 'htm/preact';
import { useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { createApi } from './api.ts';
import type { Api } from './api.ts';
import { ChannelView } from './channel-view.ts';
import { isDirect, openChannel, PageContext } from './context.ts';
import type { Page } from './context.ts';
import { Dock, toDockTab, useFaults } from './dock.ts';
import type { DockTab } from './dock.ts';
import { Gallery } from './gallery.ts';
import { Modals } from './modal.ts';
import { NoticeBar } from './notice-bar.ts';
import { QuickSwitch } from './quick-switch.ts';
import { NOWHERE, toHash, toRoute } from './route.ts';
import type { Route } from './route.ts';
import { toMessageAddress } from './safe-url.ts';
import { Sidebar } from './sidebar.ts';
import { EMPTY, reduce } from './state.ts';
import type { Change } from './state.ts';
import { applyTheme } from './theme.ts';
import { ThreadPane } from './thread-pane.ts';

const AS_KEY = 'longhand.as';

function App() {
  const [as, setAs] = useState(firstPerson);
  const [state, tell] = useReducer(reduce, EMPTY);
  const [trouble, setTrouble] = useState('');
  const route = useRoute();
  const api = useMemo(() => createApi(as), [as]);
  useHome({ as, api, tell, setAs, setTrouble });

  const { home } = state;
  if (home === undefined) return html`<${Loading} trouble=${trouble} />`;

  const isVisible = home.channels.some(({ id }) => id === route.channel);
  const page: Page = {
    api,
    home,
    state,
    route: isVisible || route.view === 'gallery' ? route : NOWHERE,
    tell,
    go,
    attempt: async (work) => {
      try {
        await work();
        setTrouble('');
        return true;
      } catch (error) {
        setTrouble(sentence(error));
        return false;
      }
    },
    personOf: (id) => home.people.find((person) => person.id === id || (id === '' && person.isBot)),
    channelOf: (id) => home.channels.find((channel) => channel.id === id),
  };
  const switchTo = (id: string): void => {
    localStorage.setItem(AS_KEY, id);
    sessionStorage.setItem(AS_KEY, id);
    // An address that names a person would bring that person back at the next reload.
    history.replaceState(null, '', `/${location.hash}`);
    setAs(id);
  };
  return html`<${PageContext.Provider} value=${page}>
    <${Layout} page=${page} switchTo=${switchTo} />
    <${Trouble} text=${trouble} close=${() => setTrouble('')} />
  <//>`;
}

function go(route: Partial<Route>): void {
  location.hash = toHash(route);
}

function useRoute(): Route {
  const [route, setRoute] = useState(() => toRoute(location.hash));
  useEffect(() => {
    const read = (): void => setRoute(toRoute(location.hash));
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  return route;
}

interface HomeDeps {
  readonly as: string;
  readonly api: Api;
  readonly tell: (change: Change) => void;
  readonly setAs: (id: string) => void;
  readonly setTrouble: (words: string) => void;
}

/** Loads what the person sees and listens to what changes; after a lost connection all is asked for again. */
function useHome({ as, api, tell, setAs, setTrouble }: HomeDeps): void {
  useEffect(() => {
    const load = async (): Promise<void> => {
      try {
        const home = await api.bootstrap();
        setTrouble('');
        if (as === '') setAs(home.me.id);
        else tell({ type: 'bootstrapped', home });
      } catch (error) {
        // Whoever was kept here may not be of this workspace: then whoever the server names.
        if (as === '') setTrouble(sentence(error));
        else setAs('');
      }
    };
    void load();
    return as === '' ? undefined : api.listen(tell, () => void load());
  }, [api]);
}

function Layout({ page, switchTo }: { page: Page; switchTo: (id: string) => void }) {
  const { home, route, go } = page;
  const { tab, show, isSwitching, setSwitching } = useTools();
  useFaults();
  const channel = page.channelOf(route.channel ?? '');
  const shown = openChannel(page);
  const isPlace = channel !== undefined || route.view === 'gallery';
  const column = route.thread !== undefined ? 'thread' : isPlace ? 'channel' : 'list';

  useEffect(() => {
    document.title = `${channel === undefined ? home.team.name : isDirect(channel) ? 'Direct message' : `#${channel.name}`} · Longhand workspace`;
  }, [channel?.id]);

  return html`<div class="page" data-column=${column}>
    <${NoticeBar} notices=${home.notices} tab=${tab} show=${show} />
    <div class="columns">
      <${Sidebar}
        shown=${route.view === 'gallery' ? undefined : shown?.id}
        switchTo=${switchTo}
        find=${() => setSwitching(true)}
      />
      ${route.view === 'gallery' && html`<${Gallery} />`}
      ${shown !== undefined && route.view !== 'gallery' && html`<${ChannelView} key=${`${home.me.id}/${shown.id}`} channel=${shown} />`}
      ${
        channel !== undefined &&
        route.thread !== undefined &&
        html`<${ThreadPane}
          key=${`${home.me.id}/${channel.id}/${route.thread}`}
          channel=${channel}
          ts=${route.thread}
          close=${() => go({ channel: channel.id })}
        />`
      }
    </div>
    ${tab !== undefined && html`<${Dock} tab=${tab} show=${show} />`}
    <${Modals} key=${home.me.id} />
    ${isSwitching && html`<${QuickSwitch} close=${() => setSwitching(false)} />`}
  </div>`;
}

const DOCK_KEY = 'longhand.dock';

/** What stands beside the conversation: the developer tools, and the quick way to another place. */
function useTools() {
  const [isSwitching, setSwitching] = useState(false);
  const [tab, setTab] = useState(() => toDockTab(sessionStorage.getItem(DOCK_KEY)));
  const show = (next: DockTab | undefined): void => {
    setTab(next);
    sessionStorage.setItem(DOCK_KEY, next ?? '');
  };
  useEffect(() => {
    const keyed = (event: KeyboardEvent): void => {
      if (event.key === 'F6') moveColumn(event);
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      setSwitching(true);
    };
    addEventListener('keydown', keyed);
    return () => removeEventListener('keydown', keyed);
  }, []);
  return { tab, show, isSwitching, setSwitching };
}

const COLUMNS = [
  '.sidebar [aria-current], .sidebar a',
  '.channel .timeline, .app-home',
  '.channel .composer textarea',
  '.thread .timeline',
  '.thread .composer textarea',
  '.dock [aria-selected="true"]',
];

/** F6 goes from part to part of the page, as in Slack; with Shift the other way. */
function moveColumn(event: KeyboardEvent): void {
  const parts = COLUMNS.map((selector) => document.querySelector<HTMLElement>(selector)).filter(
    (part) => part !== null && part.checkVisibility(),
  );
  const active = document.activeElement;
  const at = parts.findIndex((part) => part?.contains(active) === true);
  const next = parts.at((at + (event.shiftKey ? -1 : 1)) % parts.length);
  next?.focus();
  event.preventDefault();
}

function Loading({ trouble }: { trouble: string }) {
  return html`<div class="loading" role="status">
    <p>${trouble === '' ? 'Opening the workspace…' : trouble}</p>
    ${trouble !== '' && html`<button class="button" onClick=${() => location.reload()}>Try again</button>`}
  </div>`;
}

/** Lies above a modal, too: what went wrong there is said there. */
function Trouble({ text, close }: { text: string; close: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current?.matches(':popover-open') === true) box.current.hidePopover();
    if (text !== '') box.current?.showPopover();
  }, [text]);
  return html`<div class="trouble" role="alert" popover="manual" ref=${box}>
    <span>${text}</span>
    <button class="icon-button" aria-label="Dismiss" onClick=${close}>✕</button>
  </div>`;
}

function firstPerson(): string {
  const asked = new URLSearchParams(location.search).get('as');
  // Each window has its own person; a new one begins with whom one was last.
  return asked ?? sessionStorage.getItem(AS_KEY) ?? localStorage.getItem(AS_KEY) ?? '';
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : 'Something went wrong.';
}

const root = document.querySelector<HTMLElement>('#app');
if (root !== null) {
  // A permalink brought us here: the address of the message becomes the place in the page.
  const linked = toMessageAddress(location.pathname + location.search);
  if (linked !== undefined) history.replaceState(null, '', `/${toHash({ ...linked, focus: linked.ts })}`);
  applyTheme();
  render(html`<${App} />`, root);
}
