// The shape of one Web API method, and how its arguments become values: Slack's clients send words, numbers and JSON as text.
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import type { Grants } from './grants.ts';
import type { Interactivity } from './interactivity.ts';
import type { Channel, Json, Message } from './model.ts';
import { invalidArguments, Refusal } from './refusal.ts';
import type { ShapeContext } from './shapes.ts';
import type { SocketHub } from './socket-mode.ts';
import type { State } from './state.ts';

/** Calls a minute that Slack grants at least: we grant exactly those. `post` is one a second to a channel. */
export type Limit = 'tier1' | 'tier2' | 'tier3' | 'tier4' | 'post' | 'none';

export interface Method {
  readonly name: string;
  readonly token: 'bot' | 'app' | 'none';
  /** Any of these is enough; what depends on the kind of channel is asked for inside. */
  readonly scopes: readonly string[];
  readonly limit: Limit;
  run(args: Json): Json;
}

interface MethodSpec<Args extends z.ZodType> {
  readonly name: string;
  readonly token?: Method['token'];
  readonly scopes?: readonly string[];
  readonly limit: Limit;
  readonly args: Args;
  /** What is answered beside `ok: true`; a Refusal is thrown. */
  run(args: z.output<Args>): Json;
}

export function defineMethod<Args extends z.ZodType>(spec: MethodSpec<Args>): Method {
  return {
    name: spec.name,
    token: spec.token ?? 'bot',
    scopes: spec.scopes ?? [],
    limit: spec.limit,
    run(raw) {
      const parsed = spec.args.safeParse(raw);
      if (!parsed.success) throw invalidArguments(parsed.error.issues.map(toLine));
      return spec.run(parsed.data);
    },
  };
}

function toLine(issue: z.core.$ZodIssue): string {
  const field = issue.path.map(String).join('/');
  const isMissing = issue.code === 'invalid_type' && issue.message.includes('received undefined');
  return isMissing
    ? `[ERROR] missing required field: ${field}`
    : `[ERROR] ${issue.message} [json-pointer:/${field}]`;
}

/** JSON that may come as text. */
export const json = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (typeof value === 'string' ? parseJson(value) : value), schema);

export const flag = z.preprocess(
  (value) =>
    value === 'true' || value === '1' || value === 1
      ? true
      : value === 'false' || value === '0'
        ? false
        : value,
  z.boolean(),
);

export const count = z.preprocess(
  (value) => (typeof value === 'string' && value !== '' ? Number(value) : value),
  z.number().int(),
);

/** A timestamp; some clients send it as a number. */
export const stamp = z.preprocess((value) => (typeof value === 'number' ? String(value) : value), z.string());

/** What Slack says to JSON that it cannot read depends on the method, so it stays text until the schema refuses it. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Everything a method may need. */
export interface World {
  readonly state: State;
  readonly shape: ShapeContext;
  readonly clock: Clock;
  readonly grants: Grants;
  readonly hub: SocketHub;
  readonly interactivity: Interactivity;
}

type Access = 'history' | 'read';
const SCOPE_PREFIX = { channel: 'channels', group: 'groups', im: 'im', mpim: 'mpim' } as const;

/** A channel that the app knows of: private ones it is not in do not exist for it. */
export function findChannel(world: World, id: string): Channel {
  const { state } = world;
  const channel = state.channel(id);
  const isIn = channel?.members.includes(state.bot.userId) === true;
  if (channel === undefined || (channel.kind !== 'channel' && !isIn)) throw new Refusal('channel_not_found');
  return channel;
}

/** A channel that the app may read, with the scope for its kind. */
export function readableChannel(world: World, id: string, access: Access): Channel {
  const channel = findChannel(world, id);
  world.grants.need([`${SCOPE_PREFIX[channel.kind]}:${access}`]);
  if (access === 'history' && !channel.members.includes(world.state.bot.userId))
    throw new Refusal('not_in_channel');
  return channel;
}

/** A channel that the app may write in. */
export function writableChannel(world: World, id: string): Channel {
  const channel = findChannel(world, id);
  if (!channel.members.includes(world.state.bot.userId)) throw new Refusal('not_in_channel');
  if (channel.isArchived === true) throw new Refusal('is_archived');
  return channel;
}

export function ownMessage(world: World, place: { channel: string; ts: string; refusal: string }): Message {
  const message = world.state.message(place.channel, place.ts);
  if (message === undefined || message.subtype === 'tombstone') throw new Refusal('message_not_found');
  if (message.botId !== world.state.bot.botId) throw new Refusal(place.refusal);
  return message;
}
