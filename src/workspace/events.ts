// Which change is told to the app as which event, and in which envelope.
import { randomBytes } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { Delivery } from './delivery.ts';
import type { Grants } from './grants.ts';
import { hears, type Ears } from './ears.ts';
import { toFunctionEvent } from './executions.ts';
import { toChangedEvents, toDeleted, toPostedEvents } from './message-events.ts';
import type { Change, Json } from './model.ts';
import { toLifeEvents, toMembershipEvents, toRenameEvents } from './place-events.ts';
import type { ShapeContext } from './shapes.ts';
import { toChangedUser } from './user-shape.ts';

interface EventDeps {
  readonly shape: ShapeContext;
  readonly grants: Grants;
  readonly delivery: Delivery;
  readonly clock: Clock;
}

/** Tells the app of every change that it is subscribed to and may see. */
export function publishEvents({ shape, grants, delivery, clock }: EventDeps): void {
  const { state } = shape;
  state.subscribe((change) => {
    for (const event of toEvents(change, { shape, grants })) delivery.publish(toPayload(event));
  });

  function toPayload(event: Json): Json & { event_id: string } {
    const { team, bot } = state;
    return {
      token: 'workspace-verification-token',
      team_id: team.id,
      context_team_id: team.id,
      context_enterprise_id: null,
      api_app_id: bot.appId,
      event,
      type: 'event_callback',
      event_id: `Ev${randomBytes(6).toString('hex').toUpperCase()}`,
      event_time: Math.floor(clock.now().getTime() / 1000),
      authorizations: [
        {
          enterprise_id: null,
          team_id: team.id,
          user_id: bot.userId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
      event_context: `4-${randomBytes(9).toString('base64url')}`,
    };
  }
}

function toEvents(change: Change, ears: Ears): Json[] {
  const { state } = ears.shape;
  switch (change.kind) {
    case 'message_posted':
      return toPostedEvents(change.message, ears);
    case 'message_changed':
      return toChangedEvents(change, ears);
    case 'message_deleted':
      return hears(change.previous.channel, ears) ? [toDeleted(change.previous, ears)] : [];
    case 'reaction_added':
    case 'reaction_removed': {
      const { message, name, user } = change;
      if (!ears.grants.hasEvent(change.kind) || !hears(message.channel, ears, { anyEvent: true })) return [];
      const item = { type: 'message', channel: message.channel, ts: message.ts };
      return [
        { type: change.kind, user, reaction: name, item, item_user: message.user, event_ts: state.nextTs() },
      ];
    }
    case 'member_joined':
    case 'member_left':
      return toMembershipEvents(change, ears);
    case 'channel_renamed':
      return toRenameEvents(change.channel, ears);
    case 'person_changed': {
      if (!ears.grants.hasEvent('user_change')) return [];
      const eventTs = state.nextTs();
      const user = toChangedUser(change.person, state);
      return [{ type: 'user_change', user, cache_ts: Math.floor(Number(eventTs)), event_ts: eventTs }];
    }
    case 'session_stopped': {
      if (!ears.grants.hasEvent('agent_session_stopped')) return [];
      const { channel, threadTs } = change.session;
      const place = { channel, user: change.user, thread_ts: threadTs };
      return [
        {
          type: 'agent_session_stopped',
          ...place,
          streaming_message_ts: change.streams,
          event_ts: state.nextTs(),
        },
      ];
    }
    case 'home_opened': {
      if (!ears.grants.hasEvent('app_home_opened')) return [];
      const { user, channel, tab, view } = change;
      const shown = view === undefined || tab === 'messages' ? {} : { view: view.body };
      return [{ type: 'app_home_opened', user, channel, tab, ...shown, event_ts: state.nextTs() }];
    }
    case 'channel_created':
    case 'channel_archived':
    case 'channel_unarchived':
      return toLifeEvents(change, ears);
    case 'file_deleted':
      if (!ears.grants.hasEvent('file_deleted')) return [];
      return [{ type: 'file_deleted', file_id: change.file.id, event_ts: state.nextTs() }];
    case 'execution_started':
      if (!ears.grants.hasEvent('function_executed')) return [];
      return [toFunctionEvent(change.execution, { state, grants: ears.grants })];
    case 'tokens_revoked':
      if (!ears.grants.hasEvent('tokens_revoked')) return [];
      return [{ type: 'tokens_revoked', tokens: { oauth: [], bot: [state.bot.userId] } }];
    case 'app_uninstalled':
      if (!ears.grants.hasEvent('app_uninstalled')) return [];
      return [{ type: 'app_uninstalled' }];
    case 'channel_changed':
    case 'ephemeral_posted':
    case 'person_put':
    case 'user_group_put':
    case 'file_put':
    case 'execution_put':
    case 'prompts_set':
    case 'scheduled':
    case 'unscheduled':
    case 'session_changed':
    case 'view_put':
    case 'event_pending':
    case 'event_settled':
      return [];
  }
}
