// files.*: ask where to send bytes, send them, complete; and what is known of a file.
import { z } from 'zod';
import { toSaid, contentArgs } from '../content.ts';
import {
  count,
  defineMethod,
  json,
  readableChannel,
  stamp,
  writableChannel,
  type Method,
  type World,
} from '../method.ts';
import type { StoredFile } from '../model.ts';
import { Refusal } from '../refusal.ts';
import { sharesOf, toSlackFile } from '../shapes.ts';
import type { State } from '../state.ts';
import { putFile, type Uploads } from '../uploads.ts';
import { rootOf } from './chat.ts';

export function fileMethods(world: World, uploads: Uploads): Method[] {
  return [getUploadUrl(world, uploads), complete(world, uploads), info(world), list(world), remove(world)];
}

function getUploadUrl({ shape }: World, uploads: Uploads): Method {
  return defineMethod({
    name: 'files.getUploadURLExternal',
    scopes: ['files:write'],
    limit: 'tier4',
    args: z.object({ filename: z.string().min(1), length: count.pipe(z.number().min(1)) }),
    run(args) {
      const { ticket, fileId } = uploads.open(args.filename, args.length);
      return { upload_url: `${shape.origin()}/upload/v1/${ticket}`, file_id: fileId };
    },
  });
}

function complete(world: World, uploads: Uploads): Method {
  const { state } = world;
  return defineMethod({
    name: 'files.completeUploadExternal',
    scopes: ['files:write'],
    limit: 'tier4',
    args: z.object({
      files: json(z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1)),
      channel_id: z.string().optional(),
      channels: z.string().optional(),
      thread_ts: stamp.optional(),
      initial_comment: z.string().optional(),
      blocks: contentArgs.blocks,
    }),
    run(args) {
      const named = args.channel_id ?? args.channels;
      const targets = (named ?? '').split(',').filter((id) => id !== '');
      const places = targets.map((id) => {
        const channel = writableChannel(world, id).id;
        return args.thread_ts === undefined
          ? { channel }
          : { channel, threadTs: rootOf(world, channel, args.thread_ts) };
      });
      const comment = { text: args.initial_comment, blocks: args.blocks };
      const isCommented = comment.text !== undefined || comment.blocks !== undefined;
      const said = isCommented ? toSaid(comment, state) : { text: '' };
      const files = args.files.map(({ id, title }): StoredFile => {
        const { name, bytes } = uploads.complete(id);
        return putFile(state, { id, name, title, bytes, user: state.bot.userId });
      });
      for (const place of places) {
        const author = { user: state.bot.userId, botId: state.bot.botId };
        const message = {
          ...place,
          ...author,
          ...said,
          ts: state.nextTs(),
          fileIds: files.map(({ id }) => id),
        };
        state.commit({ kind: 'message_posted', message });
      }
      return { files: files.map(({ id, title }) => ({ id, title })) };
    },
  });
}

function info(world: World): Method {
  return defineMethod({
    name: 'files.info',
    scopes: ['files:read'],
    limit: 'tier4',
    args: z.object({ file: z.string() }),
    run(args) {
      const file = world.state.file(args.file);
      if (file === undefined) throw new Refusal('file_not_found');
      const shared = { ...toSlackFile(file, world.shape), ...sharesOf(file, world.state) };
      return { file: shared, comments: [], response_metadata: { next_cursor: '' } };
    },
  });
}

/** The old way of paging: by number. */
function list(world: World): Method {
  const { state, shape } = world;
  return defineMethod({
    name: 'files.list',
    scopes: ['files:read'],
    limit: 'tier3',
    args: z.object({
      channel: z.string().optional(),
      user: z.string().optional(),
      ts_from: stamp.optional(),
      count: count.pipe(z.number().min(1).max(1_000)).default(100),
      page: count.pipe(z.number().min(1)).default(1),
    }),
    run({ channel: named, user, ts_from: from, count: size, page }) {
      const channel = named === undefined ? undefined : readableChannel(world, named, 'read').id;
      const found = state
        .files()
        .filter(
          (file) =>
            (user === undefined || file.user === user) &&
            (from === undefined || file.createdSeconds >= Math.floor(Number(from))) &&
            (channel === undefined || isIn(file, channel, state)),
        )
        .toSorted((one, other) => other.createdSeconds - one.createdSeconds);
      return {
        files: found.slice((page - 1) * size, page * size).map((file) => toSlackFile(file, shape)),
        paging: { count: size, total: found.length, page, pages: Math.ceil(found.length / size) },
      };
    },
  });
}

function isIn(file: StoredFile, channel: string, state: State): boolean {
  return (
    file.canvas?.channel === channel ||
    state.messages(channel).some(({ fileIds }) => fileIds?.includes(file.id) === true)
  );
}

function remove({ state }: World): Method {
  return defineMethod({
    name: 'files.delete',
    scopes: ['files:write'],
    limit: 'tier3',
    args: z.object({ file: z.string() }),
    run(args) {
      const file = state.file(args.file);
      if (file === undefined) throw new Refusal('file_not_found');
      if (file.user !== state.bot.userId) throw new Refusal('cant_delete_file');
      state.commit({ kind: 'file_deleted', file });
      return {};
    },
  });
}
