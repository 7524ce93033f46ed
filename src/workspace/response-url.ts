// response_url: five answers in half an hour, which say more, change the message that was used, or remove it.
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/id.ts';
import { contentArgs, toSaid } from './content.ts';
import { flag } from './method.ts';
import type { Message } from './model.ts';
import { Refusal } from './refusal.ts';
import type { ShapeContext } from './shapes.ts';
import type { State } from './state.ts';

export interface ResponsePlace {
  readonly channel: string;
  readonly user: string;
  /** What was used; a slash command has none. */
  readonly message: Message | undefined;
}

interface OpenResponse {
  readonly place: ResponsePlace;
  readonly untilMs: number;
  uses: number;
}

const RESPONSE_USES = 5;
const RESPONSE_MS = 1_800_000;
const Response = z.object({
  ...contentArgs,
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: flag.default(false),
  delete_original: flag.default(false),
  thread_ts: z.string().optional(),
});

export type ResponseUrls = ReturnType<typeof createResponseUrls>;

export function createResponseUrls({ shape, clock }: { shape: ShapeContext; clock: Clock }) {
  const responses = new Map<string, OpenResponse>();
  const nowMs = (): number => clock.now().getTime();

  return {
    open(place: ResponsePlace): string {
      const token = newId();
      responses.set(token, { place, untilMs: nowMs() + RESPONSE_MS, uses: 0 });
      return `${shape.origin()}/response/${token}`;
    },
    /** Answers a POST; throws a Refusal for content that Slack would refuse. */
    respond(token: string, body: unknown): { status: number; body: string } {
      const open = responses.get(token);
      if (open === undefined) return refuse('invalid_url');
      if (open.untilMs < nowMs()) return refuse('expired_url');
      if (open.uses >= RESPONSE_USES) return refuse('used_url');
      open.uses += 1;
      respondTo(open.place, body, shape.state);
      return { status: 200, body: 'ok' };
    },
  };
}

const refuse = (error: string) => ({ status: 404, body: JSON.stringify({ ok: false, error }) });

/** Also what the answer to a slash command does. */
export function respondTo(
  { message: original, channel, user }: ResponsePlace,
  body: unknown,
  state: State,
): void {
  const parsed = Response.safeParse(body);
  if (!parsed.success) throw new Refusal('invalid_payload');
  const response = parsed.data;
  const current = original === undefined ? undefined : state.message(original.channel, original.ts);
  if (response.delete_original) {
    if (current !== undefined) state.commit({ kind: 'message_deleted', previous: current });
    return;
  }
  const said = toSaid(response, state);
  if (response.replace_original && current !== undefined) {
    const message: Message = { ...current, blocks: undefined, ...said };
    state.commit({ kind: 'message_changed', message, previous: current, cause: 'edit' });
    return;
  }
  const author = { user: state.bot.userId, botId: state.bot.botId };
  const threadTs = response.thread_ts;
  const thread = threadTs === undefined ? {} : { threadTs };
  const message: Message = { channel, ts: state.nextTs(), ...author, ...said, ...thread };
  // Without the original on the server, as with ephemeral messages, a replacement is a new ephemeral one.
  const isEphemeral = original !== undefined && current === undefined;
  const isPublic = response.response_type === 'in_channel' && !(isEphemeral && response.replace_original);
  if (isPublic) state.commit({ kind: 'message_posted', message });
  else state.commit({ kind: 'ephemeral_posted', message, to: user });
}
