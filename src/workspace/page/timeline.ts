// Messages under one another: days set apart, what one person says in a row kept together, the end in view.
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { PageMessage } from '../page-wire.ts';
import { usePage } from './context.ts';
import { authorOf, Message } from './message.ts';
import { dayKey, dayLabel, toMs } from './time.ts';

interface TimelineProps {
  readonly channel: string;
  readonly messages: readonly PageMessage[];
  readonly isThread: boolean;
  readonly label: string;
  readonly before?: ComponentChildren;
  readonly loadOlder?: (() => void) | undefined;
}

const TOGETHER_SECONDS = 300;
const NEAR_END_PX = 60;

export function Timeline({ channel, messages, isThread, label, before, loadOlder }: TimelineProps) {
  const { home, state, route } = usePage();
  const box = useRef<HTMLDivElement>(null);
  const mine = messages.findLast((message) => authorOf(message, home.app.userId) === home.me.id)?.ts;
  useStickToEnd(box, { messages, mine, focus: route.focus });
  useEffect(() => {
    const element = box.current;
    if (element === null || loadOlder === undefined) return undefined;
    const look = (): void => {
      if (element.scrollTop < NEAR_END_PX) loadOlder();
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [loadOlder]);

  return html`<div
    class="timeline"
    ref=${box}
    role="log"
    aria-label=${label}
    aria-live="polite"
    tabindex="0"
    onKeyDown=${moveMessage}
  >
    <div class="timeline-inner">
      ${before}
      ${messages.map((message, index) => {
        const previous = messages[index - 1];
        const isNewDay = previous === undefined || day(previous, home.me.tz) !== day(message, home.me.tz);
        return html`${isNewDay && !(isThread && index === 0) && html`<${DayLine} key=${`day-${message.ts}`} label=${dayLabel(message.ts, state.nowMs, home.me.tz)} />`}
          <${Message}
            key=${message.ts}
            channel=${channel}
            message=${message}
            isInThread=${isThread}
            isContinued=${!isNewDay && isContinued(previous, message, home.app.userId)}
          />
          ${isThread && index === 0 && messages.length > 1 && html`<${DayLine} key="replies" label=${messages.length === 2 ? '1 reply' : `${messages.length - 1} replies`} isLeft />`}`;
      })}
    </div>
  </div>`;
}

function DayLine({ label, isLeft = false }: { label: string; isLeft?: boolean }) {
  return html`<div class=${isLeft ? 'day-line is-left' : 'day-line'} role="separator" aria-label=${label}>
    <span>${label}</span>
  </div>`;
}

function day(message: PageMessage, zone: string): string {
  return dayKey(toMs(message.ts), zone);
}

function isContinued(previous: PageMessage | undefined, message: PageMessage, app: string): boolean {
  if (previous === undefined || previous.subtype !== undefined || message.subtype !== undefined) return false;
  if (authorOf(previous, app) !== authorOf(message, app) || (previous.reply_count ?? 0) > 0) return false;
  return Number(message.ts) - Number(previous.ts) < TOGETHER_SECONDS;
}

interface End {
  readonly messages: readonly PageMessage[];
  /** The newest message of the person who looks. */
  readonly mine: string | undefined;
  readonly focus: string | undefined;
}

/** Stays at the end while one is there, goes there with what one says, keeps the place when older messages come in above. */
function useStickToEnd(
  box: { readonly current: HTMLDivElement | null },
  { messages, mine, focus }: End,
): void {
  const seen = useRef({ first: '', last: '', height: 0, top: 0, isAtEnd: focus === undefined });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const before = seen.current;
    const first = messages[0]?.ts ?? '';
    const cameAbove = before.first !== '' && first !== '' && Number(first) < Number(before.first);
    const hasSpoken = before.first !== '' && mine !== undefined && Number(mine) > Number(before.last);
    if (hasSpoken) before.isAtEnd = true;
    if (cameAbove) element.scrollTop += element.scrollHeight - before.height;
    else if (before.isAtEnd) element.scrollTop = element.scrollHeight;
    const last = messages.at(-1)?.ts ?? '';
    seen.current = { ...before, first, last, height: element.scrollHeight };
  }, [messages]);
  useEffect(() => {
    // A link leads to a message, and away from the end.
    if (focus !== undefined) seen.current.isAtEnd = false;
  }, [focus]);
  useEffect(() => {
    const element = box.current;
    const inner = element?.firstElementChild;
    if (element === null || inner === null || inner === undefined) return undefined;
    const look = (): void => {
      const { top, height } = seen.current;
      // Only a person leaves the end: where the content grew or shrank meanwhile, the browser has moved it.
      const hasLeft = element.scrollTop < top - 1 && element.scrollHeight === height;
      const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
      seen.current.isAtEnd = isNear || (seen.current.isAtEnd && !hasLeft);
      seen.current.top = element.scrollTop;
    };
    // Pictures, opened sections and words that stream in change the height after the messages are drawn.
    const observer = new ResizeObserver(() => {
      if (seen.current.isAtEnd) element.scrollTop = element.scrollHeight;
      seen.current.height = element.scrollHeight;
    });
    const leave = (event: WheelEvent): void => {
      if (event.deltaY < 0 && element.scrollTop > 0) seen.current.isAtEnd = false;
    };
    observer.observe(inner);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    element.addEventListener('wheel', leave, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
      element.removeEventListener('wheel', leave);
    };
  }, []);
}

const KEYS: Readonly<Record<string, string>> = {
  t: '[data-testid^="open-thread-"], [data-testid^="reply-"]',
  e: '[data-testid^="edit-"]',
  r: '.message-tools .menu-reactions .menu-button',
  Delete: '[data-testid^="delete-"]',
  Enter: '[data-testid^="open-thread-"], [data-testid^="reply-"]',
};

/** Up and down from message to message, and Slack's own letters on the one that has the focus. */
function moveMessage(event: KeyboardEvent): void {
  const { target, currentTarget: box } = event;
  if (!(target instanceof HTMLElement) || !(box instanceof HTMLElement)) return;
  const isMessage = target.matches('.message');
  if (!isMessage && target !== box) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined) {
    const all = [...box.querySelectorAll<HTMLElement>('.message')];
    const at = isMessage ? all.indexOf(target) + step : all.length - 1;
    all[at]?.focus();
    event.preventDefault();
    return;
  }
  const selector = isMessage ? KEYS[event.key] : undefined;
  const button = selector === undefined ? null : target.querySelector<HTMLElement>(selector);
  if (button === null) return;
  event.preventDefault();
  button.click();
}
