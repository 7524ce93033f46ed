// The quiet blocks: headings, small print, lines, pictures, boxes.
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { isTrue, objectOf, objectsOf, textOf, wordsOf } from '../json.ts';
import type { Json } from '../json.ts';
import { usePage } from '../context.ts';
import { safeUrl, toFileId } from '../safe-url.ts';
import { MrkdwnLine, Plain } from '../text.ts';
import { RichText } from './rich-text.ts';
import { TextObject } from './section.ts';

export function Header({ block }: { block: Json }) {
  return html`<div role="heading" aria-level="3" class="heading heading-1">
    <${Plain} text=${wordsOf(block, 'text')} />
  </div>`;
}

export function Divider() {
  return html`<hr />`;
}

export function Context({ block }: { block: Json }) {
  return html`<div class="context">
    ${objectsOf(block, 'elements').map((element, index) => {
      if (textOf(element, 'type') !== 'image') return html`<${TextObject} key=${index} text=${element} />`;
      const url = safeUrl(textOf(element, 'image_url'));
      return (
        url !== undefined &&
        html`<img key=${index} src=${url} alt=${textOf(element, 'alt_text')} referrerpolicy="no-referrer" />`
      );
    })}
  </div>`;
}

export function Picture({ block }: { block: Json }) {
  const { api } = usePage();
  const file = objectOf(block, 'slack_file');
  const fileId = textOf(file, 'id') || toFileId(textOf(file, 'url'));
  const source =
    fileId === undefined || fileId === '' ? safeUrl(textOf(block, 'image_url')) : api.fileUrl(fileId);
  const alt = textOf(block, 'alt_text');
  const title = wordsOf(block, 'title');
  return html`<figure class="picture">
    ${title !== '' && html`<figcaption><${Plain} text=${title} /></figcaption>`}
    ${source === undefined ? html`<p class="muted">${alt || 'Picture without an address'}</p>` : html`<img src=${source} alt=${alt} loading="lazy" referrerpolicy="no-referrer" />`}
  </figure>`;
}

export function FileReference({ block }: { block: Json }) {
  return html`<p class="muted">📎 ${textOf(block, 'external_id') || 'A file'}</p>`;
}

export function Alert({ block }: { block: Json }) {
  const text = objectOf(block, 'text');
  return html`<div class=${`alert alert-${textOf(block, 'level') || 'default'}`} role="note">
    ${text !== undefined && html`<${TextObject} text=${text} />`}
  </div>`;
}

interface ContainerProps {
  readonly block: Json;
  readonly draw: (block: Json, index: number) => ComponentChildren;
}

export function Container({ block, draw }: ContainerProps) {
  const title = wordsOf(block, 'title');
  const rich = objectOf(block, 'rich_text_title');
  const subtitle = wordsOf(block, 'subtitle');
  const head = html`<span class="container-title"
      >${rich === undefined ? html`<${Plain} text=${title} />` : html`<${RichText} block=${rich} />`}</span
    >
    ${subtitle !== '' && html`<small class="muted"><${MrkdwnLine} text=${subtitle} /></small>`}`;
  const inside = html`<div class="blocks">${objectsOf(block, 'child_blocks').map(draw)}</div>`;
  if (!isTrue(block, 'is_collapsible'))
    return html`<div class="container">
      <div class="container-head">${head}</div>
      ${inside}
    </div>`;
  return html`<details class="container" open=${!isTrue(block, 'default_collapsed')}>
    <summary class="container-head">${head}</summary>
    ${inside}
  </details>`;
}
