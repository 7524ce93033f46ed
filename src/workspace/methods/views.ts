// views.* and blocks.validate: modals, App Home, and asking whether blocks would do.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { newId } from '../../base/id.ts';
import { checkBlocks, faultsOf, withBlockIds } from '../block-faults.ts';
import { newBlockId } from '../content.ts';
import { defineMethod, json, type Method, type World } from '../method.ts';
import { Json, type View } from '../model.ts';
import { Refusal } from '../refusal.ts';

const title = z.object({
  type: z.literal('plain_text'),
  text: z.string().min(1).max(24),
  emoji: z.boolean().optional(),
});
const base = {
  blocks: z.unknown(),
  callback_id: z.string().max(255).optional(),
  private_metadata: z.string().max(3000).optional(),
  external_id: z.string().max(255).optional(),
};
const Modal = z.strictObject({
  type: z.literal('modal'),
  title,
  submit: title.optional(),
  close: title.optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
  ...base,
});
const Home = z.strictObject({ type: z.literal('home'), ...base });

export function viewMethods(world: World): Method[] {
  return [open(world, 'views.open'), open(world, 'views.push'), update(world), publish(world), validate()];
}

function open(world: World, name: string): Method {
  return defineMethod({
    name,
    limit: 'tier4',
    args: z.object({
      trigger_id: z.string().optional(),
      interactivity_pointer: z.string().optional(),
      view: json(Modal),
    }),
    run(args) {
      const trigger = args.trigger_id ?? args.interactivity_pointer;
      const user = world.interactivity.useTrigger(trigger ?? '');
      return keep(world, { id: newViewId(), userId: user, body: args.view });
    },
  });
}

function update(world: World): Method {
  return defineMethod({
    name: 'views.update',
    limit: 'tier4',
    args: z.object({ view_id: z.string(), hash: z.string().optional(), view: json(z.union([Modal, Home])) }),
    run(args) {
      const old = world.state.view(args.view_id);
      if (old === undefined) throw new Refusal('not_found');
      if (args.hash !== undefined && args.hash !== old.hash) throw new Refusal('hash_conflict');
      return keep(world, { id: old.id, userId: old.userId, body: args.view });
    },
  });
}

function publish(world: World): Method {
  return defineMethod({
    name: 'views.publish',
    limit: 'tier4',
    args: z.object({ user_id: z.string(), hash: z.string().optional(), view: json(Home) }),
    run(args) {
      if (world.state.person(args.user_id) === undefined) throw new Refusal('user_not_found');
      const old = world.state.homeOf(args.user_id);
      if (args.hash !== undefined && old !== undefined && args.hash !== old.hash)
        throw new Refusal('hash_conflict');
      return keep(world, { id: old?.id ?? newViewId(), userId: args.user_id, body: args.view });
    },
  });
}

const newViewId = (): string => `V${newId().replaceAll('-', '').slice(0, 10).toUpperCase()}`;

interface NewView {
  readonly id: string;
  readonly userId: string;
  readonly body: z.infer<typeof Modal> | z.infer<typeof Home>;
}

function keep({ state }: World, { id, userId, body }: NewView): Json {
  const blocks = withBlockIds(checkBlocks(body.blocks, body.type), newBlockId);
  const hash = `${state.nextTs()}.${createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 8)}`;
  const shown = {
    id,
    team_id: state.team.id,
    app_id: state.bot.appId,
    bot_id: state.bot.botId,
    app_installed_team_id: state.team.id,
    callback_id: '',
    private_metadata: '',
    external_id: '',
    state: { values: {} },
    root_view_id: id,
    previous_view_id: null,
    ...body,
    blocks,
    hash,
  };
  const view: View = { id, hash, userId, type: body.type, body: shown };
  state.commit({ kind: 'view_put', view });
  return { view: shown };
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
      const sent = view?.blocks ?? message?.blocks ?? blocks;
      if (sent === undefined) throw new Refusal('invalid_arguments');
      const faults = faultsOf(sent, view?.type ?? 'message');
      if (faults.length === 0) return {};
      const messages = faults.map((fault) => `[ERROR] ${fault}`);
      throw new Refusal('invalid_blocks', { errors: faults, response_metadata: { messages } });
    },
  });
}
