// What people answer without words.
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import type { PageMessage } from '../page-wire.ts';
import { usePage } from './context.ts';
import { findEmoji, PICKER } from './emoji.ts';
import { Menu } from './menu.ts';
import { Emoji } from './text.ts';

interface ReactionsProps {
  readonly channel: string;
  readonly message: PageMessage;
}

function useReact({ channel, message }: ReactionsProps): (name: string) => void {
  const { api, home, attempt } = usePage();
  return (name) => {
    const mine = message.reactions?.find((reaction) => reaction.name === name)?.users.includes(home.me.id);
    void attempt(() => api.react({ channel, ts: message.ts, name, remove: mine === true }));
  };
}

export function Reactions(props: ReactionsProps) {
  const { home, personOf } = usePage();
  const react = useReact(props);
  const { reactions = [] } = props.message;
  if (reactions.length === 0) return null;
  return html`<div class="reactions" role="group" aria-label="Reactions">
    ${reactions.map(({ name, count, users }) => {
      const isMine = users.includes(home.me.id);
      const who = users.map((id) => personOf(id)?.displayName ?? id).join(', ');
      return html`<button
        key=${name}
        type="button"
        class="reaction"
        aria-pressed=${isMine}
        aria-label=${`${name.replaceAll('_', ' ')}, ${count}: ${who}`}
        title=${`${who} reacted with :${name}:`}
        data-testid=${`reaction-${name}`}
        onClick=${() => react(name)}
      >
        <${Emoji} name=${name} /><span>${count}</span>
      </button>`;
    })}
    <${ReactionPicker} ...${props} className="reaction-add" />
  </div>`;
}

export function ReactionPicker({
  className = '',
  ...props
}: ReactionsProps & { readonly className?: string }) {
  const react = useReact(props);
  const face = html`<svg
    viewBox="0 0 20 20"
    width="17"
    height="17"
    aria-hidden="true"
    fill="none"
    stroke="currentColor"
    stroke-width="1.5"
    stroke-linecap="round"
  >
    <path
      d="M16.6 9.2A7 7 0 1 1 10.8 3.4M7.2 12c.7 1 1.6 1.5 2.8 1.5s2.1-.5 2.8-1.5M7.7 8.2v.3M12.3 8.2v.3M15.5 2.5v5M13 5h5"
    />
  </svg>`;
  return html`<${Menu}
    label="Add a reaction"
    className=${`menu-reactions ${className}`}
    face=${face}
    panelRole="group"
  >
    ${(close: () => void) =>
      html`<${EmojiPicker}
        choose=${(name: string) => {
          close();
          react(name);
        }}
      />`}
  <//>`;
}

/** A few that are used every day; by a name, all there are. */
function EmojiPicker({ choose }: { choose: (name: string) => void }) {
  const [words, setWords] = useState('');
  const names = words.trim() === '' ? PICKER : findEmoji(words);
  const keyed = (event: KeyboardEvent): void => {
    const [first] = names;
    if (event.key !== 'Enter' || first === undefined) return;
    event.preventDefault();
    choose(first);
  };
  return html`<input
      type="search"
      class="field picker-find"
      placeholder="Find an emoji"
      aria-label="Find an emoji"
      value=${words}
      onInput=${(event: Event) => event.target instanceof HTMLInputElement && setWords(event.target.value)}
      onKeyDown=${keyed}
    />
    <div class="picker-grid" role="group" aria-label="Emoji">
      ${names.map(
        (name) =>
          html`<button
            key=${name}
            type="button"
            class="picker-emoji"
            aria-label=${name.replaceAll('_', ' ')}
            title=${`:${name}:`}
            onClick=${() => choose(name)}
          >
            <${Emoji} name=${name} />
          </button>`,
      )}
    </div>`;
}
