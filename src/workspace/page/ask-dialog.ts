// One line asked of a person: a name, a topic.
import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';

export interface Asked {
  readonly title: string;
  readonly label: string;
  readonly yes: string;
  readonly initial?: string;
  /** A question to be answered with yes or no beside it. */
  readonly check?: string;
  readonly run: (text: string, isChecked: boolean) => void;
}

export function AskDialog({ asked, close }: { asked: Asked; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState(asked.initial ?? '');
  const [isChecked, setChecked] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  return html`<dialog class="confirm" ref=${dialog} onClose=${close} aria-label=${asked.title}>
    <form
      onSubmit=${(event: Event) => {
        event.preventDefault();
        close();
        asked.run(text.trim(), isChecked);
      }}
    >
      <h2>${asked.title}</h2>
      <label class="ask-line"
        ><span>${asked.label}</span>
        <input
          class="field"
          value=${text}
          data-testid="ask-text"
          onInput=${(event: Event) => event.target instanceof HTMLInputElement && setText(event.target.value)}
        />
      </label>
      ${
        asked.check !== undefined &&
        html`<label class="check"
          ><input type="checkbox" checked=${isChecked} onChange=${() => setChecked(!isChecked)} />
          ${asked.check}</label
        >`
      }
      <div class="confirm-buttons">
        <button type="button" class="button" onClick=${close}>Cancel</button>
        <button type="submit" class="button button-primary" data-testid="ask-yes">${asked.yes}</button>
      </div>
    </form>
  </dialog>`;
}
