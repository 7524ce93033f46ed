// The shapes that go to a model and come back, no wider than what every compatible server understands.
import { z } from 'zod';

export const ToolCall = z.object({ id: z.string(), name: z.string(), arguments: z.string() });
export type ToolCall = z.infer<typeof ToolCall>;

/** One response of the model, as it is kept and sent back in the next request. */
export const AssistantTurn = z.object({
  content: z.string(),
  calls: z.array(ToolCall).readonly(),
  /** Some models demand their thinking back, under the name they used for it. */
  reasoning: z.object({ field: z.enum(['reasoning_content', 'reasoning']), text: z.string() }).optional(),
});
export type AssistantTurn = z.infer<typeof AssistantTurn>;

export const Usage = z.object({
  inputTokens: z.number(),
  cachedTokens: z.number(),
  outputTokens: z.number(),
});
export type Usage = z.infer<typeof Usage>;

/** A picture as it goes over the wire. */
export interface ChatImage {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';
  readonly base64: string;
}

export type ChatMessage =
  | { readonly role: 'system'; readonly content: string }
  | { readonly role: 'user'; readonly content: string; readonly images?: readonly ChatImage[] }
  | { readonly role: 'assistant'; readonly turn: AssistantTurn }
  | { readonly role: 'tool'; readonly callId: string; readonly content: string };

export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  /** JSON schema of the input, in the dialect that all servers take. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ModelRequest {
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ToolSpec[];
  /** Requests with the same key begin alike: where the endpoint takes it, they are sent to where the prefix is known. */
  readonly cacheKey?: string;
  /** The task that asks: where many ask with one key, each has its turn. */
  readonly forWhom?: string;
  readonly signal: AbortSignal;
}

/** What asking the model can come to. Each has its own handling; none is an exception. */
export type ModelOutcome =
  | { readonly kind: 'response'; readonly turn: AssistantTurn; readonly usage: Usage | undefined }
  /** Too many requests, an overloaded server, a network that is away: the same question may be asked later. */
  | { readonly kind: 'busy'; readonly reason: string; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'context-too-long'; readonly reason: string }
  /** The model, or a filter before it, will not answer this. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Cut off, empty, or not the protocol: asking again may help. */
  | { readonly kind: 'unusable'; readonly reason: string }
  /** Key, model name, quota or request are wrong: asking again will not help. */
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'aborted' };

export interface Model {
  readonly name: string;
  ask(request: ModelRequest): Promise<ModelOutcome>;
}
