// views.* and blocks.validate: modals, App Home, and asking whether blocks would do.
import { z } from 'zod';
import { faultsOf } from '../block-faults.ts';
import { defineMethod, json, type Method, type World } from '../method.ts';
import { readView, type ViewBody } from '../modals.ts';
import { Json } from '../model.ts';
import { invalidArguments, Refusal } from '../refusal.ts';

const sent = json(z.unknown());

export function viewMethods(world: World): Method[] {
  return [open(world, 'views.open'), open(world, 'views.push'), update(world), publish(world), validate()];
}

function open(world: World, name: 'views.open' | 'views.push'): Method {
  return defineMethod({
    name,
    limit: 'tier4',
    args: z.object({
      trigger_id: z.string().optional(),
      interactivity_pointer: z.string().optional(),
      view: sent,
    }),
    run(args) {
      const { modals, useTrigger } = world.interactivity;
      const body = readModal(args.view);
      const { user, viewId } = useTrigger(args.trigger_id ?? args.interactivity_pointer ?? '');
      // Only what was used inside a modal can put another one on top of it.
      if (name === 'views.push' && viewId === undefined) throw new Refusal('invalid_trigger_id');
      const view = name === 'views.push' ? modals.push(user, body) : modals.open(user, body);
      return { view: view.body };
    },
  });
}

function readModal(view: unknown): ViewBody {
  const body = readView(view);
  if (body.type !== 'modal')
    throw invalidArguments(['[ERROR] must be one of: modal [json-pointer:/view/type]']);
  return body;
}

function update(world: World): Method {
  return defineMethod({
    name: 'views.update',
    limit: 'tier4',
    args: z.object({
      view_id: z.string().optional(),
      external_id: z.string().optional(),
      hash: z.string().optional(),
      view: sent,
    }),
    run(args) {
      const { state, interactivity } = world;
      if (args.view_id === undefined && args.external_id === undefined)
        throw invalidArguments(['[ERROR] missing required field: view_id']);
      const old =
        args.view_id === undefined
          ? state.viewByExternalId(args.external_id ?? '')
          : state.view(args.view_id);
      const isOpen =
        old?.type === 'home' || interactivity.modals.of(old?.userId ?? '').some(({ id }) => id === old?.id);
      if (old === undefined || !isOpen) throw new Refusal('not_found');
      if (args.hash !== undefined && args.hash !== old.hash) throw new Refusal('hash_conflict');
      const body = readView(args.view);
      if (body.type !== old.type)
        throw invalidArguments([`[ERROR] must be one of: ${old.type} [json-pointer:/view/type]`]);
      return { view: interactivity.modals.update(old, body).body };
    },
  });
}

function publish(world: World): Method {
  return defineMethod({
    name: 'views.publish',
    limit: 'tier4',
    args: z.object({ user_id: z.string(), hash: z.string().optional(), view: sent }),
    run(args) {
      if (world.grants.offer?.hasHome === false) throw new Refusal('not_enabled');
      if (world.state.person(args.user_id) === undefined) throw new Refusal('user_not_found');
      const old = world.state.homeOf(args.user_id);
      if (args.hash !== undefined && old !== undefined && args.hash !== old.hash)
        throw new Refusal('hash_conflict');
      const body = readView(args.view);
      if (body.type !== 'home')
        throw invalidArguments(['[ERROR] must be one of: home [json-pointer:/view/type]']);
      return { view: world.interactivity.modals.put({ user: args.user_id, body, old }).body };
    },
  });
}

function validate(): Method {
  return defineMethod({
    name: 'blocks.validate',
    token: 'none',
    limit: 'tier3',
    args: z.object({
      blocks: json(z.array(Json)).optional(),
      message: json(z.object({ blocks: z.array(Json) })).optional(),
      view: json(z.object({ type: z.enum(['modal', 'home']), blocks: z.array(Json) })).optional(),
    }),
    run({ blocks, message, view }) {
      const asked = view?.blocks ?? message?.blocks ?? blocks;
      if (asked === undefined) throw new Refusal('invalid_arguments');
      const faults = faultsOf(asked, view?.type ?? 'message');
      if (faults.length === 0) return {};
      const messages = faults.map((fault) => `[ERROR] ${fault}`);
      throw new Refusal('invalid_blocks', { errors: faults, response_metadata: { messages } });
    },
  });
}
