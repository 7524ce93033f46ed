// What people say: every message event, and mentions where no message event comes.
import type { App } from '@slack/bolt';
import type { Hear } from '../../flow/heard.ts';
import type { Said } from '../../history/message.ts';
import type { Directory } from '../directory.ts';
import type { Identity } from '../identity.ts';
import { toSaid } from '../to-said.ts';

interface MessageDeps {
  readonly self: Identity;
  readonly hear: Hear;
  readonly directory: Directory;
}

/**
 * A mention in a channel that Longhand is in arrives twice, as `message` and as `app_mention`: the same message by
 * (channel, ts), which the history records once.
 */
export function listenForMessages(app: App, { self, hear, directory }: MessageDeps): void {
  async function take(event: unknown): Promise<void> {
    const said = toSaid(event, self);
    if (said === undefined) return;
    await directory.meet(whoAndWhere(said));
    await hear.said(said, 'live');
  }
  app.event('message', ({ event }) => take(event));
  app.event('app_mention', ({ event }) => take(event));
}

function whoAndWhere(said: Said): { channelId: string; personIds: readonly string[] } {
  if (!('message' in said)) return { channelId: said.ref.channelId, personIds: [] };
  const { channelId, author, mentions } = said.message;
  return { channelId, personIds: author.kind === 'person' ? [author.id, ...mentions] : mentions };
}
