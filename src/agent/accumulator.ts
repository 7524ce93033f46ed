// Puts a streamed response together from deltas as compatible servers really send them.
import { z } from 'zod';
import type { AssistantTurn, ToolCall, Usage } from './chat.ts';

/** A count that no database could hold is none. */
const Tokens = z.number().int().min(0).max(2_147_483_647);

const UsageChunk = z.object({
  prompt_tokens: Tokens.catch(0),
  completion_tokens: Tokens.catch(0),
  cached_tokens: Tokens.optional().catch(undefined),
  prompt_cache_hit_tokens: Tokens.optional().catch(undefined),
  prompt_tokens_details: z.object({ cached_tokens: Tokens.nullish() }).nullish().catch(undefined),
});

const CallDelta = z.object({
  index: z.number().optional().catch(undefined),
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: z.unknown() }).partial().nullish(),
});

const Chunk = z.object({
  error: z.unknown().optional(),
  usage: UsageChunk.nullish().catch(undefined),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        usage: UsageChunk.nullish().catch(undefined),
        delta: z
          .object({
            content: z.string().nullish(),
            refusal: z.string().nullish(),
            reasoning_content: z.string().nullish(),
            reasoning: z.string().nullish().catch(undefined),
            tool_calls: z.array(CallDelta).nullish(),
          })
          .nullish(),
      }),
    )
    .optional(),
});

interface PartialCall {
  id: string | undefined;
  name: string;
  arguments: string;
  readonly index: number | undefined;
}

export interface Accumulated {
  readonly turn: AssistantTurn;
  readonly usage: Usage | undefined;
  readonly finish: string | undefined;
  readonly refusal: string;
}

export interface Accumulator {
  /** False when the chunk is not of the protocol. */
  add(chunk: unknown): boolean;
  result(): Accumulated;
}

export function createAccumulator(): Accumulator {
  let content = '';
  let refusal = '';
  let reasoning: { field: 'reasoning_content' | 'reasoning'; text: string } | undefined;
  let finish: string | undefined;
  let usage: Usage | undefined;
  const calls: PartialCall[] = [];

  function addReasoning(field: 'reasoning_content' | 'reasoning', text: string): void {
    reasoning = { field: reasoning?.field ?? field, text: (reasoning?.text ?? '') + text };
  }

  function addCall(delta: z.infer<typeof CallDelta>): void {
    const call = findCall(calls, delta);
    const piece = delta.function?.arguments;
    call.id ??= delta.id ?? undefined;
    if (delta.function?.name) call.name += call.name === delta.function.name ? '' : delta.function.name;
    if (typeof piece === 'string') call.arguments += piece;
    // Some servers send the arguments as an object, all at once.
    else if (piece !== undefined && piece !== null) call.arguments = JSON.stringify(piece);
  }

  return {
    add(unread) {
      const parsed = Chunk.safeParse(unread);
      if (!parsed.success || parsed.data.error !== undefined) return false;
      const [choice] = parsed.data.choices ?? [];
      const counted = parsed.data.usage ?? choice?.usage;
      if (counted) usage = toUsage(counted);
      if (choice === undefined) return true;
      if (choice.finish_reason) finish = choice.finish_reason;
      const { delta } = choice;
      if (!delta) return true;
      content += delta.content ?? '';
      refusal += delta.refusal ?? '';
      if (delta.reasoning_content) addReasoning('reasoning_content', delta.reasoning_content);
      else if (delta.reasoning) addReasoning('reasoning', delta.reasoning);
      for (const call of delta.tool_calls ?? []) addCall(call);
      return true;
    },

    result: () => {
      const ids = uniqueIds(calls);
      return {
        turn: {
          content,
          calls: calls.map((call, index): ToolCall => ({
            id: ids[index] ?? '',
            name: call.name,
            arguments: call.arguments === '' ? '{}' : call.arguments,
          })),
          ...(reasoning === undefined ? {} : { reasoning }),
        },
        usage,
        finish,
        refusal,
      };
    },
  };
}

/** A new id opens a new call even on an index that is taken, and a new index even under an id that is. */
function findCall(calls: PartialCall[], delta: z.infer<typeof CallDelta>): PartialCall {
  const { index, id } = delta;
  const found = id
    ? calls.find((call) => call.id === id && (index === undefined || call.index === index))
    : index === undefined
      ? continued(calls, delta)
      : calls.findLast((call) => call.index === index);
  if (found !== undefined) return found;
  const call: PartialCall = { id: id ?? undefined, name: '', arguments: '', index };
  calls.push(call);
  return call;
}

/** Without id and index a piece belongs to the last call, unless that is whole and this one has a name. */
function continued(calls: readonly PartialCall[], delta: z.infer<typeof CallDelta>): PartialCall | undefined {
  const last = calls.at(-1);
  return last !== undefined && delta.function?.name && isJson(last.arguments) ? undefined : last;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Half of the arguments is what is to be expected here.
    return false;
  }
}

/** Names that stay one call's, whatever the server called them. */
function uniqueIds(calls: readonly PartialCall[]): readonly string[] {
  const ids = new Set<string>();
  for (const [index, call] of calls.entries()) {
    let id = call.id ?? `call_${index + 1}`;
    while (ids.has(id)) id = `${id}_${index + 1}`;
    ids.add(id);
  }
  return [...ids];
}

function toUsage(chunk: z.infer<typeof UsageChunk>): Usage {
  return {
    inputTokens: chunk.prompt_tokens,
    outputTokens: chunk.completion_tokens,
    cachedTokens:
      chunk.prompt_tokens_details?.cached_tokens ?? chunk.cached_tokens ?? chunk.prompt_cache_hit_tokens ?? 0,
  };
}
