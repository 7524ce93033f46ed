// Every kind of block with content as it comes in life, to look at: `#/gallery`, for who works on this page.
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { Avatar } from './avatar.ts';
import { Blocks } from './blocks/blocks.ts';
import { PageContext, usePage } from './context.ts';
import { GALLERY } from './gallery-blocks.ts';
import { CONTROLS } from './gallery-controls.ts';
import type { Shown } from './gallery-blocks.ts';

const ERRORS = { 'field-email': 'Please enter a valid email address.' };

/** The gallery has no app behind it: what is pressed is told here and goes nowhere. */
export function Gallery() {
  const page = usePage();
  const [told, setTold] = useState('');
  const api = {
    ...page.api,
    act: async (click: unknown) => {
      setTold(JSON.stringify(click));
      return {};
    },
    options: async () => ({
      options: ['Berlin', 'Bergen', 'Bern'].map((text) => ({
        text: { type: 'plain_text', text },
        value: text,
      })),
    }),
  };
  return html`<main class="channel" aria-label="Gallery">
    <header class="column-head">
      <a class="back" href="#/" aria-label="Back to the channel list">‹</a>
      <div class="column-title">
        <h1>Gallery</h1>
        <p>Every kind of block, as an app would send it</p>
      </div>
    </header>
    <div class="timeline" tabindex="0" role="region" aria-label="Blocks">
      <${PageContext.Provider} value=${{ ...page, api }}>
        ${[...GALLERY, ...CONTROLS].map((shown) => html`<${Piece} key=${shown.name} shown=${shown} />`)}
      <//>
    </div>
    <p class="gallery-told" role="status">${told === '' ? 'What you press is told here.' : told}</p>
  </main>`;
}

function Piece({ shown }: { shown: Shown }) {
  const { home } = usePage();
  return html`<article class="message" aria-label=${shown.name} data-testid=${`gallery-${shown.name}`}>
    <div class="message-side"><${Avatar} id=${home.app.userId} size=${38} /></div>
    <div class="message-main">
      <header class="message-head">
        <b class="author">${home.app.displayName}</b><span class="badge">App</span>
        <time>${shown.name}</time>
      </header>
      <${Blocks} blocks=${shown.blocks} place=${{ view_id: 'gallery' }} errors=${ERRORS} />
    </div>
  </article>`;
}
