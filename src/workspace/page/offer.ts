// The list of people or channels while someone writes: what is on offer, what is chosen, and by which key.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { usePage } from './context.ts';
import { insert, queryAt, suggestionsFor } from './suggest.ts';
import type { Suggestion } from './suggest.ts';

export type Area = { readonly current: HTMLTextAreaElement | null };

export type Offer = ReturnType<typeof useOffer>;

export function useOffer(area: Area, text: string, setText: (text: string) => void) {
  const { api, home, attempt } = usePage();
  const [caret, setCaret] = useState<number>();
  const [chosen, setChosen] = useState(0);
  const nextCaret = useRef<number | undefined>();
  const query = caret === undefined ? undefined : queryAt(text, caret);
  const suggestions = query === undefined ? [] : suggestionsFor(query, home);
  useLayoutEffect(() => {
    if (nextCaret.current === undefined) return;
    area.current?.setSelectionRange(nextCaret.current, nextCaret.current);
    nextCaret.current = undefined;
  }, [text]);

  const choose = (suggestion: Suggestion): void => {
    if (query === undefined) return;
    const { shortcut } = suggestion;
    if (shortcut !== undefined) {
      setText('');
      setCaret(undefined);
      void attempt(() => api.shortcut({ callback_id: shortcut }));
      return;
    }
    const done = insert(text, query, suggestion);
    nextCaret.current = done.caret;
    setText(done.text);
    setCaret(undefined);
    area.current?.focus();
  };
  /** True when the key was meant for the list. */
  const keyed = (event: KeyboardEvent): boolean => {
    if (suggestions.length === 0) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const picked = suggestions[chosen];
    if (step !== undefined) setChosen((chosen + step + suggestions.length) % suggestions.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && picked !== undefined)
      choose(picked);
    else if (event.key === 'Escape') setCaret(undefined);
    else return false;
    event.preventDefault();
    return true;
  };
  const look = (event?: Event): void => {
    if (event instanceof KeyboardEvent && /^(Arrow(Up|Down)|Enter|Escape|Tab|Shift)$/.test(event.key)) return;
    if (event === undefined) setChosen(0);
    setCaret(area.current?.selectionStart);
  };
  return { suggestions, chosen, choose, keyed, look };
}
