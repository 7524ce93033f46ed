// Who reacted to what: a part of the history, from which nothing follows.
import type { App } from '@slack/bolt';
import type { Hear } from '../../flow/heard.ts';
import type { Directory } from '../directory.ts';
import type { Identity } from '../identity.ts';
import { toReacted } from '../to-reacted.ts';

interface ReactionDeps {
  readonly self: Identity;
  readonly hear: Hear;
  readonly directory: Directory;
}

export function listenForReactions(app: App, { self, hear, directory }: ReactionDeps): void {
  async function take(event: unknown): Promise<void> {
    const reacted = toReacted(event, self);
    if (reacted === undefined) return;
    const { channelId } = reacted.ref;
    await directory.meet({ channelId, personIds: reacted.kind === 'reacted' ? [reacted.personId] : [] });
    await hear.said(reacted, 'live');
  }
  app.event('reaction_added', ({ event }) => take(event));
  app.event('reaction_removed', ({ event }) => take(event));
}
