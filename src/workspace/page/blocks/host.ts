// What the blocks of one surface share, be it a message, a modal or a home: the values chosen in them, whether
// a click is on its way, and how a click is sent.
import { html } from 'htm/preact';
import { createContext } from 'preact';
import type { ComponentChildren } from 'preact';
import { useContext, useId, useRef, useState } from 'preact/hooks';
import type { Place } from '../api.ts';
import { Confirm } from '../confirm.ts';
import type { Question } from '../confirm.ts';
import { usePage } from '../context.ts';
import { objectOf, textOf, wordsOf } from '../json.ts';
import type { Json } from '../json.ts';
import { initialValues } from './values.ts';
import type { Values } from './values.ts';

interface Host {
  readonly isBusy: boolean;
  /** What is chosen now in an element, as Slack's `state.values` would say it. */
  readonly valueOf: (element: Element) => Json | undefined;
  /** Keeps what was chosen, and tells the app when the block says so. */
  readonly choose: (element: Element, value: Json) => void;
  /** Keeps what was chosen, and tells nobody. */
  readonly keep: (element: Element, value: Json) => void;
  readonly press: (element: Element, value: Json) => void;
  /** Asks the app what fits these words; answers `{options}` or `{option_groups}`. */
  readonly suggest: (element: Element, words: string) => Promise<Json>;
  readonly errorOf: (block: Json) => string | undefined;
  /** The id of what is said under an input, where something is. */
  readonly describedBy: (block: Json) => string | undefined;
}

/** An element and the block it stands in: together they are its address. */
export interface Element {
  readonly block: Json;
  readonly element: Json;
}

const HostContext = createContext<Host | undefined>(undefined);

export function useHost(): Host {
  const host = useContext(HostContext);
  if (host === undefined) throw new Error('An element stands outside of a surface');
  return host;
}

export interface HostProps {
  readonly blocks: readonly Json[];
  readonly place: Place;
  /** What is wrong with the inputs, by block. */
  readonly errors?: Readonly<Record<string, string>> | undefined;
  /** Told of all values after each change. */
  readonly onValues?: ((values: Values) => void) | undefined;
}

export function BlockHost({ blocks, place, errors = {}, onValues, children }: HostProps & Inside) {
  const { api } = usePage();
  const { question, ask, isBusy, send } = useSending(place);
  const [chosen, setChosen] = useState<Values>({});
  const latest = useRef<Values>({});
  const id = useId();
  const initial = initialValues(blocks);

  const press = (at: Element, value: Json): void => {
    const confirm = objectOf(at.element, 'confirm');
    const run = (): void => void send({ ...addressOf(at), ...value, state: merge(initial, latest.current) });
    if (confirm === undefined) run();
    else ask({ ...toQuestion(confirm), run });
  };
  const keep = (at: Element, value: Json): void => {
    const { block_id: blockId, action_id: actionId, type } = addressOf(at);
    latest.current = merge(latest.current, { [blockId]: { [actionId]: { type, ...value } } });
    setChosen(latest.current);
    onValues?.(merge(initial, latest.current));
  };
  const host: Host = {
    isBusy,
    valueOf: (at) => {
      const { block_id: blockId, action_id: actionId } = addressOf(at);
      return chosen[blockId]?.[actionId] ?? initial[blockId]?.[actionId];
    },
    keep,
    choose: (at, value) => {
      keep(at, value);
      // An input block keeps quiet until a button is pressed, unless it asks for each change.
      if (textOf(at.block, 'type') !== 'input' || at.block['dispatch_action'] === true) press(at, value);
    },
    press,
    suggest: (at, words) => {
      const { block_id: blockId, action_id: actionId } = addressOf(at);
      return api.options({ ...place, block_id: blockId, action_id: actionId, value: words });
    },
    errorOf: (block) => errors[textOf(block, 'block_id')],
    describedBy: (block) =>
      wordsOf(block, 'hint') === '' && errors[textOf(block, 'block_id')] === undefined
        ? undefined
        : `${id}-${textOf(block, 'block_id')}`,
  };
  return html`<${HostContext.Provider} value=${host}>
    ${children}
    <${Confirm} question=${question} close=${() => ask(undefined)} />
  <//>`;
}

interface Inside {
  readonly children: ComponentChildren;
}

function useSending(place: Place) {
  const { api, attempt, tell } = usePage();
  const [isBusy, setBusy] = useState(false);
  const [question, ask] = useState<Question>();
  const send = async (click: Json & { readonly action_id: string }): Promise<void> => {
    setBusy(true);
    if ('ts' in place) tell({ type: 'clicked', ...place });
    await attempt(() => api.act({ ...click, ...place }));
    setBusy(false);
  };
  return { question, ask, isBusy, send };
}

function addressOf({ block, element }: Element) {
  return {
    block_id: textOf(block, 'block_id'),
    action_id: textOf(element, 'action_id'),
    type: textOf(element, 'type'),
  };
}

function toQuestion(confirm: Json): Omit<Question, 'run'> {
  return {
    title: wordsOf(confirm, 'title') || 'Are you sure?',
    text: wordsOf(confirm, 'text'),
    yes: wordsOf(confirm, 'confirm') || 'Yes',
    no: wordsOf(confirm, 'deny') || 'Cancel',
    isDanger: textOf(confirm, 'style') === 'danger',
  };
}

function merge(below: Values, above: Values): Values {
  const merged: Record<string, Readonly<Record<string, Json>>> = { ...below };
  for (const [blockId, values] of Object.entries(above)) merged[blockId] = { ...merged[blockId], ...values };
  return merged;
}
