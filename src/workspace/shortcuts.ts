// Shortcuts and slash commands: what people start the app with, beside talking to it.
import { z } from 'zod';
import type { Delivery, Transmission } from './delivery.ts';
import type { Grants } from './grants.ts';
import type { Message } from './model.ts';
import { namesIn } from './names.ts';
import { channelName, toHead } from './payloads.ts';
import { Refusal } from './refusal.ts';
import { respondTo, type ResponseUrls } from './response-url.ts';
import { toSlackMessage, type ShapeContext } from './shapes.ts';
import { toSlackText } from './text.ts';
import type { createTriggers } from './triggers.ts';

export interface Shortcuts {
  /** With a message, a shortcut on it. */
  shortcut(use: { as: string; callbackId: string; message?: Message | undefined }): Promise<Transmission>;
  command(use: { as: string; channel: string; text: string }): Promise<Transmission>;
}

interface ShortcutParts {
  readonly shape: ShapeContext;
  readonly delivery: Delivery;
  readonly grants: Grants;
  readonly triggers: ReturnType<typeof createTriggers>;
  readonly responses: ResponseUrls;
}

const Answer = z.looseObject({ text: z.string().optional(), blocks: z.unknown().optional() });

export function createShortcuts(parts: ShortcutParts): Shortcuts {
  const { shape, delivery, grants, triggers, responses } = parts;
  const { state } = shape;

  return {
    async shortcut({ as, callbackId, message }) {
      const type = message === undefined ? 'global' : 'message';
      const offered = grants.offer?.shortcuts.some(
        (shortcut) => shortcut.callback_id === callbackId && shortcut.type === type,
      );
      if (offered === false) throw new Refusal('shortcut_not_found');
      const common = {
        ...toHead(shape, as),
        callback_id: callbackId,
        action_ts: state.nextTs(),
        trigger_id: triggers.open({ user: as, viewId: undefined }),
      };
      const payload =
        message === undefined
          ? { type: 'shortcut', ...common }
          : {
              type: 'message_action',
              ...common,
              channel: { id: message.channel, name: channelName(message.channel, shape) },
              message_ts: message.ts,
              message: toSlackMessage(message, shape),
              response_url: responses.open({ channel: message.channel, user: as, message }),
            };
      return delivery.interactive({ type: 'interactive', payload, isAnswerable: false });
    },

    async command({ as, channel, text: typed }) {
      const [, name = '', words = ''] = /^(\/\S+)\s*([^]*)$/.exec(typed.trim()) ?? [];
      const offered = grants.offer?.commands.find(({ command }) => command === name);
      if (name === '' || (grants.offer !== undefined && offered === undefined))
        throw new Refusal('unknown_command', { command: name });
      const text = offered?.should_escape === true ? toSlackText(words, namesIn(state)) : words;
      const person = state.person(as);
      const payload = {
        token: 'workspace-verification-token',
        team_id: state.team.id,
        team_domain: state.team.domain,
        channel_id: channel,
        channel_name: channelName(channel, shape),
        user_id: as,
        user_name: person?.name,
        command: name,
        text,
        api_app_id: state.bot.appId,
        is_enterprise_install: 'false',
        response_url: responses.open({ channel, user: as, message: undefined }),
        trigger_id: triggers.open({ user: as, viewId: undefined }),
      };
      const sent = await delivery.interactive({ type: 'slash_commands', payload, isAnswerable: true });
      if (sent.kind === 'acknowledged') answer(sent.payload, { channel, user: as });
      return sent;
    },
  };

  /** What came with the acknowledgement is said, to the person alone unless the app wants otherwise. */
  function answer(payload: unknown, place: { channel: string; user: string }): void {
    const body = typeof payload === 'string' ? { text: payload } : payload;
    const parsed = Answer.safeParse(body);
    const isSaid = parsed.success && ((parsed.data.text ?? '') !== '' || parsed.data.blocks !== undefined);
    if (isSaid) respondTo({ ...place, message: undefined }, parsed.data, state);
  }
}
