// What people say and do to places, as the page asks for it.
import { z } from 'zod';
import { doing, done, message, place, viewer, viewerOf, type PageParts, type Route } from './page-route.ts';
import { toSlackFile } from './shapes.ts';

const Post = z.object({
  ...place,
  thread_ts: z.string().optional(),
  text: z.string(),
  files: z.array(z.string()).optional(),
  broadcast: z.boolean().optional(),
});

export function writeRoutes(parts: PageParts): Readonly<Record<string, Route>> {
  const { act } = parts;
  return {
    ...placeRoutes(parts),
    'POST post': doing(parts, Post, ({ thread_ts: threadTs, files, broadcast, ...said }) => ({
      ts: act.post({
        ...said,
        ...(threadTs === undefined ? {} : { threadTs }),
        ...(files === undefined ? {} : { files }),
        ...(broadcast === undefined ? {} : { broadcast }),
      }),
    })),
    'POST edit': doing(parts, z.object({ ...message, text: z.string() }), (asked) => done(act.edit(asked))),
    'POST delete': doing(parts, z.object(message), (asked) => done(act.remove(asked))),
    'POST react': doing(
      parts,
      z.object({ ...message, name: z.string(), remove: z.boolean().default(false) }),
      (asked) => done(act.react(asked)),
    ),
    'POST status': doing(
      parts,
      z.object({ ...viewer, text: z.string(), emoji: z.string().default('') }),
      (asked) => done(act.setStatus(asked)),
    ),
    'POST stop': doing(
      parts,
      z.object({ ...place, thread_ts: z.string() }),
      ({ thread_ts: threadTs, ...asked }) => done(act.stop({ ...asked, threadTs })),
    ),
    'POST delete-file': doing(parts, z.object({ ...viewer, file: z.string() }), (asked) =>
      done(act.deleteFile(asked)),
    ),
    'POST upload'({ query, body }) {
      const { as, name, type } = z
        .object({ ...viewer, name: z.string().min(1), type: z.string().optional() })
        .parse(query);
      const given = type === undefined || type === '' ? {} : { mimetype: type };
      const id = act.upload({ as: viewerOf(parts, as), name, data: body, ...given });
      const file = parts.shape.state.file(id);
      return file === undefined ? {} : { file: toSlackFile(file, parts.shape) };
    },
  };
}

function placeRoutes(parts: PageParts): Readonly<Record<string, Route>> {
  const { act } = parts;
  const users = z.array(z.string()).optional();
  const here = z.object(place);
  return {
    'POST open-dm': doing(parts, z.object({ ...viewer, user: z.string().optional(), users }), (asked) => ({
      channel: act.openDm(asked),
    })),
    'POST create-channel': doing(
      parts,
      z.object({ ...viewer, name: z.string(), is_private: z.boolean().optional(), users }),
      ({ is_private: isPrivate, ...asked }) => ({ channel: act.createChannel({ ...asked, isPrivate }) }),
    ),
    'POST join': doing(parts, here, (asked) => done(act.join(asked))),
    'POST leave': doing(parts, here, (asked) => done(act.leave(asked))),
    'POST archive': doing(parts, here, (asked) => done(act.archive(asked))),
    'POST unarchive': doing(parts, here, (asked) => done(act.unarchive(asked))),
    'POST invite': doing(parts, z.object({ ...place, user: z.string() }), (asked) => done(act.invite(asked))),
    'POST rename': doing(parts, z.object({ ...place, name: z.string() }), (asked) => done(act.rename(asked))),
    'POST topic': doing(parts, z.object({ ...place, topic: z.string() }), (asked) =>
      done(act.setTopic(asked)),
    ),
  };
}
