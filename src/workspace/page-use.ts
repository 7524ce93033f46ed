// How people use the app from the page: elements, modals, App Home, shortcuts, commands and custom steps.
import { z } from 'zod';
import type { Transmission } from './delivery.ts';
import type { Place } from './interactivity.ts';
import { Json } from './model.ts';
import { doing, done, message, place, viewer, type PageParts, type Route } from './page-route.ts';
import { Refusal } from './refusal.ts';
import { toPageView } from './shapes.ts';
import { toWish } from './values.ts';

const surface = {
  ...viewer,
  channel: z.string().optional(),
  ts: z.string().optional(),
  view_id: z.string().optional(),
};
const element = { ...surface, block_id: z.string().optional(), action_id: z.string() };
/** Whatever the element holds comes in Slack's own field of it. */
const Action = z.looseObject({ ...element, state: Json.optional() });
const ViewForm = z.discriminatedUnion('kind', [
  z.object({ ...viewer, kind: z.literal('submit'), view_id: z.string(), values: Json.default({}) }),
  z.object({ ...viewer, kind: z.literal('close'), view_id: z.string(), clear: z.boolean().optional() }),
]);

export function useRoutes(parts: PageParts): Readonly<Record<string, Route>> {
  const { act } = parts;
  const openHome = doing(
    parts,
    z.object({ ...viewer, tab: z.enum(['home', 'messages']).default('home') }),
    ({ as, tab }) => {
      act.openHome({ as, tab });
      const view = parts.shape.state.homeOf(as);
      return view === undefined ? {} : { view: toPageView(view) };
    },
  );
  return {
    'POST home': openHome,
    'POST open-home': openHome,
    'POST action': doing(
      parts,
      Action,
      async ({ as, action_id: actionId, block_id: blockId, state, ...asked }) =>
        heard(await act.click({ as, ...toPlace(asked), actionId, blockId, state, ...toWish(asked) })),
    ),
    'POST options': doing(
      parts,
      z.object({ ...element, value: z.string() }),
      async ({ as, action_id: actionId, block_id: blockId, value, ...asked }) =>
        act.suggest({ as, ...toPlace(asked), actionId, blockId, value }),
    ),
    'POST view': doing(parts, ViewForm, async (form) => {
      if (form.kind === 'close') {
        const all = form.clear === undefined ? {} : { all: form.clear };
        return done(await act.closeView({ as: form.as, viewId: form.view_id, ...all }));
      }
      const errors = await act.submitView({ as: form.as, viewId: form.view_id, values: form.values });
      return Object.keys(errors).length === 0 ? {} : { errors };
    }),
    'POST shortcut': doing(
      parts,
      z.object({
        ...viewer,
        callback_id: z.string(),
        channel: message.channel.optional(),
        ts: message.ts.optional(),
      }),
      async ({ as, callback_id: callbackId, channel, ts }) => {
        const target = channel === undefined || ts === undefined ? {} : { channel, ts };
        return heard(await act.shortcut({ as, callbackId, ...target }));
      },
    ),
    'POST command': doing(parts, z.object({ ...place, text: z.string() }), async (asked) =>
      heard(await act.command(asked)),
    ),
    'POST function': doing(
      parts,
      z.object({ ...viewer, callback_id: z.string(), inputs: Json.default({}) }),
      ({ as, callback_id: callbackId, inputs }) => ({ execution: act.runStep({ as, callbackId, inputs }) }),
    ),
  };
}

interface NamedPlace {
  readonly channel?: string | undefined;
  readonly ts?: string | undefined;
  readonly view_id?: string | undefined;
}

function toPlace({ channel, ts, view_id: viewId }: NamedPlace): Place {
  if (viewId !== undefined) return { viewId };
  if (channel === undefined || ts === undefined) throw new Refusal('message_not_found');
  return { channel, ts };
}

/** The person sees when the app does not answer, as Slack shows its warning triangle. */
function heard({ kind }: Transmission): Json {
  if (kind !== 'acknowledged') throw new Refusal('app_did_not_respond');
  return {};
}
