// What a request would have cost: an estimate of its tokens, and of those that a provider would have had in its cache.
import { createHash } from 'node:crypto';
import type { ChatRequest, Reply } from './wire.ts';

export interface UsageWire {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_tokens_details: { readonly cached_tokens: number };
}

/** Prefixes that are remembered; a provider forgets after minutes, we after so many. */
const PREFIXES_KEPT = 4000;

export function createUsageMeter(): (request: ChatRequest, reply: Reply) => UsageWire {
  const seen = new Set<string>();

  return function measure(request, reply) {
    const parts = [
      JSON.stringify(request.tools ?? []),
      ...request.messages.map((message) => JSON.stringify(message)),
    ];
    let prefix = '';
    let prompt = 0;
    let cached = 0;
    let isKnown = true;
    for (const part of parts) {
      prefix = createHash('sha256').update(prefix).update(part).digest('base64');
      const tokens = tokensIn(part);
      prompt += tokens;
      isKnown &&= seen.has(prefix);
      if (isKnown) cached += tokens;
      seen.add(prefix);
    }
    for (const oldest of seen) {
      if (seen.size <= PREFIXES_KEPT) break;
      seen.delete(oldest);
    }
    const completion =
      tokensIn(reply.content) +
      reply.calls.reduce((sum, call) => sum + 4 + tokensIn(call.name + call.arguments), 0);
    return {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
      prompt_tokens_details: { cached_tokens: cached },
    };
  };
}

/** About four Latin characters to a token, and not much more than one Chinese character. */
function tokensIn(text: string): number {
  const wide = text.match(/[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]/g)?.length ?? 0;
  return Math.ceil((text.length - wide) / 4 + wide / 1.4);
}
