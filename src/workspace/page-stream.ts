// What happens in the workspace, told to every open page that may see it, as server-sent events.
import type { ServerResponse } from 'node:http';
import type { Clock } from '../base/clock.ts';
import type { Grants } from './grants.ts';
import type { Change, Json, Message, Prompts } from './model.ts';
import {
  toPageChannel,
  toPagePerson,
  toPageSession,
  toPageView,
  toSlackMessage,
  type ShapeContext,
} from './shapes.ts';

const HEARTBEAT_MS = 15_000;

interface Listener {
  readonly as: string;
  readonly response: ServerResponse;
}

interface Told {
  /** Only who may see this channel is told. */
  readonly channel?: string;
  /** Only this person is told. */
  readonly to?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

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
      const isChannel = channel !== undefined && data['type'] === 'channel_changed';
      const seen = isChannel ? { channel: toPageChannel(channel, { bot: state.bot.userId, me: as }) } : {};
      response.write(`data: ${JSON.stringify({ ...data, ...seen })}\n\n`);
    }
  }

  const unsubscribe = state.subscribe((change) => {
    for (const told of toTold(change, { shape, grants })) tell(told);
  });
  // A proxy or a sleeping laptop drops a silent stream without telling either side.
  const stopHeartbeat = clock.every(HEARTBEAT_MS, () => {
    for (const { response } of listeners) response.write(': alive\n\n');
  });

  return {
    /** Tells a person, and nobody else. */
    tellPerson: (to: string, data: Json): void => tell({ to, data }),
    /** Tells everyone what time it is now. */
    tellTime: (): void => tell({ data: { type: 'clock_changed', now: clock.now().toISOString() } }),
    open(response: ServerResponse, as: string): void {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
      const hello = { type: 'clock_changed', now: clock.now().toISOString() };
      response.write(`retry: 1000\ndata: ${JSON.stringify(hello)}\n\n`);
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

type Eyes = Pick<StreamDeps, 'shape' | 'grants'>;

/** What a page is told of a change, most of all what it shows differently now. */
function toTold(change: Change, { shape, grants }: Eyes): Told[] {
  switch (change.kind) {
    case 'message_posted':
      return [toMessageTold(change.kind, change.message, shape), ...toRootTold(change.message, shape)];
    case 'message_changed':
      return [toMessageTold(change.kind, change.message, shape)];
    case 'message_deleted': {
      const { channel, ts } = change.previous;
      return [
        { channel, data: { type: 'message_deleted', channel, ts } },
        ...toRootTold(change.previous, shape),
      ];
    }
    case 'ephemeral_posted': {
      const { data, channel = '' } = toMessageTold('message_posted', change.message, shape);
      const message = { ...toSlackMessage(change.message, shape), is_ephemeral: true };
      return [{ channel, to: change.to, data: { ...data, message } }];
    }
    case 'channel_changed':
    case 'channel_renamed':
    case 'channel_created':
    case 'channel_archived':
    case 'channel_unarchived':
    case 'member_joined':
    case 'member_left':
      return [{ channel: change.channel.id, data: { type: 'channel_changed' } }];
    case 'session_changed': {
      const session = toPageSession(change.session, grants.hasEvent('agent_session_stopped'));
      return [{ channel: session.channel, data: { type: 'session_changed', ...session } }];
    }
    case 'person_changed':
      return [{ data: { type: 'person_changed', person: toPagePerson(change.person, shape.state.nowMs()) } }];
    case 'prompts_set':
      return [toPromptsTold(change.prompts)];
    case 'file_deleted':
      return toFileTold(change.file.id, shape);
    case 'view_put':
      if (change.view.type === 'modal') return []; // Told by its stack.
      return [{ to: change.view.userId, data: { type: 'view_changed', view: toPageView(change.view) } }];
    case 'reaction_added':
    case 'reaction_removed':
    case 'person_put':
    case 'user_group_put':
    case 'file_put':
    case 'execution_put':
    case 'execution_started':
    case 'scheduled':
    case 'unscheduled':
    case 'tokens_revoked':
    case 'app_uninstalled':
    case 'session_stopped':
    case 'home_opened':
    case 'event_pending':
    case 'event_settled':
      return []; // Shown by the change of the message or session they come with, or not at all.
  }
}

function toPromptsTold({ channel, threadTs, ...said }: Prompts): Told {
  const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
  return { channel, data: { type: 'prompts_changed', channel, ...thread, ...said } };
}

/** Messages show that a file of theirs is gone. */
function toFileTold(fileId: string, shape: ShapeContext): Told[] {
  const { state } = shape;
  return state
    .channels()
    .flatMap(({ id }) => state.messages(id))
    .filter((message) => message.fileIds?.includes(fileId) === true)
    .map((message) => toMessageTold('message_changed', message, shape));
}

function toMessageTold(
  type: 'message_posted' | 'message_changed',
  message: Message,
  shape: ShapeContext,
): Told {
  const { channel } = message;
  return { channel, data: { type, channel, message: toSlackMessage(message, shape) } };
}

/** A thread's root shows how many replies it has and whose. */
function toRootTold({ channel, threadTs, ts }: Message, shape: ShapeContext): Told[] {
  const root = threadTs === undefined || threadTs === ts ? undefined : shape.state.message(channel, threadTs);
  return root === undefined ? [] : [toMessageTold('message_changed', root, shape)];
}
