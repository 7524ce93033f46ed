// A file in a message: pictures are shown, everything else is a card that opens it.
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import type { PageFile } from '../page-wire.ts';
import { usePage } from './context.ts';
import { fileSize } from './time.ts';

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/pdf/, '#b3412f'],
  [/csv|tab-separated|spreadsheet|excel/, '#2f7d4f'],
  [/markdown/, '#4a5fa5'],
  [/json|javascript|xml/, '#7a5c2e'],
  [/^image/, '#7a4fa0'],
];

export function Attachment({ file }: { file: PageFile }) {
  const { api } = usePage();
  const [isBroken, setBroken] = useState(false);
  const address = api.fileUrl(file.id);
  if (/^image\/(png|jpe?g|gif|webp)$/.test(file.mimetype) && !isBroken) {
    return html`<figure class="picture">
      <figcaption>${file.name}</figcaption>
      <a href=${address} target="_blank" rel="noopener" aria-label=${`Open ${file.name}`}>
        <img src=${address} alt=${file.title || file.name} loading="lazy" onError=${() => setBroken(true)} />
      </a>
    </figure>`;
  }
  const label = labelOf(file.name);
  const [, colour] = KINDS.find(([shape]) => shape.test(file.mimetype)) ?? [/./, '#5b6770'];
  return html`<a
    class="file-card"
    href=${address}
    target="_blank"
    rel="noopener"
    data-testid=${`file-${file.name}`}
  >
    <span class="file-kind" style=${`background:${colour}`} aria-hidden="true">${label}</span>
    <span class="file-words"><b>${file.name}</b><small>${label} · ${fileSize(file.size)}</small></span>
  </a>`;
}

function labelOf(name: string): string {
  const ending = /\.([A-Za-z0-9]{1,4})$/.exec(name)?.[1];
  return ending === undefined ? 'FILE' : ending.toUpperCase();
}
