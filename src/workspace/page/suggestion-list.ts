// The people or channels on offer above the composer.
import { html } from 'htm/preact';
import { Avatar } from './avatar.ts';
import type { Offer } from './offer.ts';

export function SuggestionList({ id, offer }: { id: string; offer: Offer }) {
  const { suggestions, chosen, choose } = offer;
  return html`<ul
    class="suggestions"
    id=${id}
    role="listbox"
    aria-label="Suggestions"
    hidden=${suggestions.length === 0}
  >
    ${suggestions.map(
      (suggestion, index) =>
        html`<li
          key=${`${suggestion.id}${suggestion.label}`}
          id=${`${id}-${index}`}
          role="option"
          aria-selected=${index === chosen}
          onPointerDown=${(event: Event) => {
            event.preventDefault(); // The text keeps the focus.
            choose(suggestion);
          }}
        >
          ${suggestion.label.startsWith('#') ? html`<span class="hash">#</span>` : html`<${Avatar} id=${suggestion.id} size=${24} />`}
          <b>${suggestion.label.replace(/^#/, '')}</b>
          <small>${suggestion.detail}</small>
        </li>`,
    )}
  </ul>`;
}
