// A model that says what it is told to, true or not: it looks, fills the form as its lie wants it, and insists.
import type { ChatMessage, Model, ModelRequest, ToolCall } from '../../src/agent/chat.ts';
import { SUBMIT_INTAKE, type Intake } from '../../src/agent/intake.ts';

/** What a form can refer to: the calls that were made, and the messages that they showed. */
export interface Seen {
  /** The ids of the look-ups so far. */
  readonly looked: readonly string[];
  /** The ts of the newest message with these words; a ts of nothing when there is none. */
  messageWith(words: string): string;
  /** The message of the goal. */
  readonly goal: string;
}

export interface Liar {
  /** Its first call, instead of reading the channel. */
  readonly opensWith?: { readonly tool: string; readonly input: unknown };
  /** What it calls as soon as its form was accepted. */
  readonly thenCalls?: { readonly tool: string; readonly input: unknown };
  /** What it submits, however often it is given back: a form, or words that are none. */
  form(seen: Seen): Intake | string;
}

const NOTHING = '1.000000';

export function lyingModel({
  opensWith = { tool: 'read_history', input: { limit: 50 } },
  thenCalls,
  form,
}: Liar): Model {
  let calls = 0;
  const call = (name: string, input: unknown): ToolCall => ({
    id: `call_${(calls += 1)}`,
    name,
    arguments: typeof input === 'string' ? input : JSON.stringify(input),
  });
  return {
    name: 'liar',
    ask: async ({ messages }: ModelRequest) => {
      const seen = toSeen(messages);
      const last = messages.at(-1);
      const isAgreed = last?.role === 'tool' && last.content.startsWith('ACCEPTED');
      const next =
        seen.looked.length === 0
          ? call(opensWith.tool, opensWith.input)
          : isAgreed && thenCalls !== undefined
            ? call(thenCalls.tool, thenCalls.input)
            : call(SUBMIT_INTAKE, form(seen));
      return { kind: 'response', turn: { content: '', calls: [next] }, usage: undefined };
    },
  };
}

function toSeen(messages: readonly ChatMessage[]): Seen {
  const shown = messages.flatMap((message) =>
    message.role === 'user' || message.role === 'tool' ? [message.content] : [],
  );
  const lines = shown.flatMap((text) => text.split('\n'));
  const looked = messages.flatMap((message) =>
    message.role === 'assistant'
      ? message.turn.calls.filter(({ name }) => name !== SUBMIT_INTAKE).map(({ id }) => id)
      : [],
  );
  return {
    looked,
    messageWith: (words) => tsIn(lines.findLast((line) => line.startsWith('[m:') && line.includes(words))),
    goal: tsIn(lines.find((line) => line.startsWith('Task '))),
  };
}

function tsIn(line: string | undefined): string {
  return /\[m:([\d.]+)\]/u.exec(line ?? '')?.[1] ?? NOTHING;
}
