// A new channel, public or for its members alone.
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { AskDialog } from './ask-dialog.ts';
import type { Asked } from './ask-dialog.ts';
import { usePage } from './context.ts';

export function NewChannel() {
  const { api, go, attempt } = usePage();
  const [asked, ask] = useState<Asked>();
  const open = (): void =>
    ask({
      title: 'A new channel',
      label: 'Name',
      yes: 'Create',
      check: 'Private: only its members see it',
      run: (name, isPrivate) =>
        void attempt(async () => go(await api.createChannel({ name, is_private: isPrivate }))),
    });
  return html`<button
      type="button"
      class="side-button"
      aria-label="New channel"
      title="New channel"
      data-testid="new-channel"
      onClick=${open}
    >
      +
    </button>
    ${asked !== undefined && html`<${AskDialog} asked=${asked} close=${() => ask(undefined)} />`}`;
}
