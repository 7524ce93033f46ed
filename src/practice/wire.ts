// The edge of the practice model: a Chat Completions request becomes known here, or is answered with what is wrong.
import { z } from 'zod';

const Part = z.looseObject({ type: z.string(), text: z.string().optional() });
const Content = z.union([z.string(), z.array(Part), z.null()]).optional();

const ToolCallWire = z.looseObject({
  id: z.string().min(1),
  type: z.literal('function').optional(),
  function: z.looseObject({ name: z.string().min(1), arguments: z.string() }),
});

const MessageWire = z.discriminatedUnion('role', [
  z.looseObject({ role: z.literal('system'), content: Content }),
  z.looseObject({ role: z.literal('developer'), content: Content }),
  z.looseObject({ role: z.literal('user'), content: Content }),
  z.looseObject({
    role: z.literal('assistant'),
    content: Content,
    tool_calls: z.array(ToolCallWire).nullish(),
  }),
  z.looseObject({ role: z.literal('tool'), content: Content, tool_call_id: z.string().min(1) }),
]);

const ToolWire = z.looseObject({
  type: z.literal('function'),
  function: z.looseObject({
    name: z.string().regex(/^[\w-]{1,64}$/),
    description: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  }),
});

const ToolChoice = z.union([
  z.enum(['none', 'auto', 'required']),
  z.looseObject({ type: z.literal('function'), function: z.looseObject({ name: z.string() }) }),
]);

/** What a server of this protocol must be sent; fields we do not know pass unread. */
export const ChatRequest = z
  .looseObject({
    model: z.string().min(1),
    messages: z.array(MessageWire).min(1),
    tools: z.array(ToolWire).nullish(),
    tool_choice: ToolChoice.nullish(),
    stream: z.boolean().nullish(),
    stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  })
  .superRefine((request, context) => {
    const fault = unpaired(request.messages);
    if (fault !== undefined) context.addIssue({ code: 'custom', path: ['messages'], message: fault });
  });

export type ChatRequest = z.infer<typeof ChatRequest>;
export type ChatMessage = z.infer<typeof MessageWire>;

export interface ReplyCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** What the practice model says to one request. */
export interface Reply {
  readonly content: string;
  readonly calls: readonly ReplyCall[];
}

export function textOf(message: ChatMessage): string {
  const { content } = message;
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => part.text ?? '').join('');
}

/** OpenAI's rule: every tool call is answered right behind it, and nothing answers a call that was not made. */
function unpaired(messages: readonly ChatMessage[]): string | undefined {
  let open = new Set<string>();
  for (const message of messages) {
    if (message.role === 'tool') {
      if (!open.delete(message.tool_call_id))
        return `The tool message for "${message.tool_call_id}" answers no open tool call.`;
      continue;
    }
    if (open.size > 0) break;
    if (message.role === 'assistant') open = new Set((message.tool_calls ?? []).map((call) => call.id));
  }
  if (open.size === 0) return undefined;
  return `An assistant message with 'tool_calls' must be followed by tool messages for each: missing ${[...open].join(', ')}.`;
}

export interface ErrorBody {
  readonly error: { message: string; type: string; param: string | null; code: string | null };
}

export function errorBody(message: string, code: string | null, param: string | null = null): ErrorBody {
  return { error: { message, type: 'invalid_request_error', param, code } };
}
