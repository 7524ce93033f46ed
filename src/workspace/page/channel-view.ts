// The middle column: a channel's head, its messages, and the composer.
import { html } from 'htm/preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { PageChannel } from '../page-wire.ts';
import { Avatar } from './avatar.ts';
import { Composer } from './composer.ts';
import { channelLabel, otherIn, usePage } from './context.ts';
import { examplesFor } from './examples.ts';
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
  const shown = channel.kind === 'im' ? label : `#${label}`;
  return html`<main class="channel" aria-label=${shown}>
    <${Head} channel=${channel} label=${label} />
    <${Timeline}
      channel=${channel.id}
      messages=${timeline?.messages ?? []}
      isThread=${false}
      label=${`Messages in ${shown}`}
      before=${timeline !== undefined && !timeline.hasMore && html`<${Beginning} channel=${channel} label=${label} />`}
      loadOlder=${loadOlder}
    />
    <${Hint} channel=${channel} isEmpty=${text === ''} choose=${setText} />
    <${Composer}
      channel=${channel}
      label=${`Message ${shown}`}
      testId="composer"
      text=${text}
      setText=${setText}
    />
  </main>`;
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
  const isDirect = channel.kind === 'im';
  const other = otherIn(channel, page);
  const about = isDirect ? (page.personOf(other)?.title ?? '') : channel.topic || channel.purpose;
  return html`<header class="column-head">
    <a class="back" href="#/" aria-label="Back to the channel list">‹</a>
    ${isDirect && html`<${Avatar} id=${other} size=${30} />`}
    <div class="column-title">
      <h1>
        ${!isDirect && html`<span class="hash" aria-hidden="true">${channel.kind === 'group' ? '◆' : '#'}</span>`}${label}
      </h1>
      ${about !== '' && html`<p title=${about}><${MrkdwnLine} text=${about} /></p>`}
    </div>
    ${!isDirect && html`<${Members} channel=${channel} />`}
  </header>`;
}

function Members({ channel }: { channel: PageChannel }) {
  const { home, personOf } = usePage();
  const everyone = [...new Set([...(channel.botIsMember ? [home.app.userId] : []), ...channel.members])];
  const names = everyone.map((id) => personOf(id)?.displayName ?? id).join(', ');
  return html`<div
    class="members"
    role="img"
    aria-label=${`${everyone.length} members: ${names}`}
    title=${names}
  >
    ${everyone.slice(0, 4).map((id) => html`<${Avatar} key=${id} id=${id} size=${24} />`)}
    <span>${everyone.length}</span>
  </div>`;
}

function Beginning({ channel, label }: { channel: PageChannel; label: string }) {
  const about = channel.purpose || channel.topic;
  if (channel.kind === 'im')
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
