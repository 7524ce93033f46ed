// A small menu under a button: opens by click or key, closes by Escape or by going elsewhere.
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useFloating } from './floating.ts';

interface MenuProps {
  readonly label: string;
  readonly testId?: string;
  readonly className?: string;
  readonly face: ComponentChildren;
  readonly isDisabled?: boolean;
  readonly panelRole?: 'menu' | 'group';
  /** Draws the panel; `close` gives the focus back to the button. */
  readonly children: (close: () => void) => ComponentChildren;
}

export function Menu(props: MenuProps) {
  const { label, testId, className = '', face, panelRole = 'menu', isDisabled = false, children } = props;
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!isOpen) return undefined;
    const leave = (event: Event): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) setOpen(false);
    };
    addEventListener('pointerdown', leave);
    addEventListener('focusin', leave);
    return () => {
      removeEventListener('pointerdown', leave);
      removeEventListener('focusin', leave);
    };
  }, [isOpen]);

  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  return html`<div
    class=${`menu ${className}`}
    ref=${root}
    onKeyDown=${(event: KeyboardEvent) => move(event, isOpen, close)}
  >
    <button
      class="menu-button"
      ref=${button}
      type="button"
      aria-haspopup="menu"
      aria-expanded=${isOpen}
      aria-label=${label}
      title=${label}
      data-testid=${testId}
      disabled=${isDisabled}
      onClick=${() => setOpen(!isOpen)}
    >
      ${face}
    </button>
    ${isOpen && html`<${Panel} label=${label} role=${panelRole} anchor=${button}>${children(close)}<//>`}
  </div>`;
}

interface PanelProps {
  readonly label: string;
  readonly role: string;
  readonly anchor: { readonly current: HTMLElement | null };
  readonly children: ComponentChildren;
}

const MOST_PX = 460;

function Panel({ label, role, anchor, children }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  useFloating({ panel, anchor, mostPx: MOST_PX }, []);
  useEffect(() => panel.current?.querySelector<HTMLElement>('button, input')?.focus(), []);
  return html`<div class="menu-panel" popover="manual" ref=${panel} role=${role} aria-label=${label}>
    ${children}
  </div>`;
}

function move(event: KeyboardEvent, isOpen: boolean, close: () => void): void {
  if (!isOpen) return;
  if (event.key === 'Escape') {
    event.preventDefault(); // It closes the menu, and nothing around it.
    event.stopPropagation();
    close();
  }
  if (event.target instanceof HTMLInputElement && /^Arrow(Left|Right)$/.test(event.key)) return;
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (step === undefined || !(event.currentTarget instanceof HTMLElement)) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('.menu-panel button, .menu-panel a')];
  const at = items.findIndex((item) => item === document.activeElement);
  items.at((at + step) % items.length)?.focus();
  event.preventDefault();
}
