// What Slack shows of an agent at work: that it works, and a way to stop it.
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import type { PageSession } from '../page-wire.ts';
import { usePage } from './context.ts';

export function SessionBar({ session }: { session: PageSession | undefined }) {
  const { api, home, attempt } = usePage();
  const [isStopping, setStopping] = useState(false);
  const name = home.app.displayName;
  const status = session?.status ?? 'closed';
  if (session === undefined || status === 'active' || status === 'closed')
    return html`<div class="session" role="status" hidden></div>`;
  const stop = async (): Promise<void> => {
    setStopping(true);
    await attempt(() => api.stop({ channel: session.channel, thread_ts: session.thread_ts }));
    setStopping(false);
  };
  return html`<div class="session" role="status" data-testid="session" data-status=${status}>
    ${
      status === 'processing'
        ? html`<span class="spinner" aria-hidden="true"></span><span>${name} is working…</span>`
        : html`<span class="pause" aria-hidden="true"></span><span>${name} is waiting for an answer</span>`
    }
    ${
      status === 'processing' &&
      session.stoppable &&
      html`<button
        type="button"
        class="button button-small"
        data-testid="session-stop"
        disabled=${isStopping}
        onClick=${() => void stop()}
      >
        Stop
      </button>`
    }
  </div>`;
}
