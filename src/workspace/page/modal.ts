// The app's modals, one upon another: only the uppermost is seen, and those below keep what was typed in them.
import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageView } from '../page-wire.ts';
import { Avatar } from './avatar.ts';
import { Blocks } from './blocks/blocks.ts';
import { complaintsOf } from './blocks/required.ts';
import { initialValues } from './blocks/values.ts';
import type { Values } from './blocks/values.ts';
import { usePage } from './context.ts';
import { isJson, textOf } from './json.ts';
import { Plain } from './text.ts';

export function Modals() {
  const { state } = usePage();
  const { modals } = state;
  if (modals.length === 0) return null;
  return html`<${ModalStack} modals=${modals} />`;
}

function ModalStack({ modals }: { modals: readonly PageView[] }) {
  const { api, attempt } = usePage();
  const dialog = useRef<HTMLDialogElement>(null);
  const top = modals.at(-1);
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => opener instanceof HTMLElement && opener.focus();
  }, []);
  useEffect(() => {
    // What one is asked for first, else the window itself: never the button that closes it.
    const first = dialog.current?.querySelector<HTMLElement>(
      'form:not([hidden]) .modal-body :is(input, textarea, button)',
    );
    (first ?? dialog.current)?.focus();
  }, [top?.id]);
  const leave = (clear: boolean): void =>
    void (top !== undefined && attempt(() => api.closeView({ view_id: top.id, clear })));
  return html`<dialog
    class="modal"
    ref=${dialog}
    tabindex="-1"
    aria-label=${top?.title?.text ?? 'Window of the app'}
    data-testid="modal"
    onCancel=${(event: Event) => {
      event.preventDefault();
      leave(false);
    }}
  >
    ${modals.map(
      (view, index) =>
        html`<${ModalView}
          key=${view.id}
          view=${view}
          isTop=${view === top}
          hasBelow=${index > 0}
          leave=${leave}
        />`,
    )}
  </dialog>`;
}

interface ModalProps {
  readonly view: PageView;
  readonly isTop: boolean;
  readonly hasBelow: boolean;
  /** `clear` closes all of them, as the × does. */
  readonly leave: (clear: boolean) => void;
}

function ModalView({ view, isTop, hasBelow, leave }: ModalProps) {
  const { errors, trouble, isSending, submit, keep } = useSubmit(view);
  const { title, submit: send, close } = view;
  return html`<form
    class="modal-view"
    hidden=${!isTop}
    novalidate
    onSubmit=${(event: Event) => {
      event.preventDefault();
      void submit();
    }}
  >
    <${ModalHead} title=${title?.text ?? ''} hasBelow=${hasBelow} leave=${leave} />
    <div class="modal-body" tabindex="-1">
      <${Blocks} blocks=${view.blocks} place=${{ view_id: view.id }} errors=${errors} onValues=${keep} />
    </div>
    ${trouble !== '' && html`<p class="failure modal-trouble" role="alert">⚠︎ ${trouble}</p>`}
    <footer class="modal-foot">
      <button type="button" class="button" data-testid="modal-close" onClick=${() => leave(false)}>
        <${Plain} text=${close?.text ?? 'Cancel'} />
      </button>
      ${
        send !== undefined &&
        send !== null &&
        html`<button
          type="submit"
          class="button button-primary"
          data-testid="modal-submit"
          disabled=${isSending || view.submit_disabled === true}
        >
          ${isSending && html`<span class="spinner" aria-hidden="true"></span>`}<${Plain} text=${send.text} />
        </button>`
      }
    </footer>
  </form>`;
}

function ModalHead({ title, hasBelow, leave }: { title: string } & Pick<ModalProps, 'hasBelow' | 'leave'>) {
  const { home } = usePage();
  return html`<header class="modal-head">
    ${
      hasBelow
        ? html`<button type="button" class="icon-button" aria-label="Back" onClick=${() => leave(false)}>
            ‹
          </button>`
        : html`<${Avatar} id=${home.app.userId} size=${30} />`
    }
    <h2><${Plain} text=${title} /></h2>
    <button type="button" class="icon-button" aria-label="Close" onClick=${() => leave(true)}>✕</button>
  </header>`;
}

function useSubmit(view: PageView) {
  const { api } = usePage();
  const blocks = view.blocks.filter(isJson);
  const values = useRef<Values>();
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [trouble, setTrouble] = useState('');
  const [isSending, setSending] = useState(false);
  const submit = async (): Promise<void> => {
    const filled = onlyOf(blocks, { ...initialValues(blocks), ...values.current });
    const complaints = complaintsOf(blocks, filled);
    setErrors(complaints);
    setTrouble('');
    if (Object.keys(complaints).length > 0) return;
    setSending(true);
    try {
      const answer = await api.submitView({ view_id: view.id, values: filled });
      setErrors(answer.errors ?? {});
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : 'The window could not be sent.');
    }
    setSending(false);
  };
  const keep = (kept: Values): void => {
    values.current = kept;
  };
  return { errors, trouble, isSending, submit, keep };
}

/** What was typed into a block that an update took away is not sent. */
function onlyOf(blocks: readonly { readonly [key: string]: unknown }[], values: Values): Values {
  const known = new Set(blocks.map((block) => textOf(block, 'block_id')));
  return Object.fromEntries(Object.entries(values).filter(([blockId]) => known.has(blockId)));
}
