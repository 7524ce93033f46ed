// What this page is, said plainly and always: nobody should take it for Slack, or the answers for a model's.
// Beside it the way to the developer tools.
import { html } from 'htm/preact';
import { usePage } from './context.ts';
import type { DockTab } from './dock.ts';
import { ThemeToggle } from './theme.ts';

interface NoticeProps {
  readonly notices: readonly string[];
  readonly tab: DockTab | undefined;
  readonly show: (tab: DockTab | undefined) => void;
}

export function NoticeBar({ notices, tab, show }: NoticeProps) {
  const { state } = usePage();
  const waiting = state.faults?.waiting.length ?? 0;
  const isMoved = (state.faults?.clockOffsetMs ?? 0) !== 0;
  return html`<header class="notice-bar">
    <p role="note" title=${notices.join(' ')}>
      <span class="notice-dot" aria-hidden="true"></span>
      ${notices.map((notice) => html`<span key=${notice}>${notice} </span>`)}
    </p>
    ${isMoved && html`<button type="button" class="notice-chip" onClick=${() => show('clock')}>Clock moved</button>`}
    ${waiting > 0 && html`<button type="button" class="notice-chip" onClick=${() => show('faults')}>${waiting === 1 ? '1 fault' : `${waiting} faults`}</button>`}
    <button
      type="button"
      class="notice-tools"
      aria-expanded=${tab !== undefined}
      data-testid="tools"
      title="What goes between the app and the workspace, faults, and the clock"
      onClick=${() => show(tab === undefined ? 'inspector' : undefined)}
    >
      Inspector
    </button>
    <${ThemeToggle} />
  </header>`;
}
