// A question before something that is not easily undone.
import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';

export interface Question {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  readonly isDanger: boolean;
  readonly run: () => void;
}

export function Confirm({ question, close }: { question: Question | undefined; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (question !== undefined && dialog.current?.open === false) dialog.current.showModal();
  }, [question]);
  if (question === undefined) return null;
  const { title, text, yes, no, isDanger, run } = question;
  return html`<dialog class="confirm" ref=${dialog} onClose=${close} aria-labelledby="confirm-title">
    <h2 id="confirm-title">${title}</h2>
    <p>${text}</p>
    <div class="confirm-buttons">
      <button type="button" class="button" onClick=${close} data-testid="confirm-no">${no}</button>
      <button
        type="button"
        class=${`button ${isDanger ? 'button-danger-solid' : 'button-primary'}`}
        data-testid="confirm-yes"
        onClick=${() => {
          close();
          run();
        }}
      >
        ${yes}
      </button>
    </div>
  </dialog>`;
}
