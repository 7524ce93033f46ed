// Buttons and forms of a handoff: who did what to which, as it was shown to them; whether it counts is decided in flow/.
import type { App } from '@slack/bolt';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { HandoffAnswer } from '../../flow/handoff/answer-handoff.ts';
import type { Hear } from '../../flow/heard.ts';
import { drawForm, FIELD, HANDOFF_FORM, type HandoffForm } from '../blocks/handoff-form.ts';
import { isAtHome, type Home } from '../home.ts';
import { fromHandoffId, HANDOFF_ACTION } from '../blocks/handoff-ids.ts';
import { handoffWords } from '../blocks/handoff-words.ts';

const Click = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  /** Absent in App Home. */
  channel: z.object({ id: z.string() }).optional(),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }).optional(),
  container: z.object({ message_ts: z.string().optional() }).optional(),
  actions: z.tuple(
    [z.object({ action_id: z.string(), block_id: z.string(), action_ts: z.string() })],
    z.unknown(),
  ),
});
const Submitted = z.object({
  user: z.object({ id: z.string() }),
  view: z.object({
    id: z.string(),
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({
      values: z.object({
        [FIELD.words]: z.object({ [FIELD.words]: z.object({ value: z.string().nullish() }) }),
        [FIELD.due]: z
          .object({ [FIELD.due]: z.object({ selected_date_time: z.number().nullish() }) })
          .optional(),
      }),
    }),
  }),
});

/** What a press says at once; the others open a form first. */
const AT_ONCE = {
  [HANDOFF_ACTION.accept]: 'accepted',
  [HANDOFF_ACTION.takeBack]: 'taken-back',
  [HANDOFF_ACTION.agree]: 'agreed',
  [HANDOFF_ACTION.insist]: 'insisted',
  [HANDOFF_ACTION.confirm]: 'confirmed',
} as const;
const WITH_FORM = {
  [HANDOFF_ACTION.decline]: 'decline',
  [HANDOFF_ACTION.counter]: 'counter',
  [HANDOFF_ACTION.return]: 'return',
} as const;
const OF_FORM = { decline: 'declined', counter: 'countered', return: 'returned' } as const;

export function listenForHandoffs(
  app: App,
  { client, hear, home }: { client: WebClient; hear: Hear; home: Home },
): void {
  for (const [action_id, event] of Object.entries(AT_ONCE)) {
    app.action({ type: 'block_actions', action_id }, async ({ body, ack }) => {
      const answer = toAnswer(body, event);
      // Kept before it is acknowledged: when it cannot be kept, Slack shows the person that the click failed.
      if (answer !== undefined) await hear.handoffAnswered(answer);
      await ack();
      if (answer !== undefined && isAtHome(body)) await home.show(answer.personId);
    });
  }
  for (const [action_id, form] of Object.entries(WITH_FORM)) {
    app.action({ type: 'block_actions', action_id }, async ({ body, ack }) => {
      await openForm(body, form);
      await ack();
    });
  }
  app.view({ type: 'view_submission', callback_id: HANDOFF_FORM }, async ({ body, ack }) => {
    const answer = toFormAnswer(body);
    if (answer !== undefined) await hear.handoffAnswered(answer);
    await ack();
    // A form does not know where it was opened.
    if (answer !== undefined) await home.show(answer.personId);
  });

  async function openForm(body: unknown, form: HandoffForm): Promise<void> {
    const click = Click.safeParse(body);
    const place = click.success ? fromHandoffId(click.data.actions[0].block_id) : undefined;
    if (!click.success || place === undefined) return;
    const { trigger_id, user, channel, message } = click.data;
    try {
      await client.views.open({ trigger_id, view: drawForm(form, place) });
    } catch (error) {
      if (!(error instanceof WebAPIPlatformError)) throw error;
      // Slack's own sign says only that something failed.
      const words = handoffWords(place.language);
      const text = words.late(words.sayInstead[form]);
      const thread = message === undefined ? {} : { thread_ts: message.thread_ts ?? message.ts };
      if (channel === undefined) await client.apiCall('chat.postMessage', { channel: user.id, text });
      else await client.chat.postEphemeral({ channel: channel.id, user: user.id, text, ...thread });
    }
  }
}

function toAnswer(body: unknown, event: HandoffAnswer['event']): HandoffAnswer | undefined {
  const click = Click.safeParse(body);
  if (!click.success) return undefined;
  const { user, container, actions } = click.data;
  const [{ block_id: blockId, action_ts: at }] = actions;
  const place = fromHandoffId(blockId);
  if (place === undefined) return undefined;
  const key = ['click', container?.message_ts ?? '', at, user.id].join(':');
  return { handoffId: place.handoffId, personId: user.id, key, event, words: '', stamp: place.stamp };
}

function toFormAnswer(body: unknown): HandoffAnswer | undefined {
  const submitted = Submitted.safeParse(body);
  if (!submitted.success) return undefined;
  const { user, view } = submitted.data;
  const form = z.enum(['decline', 'counter', 'return']).safeParse(HANDOFF_FORM.exec(view.callback_id)?.[1]);
  const place = fromHandoffId(view.private_metadata);
  if (!form.success || place === undefined) return undefined;
  const { values } = view.state;
  const seconds = values[FIELD.due]?.[FIELD.due].selected_date_time ?? undefined;
  return {
    handoffId: place.handoffId,
    personId: user.id,
    key: `form:${view.id}`,
    event: OF_FORM[form.data],
    words: (values[FIELD.words][FIELD.words].value ?? '').trim(),
    ...(seconds === undefined ? {} : { dueAt: new Date(seconds * 1000) }),
    stamp: place.stamp,
  };
}
