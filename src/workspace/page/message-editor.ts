// A message of one's own, being changed.
import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageMessage } from '../page-wire.ts';
import { usePage } from './context.ts';
import { toTyped } from './mrkdwn.ts';

interface EditorProps {
  readonly channel: string;
  readonly message: PageMessage;
  readonly close: () => void;
}

export function MessageEditor({ channel, message, close }: EditorProps) {
  const { api, attempt, personOf, channelOf } = usePage();
  const [text, setText] = useState(() =>
    toTyped(
      message.text,
      (sign, id) => (sign === '@' ? personOf(id)?.displayName : channelOf(id)?.name) ?? id,
    ),
  );
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(text.length, text.length);
  }, []);
  const save = async (): Promise<void> => {
    if (text.trim() === '') return;
    if (await attempt(() => api.edit({ channel, ts: message.ts, text }))) close();
  };
  const keyed = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') close();
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void save();
  };
  return html`<form
    class="editor"
    onSubmit=${(event: Event) => {
      event.preventDefault();
      void save();
    }}
  >
    <textarea
      ref=${area}
      aria-label="Edit message"
      data-testid="editor"
      rows=${Math.min(10, text.split('\n').length + 1)}
      value=${text}
      onInput=${(event: InputEvent) => event.target instanceof HTMLTextAreaElement && setText(event.target.value)}
      onKeyDown=${keyed}
    ></textarea>
    <div class="editor-buttons">
      <button type="button" class="button button-small" onClick=${close}>Cancel</button>
      <button
        type="submit"
        class="button button-small button-primary"
        data-testid="editor-save"
        disabled=${text.trim() === ''}
      >
        Save
      </button>
    </div>
  </form>`;
}
