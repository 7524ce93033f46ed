// What a person may do with a message; shown when it is pointed at or holds the focus.
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import type { PageMessage } from '../page-wire.ts';
import { Confirm } from './confirm.ts';
import type { Question } from './confirm.ts';
import { usePage } from './context.ts';
import { Menu } from './menu.ts';
import { ReactionPicker } from './reactions.ts';

interface ToolsProps {
  readonly channel: string;
  readonly message: PageMessage;
  readonly isMine: boolean;
  readonly isInThread: boolean;
  readonly edit: () => void;
}

const ICONS = {
  reply: 'M4 4.5h12v9H9.5L6 16.5v-3H4z',
  edit: 'M4 16l.8-3.2L13 4.6a1.4 1.4 0 0 1 2 0l.4.4a1.4 1.4 0 0 1 0 2L7.2 15.2z',
  remove: 'M4.5 6h11M8 6V4.5h4V6M6 6l.6 10h6.8L14 6M8.5 8.5v5M11.5 8.5v5',
};

export function MessageTools({ channel, message, isMine, isInThread, edit }: ToolsProps) {
  const { api, go, attempt } = usePage();
  const [question, ask] = useState<Question>();
  const { ts } = message;
  const remove = (): void =>
    ask({
      title: 'Delete this message?',
      text: 'It disappears for everyone in this workspace.',
      yes: 'Delete',
      no: 'Keep it',
      isDanger: true,
      run: () => void attempt(() => api.remove({ channel, ts })),
    });
  // The question stands beside the tools: inside of them it would vanish with the pointer.
  return html`<div class="message-tools" role="toolbar" aria-label="Message actions">
      <${ReactionPicker} channel=${channel} message=${message} />
      ${!isInThread && html`<${Tool} label="Reply in thread" icon=${ICONS.reply} testId=${`reply-${ts}`} run=${() => go({ channel, thread: message.thread_ts ?? ts })} />`}
      ${isMine && html`<${Tool} label="Edit message" icon=${ICONS.edit} testId=${`edit-${ts}`} run=${edit} />`}
      ${isMine && html`<${Tool} label="Delete message" icon=${ICONS.remove} testId=${`delete-${ts}`} run=${remove} />`}
      <${MoreMenu} channel=${channel} message=${message} />
    </div>
    <${Confirm} question=${question} close=${() => ask(undefined)} />`;
}

/** The app's own shortcuts on a message, and its address. */
function MoreMenu({ channel, message }: { channel: string; message: PageMessage }) {
  const { api, home, attempt } = usePage();
  const { ts, thread_ts: thread } = message;
  const link = (): Promise<void> => {
    const query = thread === undefined || thread === ts ? '' : `?thread_ts=${thread}&cid=${channel}`;
    return navigator.clipboard.writeText(
      `${location.origin}/archives/${channel}/p${ts.replace('.', '')}${query}`,
    );
  };
  const entries = [
    ...home.app.shortcuts
      .filter(({ type }) => type === 'message')
      .map(({ name, callback_id: id }) => ({
        label: name,
        detail: home.app.displayName,
        run: () => api.shortcut({ callback_id: id, channel, ts }),
      })),
    { label: 'Copy link', detail: '', run: link },
    { label: 'Copy timestamp', detail: ts, run: () => navigator.clipboard.writeText(ts) },
  ];
  return html`<${Menu}
    label="More actions"
    testId=${`more-${ts}`}
    className="menu-more"
    face=${html`<span aria-hidden="true">⋮</span>`}
  >
    ${(close: () => void) =>
      entries.map(
        ({ label, detail, run }) =>
          html`<button
            key=${label}
            type="button"
            role="menuitem"
            class="menu-item"
            onClick=${() => {
              close();
              void attempt(run);
            }}
          >
            <span class="menu-text"><b>${label}</b>${detail !== '' && html`<small>${detail}</small>`}</span>
          </button>`,
      )}
  <//>`;
}

function Tool({
  label,
  icon,
  testId,
  run,
}: {
  label: string;
  icon: string;
  testId: string;
  run: () => void;
}) {
  return html`<button
    type="button"
    class="tool"
    aria-label=${label}
    title=${label}
    data-testid=${testId}
    onClick=${run}
  >
    <svg
      viewBox="0 0 20 20"
      width="17"
      height="17"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linejoin="round"
      stroke-linecap="round"
    >
      <path d=${icon} />
    </svg>
  </button>`;
}
