// The middle column: a channel's head, its messages, and the composer.
import { html } from 'htm/preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { PageChannel } from '../page-wire.ts';
import { Avatar } from './avatar.ts';
import { ChannelMenu, Members } from './channel-menu.ts';
import { Composer } from './composer.ts';
import { channelLabel, isDirect, isWithApp, otherIn, shownLabel, usePage } from './context.ts';
import { examplesFor } from './examples.ts';
import { AppTabs, HomeTab } from './home-tab.ts';
import { Prompts } from './prompts.ts';
import { MrkdwnLine } from './text.ts';
import { Timeline } from './timeline.ts';

const PAGE_SIZE = 50;
const HINT_KEY = 'longhand.hint-closed';

export function ChannelView({ channel }: { channel: PageChannel }) {
  const page = usePage();
  const { state, tell, route } = page;
  const timeline = state.timelines[channel.id];
  const loadOlder = useOlder(channel.id);
  const [text, setText] = useState('');
  const unread = state.unread[channel.id] ?? 0;
  useEffect(() => {
    // On a narrow page the channel may be drawn without being in view.
    const isInView = route.channel === channel.id || matchMedia('(min-width: 720px)').matches;
    if (unread > 0 && isInView) tell({ type: 'seen', channel: channel.id });
  }, [unread, route.channel]);

  const label = channelLabel(channel, page);
  const shown = shownLabel(channel, page);
  const isHome = route.view === 'home' && route.channel === channel.id && isWithApp(channel, page);
  return html`<main class="channel" aria-label=${shown}>
    <${Head} channel=${channel} label=${label} />
    ${
      isHome
        ? html`<${HomeTab} />`
        : html`<${Timeline}
              channel=${channel.id}
              messages=${timeline?.messages ?? []}
              isThread=${false}
              label=${`Messages in ${shown}`}
              before=${timeline !== undefined && !timeline.hasMore && html`<${Beginning} channel=${channel} label=${label} />`}
              loadOlder=${loadOlder}
            />
            <${Foot} channel=${channel} text=${text} setText=${setText} />`
    }
  </main>`;
}

interface FootProps {
  readonly channel: PageChannel;
  readonly text: string;
  readonly setText: (text: string) => void;
}

/** A place to write, or why there is none. */
function Foot({ channel, text, setText }: FootProps) {
  const page = usePage();
  const { api, home, attempt } = page;
  const shown = shownLabel(channel, page);
  if (channel.isArchived)
    return html`<div class="foot-bar" role="note">
      This channel is archived: it can be read, and nobody writes here.
    </div>`;
  if (!channel.members.includes(home.me.id))
    return html`<div class="foot-bar">
      <span>You are looking at <b>${shown}</b></span>
      <button
        type="button"
        class="button button-primary"
        data-testid="join"
        onClick=${() => void attempt(() => api.join(channel.id))}
      >
        Join
      </button>
    </div>`;
  return html`<${Hint} channel=${channel} isEmpty=${text === ''} choose=${setText} />
    <${Prompts} channel=${channel.id} thread="" />
    <${Composer}
      channel=${channel}
      label=${`Message ${shown}`}
      testId="composer"
      text=${text}
      setText=${setText}
    />`;
}

/** Loads the newest messages at once, and older ones when asked; undefined while there is nothing to ask for. */
function useOlder(channel: string): (() => void) | undefined {
  const { api, state, home, route, tell, attempt } = usePage();
  const timeline = state.timelines[channel];
  const isLoading = useRef(false);
  const load = useCallback(
    async (before: string) => {
      if (isLoading.current) return;
      isLoading.current = true;
      await attempt(async () => {
        const listing = await api.messages({ channel, before, limit: PAGE_SIZE });
        tell({ type: 'timeline_loaded', channel, isOlder: before !== '', ...listing });
      });
      isLoading.current = false;
    },
    [api, channel],
  );
  const isLoaded = timeline !== undefined;
  useEffect(() => {
    if (!isLoaded) void load('');
  }, [isLoaded, home]);

  const oldest = timeline?.messages[0]?.ts;
  const hasMore = timeline?.hasMore === true && oldest !== undefined;
  useEffect(() => {
    // A link may lead to a message that is older than what was loaded: the way there is loaded too.
    if (hasMore && route.focus !== undefined && Number(route.focus) < Number(oldest)) void load(oldest);
  }, [hasMore, oldest, route.focus]);
  return useCallback(hasMore ? () => void load(oldest) : () => {}, [hasMore, oldest, load]);
}

function Head({ channel, label }: { channel: PageChannel; label: string }) {
  const page = usePage();
  const isAlone = channel.kind === 'im';
  const other = otherIn(channel, page);
  const about = isAlone ? (page.personOf(other)?.title ?? '') : channel.topic || channel.purpose;
  return html`<header class="column-head">
    <a class="back" href="#/" aria-label="Back to the channel list">‹</a>
    ${isAlone && html`<${Avatar} id=${other} size=${30} />`}
    <div class="column-title">
      <h1>
        ${!isDirect(channel) && html`<span class="hash" aria-hidden="true">${channel.kind === 'group' ? '◆' : '#'}</span>`}${label}${channel.isArchived && html` <span class="badge">archived</span>`}
      </h1>
      ${about !== '' && html`<p title=${about}><${MrkdwnLine} text=${about} /></p>`}
    </div>
    ${isWithApp(channel, page) && html`<${AppTabs} channel=${channel} />`}
    ${!isAlone && html`<${Members} channel=${channel} />`}
    ${!isDirect(channel) && html`<${ChannelMenu} channel=${channel} />`}
  </header>`;
}

function Beginning({ channel, label }: { channel: PageChannel; label: string }) {
  const about = channel.purpose || channel.topic;
  if (isDirect(channel))
    return html`<div class="beginning">
      <h2>${label}</h2>
      <p>This is the beginning of your conversation.</p>
    </div>`;
  return html`<div class="beginning">
    <h2>#${label}</h2>
    <p>This is the beginning of the channel. ${about}</p>
  </div>`;
}

function Hint({
  channel,
  isEmpty,
  choose,
}: {
  channel: PageChannel;
  isEmpty: boolean;
  choose: (text: string) => void;
}) {
  const { home, route } = usePage();
  const [isClosed, setClosed] = useState(() => localStorage.getItem(HINT_KEY) !== null);
  const examples = examplesFor(channel, home.app.userId);
  if (isClosed || !isEmpty || route.thread !== undefined || examples.length === 0) return null;
  const close = (): void => {
    localStorage.setItem(HINT_KEY, '1');
    setClosed(true);
  };
  return html`<aside class="hint" aria-label="Examples to try">
    <div class="hint-head">
      <span>Try a goal. ${home.app.displayName} answers in a thread.</span>
      <button type="button" class="icon-button" aria-label="Hide the examples" onClick=${close}>✕</button>
    </div>
    <div class="hint-list">
      ${examples.map((example) => html`<button key=${example} type="button" class="hint-example" data-testid="example" onClick=${() => choose(example)}>${example}</button>`)}
    </div>
  </aside>`;
}
