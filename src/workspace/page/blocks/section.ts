// A section: text, fields beside one another, one element at its right.
import { html } from 'htm/preact';
import { objectOf, objectsOf, textOf } from '../json.ts';
import type { Json } from '../json.ts';
import { Mrkdwn, Plain } from '../text.ts';
import { ElementView } from './controls.ts';

export function Section({ block }: { block: Json }) {
  const text = objectOf(block, 'text');
  const fields = objectsOf(block, 'fields');
  const accessory = objectOf(block, 'accessory');
  return html`<div class="section">
    <div class="section-words">
      ${text !== undefined && html`<${TextObject} text=${text} />`}
      ${fields.length > 0 && html`<div class="section-fields">${fields.map((field, index) => html`<${TextObject} key=${index} text=${field} />`)}</div>`}
    </div>
    ${accessory !== undefined && html`<div class="section-accessory"><${ElementView} block=${block} element=${accessory} /></div>`}
  </div>`;
}

export function TextObject({ text }: { text: Json }) {
  const words = textOf(text, 'text');
  return textOf(text, 'type') === 'plain_text'
    ? html`<p class="plain"><${Plain} text=${words} /></p>`
    : html`<${Mrkdwn} text=${words} />`;
}
