// Who one is here: another person in this window, or in one more.
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { AskDialog } from './ask-dialog.ts';
import type { Asked } from './ask-dialog.ts';
import { Avatar } from './avatar.ts';
import { usePage } from './context.ts';
import { Menu } from './menu.ts';

export function PersonSwitch({ switchTo }: { switchTo: (id: string) => void }) {
  const { home, api, attempt } = usePage();
  const [asked, ask] = useState<Asked>();
  const { me } = home;
  const askStatus = (): void =>
    ask({
      title: 'Your status',
      label: 'An emoji and a few words; empty for none',
      yes: 'Save',
      initial: me.status === undefined ? '' : `${me.status.emoji} ${me.status.text}`,
      run: (text) => void attempt(() => api.setStatus(toStatus(text))),
    });
  const face = html`<${Avatar} id=${me.id} size=${32} />
    <span class="menu-text"><small>You are</small><b>${me.displayName}</b></span>
    <span class="chevron" aria-hidden="true">▾</span>`;
  return html`<${Menu}
      label=${`You are ${me.displayName}. Switch person`}
      testId="person-switch"
      className="menu-person"
      face=${face}
    >
      ${(close: () => void) => [
        html`<button
          key="status"
          type="button"
          role="menuitem"
          class="menu-item"
          data-testid="set-status"
          onClick=${() => {
            close();
            askStatus();
          }}
        >
          Set your status…
        </button>`,
        ...home.people
          .filter(({ isBot, isDeactivated }) => !isBot && isDeactivated !== true)
          .map(
            ({ id, name, displayName, title, isGuest }) =>
              html`<div key=${id} class="menu-row" role="presentation">
                <button
                  type="button"
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
                </button>
                ${
                  id !== me.id &&
                  html`<a
                    role="menuitem"
                    class="icon-button"
                    href=${`/?as=${id}${location.hash}`}
                    target="_blank"
                    rel="noopener"
                    aria-label=${`Another window as ${displayName}`}
                    title=${`Another window as ${displayName}`}
                    data-testid=${`window-${name}`}
                    onClick=${close}
                    >↗</a
                  >`
                }
              </div>`,
          ),
      ]}
    <//>
    ${asked !== undefined && html`<${AskDialog} asked=${asked} close=${() => ask(undefined)} />`}`;
}

/** `:palm_tree: On vacation` as people write it in one line. */
function toStatus(line: string): { text: string; emoji: string } {
  const [, emoji = '', text = ''] = /^(:[a-z0-9_+-]+:)?\s*([^]*)$/u.exec(line) ?? [];
  return { text, emoji };
}
