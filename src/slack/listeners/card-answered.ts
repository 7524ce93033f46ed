// A click on a card: what was chosen, by whom; whether it counts is decided in flow/.
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { CardAnswer, Hear } from '../../flow/heard.ts';
import { ACTION, fromBlockId } from '../blocks/card-ids.ts';
import type { Identity } from '../identity.ts';

const Label = z.object({ text: z.string() });
const Click = z.object({
  user: z.object({ id: z.string() }),
  container: z.object({ message_ts: z.string().optional() }).optional(),
  actions: z.tuple(
    [
      z.object({
        action_id: z.string(),
        block_id: z.string(),
        action_ts: z.string(),
        text: Label.optional(),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string(), text: Label }).nullish(),
      }),
    ],
    z.unknown(),
  ),
});

export function listenForCards(app: App, { self, hear }: { self: Identity; hear: Hear }): void {
  const ids = [
    ACTION.option,
    ACTION.select,
    ACTION.defaults,
    ACTION.override,
    ACTION.instead,
    ACTION.lift,
    ACTION.go,
    ACTION.consult,
  ];
  for (const action_id of ids) {
    app.action({ type: 'block_actions', action_id }, async ({ body, ack }) => {
      const answer = toAnswer(body, self);
      // Kept before it is acknowledged: when it cannot be kept, Slack shows the person that the click failed.
      if (answer !== undefined) await hear.answered(answer);
      await ack();
    });
  }
}

function toAnswer(body: unknown, self: Identity): CardAnswer | undefined {
  const click = Click.safeParse(body);
  if (!click.success) return undefined;
  const { user, container, actions } = click.data;
  const [action] = actions;
  const place = fromBlockId(action.block_id);
  const choice = toChoice(action, place?.questionId);
  if (place === undefined || choice === undefined) return undefined;
  return {
    teamId: self.teamId,
    taskId: place.taskId,
    cardId: place.cardId,
    personId: user.id,
    key: ['click', container?.message_ts ?? '', action.action_ts, user.id].join(':'),
    choice,
  };
}

type Action = z.infer<typeof Click>['actions'][0];

function toChoice(action: Action, questionId: string | undefined): CardAnswer['choice'] | undefined {
  if (action.action_id === ACTION.defaults) return { kind: 'defaults' };
  if (action.action_id === ACTION.override) return { kind: 'override' };
  if (action.action_id === ACTION.instead) return { kind: 'instead' };
  if (action.action_id === ACTION.lift) return { kind: 'lift' };
  if (action.action_id === ACTION.go) return { kind: 'go' };
  if (ACTION.consult.test(action.action_id))
    return action.value === undefined ? undefined : { kind: 'consult', of: action.value };
  const value = action.selected_option?.value ?? action.value;
  const label = action.selected_option?.text.text ?? action.text?.text;
  if (questionId === undefined || value === undefined) return undefined;
  return { kind: 'option', questionId, value, label: label ?? value };
}
