// What tools do in Slack beside saying something: marks on messages, canvases, and who is in a user group.
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Acted, CanvasFound, Mark, SlackActs } from '../tools/slack-acts.ts';
import { toEnding } from './sending.ts';

/** It stands as it was wished to. */
const SO_ALREADY: ReadonlySet<string> = new Set([
  'already_reacted',
  'no_reaction',
  'already_pinned',
  'no_pin',
]);
const GONE: ReadonlySet<string> = new Set(['canvas_not_found', 'canvas_deleted', 'file_not_found']);
/** Slack's clock and ours need not agree. */
const LOOK_BACK_MS = 60_000;

const Reactions = z.looseObject({
  message: z.looseObject({
    reactions: z.array(z.looseObject({ name: z.string(), users: z.array(z.string()) })).default([]),
  }),
});
const Pins = z.looseObject({
  items: z.array(z.looseObject({ message: z.looseObject({ ts: z.string() }).optional() })).default([]),
});
const Canvas = z.looseObject({ canvas_id: z.string() });
const Files = z.looseObject({
  files: z
    .array(
      z.looseObject({
        id: z.string(),
        title: z.string().nullish(),
        filetype: z.string().nullish(),
        permalink: z.string().optional(),
      }),
    )
    .default([]),
});
const Groups = z.looseObject({
  usergroups: z
    .array(
      z.looseObject({
        id: z.string(),
        handle: z.string(),
        name: z.string(),
        users: z.array(z.string()).default([]),
      }),
    )
    .default([]),
});

export function createActs(client: WebClient, self: { botUserId: string }): SlackActs {
  async function setMark(mark: Mark, isSet: boolean): Promise<void> {
    const { channelId: channel, ts: timestamp } = mark;
    if (mark.kind === 'pin') {
      if (isSet) await client.pins.add({ channel, timestamp });
      else await client.pins.remove({ channel, timestamp });
      return;
    }
    const reaction = { channel, timestamp, name: mark.name };
    if (isSet) await client.reactions.add(reaction);
    else await client.reactions.remove(reaction);
  }

  async function permalinkOf(fileId: string): Promise<string | undefined> {
    try {
      return (await client.files.info({ file: fileId })).file?.permalink;
    } catch {
      return undefined; // It is there; only its link is not known.
    }
  }

  return {
    setMark: (mark, isSet) =>
      ended(async () => {
        try {
          await setMark(mark, isSet);
        } catch (error) {
          const ending = toEnding(error);
          if (ending.kind !== 'refused' || !SO_ALREADY.has(ending.reason)) throw error;
        }
        return undefined;
      }),

    hasMark: async (mark) => {
      const { channelId: channel, ts } = mark;
      if (mark.kind === 'pin') {
        const { items } = Pins.parse(await client.pins.list({ channel }));
        return items.some(({ message }) => message?.ts === ts);
      }
      const got = Reactions.parse(await client.reactions.get({ channel, timestamp: ts, full: true }));
      return got.message.reactions.some(
        ({ name, users }) => name === mark.name && users.includes(self.botUserId),
      );
    },

    createCanvas: ({ channelId, title, markdown }) =>
      ended(async () => {
        const { canvas_id: id } = Canvas.parse(
          await client.canvases.create({
            title,
            channel_id: channelId,
            document_content: { type: 'markdown', markdown },
          }),
        );
        const url = await permalinkOf(id);
        return { id, ...(url === undefined ? {} : { url }) };
      }),

    findCanvas: async ({ channelId, title, since }): Promise<CanvasFound | undefined> => {
      const from = String(Math.floor((since.getTime() - LOOK_BACK_MS) / 1000));
      const { files } = Files.parse(
        await client.files.list({ channel: channelId, user: self.botUserId, ts_from: from, count: 100 }),
      );
      const found = files.find((file) => file.title === title && file.filetype === 'quip');
      if (found === undefined) return undefined;
      return { id: found.id, ...(found.permalink === undefined ? {} : { url: found.permalink }) };
    },

    deleteCanvas: (id) =>
      ended(async () => {
        try {
          await client.canvases.delete({ canvas_id: id });
        } catch (error) {
          const ending = toEnding(error);
          if (ending.kind !== 'refused' || !GONE.has(ending.reason)) throw error;
        }
        return undefined;
      }),

    userGroups: async () => {
      try {
        const { usergroups } = Groups.parse(await client.usergroups.list({ include_users: true }));
        return usergroups.map(({ id, handle, name, users }) => ({ id, handle, name, personIds: users }));
      } catch {
        return undefined; // Without the scope, or with Slack away, people are still found.
      }
    },
  };
}

/** Throws when nobody knows whether it was done. */
async function ended<Made>(act: () => Promise<Made>): Promise<Acted<Made>> {
  try {
    return { kind: 'done', made: await act() };
  } catch (error) {
    const ending = toEnding(error);
    switch (ending.kind) {
      case 'limited':
        return { kind: 'refused', reason: `Slack asks to wait ${ending.retryAfterSeconds} seconds` };
      case 'refused':
      case 'token':
        return { kind: 'refused', reason: ending.reason };
      case 'unknown':
      case 'sent':
        throw error;
    }
  }
}
