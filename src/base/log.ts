// The log is for whoever runs Longhand: one JSON line an event, secrets removed before they are written.
import { pino, type Logger } from 'pino';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

const SECRETS = ['token', 'authorization', 'apiKey', 'password', '*.token', '*.authorization', '*.apiKey'];

/** Writes to `file` when given, else to standard error: standard output belongs to what the person asked for. */
export function createLog({ level, file }: { level: string; file?: string }): Log {
  const destination = pino.destination({ dest: file ?? 2, mkdir: true, sync: true });
  return pino(
    {
      level,
      base: null,
      redact: { paths: SECRETS, censor: '[removed]' },
      serializers: { err: toLoggedError },
    },
    destination,
  );
}

/** What went wrong and where; not the connection, request or client that a library hangs on its errors. */
function toLoggedError(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  return {
    type: thrown.name,
    message: thrown.message,
    ...('code' in thrown ? { code: thrown.code } : {}),
    stack: thrown.stack,
    ...(thrown.cause === undefined ? {} : { cause: toLoggedError(thrown.cause) }),
  };
}

export const silentLog: Log = pino({ level: 'silent' });
