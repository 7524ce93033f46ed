// Where a person writes: Enter sends, Shift+Enter breaks the line, @ and # are completed, files may be dropped.
import { html } from 'htm/preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PageChannel } from '../page-wire.ts';
import { DraftFiles, useDraftFiles } from './draft-files.ts';
import { usePage } from './context.ts';
import { SuggestionList } from './suggestion-list.ts';
import { insert, queryAt, suggestionsFor } from './suggest.ts';
import type { Suggestion } from './suggest.ts';

interface ComposerProps {
  readonly channel: PageChannel;
  readonly thread?: string;
  readonly label: string;
  readonly testId: string;
  readonly text: string;
  readonly setText: (text: string) => void;
}

export function Composer({ channel, thread, label, testId, text, setText }: ComposerProps) {
  const { api, attempt, home } = usePage();
  const area = useRef<HTMLTextAreaElement>(null);
  const files = useDraftFiles();
  const [isSending, setSending] = useState(false);
  const [broadcast, setBroadcast] = useState(false);
  const offer = useOffer(area, text, setText);
  useGrow(area, text);
  useEffect(() => {
    // On touch screens the focus would open the keyboard over what one came to read.
    if (matchMedia('(hover: hover)').matches) area.current?.focus();
  }, []);
  useEffect(() => {
    // A text that was not typed, such as an example, is meant to be sent or changed next.
    if (text !== '' && document.activeElement !== area.current) area.current?.focus();
  }, [text]);

  const isEmpty = text.trim() === '' && files.stored.length === 0;
  const send = async (): Promise<void> => {
    if (isEmpty || isSending || files.isBusy) return;
    setSending(true);
    const draft = {
      channel: channel.id,
      text: text.trim(),
      thread_ts: thread,
      files: files.stored.map(({ id }) => id),
      broadcast,
    };
    const isSent = await attempt(() => api.post(draft));
    if (isSent) {
      setText('');
      files.clear();
      setBroadcast(false);
    }
    setSending(false);
    area.current?.focus();
  };
  const keyed = (event: KeyboardEvent): void => {
    if (event.isComposing || offer.keyed(event)) return;
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    void send();
  };
  return html`<form
    class=${`composer ${files.isOver ? 'is-over' : ''}`}
    ...${files.dropTarget}
    onSubmit=${(event: Event) => {
      event.preventDefault();
      void send();
    }}
  >
    <${SuggestionList} id=${`${testId}-offer`} offer=${offer} />
    <${DraftFiles} files=${files} />
    <textarea
      ref=${area}
      rows="1"
      placeholder=${label}
      aria-label=${label}
      data-testid=${testId}
      role="combobox"
      aria-autocomplete="list"
      aria-expanded=${offer.suggestions.length > 0}
      aria-controls=${`${testId}-offer`}
      aria-activedescendant=${offer.suggestions.length > 0 ? `${testId}-offer-${offer.chosen}` : undefined}
      value=${text}
      onInput=${(event: InputEvent) => {
        if (!(event.target instanceof HTMLTextAreaElement)) return;
        setText(event.target.value);
        offer.look();
      }}
      onKeyDown=${keyed}
      onKeyUp=${offer.look}
      onClick=${offer.look}
      onPaste=${files.paste}
    ></textarea>
    <div class="composer-row">
      <label class="tool file-button" title="Attach a file">
        <input
          type="file"
          multiple
          class="visually-hidden"
          aria-label="Attach a file"
          data-testid=${`${testId}-file`}
          onChange=${files.choose}
        />
        <svg
          viewBox="0 0 20 20"
          width="18"
          height="18"
          aria-hidden="true"
          fill="none"
          stroke="currentColor"
          stroke-width="1.5"
          stroke-linecap="round"
        >
          <path
            d="M14.5 9.3l-5 5a3.1 3.1 0 0 1-4.4-4.4l6-6a2.1 2.1 0 0 1 3 3l-5.9 5.9a1 1 0 0 1-1.5-1.5l5-5"
          />
        </svg>
      </label>
      ${channel.kind !== 'im' && !text.includes(`@${home.app.displayName}`) && html`<button type="button" class="mention-app" onClick=${() => setText(`@${home.app.displayName} ${text}`)}>@${home.app.displayName}</button>`}
      ${thread !== undefined && html`<label class="broadcast"><input type="checkbox" checked=${broadcast} onChange=${() => setBroadcast(!broadcast)} /> Also in the channel</label>`}
      <span class="composer-keys" aria-hidden="true"
        ><kbd>Enter</kbd> sends · <kbd>Shift</kbd> <kbd>Enter</kbd> new line</span
      >
      <button
        type="submit"
        class="send"
        aria-label="Send"
        title="Send"
        data-testid=${`${testId}-send`}
        disabled=${isEmpty || isSending || files.isBusy}
      >
        <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" fill="currentColor">
          <path d="M3.2 3.6 17 10 3.2 16.4l1.5-5.4L11 10l-6.3-1z" />
        </svg>
      </button>
    </div>
  </form>`;
}

type Area = { readonly current: HTMLTextAreaElement | null };

export type Offer = ReturnType<typeof useOffer>;

function useOffer(area: Area, text: string, setText: (text: string) => void) {
  const { home } = usePage();
  const [caret, setCaret] = useState<number>();
  const [chosen, setChosen] = useState(0);
  const nextCaret = useRef<number | undefined>();
  const query = caret === undefined ? undefined : queryAt(text, caret);
  const suggestions = query === undefined ? [] : suggestionsFor(query, home);
  useLayoutEffect(() => {
    if (nextCaret.current === undefined) return;
    area.current?.setSelectionRange(nextCaret.current, nextCaret.current);
    nextCaret.current = undefined;
  }, [text]);

  const choose = (suggestion: Suggestion): void => {
    if (query === undefined) return;
    const done = insert(text, query, suggestion);
    nextCaret.current = done.caret;
    setText(done.text);
    setCaret(undefined);
    area.current?.focus();
  };
  /** True when the key was meant for the list. */
  const keyed = (event: KeyboardEvent): boolean => {
    if (suggestions.length === 0) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const picked = suggestions[chosen];
    if (step !== undefined) setChosen((chosen + step + suggestions.length) % suggestions.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && picked !== undefined)
      choose(picked);
    else if (event.key === 'Escape') setCaret(undefined);
    else return false;
    event.preventDefault();
    return true;
  };
  const look = (event?: Event): void => {
    if (event instanceof KeyboardEvent && /^(Arrow(Up|Down)|Enter|Escape|Tab|Shift)$/.test(event.key)) return;
    if (event === undefined) setChosen(0);
    setCaret(area.current?.selectionStart);
  };
  return { suggestions, chosen, choose, keyed, look };
}

function useGrow(area: Area, text: string): void {
  useLayoutEffect(() => {
    if (area.current === null) return;
    area.current.style.height = 'auto';
    area.current.style.height = `${area.current.scrollHeight}px`;
  }, [text]);
}
