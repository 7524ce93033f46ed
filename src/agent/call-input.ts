// What the model wrote as the input of a call, before any schema has read it.
import type { ToolCall } from './chat.ts';

/** Undefined when it is not JSON: one more thing that the schema refuses, with words the model can use. */
export function readInput({ arguments: text }: Pick<ToolCall, 'arguments'>): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
