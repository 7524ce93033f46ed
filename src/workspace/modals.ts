// The modals that people have open: a stack for each, three high at most, and the App Home beside it.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { newId } from '../base/id.ts';
import { withActionIds } from './block-action.ts';
import { faultsOf, withBlockIds } from './block-faults.ts';
import { newBlockId } from './content.ts';
import { Json, type View } from './model.ts';
import { invalidArguments, Refusal } from './refusal.ts';
import type { State } from './state.ts';
import { inputsOf } from './values.ts';

const title = z.object({
  type: z.literal('plain_text'),
  text: z.string().min(1).max(24),
  emoji: z.boolean().optional(),
});
const base = {
  blocks: z.array(Json).max(100),
  callback_id: z.string().max(255).optional(),
  private_metadata: z.string().max(3000).optional(),
  external_id: z.string().max(255).optional(),
};
const Modal = z.strictObject({
  type: z.literal('modal'),
  title,
  submit: title.nullish(),
  close: title.nullish(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
  ...base,
});
const Home = z.strictObject({ type: z.literal('home'), ...base });
const AnyView = z.discriminatedUnion('type', [Modal, Home]);
export type ViewBody = z.infer<typeof AnyView>;

const MOST_IN_STACK = 3;
const VIEW_CHARS = 250_000;

export type Modals = ReturnType<typeof createModals>;

interface Placing {
  readonly user: string;
  readonly body: ViewBody;
  /** The view it takes the place of. */
  readonly old?: View | undefined;
  readonly previous?: View | undefined;
}

export function createModals(state: State, changed: (user: string) => void) {
  const stacks = new Map<string, readonly string[]>();
  const stackOf = (user: string): readonly View[] =>
    (stacks.get(user) ?? []).flatMap((id) => state.view(id) ?? []);

  function put({ user, body, old, previous }: Placing): View {
    checkView(body);
    const known = state.viewByExternalId(body.external_id ?? '');
    if (known !== undefined && known.id !== old?.id) throw new Refusal('duplicate_external_id');
    const id = old?.id ?? newViewId();
    const shown = toShown(state, { id, body, old, previous });
    const view: View = { id, hash: String(shown['hash']), userId: user, type: body.type, body: shown };
    state.commit({ kind: 'view_put', view });
    return view;
  }

  function set(user: string, views: readonly View[]): void {
    stacks.set(
      user,
      views.map(({ id }) => id),
    );
    changed(user);
  }

  return {
    /** The lowest first. */
    of: stackOf,
    put,
    open(user: string, body: ViewBody): View {
      const view = put({ user, body });
      set(user, [view]);
      return view;
    },
    push(user: string, body: ViewBody): View {
      const stack = stackOf(user);
      if (stack.length >= MOST_IN_STACK) throw new Refusal('push_limit_reached');
      const view = put({ user, body, previous: stack.at(-1) });
      set(user, [...stack, view]);
      return view;
    },
    update(old: View, body: ViewBody): View {
      const view = put({ user: old.userId, body, old });
      if (view.type === 'modal') changed(old.userId);
      return view;
    },
    /** The one that is seen goes; with `all`, the whole stack. Answers what went, the lowest first. */
    close(user: string, options: { all?: boolean } = {}): readonly View[] {
      const stack = stackOf(user);
      const stays = options.all === true ? [] : stack.slice(0, -1);
      set(user, stays);
      return stack.slice(stays.length);
    },
  };
}

/** A view that came from outside, or Slack's refusal of it. */
export function readView(sent: unknown): ViewBody {
  const parsed = AnyView.safeParse(sent);
  if (parsed.success) return parsed.data;
  throw invalidArguments(
    parsed.error.issues.map(
      ({ path, message }) => `[ERROR] ${message} [json-pointer:/view/${path.join('/')}]`,
    ),
  );
}

function checkView(body: ViewBody): void {
  const faults = faultsOf(body.blocks, body.type).map((fault) =>
    fault.replace('[json-pointer:/blocks', '[json-pointer:/view/blocks'),
  );
  const hasInput = body.blocks.some(({ type }) => type === 'input');
  if (body.type === 'modal' && hasInput && (body.submit ?? null) === null)
    faults.push('missing required field: submit [json-pointer:/view]');
  if (faults.length > 0) throw invalidArguments(faults.map((fault) => `[ERROR] ${fault}`));
  // Blocks without an id get one of their own each.
  const places = inputsOf(withBlockIds(body.blocks, newBlockId)).map(
    ({ blockId, element }) => `${blockId} ${element.action_id}`,
  );
  if (new Set(places).size < places.length)
    throw invalidArguments(['[ERROR] action_id must be unique in a block']);
  if (JSON.stringify(body).length > VIEW_CHARS) throw new Refusal('view_too_large');
}

interface Shown {
  readonly id: string;
  readonly body: ViewBody;
  readonly old: View | undefined;
  readonly previous: View | undefined;
}

function toShown({ team, bot, nextTs }: State, { id, body, old, previous }: Shown): Json {
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 8);
  const isModal = body.type === 'modal';
  return {
    id,
    team_id: team.id,
    app_id: bot.appId,
    bot_id: bot.botId,
    app_installed_team_id: team.id,
    callback_id: '',
    private_metadata: '',
    external_id: '',
    state: { values: {} },
    root_view_id: old?.body['root_view_id'] ?? previous?.body['root_view_id'] ?? id,
    previous_view_id: old?.body['previous_view_id'] ?? previous?.id ?? null,
    ...(isModal ? { close: null, submit: null, clear_on_close: false, notify_on_close: false } : {}),
    ...body,
    blocks: withActionIds(withBlockIds(body.blocks, newBlockId), newBlockId),
    hash: `${nextTs()}.${digest}`,
  };
}

const newViewId = (): string => `V${newId().replaceAll('-', '').slice(0, 10).toUpperCase()}`;
