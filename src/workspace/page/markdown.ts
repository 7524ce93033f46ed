// Standard Markdown on the screen: marked reads it into tokens and each token becomes an element, so that
// HTML in it can never be anything but text.
import { html } from 'htm/preact';
import { lexer } from 'marked';
import type { MarkedToken, Token, Tokens } from 'marked';
import type { ComponentChildren } from 'preact';
import { emojiOf } from './emoji.ts';
import { sourceNumber } from './mrkdwn.ts';
import { safeUrl } from './safe-url.ts';
import { Link, UserMention } from './text.ts';

export function Markdown({ text }: { text: string }) {
  return html`<div class="markdown">${blocksView(lexer(text, { gfm: true, breaks: true }))}</div>`;
}

function blocksView(tokens: readonly Token[] | undefined): ComponentChildren {
  return (tokens ?? []).map((token) => (isKnown(token) ? tokenView(token) : token.raw));
}

const KNOWN = new Set([
  'blockquote',
  'br',
  'checkbox',
  'code',
  'codespan',
  'def',
  'del',
  'em',
  'escape',
  'heading',
  'hr',
  'html',
  'image',
  'link',
  'list',
  'list_item',
  'paragraph',
  'space',
  'strong',
  'table',
  'text',
]);

function isKnown(token: Token): token is MarkedToken {
  return KNOWN.has(token.type);
}

function tokenView(token: MarkedToken): ComponentChildren {
  switch (token.type) {
    case 'heading':
      return headingView(token);
    case 'paragraph':
      return html`<p>${blocksView(token.tokens)}</p>`;
    case 'blockquote':
      return html`<blockquote>${blocksView(token.tokens)}</blockquote>`;
    case 'list':
      return listView(token);
    case 'list_item':
      return html`<li>${blocksView(token.tokens)}</li>`;
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ ';
    case 'code':
      return html`<pre tabindex="0">${token.text}</pre>`;
    case 'table':
      return tableView(token);
    case 'hr':
      return html`<hr />`;
    case 'br':
      return html`<br />`;
    case 'strong':
      return html`<strong>${blocksView(token.tokens)}</strong>`;
    case 'em':
      return html`<em>${blocksView(token.tokens)}</em>`;
    case 'del':
      return html`<s>${blocksView(token.tokens)}</s>`;
    case 'codespan':
      return html`<code>${token.text}</code>`;
    case 'link':
      return linkView(token);
    case 'image':
      return imageView(token);
    case 'text':
      return 'tokens' in token && token.tokens !== undefined
        ? blocksView(token.tokens)
        : wordsView(token.text);
    case 'escape':
      return token.text;
    case 'html':
      return token.raw;
    case 'space':
    case 'def':
      return null;
  }
}

function headingView({ depth, tokens }: Tokens.Heading): ComponentChildren {
  // A message stands under the page's own headings: its first level is the page's fourth.
  const level = Math.min(depth + 3, 6);
  return html`<div role="heading" aria-level=${level} class=${`heading heading-${Math.min(depth, 4)}`}>
    ${blocksView(tokens)}
  </div>`;
}

function listView({ ordered, start, items }: Tokens.List): ComponentChildren {
  const lines = items.map((item) => blocksView([item]));
  return ordered
    ? html`<ol start=${start === '' ? 1 : start}>
        ${lines}
      </ol>`
    : html`<ul>
        ${lines}
      </ul>`;
}

function tableView({ header, rows }: Tokens.Table): ComponentChildren {
  const cell = ({ align, tokens }: Tokens.TableCell, name: 'th' | 'td'): ComponentChildren =>
    html`<${name} style=${align === null ? '' : `text-align:${align}`}>${blocksView(tokens)}<//>`;
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Table">
    <table>
      <thead>
        <tr>
          ${header.map((one) => cell(one, 'th'))}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((one) => cell(one, 'td'))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function linkView({ href, text, tokens }: Tokens.Link): ComponentChildren {
  const url = safeUrl(href);
  if (url === undefined) return blocksView(tokens);
  const number = sourceNumber(text);
  return html`<${Link} url=${url} isSource=${number !== undefined}>${number ?? blocksView(tokens)}<//>`;
}

function imageView({ href, text }: Tokens.Image): ComponentChildren {
  const url = safeUrl(href);
  // As in Slack, a picture in Markdown is a link: nothing is fetched because somebody wrote an address.
  return url === undefined ? text : html`<${Link} url=${url}>${text === '' ? url : text}<//>`;
}

/** Words with what Slack still reads in them: `<@U1>` and emoji names. */
function wordsView(words: string): ComponentChildren {
  return words.split(/(<@[A-Z0-9]+>|:[a-z0-9_+-]+:)/g).map((part) => {
    const person = /^<@([A-Z0-9]+)>$/.exec(part)?.[1];
    if (person !== undefined) return html`<${UserMention} id=${person} />`;
    return emojiOf(/^:(.+):$/.exec(part)?.[1] ?? '') ?? decode(part);
  });
}

/** Marked leaves entities as they were written; only those that stand for signs of the markup are read. */
function decode(words: string): string {
  return words
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
