// What happens in the workspace, told to every open page that may see it, as server-sent events.
import type { ServerResponse } from 'node:http';
import type { Clock } from '../base/clock.ts';
import type { Grants } from './grants.ts';
import type { Change, Message } from './model.ts';
import { toPageChannel, toPageSession, toSlackMessage, type ShapeContext } from './shapes.ts';

const HEARTBEAT_MS = 15_000;

interface Listener {
  readonly as: string;
  readonly response: ServerResponse;
}

type Told = {
  readonly channel?: string;
  readonly to?: string;
  readonly data: Readonly<Record<string, unknown>>;
};

interface StreamDeps {
  readonly shape: ShapeContext;
  readonly grants: Grants;
  readonly clock: Clock;
}

export function createPageStream({ shape, grants, clock }: StreamDeps) {
  const { state } = shape;
  const listeners = new Set<Listener>();

  function tell({ channel: channelId, to, data }: Told): void {
    const channel = channelId === undefined ? undefined : state.channel(channelId);
    for (const { as, response } of listeners) {
      const isHidden = channel !== undefined && channel.kind !== 'channel' && !channel.members.includes(as);
      if (isHidden || (to !== undefined && to !== as)) continue;
      const seen = channel !== undefined && data['type'] === 'channel_changed' ? seenBy(channel, as) : {};
      response.write(`data: ${JSON.stringify({ ...data, ...seen })}\n\n`);
    }
  }

  const seenBy = (channel: Parameters<typeof toPageChannel>[0], as: string) => ({
    channel: toPageChannel(channel, { bot: state.bot.userId, me: as }),
  });

  function tellMessage(type: 'message_posted' | 'message_changed', message: Message): void {
    tell({
      channel: message.channel,
      data: { type, channel: message.channel, message: toSlackMessage(message, shape) },
    });
  }

  /** A thread's root shows how many replies it has and whose. */
  function tellRootOf({ channel, threadTs, ts }: Message): void {
    const root = threadTs === undefined || threadTs === ts ? undefined : state.message(channel, threadTs);
    if (root !== undefined) tellMessage('message_changed', root);
  }

  const unsubscribe = state.subscribe((change) => tellChange(change));

  function tellChange(change: Change): void {
    switch (change.kind) {
      case 'message_posted':
      case 'message_changed':
        tellMessage(change.kind, change.message);
        if (change.kind === 'message_posted') tellRootOf(change.message);
        return;
      case 'message_deleted': {
        const { channel, ts } = change.previous;
        tell({ channel, data: { type: 'message_deleted', channel, ts } });
        return tellRootOf(change.previous);
      }
      case 'ephemeral_posted': {
        const message = { ...toSlackMessage(change.message, shape), is_ephemeral: true };
        const { channel } = change.message;
        return tell({ channel, to: change.to, data: { type: 'message_posted', channel, message } });
      }
      case 'channel_changed':
      case 'member_joined':
      case 'member_left':
        return tell({ channel: change.channel.id, data: { type: 'channel_changed' } });
      case 'session_changed': {
        const session = toPageSession(change.session, grants.hasEvent('agent_session_stopped'));
        return tell({ channel: session.channel, data: { type: 'session_changed', ...session } });
      }
      case 'view_put':
        return tell({ to: change.view.userId, data: { type: 'view_changed', view: change.view.body } });
      case 'reaction_added':
      case 'reaction_removed':
      case 'person_put':
      case 'file_put':
      case 'session_stopped':
      case 'home_opened':
      case 'event_pending':
      case 'event_settled':
        return; // Shown by the change of the message or session they come with, or not at all.
    }
  }

  // A proxy or a sleeping laptop drops a silent stream without telling either side.
  const stopHeartbeat = clock.every(HEARTBEAT_MS, () => {
    for (const { response } of listeners) response.write(': alive\n\n');
  });

  return {
    open(response: ServerResponse, as: string): void {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
      response.write(
        `retry: 1000\ndata: ${JSON.stringify({ type: 'clock_changed', now: clock.now().toISOString() })}\n\n`,
      );
      const listener = { as, response };
      listeners.add(listener);
      response.on('close', () => listeners.delete(listener));
    },
    close(): void {
      unsubscribe();
      stopHeartbeat();
      for (const { response } of listeners) response.end();
    },
  };
}
