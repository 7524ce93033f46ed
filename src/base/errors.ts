// What went wrong, said so that a person knows what to do next.

interface AppErrorParts {
  /** Stable and unique, `area/what`; each has a section in docs/reference/errors.md. */
  readonly code: string;
  /** What happened and what was kept, one sentence. */
  readonly message: string;
  /** What to do next, one sentence. */
  readonly hint: string;
  readonly cause?: unknown;
}

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: string;
  readonly hint: string;

  constructor({ code, message, hint, cause }: AppErrorParts) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
  }
}

/** The error's own words, whatever was thrown. For logs and for text that goes back to a model. */
export function toReason(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause instanceof Error && !thrown.message.includes(thrown.cause.message)
    ? `${thrown.message}: ${thrown.cause.message}`
    : thrown.message;
}
