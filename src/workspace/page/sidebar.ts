// Where one can go and as whom: channels, direct messages, and the person who looks.
import { html } from 'htm/preact';
import type { PageChannel } from '../page-wire.ts';
import { Avatar } from './avatar.ts';
import { channelLabel, isDirect, isWithApp, otherIn, usePage } from './context.ts';
import { NewChannel } from './new-channel.ts';
import { NewDirect } from './new-direct.ts';
import { PersonSwitch } from './person-switch.ts';

interface SidebarProps {
  readonly shown: string | undefined;
  readonly switchTo: (id: string) => void;
  /** Opens the quick way to a channel or a person. */
  readonly find: () => void;
}

export function Sidebar({ shown, switchTo, find }: SidebarProps) {
  const { home } = usePage();
  const channels = home.channels.filter((channel) => !isDirect(channel) && isKept(channel, shown));
  const direct = home.channels.filter(isDirect);
  return html`<nav class="sidebar" aria-label="Channels and people">
    <div class="team">
      <span class="team-mark" aria-hidden="true">${home.team.name.charAt(0)}</span>
      <span class="team-name">${home.team.name}</span>
      <button
        type="button"
        class="team-find"
        aria-label="Go to a channel or a person"
        title="Go to… (Ctrl+K)"
        data-testid="find"
        onClick=${find}
      >
        <svg viewBox="0 0 20 20" width="17" height="17" aria-hidden="true" class="stroked">
          <circle cx="9" cy="9" r="5.2" />
          <path d="M13 13l4 4" />
        </svg>
      </button>
    </div>
    <div class="sidebar-lists">
      <${Group} title="Channels" channels=${channels} shown=${shown} action=${html`<${NewChannel} />`} />
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

/** What is archived is found by its link, not by its name in the list. */
function isKept(channel: PageChannel, shown: string | undefined): boolean {
  return !channel.isArchived || channel.id === shown;
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
  const isAlone = channel.kind === 'im';
  const handle = isAlone ? (page.personOf(otherIn(channel, page))?.name ?? label) : channel.name;
  return html`<li>
    <a
      href=${`#/${channel.id}`}
      class=${`sidebar-entry ${unread > 0 ? 'is-unread' : ''}`}
      aria-current=${isShown ? 'page' : undefined}
      data-testid=${`channel-${handle}`}
    >
      <${Sign} channel=${channel} />
      <span class="sidebar-label">${label}</span>
      ${isWithApp(channel, page) && html`<span class="badge">App</span>`}
      ${unread > 0 && html`<span class="count" aria-label=${`${unread} unread`}>${unread}</span>`}
    </a>
  </li>`;
}

/** A face, how many there are, or what kind of channel it is. */
function Sign({ channel }: { channel: PageChannel }) {
  const page = usePage();
  if (channel.kind === 'im') return html`<${Avatar} id=${otherIn(channel, page)} size=${20} />`;
  if (channel.kind === 'mpim')
    return html`<span class="people-count" aria-hidden="true">${channel.members.length - 1}</span>`;
  return html`<span class="hash" aria-hidden="true">${channel.kind === 'group' ? '◆' : '#'}</span>`;
}

/** The way to the app stands there before anyone has written to it. */
function AppEntry() {
  const { api, home, go, attempt } = usePage();
  const open = (user: string): void => void attempt(async () => go(await api.openDm([user])));
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
