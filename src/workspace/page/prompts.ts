// Sentences the app proposes: one press says one of them.
import { html } from 'htm/preact';
import { usePage } from './context.ts';
import { threadKey } from './state.ts';

export function Prompts({ channel, thread }: { channel: string; thread: string }) {
  const { api, state, attempt } = usePage();
  const given = state.prompts[threadKey(channel, thread)];
  if (given === undefined || given.prompts.length === 0) return null;
  const say = (text: string): void =>
    void attempt(() => api.post({ channel, text, ...(thread === '' ? {} : { thread_ts: thread }) }));
  return html`<aside class="hint" aria-label=${given.title ?? 'Proposals of the app'}>
    ${given.title !== undefined && html`<div class="hint-head"><span>${given.title}</span></div>`}
    <div class="hint-list">
      ${given.prompts.map(({ title, message }) => html`<button key=${title} type="button" class="hint-example" data-testid="prompt" onClick=${() => say(message)}>${title}</button>`)}
    </div>
  </aside>`;
}
