// One message: who, when, what, and what can be done with it.
import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageMessage, PagePerson } from '../page-wire.ts';
import { Attachment } from './attachment.ts';
import { Avatar } from './avatar.ts';
import { Blocks } from './blocks/blocks.ts';
import { usePage } from './context.ts';
import { emojiOf } from './emoji.ts';
import { isJson, textOf } from './json.ts';
import { MessageEditor } from './message-editor.ts';
import { MessageTools } from './message-tools.ts';
import { Reactions } from './reactions.ts';
import { toHash } from './route.ts';
import { safeUrl } from './safe-url.ts';
import { threadKey } from './state.ts';
import { Mrkdwn } from './text.ts';
import { clockTime, fullTime, shortDay } from './time.ts';

interface MessageProps {
  readonly channel: string;
  readonly message: PageMessage;
  /** Said by the same person right after: the head would only repeat. */
  readonly isContinued: boolean;
  readonly isInThread: boolean;
}

export function Message({ channel, message, isContinued, isInThread }: MessageProps) {
  const page = usePage();
  const { home, route } = page;
  const [isEditing, setEditing] = useState(false);
  const line = useRef<HTMLElement>(null);
  const isFocus = route.focus === message.ts;
  useEffect(() => {
    if (isFocus) line.current?.scrollIntoView({ block: 'center' });
  }, [isFocus]);

  const author = authorOf(message, home.app.userId);
  const person = page.personOf(author);
  const name = message.username ?? person?.displayName ?? 'Unknown';
  const isSystem = /^(channel_|group_|bot_add|reminder)/.test(message.subtype ?? '');
  if (isSystem)
    return html`<div class="message-system" data-testid=${`message-${message.ts}`}>
      <${Mrkdwn} text=${message.text} />
    </div>`;
  const isGone = message.subtype === 'tombstone';
  const classes = [
    'message',
    isContinued && 'is-continued',
    isFocus && 'is-focus',
    isEditing && 'is-editing',
    message.is_ephemeral === true && 'is-ephemeral',
  ];
  return html`<article
    ref=${line}
    class=${classes.filter(Boolean).join(' ')}
    data-testid=${`message-${message.ts}`}
    data-author=${author}
    data-ts=${message.ts}
    tabindex="-1"
    aria-label=${`${name}, ${fullTime(message.ts, home.me.tz)}`}
  >
    <div class="message-side">
      ${isContinued ? html`<time class="side-time" aria-hidden="true">${clockTime(message.ts, home.me.tz)}</time>` : html`<${Face} message=${message} author=${author} />`}
    </div>
    <div class="message-main">
      ${!isContinued && html`<${Head} message=${message} name=${name} isApp=${person?.isBot === true} isGuest=${person?.isGuest === true} status=${person?.status} />`}
      ${
        isEditing
          ? html`<${MessageEditor} channel=${channel} message=${message} close=${() => setEditing(false)} />`
          : isGone
            ? html`<p class="muted">This message was deleted.</p>`
            : html`<${Body} channel=${channel} message=${message} />`
      }
      <${Reactions} channel=${channel} message=${message} />
      ${!isInThread && html`<${ThreadLink} channel=${channel} message=${message} />`}
    </div>
    ${!isGone && !isEditing && html`<${MessageTools} channel=${channel} message=${message} isMine=${author === home.me.id} isInThread=${isInThread} edit=${() => setEditing(true)} />`}
  </article>`;
}

/** An app may wear another face in one message. */
function Face({ message: { icons }, author }: { message: PageMessage; author: string }) {
  const sign = icons?.emoji === undefined ? undefined : emojiOf(icons.emoji.replaceAll(':', ''));
  const url = safeUrl(icons?.image_48 ?? '');
  if (sign !== undefined) return html`<span class="avatar avatar-sign" aria-hidden="true">${sign}</span>`;
  if (url !== undefined)
    return html`<img class="avatar avatar-sign" src=${url} alt="" referrerpolicy="no-referrer" />`;
  return html`<${Avatar} id=${author} size=${38} />`;
}

interface HeadProps {
  readonly message: PageMessage;
  readonly name: string;
  readonly isApp: boolean;
  readonly isGuest: boolean;
  readonly status?: PagePerson['status'];
}

function Head({ message, name, isApp, isGuest, status }: HeadProps) {
  const { home } = usePage();
  return html`<header class="message-head">
    <b class="author">${name}</b>
    ${isApp && html`<span class="badge">App</span>`} ${isGuest && html`<span class="badge">Guest</span>`}
    ${status !== undefined && html`<span role="img" aria-label=${status.text} title=${status.text}>${emojiOf(status.emoji.replaceAll(':', '')) ?? '💬'}</span>`}
    <time title=${fullTime(message.ts, home.me.tz)}>${clockTime(message.ts, home.me.tz)}</time>
    ${message.is_ephemeral === true && html`<span class="muted">Only visible to you</span>`}
    ${message.subtype === 'thread_broadcast' && html`<span class="muted">replied to a thread</span>`}
  </header>`;
}

function Body({ channel, message }: { channel: string; message: PageMessage }) {
  const { state } = usePage();
  const { blocks = [], files = [] } = message;
  const failure = state.failures[threadKey(channel, message.ts)] ?? '';
  return html`<div class="message-body">
    ${
      hasOwnBlocks(message)
        ? html`<${Blocks} blocks=${blocks} place=${{ channel, ts: message.ts }} />`
        : message.text !== '' && html`<${Mrkdwn} text=${message.text} />`
    }
    ${message.edited !== undefined && html`<small class="edited">(edited)</small>`}
    ${message.streaming_state === 'in_progress' && html`<span class="caret" role="img" aria-label="still writing"></span>`}
    ${files.length > 0 && html`<div class="files">${files.map((file) => html`<${Attachment} key=${file.id} file=${file} />`)}</div>`}
    ${failure !== '' && html`<p class="failure" role="alert">⚠︎ ${failure}</p>`}
  </div>`;
}

function ThreadLink({ channel, message }: { channel: string; message: PageMessage }) {
  const { home, state } = usePage();
  const thread = message.thread_ts ?? message.ts;
  const count = message.reply_count ?? 0;
  const session = state.sessions[threadKey(channel, thread)];
  if (message.subtype === 'thread_broadcast' || (count === 0 && session?.status !== 'processing'))
    return null;
  const users = (message.reply_users ?? []).slice(0, 4);
  const words = count === 0 ? 'Open the thread' : count === 1 ? '1 reply' : `${count} replies`;
  return html`<a
    class="thread-link"
    href=${toHash({ channel, thread })}
    data-testid=${`open-thread-${message.ts}`}
  >
    ${users.map((id) => html`<${Avatar} key=${id} id=${id} size=${22} />`)}
    <b>${words}</b>
    ${session?.status === 'processing' && html`<span class="working">${home.app.displayName} is working</span>`}
    ${session?.status === 'suspended' && html`<span class="waiting">waiting for an answer</span>`}
    ${message.latest_reply !== undefined && html`<span class="muted">Last reply ${shortDay(message.latest_reply, state.nowMs, home.me.tz)}</span>`}
  </a>`;
}

/** What a person typed comes with a rich-text copy of itself; its text says the same and is read here. */
function hasOwnBlocks({ blocks = [], bot_id: botId }: PageMessage): boolean {
  const isTyped =
    botId === undefined && blocks.every((block) => isJson(block) && textOf(block, 'type') === 'rich_text');
  return blocks.length > 0 && !isTyped;
}

export function authorOf(message: PageMessage, appUserId: string): string {
  return message.user ?? (message.bot_id === undefined ? '' : appUserId);
}
