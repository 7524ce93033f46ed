// chat.*Stream: an answer that grows while it is read, and that Slack ends after five minutes.
import { z } from 'zod';
import { checkBlocks, withBlockIds } from '../block-faults.ts';
import { newBlockId, toMetadata } from '../content.ts';
import {
  defineMethod,
  json,
  ownMessage,
  stamp,
  writableChannel,
  type Method,
  type World,
} from '../method.ts';
import { Json, type Message } from '../model.ts';
import { Refusal } from '../refusal.ts';
import { rootOf } from './chat.ts';
import { putSession, SessionStatus } from './agents.ts';

const MARKDOWN_CHARS = 12_000;
const STREAM_MS = 300_000;

const Task = z.object({
  type: z.literal('task_update'),
  id: z.string(),
  title: z.string().max(256),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
  details: z.string().max(256).optional(),
  output: z.string().max(256).optional(),
  sources: z.array(z.object({ type: z.literal('url'), url: z.string(), text: z.string() })).optional(),
});
const Chunk = z.discriminatedUnion('type', [
  z.object({ type: z.literal('markdown_text'), text: z.string() }),
  Task,
  z.object({ type: z.literal('plan_update'), title: z.string().max(256) }),
  z.object({ type: z.literal('blocks'), blocks: z.array(Json).max(50) }),
]);
type Chunk = z.infer<typeof Chunk>;

const growth = { markdown_text: z.string().optional(), chunks: json(z.array(Chunk)).optional() };

/** Slack ends a stream five minutes after its start, whatever the app does. */
export function endStreams({ state, clock }: Pick<World, 'state' | 'clock'>, signal: AbortSignal): void {
  const watch = async ({ channel, ts, stream }: Message): Promise<void> => {
    const leftMs = (stream?.startedMs ?? 0) + STREAM_MS - clock.now().getTime();
    if (leftMs > 0) await clock.sleep(leftMs, signal);
    const current = state.message(channel, ts);
    if (signal.aborted || current?.stream?.state !== 'in_progress') return;
    const message: Message = { ...current, stream: { ...current.stream, state: 'completed' } };
    state.commit({ kind: 'message_changed', message, previous: current, cause: 'stream_end' });
  };
  const look = (message: Message): void => {
    if (message.stream?.state === 'in_progress') void watch(message);
  };
  for (const { id } of state.channels()) state.messages(id).forEach(look);
  state.subscribe((change) => {
    if (change.kind === 'message_posted') look(change.message);
  });
}

export function streamMethods(world: World): Method[] {
  return [start(world), append(world), stop(world)];
}

function start(world: World): Method {
  const { state } = world;
  return defineMethod({
    name: 'chat.startStream',
    scopes: ['chat:write'],
    limit: 'tier2',
    args: z.object({
      channel: z.string(),
      thread_ts: stamp.optional(),
      recipient_user_id: z.string().optional(),
      recipient_team_id: z.string().optional(),
      ...growth,
    }),
    run(args) {
      const channel = writableChannel(world, args.channel);
      if (channel.kind !== 'im' && args.recipient_user_id === undefined)
        throw new Refusal('missing_recipient_user_id');
      if (channel.kind !== 'im' && args.recipient_team_id === undefined)
        throw new Refusal('missing_recipient_team_id');
      const threadTs = args.thread_ts === undefined ? undefined : rootOf(world, channel.id, args.thread_ts);
      const empty: Message = {
        channel: channel.id,
        ts: state.nextTs(),
        user: state.bot.userId,
        botId: state.bot.botId,
        text: '',
        ...(threadTs === undefined ? {} : { threadTs }),
        stream: { state: 'in_progress', startedMs: world.clock.now().getTime() },
      };
      const message = grow(empty, args);
      state.commit({ kind: 'message_posted', message });
      if (world.grants.isAgent && threadTs !== undefined)
        putSession(world, { channel: channel.id, threadTs, status: 'processing' });
      return { channel: channel.id, ts: message.ts };
    },
  });
}

function append(world: World): Method {
  return defineMethod({
    name: 'chat.appendStream',
    scopes: ['chat:write'],
    limit: 'tier4',
    args: z.object({ channel: z.string(), ts: stamp, ...growth }),
    run(args) {
      const previous = openStream(world, args);
      const message = grow(previous, args);
      world.state.commit({ kind: 'message_changed', message, previous, cause: 'stream' });
      return { channel: message.channel, ts: message.ts };
    },
  });
}

