// One or several of many, found by typing: every kind of select is this list under a line one can write in.
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useFloating } from '../floating.ts';

export interface Pick {
  readonly value: string;
  readonly label: string;
  readonly detail?: string;
  readonly group?: string;
  readonly face?: ComponentChildren;
}

interface PickerProps {
  readonly label: string;
  readonly placeholder: string;
  readonly actionId: string;
  readonly isMulti: boolean;
  readonly most?: number | undefined;
  readonly chosen: readonly Pick[];
  readonly isDisabled: boolean;
  readonly describedBy?: string | undefined;
  /** What is on offer for these words; may have to ask the app. */
  readonly load: (words: string) => readonly Pick[] | Promise<readonly Pick[]>;
  readonly change: (chosen: readonly Pick[]) => void;
}

const ASK_AFTER_MS = 200;

export function Picker(props: PickerProps) {
  const { label, placeholder, actionId, isMulti, chosen, isDisabled } = props;
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const list = usePickList(props, input);
  const id = useId();
  const { isOpen, words, draft, at, found } = list;
  const single = isMulti ? undefined : chosen[0];
  return html`<div
    class=${`picker ${isMulti ? 'is-multi' : ''} ${isOpen ? 'is-open' : ''}`}
    ref=${box}
    data-action-id=${actionId}
    onFocusOut=${(event: FocusEvent) => {
      if (!(event.relatedTarget instanceof Node) || box.current?.contains(event.relatedTarget) !== true)
        list.leave();
    }}
  >
    ${draft.map((pick) => isMulti && html`<${Chip} key=${pick.value} pick=${pick} isDisabled=${isDisabled} drop=${() => list.drop(pick)} />`)}
    ${single?.face !== undefined && words === undefined && single.face}
    <input
      ref=${input}
      role="combobox"
      aria-label=${label}
      aria-expanded=${isOpen}
      aria-controls=${`${id}-list`}
      aria-autocomplete="list"
      aria-activedescendant=${isOpen && found !== undefined && found.length > 0 ? `${id}-${at}` : undefined}
      aria-describedby=${props.describedBy}
      autocomplete="off"
      spellcheck=${false}
      disabled=${isDisabled}
      placeholder=${isMulti && draft.length > 0 ? '' : placeholder}
      value=${words ?? single?.label ?? ''}
      size=${Math.min(28, Math.max(isMulti && draft.length > 0 ? 4 : 12, (words ?? single?.label ?? placeholder).length))}
      onInput=${() => list.type(input.current?.value ?? '')}
      onClick=${list.open}
      onKeyDown=${(event: KeyboardEvent) => press(event, list, isMulti)}
    />
    <svg class="picker-arrow stroked" viewBox="0 0 20 20" width="14" height="14" aria-hidden="true">
      <path d="M5 8l5 5 5-5" />
    </svg>
    ${isOpen && html`<${Offer} id=${id} label=${label} anchor=${box} found=${found} at=${at} draft=${draft} choose=${list.choose} />`}
  </div>`;
}

function Chip({ pick, isDisabled, drop }: { pick: Pick; isDisabled: boolean; drop: () => void }) {
  return html`<span class="chip"
    >${pick.face}${pick.label}<button
      type="button"
      aria-label=${`Remove ${pick.label}`}
      disabled=${isDisabled}
      onClick=${drop}
    >
      ✕
    </button></span
  >`;
}

