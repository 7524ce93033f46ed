// What this page is, said plainly and always: nobody should take it for Slack, or the answers for a model's.
import { html } from 'htm/preact';
import { ThemeToggle } from './theme.ts';

export function NoticeBar({ notices }: { notices: readonly string[] }) {
  return html`<header class="notice-bar">
    <p role="note" title=${notices.join(' ')}>
      <span class="notice-dot" aria-hidden="true"></span>
      ${notices.map((notice) => html`<span key=${notice}>${notice} </span>`)}
    </p>
    <${ThemeToggle} />
  </header>`;
}
