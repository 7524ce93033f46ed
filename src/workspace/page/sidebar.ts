// Where one can go and as whom: channels, direct messages, and the person who looks.
import { html } from 'htm/preact';
import type { PageChannel } from '../page-wire.ts';
import { Avatar } from './avatar.ts';
import { channelLabel, otherIn, usePage } from './context.ts';
import { Menu } from './menu.ts';

export function Sidebar({ shown, switchTo }: { shown: string | undefined; switchTo: (id: string) => void }) {
  const { home } = usePage();
  const channels = home.channels.filter(({ kind }) => kind !== 'im');
  const direct = home.channels.filter(({ kind }) => kind === 'im');
  return html`<nav class="sidebar" aria-label="Channels and people">
    <div class="team">
      <span class="team-mark" aria-hidden="true">${home.team.name.charAt(0)}</span>
      <span class="team-name">${home.team.name}</span>
    </div>
    <div class="sidebar-lists">
      <${Group} title="Channels" channels=${channels} shown=${shown} />
      <${Group}
        title="Direct messages"
        channels=${direct}
        shown=${shown}
        action=${html`<${NewDirect} />`}
        first=${html`<${AppEntry} />`}
      />
    </div>
    <${PersonSwitch} switchTo=${switchTo} />
  </nav>`;
}

interface GroupProps {
  readonly title: string;
  readonly channels: readonly PageChannel[];
  readonly shown: string | undefined;
  readonly action?: unknown;
  readonly first?: unknown;
}

function Group({ title, channels, shown, action, first }: GroupProps) {
  return html`<section class="sidebar-group" aria-label=${title}>
    <div class="sidebar-title">
      <h2>${title}</h2>
      ${action}
    </div>
    <ul>
      ${first}${channels.map((channel) => html`<${Entry} key=${channel.id} channel=${channel} isShown=${channel.id === shown} />`)}
    </ul>
  </section>`;
}

function Entry({ channel, isShown }: { channel: PageChannel; isShown: boolean }) {
  const page = usePage();
  const label = channelLabel(channel, page);
  const unread = isShown ? 0 : (page.state.unread[channel.id] ?? 0);
  const isDirect = channel.kind === 'im';
  const handle = isDirect ? (page.personOf(otherIn(channel, page))?.name ?? label) : channel.name;
  const isApp = isDirect && otherIn(channel, page) === page.home.app.userId;
  return html`<li>
    <a
      href=${`#/${channel.id}`}
      class=${`sidebar-entry ${unread > 0 ? 'is-unread' : ''}`}
      aria-current=${isShown ? 'page' : undefined}
      data-testid=${`channel-${handle}`}
    >
      ${
        isDirect
          ? html`<${Avatar} id=${otherIn(channel, page)} size=${20} />`
          : html`<span class="hash" aria-hidden="true">${channel.kind === 'group' ? '◆' : '#'}</span>`
      }
      <span class="sidebar-label">${label}</span>
      ${isApp && html`<span class="badge">App</span>`}
      ${unread > 0 && html`<span class="count" aria-label=${`${unread} unread`}>${unread}</span>`}
    </a>
  </li>`;
}

function useOpenDirect(): (user: string) => void {
  const { api, go, attempt } = usePage();
  return (user) =>
    void attempt(async () => {
      const { channel } = await api.openDm(user);
      go({ channel });
    });
}

/** The way to the app stands there before anyone has written to it. */
function AppEntry() {
  const { home } = usePage();
  const open = useOpenDirect();
  const { userId, name, displayName } = home.app;
  const isOpen = home.channels.some(
    ({ kind, members, name: other }) => kind === 'im' && (members.includes(userId) || other === userId),
  );
  if (isOpen) return null;
  return html`<li>
    <button
      type="button"
      class="sidebar-entry"
      data-testid=${`channel-${name}`}
      onClick=${() => open(userId)}
    >
      <${Avatar} id=${userId} size=${20} /><span class="sidebar-label">${displayName}</span
      ><span class="badge">App</span>
    </button>
  </li>`;
}

function NewDirect() {
  const { home } = usePage();
  const open = useOpenDirect();
  return html`<${Menu}
    label="New direct message"
    testId="new-dm"
    className="menu-new"
    face=${html`<span aria-hidden="true">+</span>`}
  >
    ${(close: () => void) =>
      home.people
        .filter(({ id }) => id !== home.me.id)
        .map(
          ({ id, displayName, title }) =>
            html`<button
              key=${id}
              role="menuitem"
              class="menu-item"
              onClick=${() => {
                close();
                open(id);
              }}
            >
              <${Avatar} id=${id} size=${24} /><span class="menu-text"
                ><b>${displayName}</b><small>${title}</small></span
              >
            </button>`,
        )}
  <//>`;
}

function PersonSwitch({ switchTo }: { switchTo: (id: string) => void }) {
  const { home } = usePage();
  const { me } = home;
  const face = html`<${Avatar} id=${me.id} size=${32} />
    <span class="menu-text"><small>You are</small><b>${me.displayName}</b></span>
    <span class="chevron" aria-hidden="true">▾</span>`;
  return html`<${Menu}
    label=${`You are ${me.displayName}. Switch person`}
    testId="person-switch"
    className="menu-person"
    face=${face}
  >
    ${(close: () => void) =>
      home.people
        .filter(({ isBot }) => !isBot)
        .map(
          ({ id, name, displayName, title, isGuest }) =>
            html`<button
              key=${id}
              role="menuitemradio"
              aria-checked=${id === me.id}
              class="menu-item"
              data-testid=${`person-${name}`}
              onClick=${() => {
                close();
                switchTo(id);
              }}
            >
              <${Avatar} id=${id} size=${28} />
              <span class="menu-text"
                ><b>${displayName}</b><small>${isGuest ? `Guest · ${title}` : title}</small></span
              >
              ${id === me.id && html`<span class="tick" aria-hidden="true">✓</span>`}
            </button>`,
        )}
  <//>`;
}