function stop(world: World): Method {
  return defineMethod({
    name: 'chat.stopStream',
    scopes: ['chat:write'],
    limit: 'tier2',
    args: z.object({
      channel: z.string(),
      ts: stamp,
      ...growth,
      blocks: json(z.unknown()).optional(),
      metadata: json(z.unknown()).optional(),
      session_status: SessionStatus.optional(),
    }),
    run(args) {
      const previous = openStream(world, args);
      const grown = grow(previous, args);
      const added =
        args.blocks === undefined ? [] : withBlockIds(checkBlocks(args.blocks, 'message'), newBlockId);
      const message: Message = {
        ...grown,
        blocks: [...(grown.blocks ?? []), ...added],
        metadata: toMetadata(args.metadata),
        stream: { state: 'completed', startedMs: previous.stream?.startedMs ?? 0 },
      };
      world.state.commit({ kind: 'message_changed', message, previous, cause: 'stream_end' });
      const { channel, threadTs } = message;
      if (world.grants.isAgent && threadTs !== undefined)
        putSession(world, { channel, threadTs, status: args.session_status ?? 'active' });
      return { channel: message.channel, ts: message.ts };
    },
  });
}

/** The stream, if it still runs. */
function openStream(world: World, place: { channel: string; ts: string }): Message {
  const channel = writableChannel(world, place.channel);
  const message = ownMessage(world, {
    channel: channel.id,
    ts: place.ts,
    refusal: 'message_not_owned_by_app',
  });
  if (message.stream?.state === 'stopped_by_user') throw new Refusal('stopped_by_user');
  if (message.stream?.state !== 'in_progress') throw new Refusal('message_not_in_streaming_state');
  return message;
}

function grow(
  message: Message,
  args: { markdown_text?: string | undefined; chunks?: Chunk[] | undefined },
): Message {
  if (args.markdown_text !== undefined && args.markdown_text.length > MARKDOWN_CHARS)
    throw new Refusal('msg_too_long');
  const words: Chunk[] =
    args.markdown_text === undefined ? [] : [{ type: 'markdown_text', text: args.markdown_text }];
  return [...words, ...(args.chunks ?? [])].reduce(addChunk, message);
}

function addChunk(message: Message, chunk: Chunk): Message {
  const blocks = message.blocks ?? [];
  switch (chunk.type) {
    case 'markdown_text':
      return { ...message, text: message.text + chunk.text, blocks: addText(blocks, chunk.text) };
    case 'blocks':
      return {
        ...message,
        blocks: [...blocks, ...withBlockIds(checkBlocks(chunk.blocks, 'message'), newBlockId)],
      };
    case 'plan_update':
      return { ...message, blocks: withPlan(blocks, (plan) => ({ ...plan, title: chunk.title })) };
    case 'task_update':
      return {
        ...message,
        blocks: withPlan(blocks, (plan) => ({ ...plan, tasks: putTask(tasksOf(plan), chunk) })),
      };
  }
}

function addText(blocks: readonly Json[], text: string): Json[] {
  const last = blocks.at(-1);
  if (last?.['type'] !== 'markdown') return [...blocks, { type: 'markdown', block_id: newBlockId(), text }];
  return [...blocks.slice(0, -1), { ...last, text: `${String(last['text'])}${text}` }];
}

function withPlan(blocks: readonly Json[], change: (plan: Json) => Json): Json[] {
  if (blocks.some(({ type }) => type === 'plan'))
    return blocks.map((block) => (block['type'] === 'plan' ? change(block) : block));
  return [...blocks, change({ type: 'plan', block_id: newBlockId(), title: 'Plan', tasks: [] })];
}

function tasksOf(plan: Json): Json[] {
  const parsed = z.array(Json).safeParse(plan['tasks']);
  return parsed.success ? parsed.data : [];
}

function putTask(tasks: readonly Json[], update: z.infer<typeof Task>): Json[] {
  const task = {
    type: 'task_card',
    task_id: update.id,
    title: update.title,
    status: update.status,
    ...(update.details === undefined ? {} : { details: toRich(update.details) }),
    ...(update.output === undefined ? {} : { output: toRich(update.output) }),
    ...(update.sources === undefined ? {} : { sources: update.sources }),
  };
  const isKnown = tasks.some(({ task_id: id }) => id === update.id);
  return isKnown
    ? tasks.map((old) => (old['task_id'] === update.id ? { ...old, ...task } : old))
    : [...tasks, task];
}

const toRich = (text: string): Json => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});
