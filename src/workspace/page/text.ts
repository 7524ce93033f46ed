// Slack's markup on the screen: the tree of mrkdwn.ts as elements, never as HTML text.
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { usePage } from './context.ts';
import { emojiOf } from './emoji.ts';
import { sourceNumber, toInlines, toPassages } from './mrkdwn.ts';
import type { Inline, Passage } from './mrkdwn.ts';
import { toFileId, toMessageAddress } from './safe-url.ts';
import { toHash } from './route.ts';

export function Mrkdwn({ text }: { text: string }) {
  return html`<div class="mrkdwn">
    ${toPassages(text).map((passage) => html`<${PassageView} passage=${passage} />`)}
  </div>`;
}

/** One line of markup, for places that hold no paragraphs. */
export function MrkdwnLine({ text }: { text: string }) {
  return html`<span>${toInlines(text).map(inlineView)}</span>`;
}

/** Plain text: emoji names are the only thing read in it. */
export function Plain({ text }: { text: string }) {
  return html`<span
    >${text.replace(/:([a-z0-9_+-]+):/g, (whole, name: string) => emojiOf(name) ?? whole)}</span
  >`;
}

function PassageView({ passage }: { passage: Passage }) {
  switch (passage.kind) {
    case 'pre':
      return html`<pre tabindex="0">${passage.text}</pre>`;
    case 'quote':
      return html`<blockquote>${linesView(passage.lines)}</blockquote>`;
    case 'list': {
      const items = passage.items.map((item) => html`<li>${item.map(inlineView)}</li>`);
      return passage.isOrdered
        ? html`<ol>
            ${items}
          </ol>`
        : html`<ul>
            ${items}
          </ul>`;
    }
    case 'lines':
      return html`<p>${linesView(passage.lines)}</p>`;
  }
}

function linesView(lines: readonly (readonly Inline[])[]): ComponentChildren {
  return lines.map((line, index) => [index > 0 && html`<br />`, ...line.map(inlineView)]);
}

function inlineView(inline: Inline): ComponentChildren {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'bold':
      return html`<strong>${inline.children.map(inlineView)}</strong>`;
    case 'italic':
      return html`<em>${inline.children.map(inlineView)}</em>`;
    case 'strike':
      return html`<s>${inline.children.map(inlineView)}</s>`;
    case 'code':
      return html`<code>${inline.text}</code>`;
    case 'link':
      return linkView(inline);
    case 'user':
      return html`<${UserMention} id=${inline.id} label=${inline.label} />`;
    case 'channel':
      return html`<${ChannelMention} id=${inline.id} label=${inline.label} />`;
    case 'group':
      return html`<${GroupMention} id=${inline.id} label=${inline.label} />`;
    case 'broadcast':
      return html`<span class="mention mention-me">@${inline.range}</span>`;
    case 'emoji':
      return html`<${Emoji} name=${inline.name} />`;
  }
}

function linkView({ url, label }: Inline & { kind: 'link' }): ComponentChildren {
  const number = sourceNumber(label.map((part) => (part.kind === 'text' ? part.text : '')).join(''));
  return html`<${Link} url=${url} isSource=${number !== undefined}>${number ?? label.map(inlineView)}<//>`;
}

export function Emoji({ name }: { name: string }) {
  const sign = emojiOf(name);
  if (sign === undefined) return html`<span>:${name}:</span>`;
  return html`<span class="emoji" role="img" aria-label=${name.replaceAll('_', ' ')} title=${`:${name}:`}
    >${sign}</span
  >`;
}

export function UserMention({ id, label = '' }: { id: string; label?: string }) {
  const { personOf, home } = usePage();
  const name = personOf(id)?.displayName ?? (label === '' ? id : label);
  return html`<span class=${id === home.me.id ? 'mention mention-me' : 'mention'}>@${name}</span>`;
}

export function GroupMention({ id, label = '' }: { id: string; label?: string }) {
  const { home } = usePage();
  const group = home.userGroups.find((one) => one.id === id);
  const isMine = group?.users.includes(home.me.id) === true;
  const words = group === undefined ? label.replace(/^@/, '') || 'group' : group.handle;
  return html`<span class=${isMine ? 'mention mention-me' : 'mention'} title=${group?.name}>@${words}</span>`;
}

export function ChannelMention({ id, label = '' }: { id: string; label?: string }) {
  const { channelOf } = usePage();
  const known = channelOf(id);
  if (known === undefined)
    return html`<span class="mention">#${label === '' ? 'private-channel' : label}</span>`;
  return html`<a class="mention" href=${toHash({ channel: id })}>#${known.name}</a>`;
}

interface LinkProps {
  readonly url: string;
  /** A small number that names its source: `[1]`. */
  readonly isSource?: boolean;
  readonly children: ComponentChildren;
}

/** Links to messages and files of this workspace stay in the page; all others open a page of their own. */
export function Link({ url, isSource = false, children }: LinkProps) {
  const { api, channelOf, route } = usePage();
  const className = isSource ? 'source-mark' : undefined;
  const address = toMessageAddress(url);
  if (address !== undefined && channelOf(address.channel) !== undefined) {
    const { channel, ts } = address;
    // A link to a message of this channel does not close the thread it stands in.
    const thread = address.thread ?? (channel === route.channel ? route.thread : undefined);
    return html`<a class=${className} href=${toHash({ channel, thread, focus: ts })}>${children}</a>`;
  }
  const file = toFileId(url);
  const target = file === undefined ? url : api.fileUrl(file);
  return html`<a class=${className} href=${target} target="_blank" rel="noopener noreferrer nofollow"
    >${children}</a
  >`;
}
