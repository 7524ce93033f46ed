// The right column: a thread, whether Longhand is at work in it, and a place to answer.
import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';
import type { PageChannel } from '../page-wire.ts';
import { Composer } from './composer.ts';
import { shownLabel, usePage } from './context.ts';
import { Prompts } from './prompts.ts';
import { SessionBar } from './session-bar.ts';
import { threadKey } from './state.ts';
import { Timeline } from './timeline.ts';

interface ThreadPaneProps {
  readonly channel: PageChannel;
  readonly ts: string;
  readonly close: () => void;
}

export function ThreadPane({ channel, ts, close }: ThreadPaneProps) {
  const page = usePage();
  const { api, state, home, tell, attempt } = page;
  const messages = state.threads[threadKey(channel.id, ts)];
  const [text, setText] = useState('');
  const isLoaded = messages !== undefined;
  useEffect(() => {
    if (isLoaded) return;
    void attempt(async () => {
      const thread = await api.thread({ channel: channel.id, ts });
      tell({ type: 'thread_loaded', channel: channel.id, ts, messages: thread.messages });
    });
  }, [isLoaded, home]);

  return html`<aside
    class="thread"
    aria-label="Thread"
    data-testid="thread-pane"
    onKeyDown=${(event: KeyboardEvent) => event.key === 'Escape' && !event.defaultPrevented && close()}
  >
    <header class="column-head">
      <a class="back" href=${`#/${channel.id}`} aria-label="Back to the channel">‹</a>
      <div class="column-title">
        <h1>Thread</h1>
        <p>${shownLabel(channel, page)}</p>
      </div>
      <button type="button" class="icon-button thread-close" aria-label="Close the thread" onClick=${close}>
        ✕
      </button>
    </header>
    <${Timeline}
      channel=${channel.id}
      messages=${messages ?? []}
      isThread=${true}
      label="Messages in the thread"
    />
    <${SessionBar} session=${state.sessions[threadKey(channel.id, ts)]} />
    <${Prompts} channel=${channel.id} thread=${ts} />
    ${
      channel.members.includes(home.me.id) &&
      !channel.isArchived &&
      html`<${Composer}
        channel=${channel}
        thread=${ts}
        label="Reply…"
        testId="thread-composer"
        text=${text}
        setText=${setText}
      />`
    }
  </aside>`;
}
