// Small answers to a message: was it of use, and other one-click things.
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { objectOf, objectsOf, textOf, wordsOf } from '../json.ts';
import type { Json } from '../json.ts';
import { useHost } from './host.ts';
import type { Element } from './host.ts';

export function ContextActions({ block }: { block: Json }) {
  return html`<div class="context-actions" role="group" aria-label="Feedback">
    ${objectsOf(block, 'elements').map((element, index) => {
      const kind = textOf(element, 'type');
      const at = { block, element };
      if (kind === 'feedback_buttons') return html`<${FeedbackButtons} key=${index} ...${at} />`;
      if (kind === 'icon_button') return html`<${IconButton} key=${index} ...${at} />`;
      return html`<span key=${index} class="unknown-element">${kind}</span>`;
    })}
  </div>`;
}

function FeedbackButtons({ block, element }: Element) {
  const { isBusy, press } = useHost();
  const [given, setGiven] = useState('');
  const one = (key: string, sign: string) => {
    const button = objectOf(element, key);
    const label = textOf(button, 'accessibility_label') || wordsOf(button, 'text');
    return html`<button
      type="button"
      class="button button-quiet"
      aria-pressed=${given === key}
      aria-label=${label}
      data-action-id=${textOf(element, 'action_id')}
      data-value=${textOf(button, 'value')}
      disabled=${isBusy}
      onClick=${() => {
        setGiven(key);
        press({ block, element }, { value: textOf(button, 'value') });
      }}
    >
      <span aria-hidden="true">${sign}</span> ${wordsOf(button, 'text')}
    </button>`;
  };
  return html`${one('positive_button', '👍')}${one('negative_button', '👎')}`;
}

function IconButton({ block, element }: Element) {
  const { isBusy, press } = useHost();
  const words = wordsOf(element, 'text');
  const label = textOf(element, 'accessibility_label') || words;
  return html`<button
    type="button"
    class="button button-quiet"
    aria-label=${label}
    data-action-id=${textOf(element, 'action_id')}
    disabled=${isBusy}
    onClick=${() => press({ block, element }, { value: textOf(element, 'value') })}
  >
    <span aria-hidden="true">${textOf(element, 'icon') === 'trash' ? '🗑' : '•'}</span> ${words}
  </button>`;
}
