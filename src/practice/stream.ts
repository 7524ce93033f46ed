// A reply in the shapes of the protocol: whole, or in the pieces of a stream.
import type { UsageWire } from './usage.ts';
import type { Reply } from './wire.ts';

interface Head {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

interface Told {
  readonly reply: Reply;
  readonly head: Head;
  /** Undefined when it was not asked for. */
  readonly usage: UsageWire | undefined;
}

/** The arguments of a call come in pieces of so many characters. */
const ARGUMENT_CHARS = 40;

export function toCompletion(head: Head, reply: Reply, usage: UsageWire): object {
  const message = {
    role: 'assistant',
    content: reply.content === '' && reply.calls.length > 0 ? null : reply.content,
    ...(reply.calls.length === 0
      ? {}
      : {
          tool_calls: reply.calls.map(({ id, name, arguments: input }) => ({
            id,
            type: 'function',
            function: { name, arguments: input },
          })),
        }),
  };
  return {
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message, finish_reason: endOf(reply), logprobs: null }],
    usage,
  };
}

export function* piecesOf({ reply, head, usage }: Told): Generator<object> {
  const chunk = (delta: object, finish: string | null = null): object => ({
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: finish, logprobs: null }],
    ...(usage === undefined ? {} : { usage: null }),
  });
  yield chunk({ role: 'assistant', content: '' });
  for (const words of wordsOf(reply.content)) yield chunk({ content: words });
  for (const [index, call] of reply.calls.entries()) {
    yield chunk({
      tool_calls: [{ index, id: call.id, type: 'function', function: { name: call.name, arguments: '' } }],
    });
    for (let at = 0; at < call.arguments.length; at += ARGUMENT_CHARS)
      yield chunk({
        tool_calls: [{ index, function: { arguments: call.arguments.slice(at, at + ARGUMENT_CHARS) } }],
      });
  }
  yield chunk({}, endOf(reply));
  if (usage !== undefined) yield { ...head, object: 'chat.completion.chunk', choices: [], usage };
}

/** A few words each; Chinese, which has no spaces, a few characters. */
function wordsOf(text: string): readonly string[] {
  return text.match(/(?:[^\s\u3000-\u9fff]*[\u3000-\u9fff]{1,4}|\s*\S+\s+\S+\s+\S+|\s*\S+|\s+)/gu) ?? [];
}

function endOf(reply: Reply): string {
  return reply.calls.length > 0 ? 'tool_calls' : 'stop';
}
