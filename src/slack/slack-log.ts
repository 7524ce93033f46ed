// Slack's libraries write to our log, without the bodies of what they send.
import { LogLevel, type Logger } from '@slack/bolt';
import type { Log } from '../base/log.ts';

export function toBoltLogger(log: Log): Logger {
  const words = (parts: readonly unknown[]) =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    debug: () => undefined, // Whole messages and headers: not for a file.
    info: (...parts) => log.debug(words(parts)),
    warn: (...parts) => log.warn(words(parts)),
    error: (...parts) => log.warn(words(parts)),
    getLevel: () => LogLevel.INFO,
    setLevel: () => undefined,
    setName: () => undefined,
  };
}
