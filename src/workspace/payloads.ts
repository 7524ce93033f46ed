// What every interactive payload says: who, in which workspace, for which app, and where.
import type { Json, Message, View } from './model.ts';
import { toSlackMessage, type ShapeContext } from './shapes.ts';

/** Where something was used: a message that is kept, one that only its reader has, or a view. */
export type Surface =
  | { readonly kind: 'message'; readonly message: Message; readonly isEphemeral: boolean }
  | { readonly kind: 'view'; readonly view: View };

export function toHead({ state }: ShapeContext, user: string): Json {
  const person = state.person(user);
  const { id, domain } = state.team;
  return {
    user: { id: user, username: person?.name, name: person?.name, team_id: id },
    api_app_id: state.bot.appId,
    token: 'workspace-verification-token',
    team: { id, domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

export function toPlace(surface: Surface, shape: ShapeContext): Json {
  if (surface.kind === 'view') {
    const { view } = surface;
    return { container: { type: 'view', view_id: view.id }, view: view.body };
  }
  const { message, isEphemeral } = surface;
  const thread = message.threadTs === undefined ? {} : { thread_ts: message.threadTs };
  const where = { message_ts: message.ts, channel_id: message.channel, is_ephemeral: isEphemeral };
  return {
    container: { type: 'message', ...where, ...thread },
    channel: { id: message.channel, name: channelName(message.channel, shape) },
    message: toSlackMessage(message, shape),
  };
}

/** Slack names public channels alone. */
export function channelName(id: string, { state }: ShapeContext): string | undefined {
  const channel = state.channel(id);
  switch (channel?.kind) {
    case 'im':
      return 'directmessage';
    case 'group':
    case 'mpim':
      return 'privategroup';
    case 'channel':
      return channel.name;
    case undefined:
      return undefined;
  }
}

export const blocksOf = (surface: Surface): readonly Json[] => {
  const blocks: unknown = surface.kind === 'message' ? surface.message.blocks : surface.view.body['blocks'];
  return Array.isArray(blocks) ? blocks : [];
};
