// People act on what the app showed: block_actions out, and the two ways back, trigger_id and response_url.
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/id.ts';
import { toActed, type Acted } from './block-action.ts';
import type { Delivery, Transmission } from './delivery.ts';
import { Json, type Message } from './model.ts';
import { Refusal } from './refusal.ts';
import { respondTo, type ResponsePlace } from './response-url.ts';
import { toSlackMessage, type ShapeContext } from './shapes.ts';

const TRIGGER_MS = 3000;
const RESPONSE_USES = 5;
const RESPONSE_MS = 1_800_000;

export interface Click {
  readonly as: string;
  readonly channel: string;
  readonly ts: string;
  readonly actionId: string;
  readonly blockId?: string | undefined;
  /** A text, or the value of the option chosen. */
  readonly value?: string | undefined;
  /** The values of the options chosen, where there may be several. */
  readonly values?: readonly string[] | undefined;
  /** What stands in the message's other inputs: block id → action id → value. */
  readonly state?: Json | undefined;
}

export interface Interactivity {
  /** The person who holds the trigger; it is used up by asking. */
  useTrigger(triggerId: string): string;
  rememberEphemeral(message: Message): void;
  click(click: Click): Promise<Transmission>;
  /** Answers a POST to a response_url. */
  respond(token: string, body: unknown): { status: number; body: string };
}

interface Trigger {
  readonly user: string;
  readonly untilMs: number;
  isUsed: boolean;
}

interface OpenResponse {
  readonly place: ResponsePlace;
  readonly untilMs: number;
  uses: number;
}

interface InteractivityDeps {
  readonly shape: ShapeContext;
  readonly clock: Clock;
  readonly delivery: Delivery;
}

export function createInteractivity({ shape, clock, delivery }: InteractivityDeps): Interactivity {
  const { state } = shape;
  const triggers = new Map<string, Trigger>();
  const responses = new Map<string, OpenResponse>();
  const ephemerals = new Map<string, Message>();
  const nowMs = (): number => clock.now().getTime();

  function openTrigger(user: string): string {
    const id = `${nowMs()}.${newId()}`;
    triggers.set(id, { user, untilMs: nowMs() + TRIGGER_MS, isUsed: false });
    return id;
  }

  function openResponseUrl(place: ResponsePlace): string {
    const token = newId();
    responses.set(token, { place, untilMs: nowMs() + RESPONSE_MS, uses: 0 });
    return `${shape.origin()}/response/${token}`;
  }

  return {
    useTrigger(triggerId) {
      const trigger = triggers.get(triggerId);
      if (trigger === undefined) throw new Refusal('invalid_trigger_id');
      if (trigger.isUsed) throw new Refusal('exchanged_trigger_id');
      if (trigger.untilMs < nowMs()) throw new Refusal('expired_trigger_id');
      trigger.isUsed = true;
      return trigger.user;
    },

    rememberEphemeral: (message) => void ephemerals.set(`${message.channel} ${message.ts}`, message),

    async click(click) {
      const stored = state.message(click.channel, click.ts);
      const message = stored ?? ephemerals.get(`${click.channel} ${click.ts}`);
      if (message === undefined) throw new Refusal('message_not_found');
      if (message.botId !== state.bot.botId) throw new Refusal('not_an_app_message');
      const acted = toActed(message.blocks ?? [], click, state.nextTs());
      const isEphemeral = stored === undefined;
      const place = { message, user: click.as, isEphemeral };
      const handles = { trigger_id: openTrigger(click.as), response_url: openResponseUrl(place) };
      const payload = { ...toPayload({ shape, click, message, acted }), ...handles };
      return delivery.interactive({ type: 'interactive', payload, accepts_response_payload: false });
    },

    respond(token, body) {
      const open = responses.get(token);
      if (open === undefined) return refuse('invalid_url');
      if (open.untilMs < nowMs()) return refuse('expired_url');
      if (open.uses >= RESPONSE_USES) return refuse('used_url');
      open.uses += 1;
      respondTo(open.place, body, state);
      return { status: 200, body: 'ok' };
    },
  };
}

const refuse = (error: string) => ({ status: 404, body: JSON.stringify({ ok: false, error }) });

interface PayloadParts {
  readonly shape: ShapeContext;
  readonly click: Click;
  readonly message: Message;
  readonly acted: Acted;
}

function toPayload({ shape, click, message, acted }: PayloadParts): Json {
  const { state } = shape;
  const person = state.person(click.as);
  const channel = state.channel(click.channel);
  const { id, domain } = state.team;
  const thread = message.threadTs === undefined ? {} : { thread_ts: message.threadTs };
  const isEphemeral = state.message(message.channel, message.ts) === undefined;
  const container = {
    type: 'message',
    message_ts: message.ts,
    channel_id: message.channel,
    is_ephemeral: isEphemeral,
  };
  const name =
    channel?.kind === 'im' ? 'directmessage' : channel?.kind === 'group' ? 'privategroup' : channel?.name;
  return {
    type: 'block_actions',
    user: { id: click.as, username: person?.name, name: person?.name, team_id: id },
    api_app_id: state.bot.appId,
    token: 'workspace-verification-token',
    container: { ...container, ...thread },
    team: { id, domain },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: message.channel, name },
    message: toSlackMessage(message, shape),
    state: { values: mergeValues(click.state, acted) },
    actions: [acted.action],
  };
}

const Values = z.record(z.string(), Json);

function mergeValues(sent: Json | undefined, { action, value }: Acted): Json {
  const parsed = Values.safeParse(sent);
  const values = parsed.success ? parsed.data : {};
  if (value === undefined) return values;
  const blockId = String(action['block_id']);
  return { ...values, [blockId]: { ...values[blockId], [String(action['action_id'])]: value } };
}
