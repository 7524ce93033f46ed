// Rich text: Slack's own structured text, as people's messages and task details carry it.
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { isTrue, numberOf, objectOf, objectsOf, textOf } from '../json.ts';
import type { Json } from '../json.ts';
import { safeUrl } from '../safe-url.ts';
import { ChannelMention, Emoji, GroupMention, Link, UserMention } from '../text.ts';

export function RichText({ block }: { block: Json }) {
  return html`<div class="mrkdwn">${objectsOf(block, 'elements').map(partView)}</div>`;
}

function partView(part: Json): ComponentChildren {
  switch (textOf(part, 'type')) {
    case 'rich_text_list':
      return listView(part);
    case 'rich_text_quote':
      return html`<blockquote>${inlinesView(part)}</blockquote>`;
    case 'rich_text_preformatted':
      return html`<pre tabindex="0">
${objectsOf(part, 'elements').map((one) => textOf(one, 'text') || textOf(one, 'url'))}</pre>`;
    default:
      return html`<p>${inlinesView(part)}</p>`;
  }
}

function listView(part: Json): ComponentChildren {
  const items = objectsOf(part, 'elements').map((item) => html`<li>${inlinesView(item)}</li>`);
  const style = `margin-left:${(numberOf(part, 'indent') ?? 0) * 22}px`;
  if (textOf(part, 'style') !== 'ordered')
    return html`<ul style=${style}>
      ${items}
    </ul>`;
  return html`<ol style=${style} start=${(numberOf(part, 'offset') ?? 0) + 1}>
    ${items}
  </ol>`;
}

function inlinesView(part: Json): ComponentChildren {
  return objectsOf(part, 'elements').map((inline) => styled(inline, inlineView(inline)));
}

function inlineView(inline: Json): ComponentChildren {
  switch (textOf(inline, 'type')) {
    case 'text':
      return linesView(textOf(inline, 'text'));
    case 'link': {
      const address = textOf(inline, 'url');
      const url = safeUrl(address);
      const words = textOf(inline, 'text') || address;
      return url === undefined ? words : html`<${Link} url=${url}>${words}<//>`;
    }
    case 'user':
      return html`<${UserMention} id=${textOf(inline, 'user_id')} />`;
    case 'channel':
      return html`<${ChannelMention} id=${textOf(inline, 'channel_id')} />`;
    case 'emoji':
      return html`<${Emoji} name=${textOf(inline, 'name')} />`;
    case 'broadcast':
      return html`<span class="mention mention-me">@${textOf(inline, 'range')}</span>`;
    case 'usergroup':
      return html`<${GroupMention} id=${textOf(inline, 'usergroup_id')} />`;
    case 'date':
      return textOf(inline, 'fallback');
    case 'color':
      return html`<code>${textOf(inline, 'value')}</code>`;
    default:
      return textOf(inline, 'text');
  }
}

function linesView(text: string): ComponentChildren {
  return text.split('\n').map((line, index) => [index > 0 && html`<br />`, line]);
}

function styled(inline: Json, view: ComponentChildren): ComponentChildren {
  const style = objectOf(inline, 'style') ?? {};
  let dressed = view;
  if (isTrue(style, 'code')) dressed = html`<code>${dressed}</code>`;
  if (isTrue(style, 'strike')) dressed = html`<s>${dressed}</s>`;
  if (isTrue(style, 'italic')) dressed = html`<em>${dressed}</em>`;
  if (isTrue(style, 'bold')) dressed = html`<strong>${dressed}</strong>`;
  return dressed;
}
