// A card, and cards in a row.
import { html } from 'htm/preact';
import { objectOf, objectsOf, textOf, wordsOf } from '../json.ts';
import type { Json } from '../json.ts';
import { safeUrl } from '../safe-url.ts';
import { Mrkdwn, MrkdwnLine } from '../text.ts';
import { Button } from './controls.ts';

export function Card({ block }: { block: Json }) {
  const subtitle = wordsOf(block, 'subtitle');
  const body = wordsOf(block, 'body');
  const buttons = objectsOf(block, 'actions');
  return html`<div class="card">
    <${CardImage} image=${objectOf(block, 'hero_image')} className="card-hero" />
    <div class="card-head">
      <${CardImage} image=${objectOf(block, 'icon')} className="card-icon" />
      <div>
        <b><${MrkdwnLine} text=${wordsOf(block, 'title')} /></b>
        ${subtitle !== '' && html`<small class="muted"><${MrkdwnLine} text=${subtitle} /></small>`}
      </div>
    </div>
    ${body !== '' && html`<${Mrkdwn} text=${body} />`}
    ${buttons.length > 0 && html`<div class="actions">${buttons.map((element) => html`<${Button} key=${textOf(element, 'action_id')} block=${block} element=${element} />`)}</div>`}
  </div>`;
}

export function Carousel({ block }: { block: Json }) {
  return html`<div class="carousel" role="group" aria-label="Cards" tabindex="0">
    ${objectsOf(block, 'elements').map((card, index) => html`<${Card} key=${index} block=${card} />`)}
  </div>`;
}

function CardImage({ image, className }: { image: Json | undefined; className: string }) {
  const url = safeUrl(textOf(image, 'image_url'));
  return url === undefined
    ? null
    : html`<img
        class=${className}
        src=${url}
        alt=${textOf(image, 'alt_text')}
        loading="lazy"
        referrerpolicy="no-referrer"
      />`;
}
