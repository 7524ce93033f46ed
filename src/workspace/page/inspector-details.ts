// One entry of the inspector, whole: what was sent, and what came back.
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import type { InspectorEntry } from '../page-wire.ts';
import { CopyButton } from './copy-button.ts';
import { statusWords, unfolded } from './inspector-entries.ts';

export function EntryDetails({ entry, close }: { entry: InspectorEntry; close: () => void }) {
  const isCall = entry.direction === 'from-app';
  return html`<div class="entry-details" data-testid="entry-details" aria-label=${entry.title} role="region">
    <header>
      <b>${entry.title}</b>
      <span class="entry-status" data-status=${entry.status}>${statusWords(entry)}</span>
      <span class="inspector-space"></span>
      <${CopyButton} label="Copy" value=${entry} />
      <button type="button" class="icon-button" aria-label="Close the entry" onClick=${close}>✕</button>
    </header>
    <${Part} title=${isCall ? 'Arguments' : 'Sent to the app'} value=${entry.sent} />
    <${Part} title=${isCall ? 'Answer' : 'What the app answered'} value=${entry.answered} />
  </div>`;
}

function Part({ title, value }: { title: string; value: unknown }) {
  return html`<section class="entry-part">
    <h3>${title}</h3>
    ${value === undefined ? html`<p class="muted">Nothing.</p>` : html`<pre tabindex="0" class="json">${coloured(JSON.stringify(unfolded(value), null, 2))}</pre>`}
  </section>`;
}

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi;

/** JSON with its keys, texts and errors told apart. */
function coloured(json: string): ComponentChildren {
  const parts: ComponentChildren[] = [];
  let from = 0;
  let isError = false; // What stands behind `"error":` is what one looks for.
  for (const match of json.matchAll(TOKEN)) {
    const [whole, text = '', colon] = match;
    parts.push(json.slice(from, match.index));
    const kind = colon !== undefined ? 'key' : text !== '' ? 'text' : 'other';
    const word = colon === undefined ? whole : text;
    isError = word === '"error"' || (isError && kind === 'text');
    parts.push(html`<span class=${`json-${kind}${isError ? ' json-error' : ''}`}>${word}</span>`);
    if (kind !== 'key') isError = false;
    if (colon !== undefined) parts.push(colon);
    from = match.index + whole.length;
  }
  return [...parts, json.slice(from)];
}
