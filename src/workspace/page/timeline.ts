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
const NEAR_END_PX = 120;

export function Timeline({ channel, messages, isThread, label, before, loadOlder }: TimelineProps) {
  const { home, state, route } = usePage();
  const box = useRef<HTMLDivElement>(null);
  useStickToEnd(box, messages, route.focus !== undefined);
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

  return html`<div class="timeline" ref=${box} role="log" aria-label=${label} aria-live="polite" tabindex="0">
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

/** Stays at the end while one is there; keeps the place when older messages come in above. */
function useStickToEnd(
  box: { readonly current: HTMLDivElement | null },
  messages: readonly PageMessage[],
  isFocused: boolean,
): void {
  const seen = useRef({ first: '', height: 0, top: 0, isAtEnd: !isFocused });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const first = messages[0]?.ts ?? '';
    const cameAbove = seen.current.first !== '' && first !== '' && Number(first) < Number(seen.current.first);
    if (cameAbove) element.scrollTop += element.scrollHeight - seen.current.height;
    else if (seen.current.isAtEnd) element.scrollTop = element.scrollHeight;
    seen.current = { ...seen.current, first, height: element.scrollHeight };
  }, [messages]);
  useEffect(() => {
    const element = box.current;
    const inner = element?.firstElementChild;
    if (element === null || inner === null || inner === undefined) return undefined;
    const look = (): void => {
      // Only a person scrolls up: a column that grows or narrows changes the heights, and nobody left the end.
      const hasLeft = element.scrollTop < seen.current.top - 1;
      const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
      seen.current.isAtEnd = isNear || (seen.current.isAtEnd && !hasLeft);
      seen.current.top = element.scrollTop;
    };
    // Pictures and opened sections change the height after the messages are drawn.
    const observer = new ResizeObserver(() => {
      if (seen.current.isAtEnd) element.scrollTop = element.scrollHeight;
    });
    observer.observe(inner);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);
}