function usePickList(props: PickerProps, input: { readonly current: HTMLInputElement | null }) {
  const { isMulti, chosen, most, load, change } = props;
  const [isOpen, setOpen] = useState(false);
  /** Undefined while nobody types: then the line shows what is chosen. */
  const [words, setWords] = useState<string>();
  const [at, setAt] = useState(0);
  const [draft, setDraft] = useState(chosen);
  const found = useFound(isOpen ? (words ?? '') : undefined, load);
  const chosenKey = chosen.map(({ value }) => value).join(' ');
  useEffect(() => setDraft(chosen), [chosenKey]);

  const close = (): void => {
    setOpen(false);
    setWords(undefined);
    setAt(0);
  };
  const leave = (): void => {
    if (!isOpen) return;
    close();
    // As in Slack, several are told once, when the list closes.
    if (isMulti && draft.map(({ value }) => value).join(' ') !== chosenKey) change(draft);
  };
  const choose = (pick: Pick): void => {
    input.current?.focus();
    if (!isMulti) {
      close();
      change([pick]);
      return;
    }
    const isIn = draft.some(({ value }) => value === pick.value);
    if (!isIn && most !== undefined && draft.length >= most) return;
    setDraft(isIn ? draft.filter(({ value }) => value !== pick.value) : [...draft, pick]);
    setWords(undefined);
  };
  const drop = (pick: Pick): void => {
    const rest = draft.filter(({ value }) => value !== pick.value);
    setDraft(rest);
    if (!isOpen) change(rest);
  };
  const move = (step: number): void => {
    const count = found?.length ?? 0;
    if (!isOpen) setOpen(true);
    else if (count > 0) setAt((at + step + count) % count);
  };
  return {
    isOpen,
    words,
    draft,
    at,
    found,
    leave,
    choose,
    drop,
    move,
    open: () => setOpen(true),
    type: (typed: string) => {
      setWords(typed);
      setAt(0);
      setOpen(true);
    },
  };
}

/** Escape closes the list, and nothing around it. */
function press(event: KeyboardEvent, list: ReturnType<typeof usePickList>, isMulti: boolean): void {
  const { isOpen, found, at, words, draft } = list;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const picked = found?.[at];
  const last = draft.at(-1);
  if (step !== undefined) list.move(step);
  else if (event.key === 'Enter' && !isOpen) list.open();
  else if (event.key === 'Enter' && picked !== undefined) list.choose(picked);
  else if (event.key === 'Escape' && isOpen) list.leave();
  else if (event.key === 'Backspace' && isMulti && (words ?? '') === '' && last !== undefined)
    list.drop(last);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Undefined while the answer is on its way. */
function useFound(words: string | undefined, load: PickerProps['load']): readonly Pick[] | undefined {
  const [found, setFound] = useState<readonly Pick[]>();
  useEffect(() => {
    if (words === undefined) return setFound(undefined);
    let isOld = false;
    const answer = async (): Promise<void> => {
      const loaded = await load(words);
      if (!isOld) setFound(loaded);
    };
    const wait = setTimeout(() => void answer(), words === '' ? 0 : ASK_AFTER_MS);
    return () => {
      isOld = true;
      clearTimeout(wait);
    };
  }, [words]);
  return found;
}

interface OfferProps {
  readonly id: string;
  readonly label: string;
  readonly anchor: { readonly current: HTMLElement | null };
  readonly found: readonly Pick[] | undefined;
  readonly at: number;
  readonly draft: readonly Pick[];
  readonly choose: (pick: Pick) => void;
}

const MOST_PX = 280;

function Offer({ id, label, anchor, found, at, draft, choose }: OfferProps) {
  const list = useRef<HTMLUListElement>(null);
  useFloating({ panel: list, anchor, mostPx: MOST_PX, isWide: true }, [found, draft]);
  useEffect(() => {
    list.current?.querySelector('.is-at')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return html`<ul
    class="picker-offer"
    popover="manual"
    ref=${list}
    id=${`${id}-list`}
    role="listbox"
    aria-label=${label}
    tabindex="-1"
  >
    ${found === undefined && html`<li class="picker-note" role="presentation">Loading…</li>`}
    ${found?.length === 0 && html`<li class="picker-note" role="presentation">No matches</li>`}
    ${found?.map((pick, index) => {
      const isGroupStart = pick.group !== undefined && pick.group !== found[index - 1]?.group;
      return html`${isGroupStart && html`<li class="picker-group" role="presentation">${pick.group}</li>`}
        <li
          key=${pick.value}
          id=${`${id}-${index}`}
          class=${index === at ? 'is-at' : ''}
          role="option"
          aria-selected=${draft.some(({ value }) => value === pick.value)}
          data-value=${pick.value}
          onPointerDown=${(event: Event) => event.preventDefault()}
          onClick=${() => choose(pick)}
        >
          ${pick.face}<span class="menu-text"
            ><b>${pick.label}</b
            >${pick.detail !== undefined && pick.detail !== '' && html`<small>${pick.detail}</small>`}</span
          >
          ${draft.some(({ value }) => value === pick.value) && html`<span class="tick" aria-hidden="true">✓</span>`}
        </li>`;
    })}
  </ul>`;
}
