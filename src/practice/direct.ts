// A request that is no task of Longhand's: another client, or a check whether this server takes tools and streams.
import { z } from 'zod';
import { introduction } from './goals/other.ts';
import { languageOf, tongueOf } from './tongue.ts';
import { textOf, type ChatRequest, type Reply } from './wire.ts';

const Schema = z.looseObject({
  type: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  enum: z.array(z.unknown()).optional(),
});

export function replyDirectly(request: ChatRequest): Reply {
  const asked = request.messages.findLast(({ role }) => role === 'user');
  const text = asked === undefined ? '' : textOf(asked);
  const called = toolToCall(request, text);
  if (called !== undefined) return { content: '', calls: [called] };
  const exact =
    /^(?:please )?(?:say|answer|reply)(?: with| only| just)* (?:the word )?["'“]?(\w{1,20})["'”]?[.!]?$/i.exec(
      text.trim(),
    )?.[1];
  const last = request.messages.at(-1);
  if (last?.role === 'tool')
    return { content: textOf(last) === '' ? 'OK' : textOf(last).slice(0, 500), calls: [] };
  return { content: exact ?? introduction(tongueOf(languageOf(text))), calls: [] };
}

/** Only when it is demanded, or named by the person: there is no other reason to call a tool we know nothing of. */
function toolToCall(request: ChatRequest, text: string): Reply['calls'][number] | undefined {
  const { tool_choice: choice } = request;
  const tools = request.tools ?? [];
  if (choice === 'none' || request.messages.at(-1)?.role === 'tool') return undefined;
  const demanded = typeof choice === 'object' && choice !== null ? choice.function.name : undefined;
  const tool =
    tools.find(({ function: { name } }) => name === demanded) ??
    tools.find(({ function: { name } }) => /\b(?:call|use|run)\b/i.test(text) && text.includes(name)) ??
    (choice === 'required' ||
    (tools.length === 1 && /\b(?:call|use) (?:the|this|that|your) (?:tool|function)\b/i.test(text))
      ? tools[0]
      : undefined);
  if (tool === undefined) return undefined;
  return {
    id: `call_direct_${request.messages.length}`,
    name: tool.function.name,
    arguments: JSON.stringify(leastInput(tool.function.parameters)),
  };
}

/** The smallest input that the schema takes, as far as it is simple. */
function leastInput(schema: unknown): unknown {
  const { data } = Schema.safeParse(schema ?? {});
  if (data === undefined) return {};
  if (data.enum?.[0] !== undefined) return data.enum[0];
  switch (data.type) {
    case 'string':
      return 'ok';
    case 'number':
    case 'integer':
      return 1;
    case 'boolean':
      return true;
    case 'array':
      return [];
    case undefined:
    default:
      return Object.fromEntries(
        (data.required ?? []).map((name) => [name, leastInput(data.properties?.[name])]),
      );
  }
}
