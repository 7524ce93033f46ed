// The fault of calling a tool with an effect past the ledger.
import { AppError } from '../base/errors.ts';

export function withoutKey(tool: string): AppError {
  return new AppError({
    code: 'tool/effect-without-key',
    message: `${tool} was called without a key in the effect ledger; nothing was done.`,
    hint: 'Run tools with an effect through the ledger, which gives each call its key.',
  });
}
