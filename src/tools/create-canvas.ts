// A page that stays: a canvas in this channel or another, made once, and deleted again when somebody takes it back.
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { defineTool, type Tool, type ToolOutcome } from '../agent/tool.ts';
import { oneLine } from './framing.ts';
import type { Speech } from './post-message.ts';
import type { CanvasFound, Handles, SlackActs } from './slack-acts.ts';
import { withoutKey } from './without-key.ts';

interface CanvasDeps {
  readonly acts: SlackActs;
  readonly speech: Pick<Speech, 'find'>;
  readonly handles: Handles;
  readonly clock: Clock;
}

const MOST_CHARS = 100_000;

const Kept = z.object({
  channelId: z.string(),
  title: z.string(),
  begunAt: z.coerce.date(),
  /** Once Slack has named it. */
  canvas: z.object({ id: z.string(), url: z.string().optional() }).optional(),
});
type Kept = z.infer<typeof Kept>;

export function createCreateCanvas({ acts, speech, handles, clock }: CanvasDeps): Tool {
  async function recall(key: string): Promise<Kept | undefined> {
    const handle = await handles.recall(key);
    return handle === undefined ? undefined : Kept.parse(JSON.parse(handle));
  }

  async function look(kept: Kept): Promise<CanvasFound | undefined> {
    const { canvas } = kept;
    if (canvas === undefined) return acts.findCanvas({ ...kept, since: kept.begunAt });
    return { id: canvas.id, ...(canvas.url === undefined ? {} : { url: canvas.url }) };
  }

  return defineTool({
    name: 'create_canvas',
    description:
      'Create a canvas, a page that stays with a channel and that people can edit: minutes, a plan, a guide. For an answer ' +
      'use your result instead. Example: {"title": "Onboarding", "text": "# First day\\n- [ ] laptop"}.',
    effect: 'seen',
    input: z.object({
      title: z.string().trim().min(1).max(150),
      text: z
        .string()
        .min(1)
        .max(MOST_CHARS)
        .describe('Markdown: headings, lists, checklists, tables, links'),
      to: z.string().min(1).max(100).optional().describe('The channel (#ops or its id); this one without it'),
    }),
    says: ({ title }) => `Canvas “${oneLine(title).slice(0, 80)}”`,
    isFar: () => true,

    async run({ title, text, to }, { task, key, confirm }) {
      if (key === undefined) throw withoutKey('create_canvas');
      const place = await speech.find(task, to);
      if (place.kind === 'closed') return failed(place.reason);
      if (place.kind === 'many') return failed(`several fit: ${place.labels.join(', ')}.`);
      const kept: Kept = { channelId: place.channelId, title, begunAt: clock.now() };
      await confirm();
      await handles.remember(key, JSON.stringify(kept));
      const acted = await acts.createCanvas({
        channelId: place.channelId,
        title,
        markdown: withoutCalls(text),
      });
      if (acted.kind === 'refused') return failed(`Slack refused: ${acted.reason}.`);
      await handles.remember(key, JSON.stringify({ ...kept, canvas: acted.made }));
      return toOutcome(title, acted.made);
    },

    async settle(key) {
      const kept = await recall(key);
      if (kept === undefined) return { kind: 'not-done' };
      try {
        const found = await look(kept);
        // That a list does not show it is no proof: Slack says nowhere when a new canvas is listed.
        return found === undefined
          ? { kind: 'unknown' }
          : { kind: 'done', outcome: toOutcome(kept.title, found) };
      } catch {
        return { kind: 'unknown' };
      }
    },

    async undo(key) {
      const kept = await recall(key);
      const found = kept === undefined ? undefined : await look(kept);
      if (found === undefined) return { text: 'No canvas of it is to be seen.' };
      const acted = await acts.deleteCanvas(found.id);
      return acted.kind === 'done'
        ? { text: 'The canvas is deleted.' }
        : { text: `Slack did not delete the canvas: ${acted.reason}`, failed: true };
    },
  });
}

/** Nobody is called by a page: a mention in a canvas notifies whom it names. */
function withoutCalls(markdown: string): string {
  return markdown
    .replaceAll(/!\[[^\]]*\]\(([@#])([^)\s]*)\)/gu, '$1$2')
    .replaceAll(/<([!@][^>]*)>/gu, '‹$1›');
}

function toOutcome(title: string, { id, url }: CanvasFound): ToolOutcome {
  return {
    text: `The canvas “${oneLine(title)}” is there as [f:${id}]: give its link in the result.`,
    sources: [{ ref: `f:${id}`, label: oneLine(title), ...(url === undefined ? {} : { url }) }],
  };
}

function failed(reason: string): ToolOutcome {
  return { text: `No canvas was created: ${reason}`, failed: true };
}
