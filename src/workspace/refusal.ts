// How Slack says no: thrown inside a method, answered as `{ok: false, error}`.
import type { Json } from './model.ts';

export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** Slack's own name of the error. */
  readonly error: string;
  readonly details: Json;

  constructor(error: string, details: Json = {}) {
    super(error);
    this.error = error;
    this.details = details;
  }
}

/** Slack's general answer to arguments that do not fit, with a line for each. */
export function invalidArguments(messages: readonly string[]): Refusal {
  return new Refusal('invalid_arguments', { response_metadata: { messages } });
}
