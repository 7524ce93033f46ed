// Where a person writes: Enter sends, Shift+Enter breaks the line, @ and # are completed, files may be dropped.
import { html } from 'htm/preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PageChannel } from '../page-wire.ts';
import { ComposerRow } from './composer-row.ts';
import { usePage } from './context.ts';
import { DraftFiles, useDraftFiles } from './draft-files.ts';
import type { FilesOfDraft } from './draft-files.ts';
import { useOffer } from './offer.ts';
import type { Area } from './offer.ts';
import { SuggestionList } from './suggestion-list.ts';

interface ComposerProps {
  readonly channel: PageChannel;
  readonly thread?: string;
  readonly label: string;
  readonly testId: string;
  readonly text: string;
  readonly setText: (text: string) => void;
}

export function Composer(props: ComposerProps) {
  const { channel, thread, testId, text, setText } = props;
  const { home } = usePage();
  const area = useRef<HTMLTextAreaElement>(null);
  const files = useDraftFiles(area);
  const [broadcast, setBroadcast] = useState(false);
  const { send, canSend } = useSend(props, { area, files, broadcast });
  useFocus(area, text);
  useGrow(area, text);

  const mention = `@${home.app.displayName}`;
  const isMentioned = !channel.botIsMember || channel.kind === 'im' || text.includes(mention);
  return html`<form
    class=${`composer ${files.isOver ? 'is-over' : ''}`}
    onSubmit=${(event: Event) => {
      event.preventDefault();
      send();
    }}
  >
    <${Writing} ...${props} area=${area} files=${files} send=${send} />
    <${ComposerRow}
      testId=${testId}
      files=${files}
      mention=${isMentioned ? undefined : () => setText(`${mention} ${text}`)}
      broadcast=${thread === undefined ? undefined : broadcast}
      setBroadcast=${setBroadcast}
      canSend=${canSend}
    />
  </form>`;
}

interface WritingProps extends ComposerProps {
  readonly area: { current: HTMLTextAreaElement | null };
  readonly files: FilesOfDraft;
  readonly send: () => void;
}

function Writing({ area, files, send, label, testId, text, setText }: WritingProps) {
  const offer = useOffer(area, text, setText);
  const keyed = (event: KeyboardEvent): void => {
    if (event.isComposing || offer.keyed(event)) return;
    if (event.key === 'ArrowUp' && text === '') return editLast(event, area);
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    send();
  };
  const hasOffer = offer.suggestions.length > 0;
  return html`<${SuggestionList} id=${`${testId}-offer`} offer=${offer} />
    <${DraftFiles} files=${files} />
    <textarea
      ref=${area}
      rows="1"
      placeholder=${label}
      aria-label=${label}
      data-testid=${testId}
      role="combobox"
      aria-autocomplete="list"
      aria-expanded=${hasOffer}
      aria-controls=${`${testId}-offer`}
      aria-activedescendant=${hasOffer ? `${testId}-offer-${offer.chosen}` : undefined}
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
    ></textarea>`;
}

/** As in Slack: up, where nothing is written yet, opens the last thing one said. */
function editLast(event: KeyboardEvent, area: Area): void {
  const column = area.current?.closest('main, aside');
  const buttons = column?.querySelectorAll<HTMLElement>('[data-testid^="edit-"]');
  const last = buttons?.item(buttons.length - 1);
  if (last === undefined || last === null) return;
  event.preventDefault();
  last.click();
}

interface SendDeps {
  readonly area: Area;
  readonly files: FilesOfDraft;
  readonly broadcast: boolean;
}

function useSend({ channel, thread, text, setText }: ComposerProps, { area, files, broadcast }: SendDeps) {
  const { api, attempt } = usePage();
  const [isSending, setSending] = useState(false);
  const isEmpty = text.trim() === '' && files.stored.length === 0;
  const canSend = !isEmpty && !isSending && !files.isBusy;
  const post = async (): Promise<void> => {
    setSending(true);
    const draft = {
      channel: channel.id,
      text: text.trim(),
      thread_ts: thread,
      files: files.stored.map(({ id }) => id),
      broadcast,
    };
    const isCommand = /^\/\S/.test(text);
    const send = (): Promise<unknown> => {
      if (!isCommand) return api.post(draft);
      if (thread !== undefined)
        throw new Error(`${text.split(/\s/)[0] ?? ''} is not supported in threads. Sorry!`);
      return api.command({ channel: channel.id, text: text.trim() });
    };
    if (await attempt(async () => send())) {
      setText('');
      files.clear();
    }
    setSending(false);
    area.current?.focus();
  };
  const send = (): void => {
    if (canSend) void post();
  };
  return { send, canSend };
}

function useFocus(area: Area, text: string): void {
  useEffect(() => {
    // On touch screens the focus would open the keyboard over what one came to read.
    if (matchMedia('(hover: hover)').matches) area.current?.focus();
  }, []);
  useEffect(() => {
    // A text that was not typed, such as an example, is meant to be sent or changed next.
    if (text !== '' && document.activeElement !== area.current) area.current?.focus();
  }, [text]);
}

function useGrow(area: Area, text: string): void {
  useLayoutEffect(() => {
    if (area.current === null) return;
    area.current.style.height = 'auto';
    area.current.style.height = `${area.current.scrollHeight}px`;
  }, [text]);
}
