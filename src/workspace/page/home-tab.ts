// The app's own tab: what it has published for the person who looks.
import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';
import type { PageChannel } from '../page-wire.ts';
import { Avatar } from './avatar.ts';
import { Blocks } from './blocks/blocks.ts';
import { usePage } from './context.ts';
import { toHash } from './route.ts';

export function AppTabs({ channel }: { channel: PageChannel }) {
  const { home, route } = usePage();
  const isHome = route.view === 'home';
  if (!home.app.hasHome) return null;
  return html`<nav class="tabs" aria-label=${home.app.displayName}>
    <a
      href=${toHash({ channel: channel.id, view: 'home' })}
      aria-current=${isHome ? 'page' : undefined}
      data-testid="tab-home"
      >Home</a
    >
    <a
      href=${toHash({ channel: channel.id })}
      aria-current=${isHome ? undefined : 'page'}
      data-testid="tab-messages"
      >Messages</a
    >
  </nav>`;
}

export function HomeTab() {
  const { api, home, state, tell, attempt } = usePage();
  const [isLoaded, setLoaded] = useState(false);
  useEffect(() => {
    void attempt(async () => {
      const { view } = await api.openHome('home');
      if (view !== undefined) tell({ type: 'view_changed', view });
    }).finally(() => setLoaded(true));
  }, [home.me.id]);
  const view = state.appHome;
  if (view !== undefined)
    return html`<div class="app-home" data-testid="app-home">
      <${Blocks} key=${view.id} blocks=${view.blocks} place=${{ view_id: view.id }} />
    </div>`;
  return html`<div class="app-home is-empty" data-testid="app-home" role="status">
    ${
      isLoaded
        ? html`<${Avatar} id=${home.app.userId} size=${52} />
            <h2>${home.app.displayName} has not set up its home yet</h2>
            <p class="muted">It may, now that you have opened it: the app was told by app_home_opened.</p>`
        : html`<span class="spinner" aria-hidden="true"></span>`
    }
  </div>`;
}
