// A conversation with one person, or with several.
import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Avatar } from './avatar.ts';
import { usePage } from './context.ts';

export function NewDirect() {
  const [isOpen, setOpen] = useState(false);
  return html`<button
      type="button"
      class="side-button"
      aria-label="New direct message"
      title="New direct message"
      data-testid="new-dm"
      onClick=${() => setOpen(true)}
    >
      +
    </button>
    ${isOpen && html`<${PeopleDialog} close=${() => setOpen(false)} />`}`;
}

function PeopleDialog({ close }: { close: () => void }) {
  const { api, home, go, attempt } = usePage();
  const dialog = useRef<HTMLDialogElement>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  useEffect(() => dialog.current?.showModal(), []);
  const toggle = (id: string): void =>
    setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  const open = (): void => {
    close();
    void attempt(async () => go(await api.openDm(chosen)));
  };
  return html`<dialog class="confirm" ref=${dialog} onClose=${close} aria-labelledby="new-dm-title">
    <form
      onSubmit=${(event: Event) => {
        event.preventDefault();
        if (chosen.length > 0) open();
      }}
    >
      <h2 id="new-dm-title">New direct message</h2>
      <p class="muted">With one person, or several in a group.</p>
      <ul class="people-list">
        ${home.people
          .filter(({ id }) => id !== home.me.id)
          .map(
            ({ id, name, displayName, title }) =>
              html`<li key=${id}>
                <label class="menu-item">
                  <input
                    type="checkbox"
                    aria-label=${displayName}
                    checked=${chosen.includes(id)}
                    data-testid=${`dm-${name}`}
                    onChange=${() => toggle(id)}
                  />
                  <${Avatar} id=${id} size=${26} /><span class="menu-text"
                    ><b>${displayName}</b><small>${title}</small></span
                  >
                </label>
              </li>`,
          )}
      </ul>
      <div class="confirm-buttons">
        <button type="button" class="button" onClick=${close}>Cancel</button>
        <button
          type="submit"
          class="button button-primary"
          data-testid="dm-open"
          disabled=${chosen.length === 0}
        >
          Open
        </button>
      </div>
    </form>
  </dialog>`;
}
