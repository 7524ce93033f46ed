// What the blocks of one message share: the values chosen in them, whether a click is on its way, and how a
// click is sent.
import { html } from 'htm/preact';
import { createContext } from 'preact';
import type { ComponentChildren } from 'preact';
import { useContext, useRef, useState } from 'preact/hooks';
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
  readonly press: (element: Element, value: Json) => void;
}

/** An element and the block it stands in: together they are its address. */
export interface Element {
  readonly block: Json;
  readonly element: Json;
}

const HostContext = createContext<Host | undefined>(undefined);

export function useHost(): Host {
  const host = useContext(HostContext);
  if (host === undefined) throw new Error('An element stands outside of a message');
  return host;
}

interface HostProps {
  readonly blocks: readonly Json[];
  readonly channel: string;
  readonly ts: string;
  readonly children: ComponentChildren;
}

export function BlockHost({ blocks, channel, ts, children }: HostProps) {
  const { api, attempt, tell } = usePage();
  const [chosen, setChosen] = useState<Values>({});
  const latest = useRef<Values>({});
  const [isBusy, setBusy] = useState(false);
  const [question, ask] = useState<Question>();
  const initial = initialValues(blocks);

  const send = async ({ block, element }: Element, value: Json): Promise<void> => {
    setBusy(true);
    tell({ type: 'clicked', channel, ts });
    await attempt(() =>
      api.act({
        channel,
        ts,
        ...value,
        block_id: textOf(block, 'block_id'),
        action_id: textOf(element, 'action_id'),
        type: textOf(element, 'type'),
        state: { values: merge(initial, latest.current) },
      }),
    );
    setBusy(false);
  };
  const press = (at: Element, value: Json): void => {
    const confirm = objectOf(at.element, 'confirm');
    if (confirm === undefined) void send(at, value);
    else ask({ ...toQuestion(confirm), run: () => void send(at, value) });
  };
  const host: Host = {
    isBusy,
    valueOf: ({ block, element }) => {
      const [blockId, actionId] = [textOf(block, 'block_id'), textOf(element, 'action_id')];
      return chosen[blockId]?.[actionId] ?? initial[blockId]?.[actionId];
    },
    choose: (at, value) => {
      const [blockId, actionId] = [textOf(at.block, 'block_id'), textOf(at.element, 'action_id')];
      const kept = merge(latest.current, {
        [blockId]: { [actionId]: { type: textOf(at.element, 'type'), ...value } },
      });
      latest.current = kept;
      setChosen(kept);
      // An input block keeps quiet until a button is pressed, unless it asks for each change.
      if (textOf(at.block, 'type') !== 'input' || at.block['dispatch_action'] === true) press(at, value);
    },
    press,
  };
  return html`<${HostContext.Provider} value=${host}>
    ${children}
    <${Confirm} question=${question} close=${() => ask(undefined)} />
  <//>`;
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
