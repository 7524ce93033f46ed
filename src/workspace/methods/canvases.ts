// canvases.*: pages of a channel, kept as files of their own kind.
import { z } from 'zod';
import { defineMethod, json, writableChannel, type Method, type World } from '../method.ts';
import type { StoredFile } from '../model.ts';
import { Refusal } from '../refusal.ts';

const MOST_CHARS = 1_048_576;
const content = json(
  z.object({ type: z.literal('markdown'), markdown: z.string().max(MOST_CHARS).default('') }),
);
const made = { title: z.string().optional(), document_content: content.optional() };
const change = z.object({
  operation: z.string(),
  section_id: z.string().optional(),
  document_content: content.optional(),
  title_content: content.optional(),
});

export function canvasMethods(world: World): Method[] {
  const { state } = world;

  function put(canvas: Pick<StoredFile, 'id' | 'title' | 'canvas'>, markdown: string): string {
    const bytes = Buffer.from(markdown);
    const file: StoredFile = {
      ...canvas,
      name: canvas.title,
      mimetype: 'application/vnd.slack-docs',
      size: bytes.length,
      user: state.bot.userId,
      createdSeconds: state.file(canvas.id)?.createdSeconds ?? Math.floor(state.nowMs() / 1000),
      base64: bytes.toString('base64'),
    };
    state.commit({ kind: 'file_put', file });
    return file.id;
  }

  const nextId = (): string =>
    `F0CANVAS${state.files().filter(({ canvas }) => canvas !== undefined).length + 1}`;

  function ownCanvas(id: string): StoredFile {
    const file = state.file(id);
    if (file?.canvas === undefined) throw new Refusal('canvas_not_found');
    if (file.user !== state.bot.userId) throw new Refusal('restricted_action');
    return file;
  }

  return [
    defineMethod({
      name: 'canvases.create',
      scopes: ['canvases:write'],
      limit: 'tier2',
      args: z.object({ ...made, channel_id: z.string().optional() }),
      run({ title = 'Untitled', document_content: body, channel_id: channel }) {
        const canvas = channel === undefined ? {} : { channel: writableChannel(world, channel).id };
        return { canvas_id: put({ id: nextId(), title, canvas }, body?.markdown ?? '') };
      },
    }),
    defineMethod({
      name: 'conversations.canvases.create',
      scopes: ['canvases:write'],
      limit: 'tier2',
      args: z.object({ ...made, channel_id: z.string() }),
      run({ title = 'Untitled', document_content: body, channel_id: id }) {
        const channel = writableChannel(world, id).id;
        if (state.files().some(({ canvas }) => canvas?.isOfChannel === true && canvas.channel === channel))
          throw new Refusal('channel_canvas_already_exists');
        return {
          canvas_id: put(
            { id: nextId(), title, canvas: { channel, isOfChannel: true } },
            body?.markdown ?? '',
          ),
        };
      },
    }),
    defineMethod({
      name: 'canvases.edit',
      scopes: ['canvases:write'],
      limit: 'tier3',
      // Slack takes one change in a call, whatever its list looks like.
      args: z.object({ canvas_id: z.string(), changes: json(z.array(change).length(1)) }),
      run({ canvas_id: id, changes }) {
        const { title, canvas, base64 } = ownCanvas(id);
        const before = Buffer.from(base64, 'base64').toString();
        const [edit] = changes;
        const given = edit?.document_content?.markdown;
        if (edit?.operation === 'rename' && edit.title_content !== undefined)
          put({ id, title: edit.title_content.markdown, canvas }, before);
        else if (given !== undefined && edit?.section_id === undefined)
          put({ id, title, canvas }, edited(edit?.operation ?? '', before, given));
        else throw new Refusal('canvas_editing_failed');
        return {};
      },
    }),
    defineMethod({
      name: 'canvases.delete',
      scopes: ['canvases:write'],
      limit: 'tier3',
      args: z.object({ canvas_id: z.string() }),
      run({ canvas_id: id }) {
        state.commit({ kind: 'file_deleted', file: ownCanvas(id) });
        return {};
      },
    }),
  ];
}

/** Without a section the whole page is meant; sections are not told apart here. */
function edited(operation: string, before: string, given: string): string {
  switch (operation) {
    case 'replace':
      return given;
    case 'insert_at_end':
      return `${before}\n${given}`;
    case 'insert_at_start':
      return `${given}\n${before}`;
    default:
      throw new Refusal('canvas_editing_failed');
  }
}
