// A panel that lies above everything, also above a dialog, beside what opened it and where there is room for it.
import { useEffect, useLayoutEffect } from 'preact/hooks';

interface Ref {
  readonly current: HTMLElement | null;
}

export interface Floating {
  readonly panel: Ref;
  readonly anchor: Ref;
  readonly mostPx: number;
  /** The panel is at least as wide as its anchor. */
  readonly isWide?: boolean;
}

const GAP_PX = 4;
const EDGE_PX = 8;

/** Shows the popover and keeps it in its place; `content` is what changes its size. */
export function useFloating(floating: Floating, content: readonly unknown[]): void {
  useLayoutEffect(() => {
    if (floating.panel.current?.matches(':popover-open') === false) floating.panel.current.showPopover();
    place(floating);
  }, content);
  useEffect(() => {
    const follow = (event: Event): void => {
      if (event.target !== floating.panel.current) place(floating);
    };
    addEventListener('scroll', follow, { capture: true, passive: true });
    addEventListener('resize', follow);
    return () => {
      removeEventListener('scroll', follow, { capture: true });
      removeEventListener('resize', follow);
    };
  }, []);
}

function place({ panel: { current: panel }, anchor, mostPx, isWide = false }: Floating): void {
  const box = anchor.current?.getBoundingClientRect();
  if (panel === null || box === undefined) return;
  const below = innerHeight - box.bottom;
  const isAbove = below < Math.min(mostPx, panel.scrollHeight + EDGE_PX) && box.top > below;
  const isRight = box.left + panel.offsetWidth > innerWidth - EDGE_PX;
  const left = isRight ? box.right - panel.offsetWidth : box.left;
  if (isWide) panel.style.minWidth = `${box.width}px`;
  panel.style.maxHeight = `${Math.min(mostPx, (isAbove ? box.top : below) - EDGE_PX - GAP_PX)}px`;
  panel.style.left = `${Math.max(EDGE_PX, Math.min(left, innerWidth - panel.offsetWidth - EDGE_PX))}px`;
  panel.style.top = isAbove ? 'auto' : `${box.bottom + GAP_PX}px`;
  panel.style.bottom = isAbove ? `${innerHeight - box.top + GAP_PX}px` : 'auto';
}
