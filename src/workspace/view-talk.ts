// A modal is sent or closed: what the person filled in goes out, and the app says what becomes of the modal.
import { z } from 'zod';
import type { Delivery } from './delivery.ts';
import { readView, type Modals } from './modals.ts';
import { Json, type View } from './model.ts';
import { toHead } from './payloads.ts';
import { Refusal } from './refusal.ts';
import type { ResponseUrls } from './response-url.ts';
import type { ShapeContext } from './shapes.ts';
import type { createTriggers } from './triggers.ts';
import { faultsInValues, inputsOf, toValues, type Values } from './values.ts';

export interface ViewTalk {
  /** Answers the errors by which the modal stays open; none when it went through. */
  submit(form: { as: string; viewId: string; values: unknown }): Promise<Readonly<Record<string, string>>>;
  close(closing: { as: string; viewId: string; all?: boolean }): Promise<void>;
}

interface ViewTalkParts {
  readonly shape: ShapeContext;
  readonly delivery: Delivery;
  readonly modals: Modals;
  readonly triggers: ReturnType<typeof createTriggers>;
  readonly responses: ResponseUrls;
}

const ResponseAction = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.enum(['update', 'push']), view: Json }),
  z.object({ response_action: z.literal('clear') }),
]);

export function createViewTalk(parts: ViewTalkParts): ViewTalk {
  const { shape, delivery, modals } = parts;

  function seenBy(as: string, viewId: string): View {
    const top = modals.of(as).at(-1);
    if (top === undefined || top.id !== viewId) throw new Refusal('view_not_found');
    return top;
  }

  return {
    async submit({ as, viewId, values: sent }) {
      const view = seenBy(as, viewId);
      if ((view.body['submit'] ?? null) === null) throw new Refusal('view_not_submittable');
      const blocks = blocksIn(view);
      const values = toValues(blocks, sent);
      const faults = faultsInValues(blocks, values);
      if (Object.keys(faults).length > 0) return faults; // Slack tells these itself; the app hears nothing.
      const payload = {
        type: 'view_submission',
        ...toHead(shape, as),
        trigger_id: parts.triggers.open({ user: as, viewId }),
        view: { ...view.body, state: { values } },
        response_urls: toResponseUrls({ blocks, values, user: as }, parts.responses),
      };
      const answer = await delivery.interactive({ type: 'interactive', payload, isAnswerable: true });
      if (answer.kind !== 'acknowledged') throw new Refusal('app_did_not_respond');
      return carryOut(answer.payload, { view, modals });
    },

    async close({ as, viewId, all }) {
      const view = seenBy(as, viewId);
      const isCleared = all === true || view.body['clear_on_close'] === true;
      const gone = modals.close(as, { all: isCleared });
      const told = gone.filter(({ body }) => body['notify_on_close'] === true).toReversed();
      const tell = (body: Json) => {
        const payload = { type: 'view_closed', ...toHead(shape, as), view: body, is_cleared: isCleared };
        return delivery.interactive({ type: 'interactive', payload, isAnswerable: false });
      };
      await Promise.all(told.map(({ body }) => tell(body)));
    },
  };
}

/** An answer without a response_action closes the modal that was sent. */
function carryOut(
  answer: unknown,
  { view, modals }: { view: View; modals: Modals },
): Readonly<Record<string, string>> {
  const isPlain = Json.safeParse(answer).data?.['response_action'] === undefined;
  if (isPlain) {
    modals.close(view.userId);
    return {};
  }
  const parsed = ResponseAction.safeParse(answer);
  if (!parsed.success)
    throw new Refusal('invalid_response_action', { detail: z.prettifyError(parsed.error) });
  const { data } = parsed;
  switch (data.response_action) {
    case 'errors':
      return knownErrors(data.errors, view);
    case 'update':
      modals.update(view, readView(data.view));
      return {};
    case 'push':
      modals.push(view.userId, readView(data.view));
      return {};
    case 'clear':
      modals.close(view.userId, { all: true });
      return {};
  }
}

/** Errors for blocks that are not there show nowhere at Slack; a stand-in says so. */
function knownErrors(errors: Readonly<Record<string, string>>, view: View): Readonly<Record<string, string>> {
  const inputs = blocksIn(view).filter(({ type }) => type === 'input');
  const unknown = Object.keys(errors).filter((id) => !inputs.some((block) => block['block_id'] === id));
  if (unknown.length === 0) return errors;
  throw new Refusal('invalid_response_action', {
    detail: `No input block has the block_id ${unknown.join(', ')}.`,
  });
}

const blocksIn = ({ body }: View): readonly Json[] => z.array(Json).parse(body['blocks']);

/** For conversation selects that ask for it: where the app may answer after the modal is gone. */
function toResponseUrls(
  { blocks, values, user }: { blocks: readonly Json[]; values: Values; user: string },
  responses: ResponseUrls,
): Json[] {
  return inputsOf(blocks).flatMap(({ blockId, element }) => {
    const held = values[blockId]?.[element.action_id];
    const channel = held?.['selected_conversation'] ?? held?.['selected_channel'];
    if (element['response_url_enabled'] !== true || typeof channel !== 'string') return [];
    const url = responses.open({ channel, user, message: undefined });
    return [{ block_id: blockId, action_id: element.action_id, channel_id: channel, response_url: url }];
  });
}
