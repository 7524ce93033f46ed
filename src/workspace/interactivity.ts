// People use what the app showed: clicks, modals, suggestions, shortcuts and commands go out, its answers come back.
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { findElement, toActed } from './block-action.ts';
import type { Delivery, Transmission } from './delivery.ts';
import type { Grants } from './grants.ts';
import { createModals, type Modals } from './modals.ts';
import { Json, type Message } from './model.ts';
import { blocksOf, toHead, toPlace, type Surface } from './payloads.ts';
import { Refusal } from './refusal.ts';
import { createResponseUrls, type ResponseUrls } from './response-url.ts';
import { createShortcuts, type Shortcuts } from './shortcuts.ts';
import type { ShapeContext } from './shapes.ts';
import { createTriggers, type Trigger } from './triggers.ts';
import { toValues } from './values.ts';
import { createViewTalk, type ViewTalk } from './view-talk.ts';

/** What someone uses: something in a message, or in a modal or App Home. */
export type Place =
  | { readonly channel: string; readonly ts: string; readonly viewId?: undefined }
  | { readonly viewId: string };

export type Click = Place & {
  readonly as: string;
  readonly actionId: string;
  readonly blockId?: string | undefined;
  /** A text, a date, an id, or the value of the option chosen. */
  readonly value?: string | undefined;
  /** The values of the options chosen, where there may be several. */
  readonly values?: readonly string[] | undefined;
  /** Options that the app suggested, whole. */
  readonly options?: readonly Json[] | undefined;
  readonly richText?: unknown;
  /** What stands in the other inputs: block id → action id → value. */
  readonly state?: Json | undefined;
};

export type Search = Place & {
  readonly as: string;
  readonly actionId: string;
  readonly blockId?: string | undefined;
  readonly value: string;
};

export interface Interactivity extends ViewTalk, Shortcuts {
  /** The person who holds the trigger; it is used up by asking. */
  useTrigger(triggerId: string): Trigger;
  rememberEphemeral(message: Message): void;
  click(click: Click): Promise<Transmission>;
  /** Asks the app for the options of an external select. */
  suggest(search: Search): Promise<Json>;
  /** Answers a POST to a response_url. */
  respond: ResponseUrls['respond'];
  readonly modals: Modals;
}

interface InteractivityDeps {
  readonly shape: ShapeContext;
  readonly clock: Clock;
  readonly delivery: Delivery;
  readonly grants: Grants;
  /** Told when the modals of a person are others. */
  readonly modalsChanged: (user: string) => void;
}

const Option = z.object({ text: Json, value: z.string() });
const Suggestions = z.union([
  z.object({ options: z.array(Option).max(100) }),
  z.object({ option_groups: z.array(z.object({ label: Json, options: z.array(Option).max(100) })).max(100) }),
]);

export function createInteractivity(deps: InteractivityDeps): Interactivity {
  const { shape, clock, delivery } = deps;
  const { state } = shape;
  const triggers = createTriggers(clock);
  const responses = createResponseUrls({ shape, clock });
  const modals = createModals(state, deps.modalsChanged);
  const ephemerals = new Map<string, Message>();
  const parts = { ...deps, triggers, responses, modals };

  function surfaceOf(place: Place & { as: string }): Surface {
    if (place.viewId !== undefined) {
      const view = state.view(place.viewId);
      if (view === undefined || view.userId !== place.as) throw new Refusal('view_not_found');
      return { kind: 'view', view };
    }
    const stored = state.message(place.channel, place.ts);
    const message = stored ?? ephemerals.get(`${place.channel} ${place.ts}`);
    if (message === undefined) throw new Refusal('message_not_found');
    if (message.botId !== state.bot.botId) throw new Refusal('not_an_app_message');
    return { kind: 'message', message, isEphemeral: stored === undefined };
  }

  function handlesOf(surface: Surface, user: string): Json {
    if (surface.kind === 'view')
      return {
        trigger_id: triggers.open({
          user,
          viewId: surface.view.type === 'modal' ? surface.view.id : undefined,
        }),
      };
    const { message } = surface;
    return {
      trigger_id: triggers.open({ user, viewId: undefined }),
      response_url: responses.open({ channel: message.channel, user, message }),
    };
  }

  return {
    ...createViewTalk(parts),
    ...createShortcuts(parts),
    modals,
    useTrigger: (id) => triggers.use(id),
    respond: responses.respond,
    rememberEphemeral: (message) => void ephemerals.set(`${message.channel} ${message.ts}`, message),

    async click(click) {
      const surface = surfaceOf(click);
      const blocks = blocksOf(surface);
      const { action, value } = toActed(blocks, click, state.nextTs());
      const values = toValues(blocks, click.state);
      const [blockId, actionId] = [String(action['block_id']), String(action['action_id'])];
      if (value !== undefined) values[blockId] = { ...values[blockId], [actionId]: value };
      const place = toPlace(surface, shape);
      const payload = {
        type: 'block_actions',
        ...toHead(shape, click.as),
        ...(surface.kind === 'view'
          ? { ...place, view: { ...surface.view.body, state: { values } } }
          : place),
        ...(surface.kind === 'message' ? { state: { values } } : {}),
        actions: [action],
        ...handlesOf(surface, click.as),
      };
      return delivery.interactive({ type: 'interactive', payload, isAnswerable: false });
    },

    async suggest(search) {
      const surface = surfaceOf(search);
      const found = findElement(blocksOf(surface), search);
      if (found === undefined || !found.element.type.endsWith('external_select'))
        throw new Refusal('action_not_found');
      const asked = { action_id: search.actionId, block_id: found.blockId, value: search.value };
      const payload = {
        type: 'block_suggestion',
        ...toHead(shape, search.as),
        ...toPlace(surface, shape),
        ...asked,
      };
      const answer = await delivery.interactive({ type: 'interactive', payload, isAnswerable: true });
      if (answer.kind !== 'acknowledged') throw new Refusal('app_did_not_respond');
      const parsed = Suggestions.safeParse(answer.payload);
      if (!parsed.success) throw new Refusal('invalid_options', { detail: z.prettifyError(parsed.error) });
      return parsed.data;
    },
  };
}
