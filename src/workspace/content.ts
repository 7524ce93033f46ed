// What an app wants to say, checked and made into what Slack keeps: text, blocks, markdown, attachments, metadata.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { withActionIds } from './block-action.ts';
import { checkBlocks, invalidBlocks, slackFilesIn, withBlockIds } from './block-faults.ts';
import { json } from './method.ts';
import { Json, type Message } from './model.ts';
import { Refusal } from './refusal.ts';
import type { State } from './state.ts';
import { toRichText } from './rich-text.ts';
import { normaliseText } from './text.ts';

export const contentArgs = {
  text: z.string().optional(),
  markdown_text: z.string().optional(),
  blocks: json(z.unknown()).optional(),
  attachments: json(z.unknown()).optional(),
  metadata: json(z.unknown()).optional(),
};

interface Content {
  readonly text?: string | undefined;
  readonly markdown_text?: string | undefined;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
  readonly metadata?: unknown;
}

type Said = Pick<Message, 'text' | 'blocks' | 'attachments' | 'metadata'>;

const TEXT_CHARS = 40_000;
const MARKDOWN_CHARS = 12_000;
const Metadata = z.strictObject({ event_type: z.string().min(1), event_payload: Json });

export const newBlockId = (): string => randomBytes(4).toString('base64url').slice(0, 5);

/** The parts of a message, or Slack's refusal of them. */
export function toSaid(content: Content, state: State): Said {
  const { markdown_text: markdown } = content;
  const blocks = content.blocks === undefined ? [] : checkBlocks(content.blocks, 'message');
  const attachments = toAttachments(content.attachments);
  if (markdown !== undefined && (content.text !== undefined || blocks.length > 0))
    throw new Refusal('markdown_text_conflict');
  if (markdown !== undefined && markdown.length > MARKDOWN_CHARS) throw new Refusal('msg_too_long');
  const missing = slackFilesIn(blocks).find((id) => state.file(id) === undefined);
  if (missing !== undefined) throw invalidBlocks([`invalid slack file [json-pointer:/blocks]`]);
  const written = markdown ?? content.text ?? '';
  if (written.trim() === '' && blocks.length === 0 && attachments.length === 0) throw new Refusal('no_text');

  const metadata = toMetadata(content.metadata);
  const text = normaliseText(written.slice(0, TEXT_CHARS));
  return {
    text,
    ...blocksOf({ blocks, markdown, text }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

function blocksOf(said: { blocks: Json[]; markdown: string | undefined; text: string }): { blocks?: Json[] } {
  if (said.blocks.length > 0)
    return { blocks: withActionIds(withBlockIds(said.blocks, newBlockId), newBlockId) };
  // Slack turns markdown into rich text; one markdown block says the same to the page.
  if (said.markdown !== undefined)
    return { blocks: [{ type: 'markdown', block_id: newBlockId(), text: said.markdown }] };
  return said.text === '' ? {} : { blocks: [toRichText(said.text, newBlockId())] };
}

function toAttachments(sent: unknown): Json[] {
  if (sent === undefined) return [];
  const parsed = z.array(Json).max(100).safeParse(sent);
  if (!parsed.success) throw new Refusal('invalid_attachments');
  for (const { blocks } of parsed.data) if (blocks !== undefined) checkBlocks(blocks, 'message');
  return parsed.data;
}

export function toMetadata(sent: unknown): Said['metadata'] {
  if (sent === undefined) return undefined;
  const parsed = Metadata.safeParse(sent);
  if (!parsed.success) throw new Refusal('metadata_must_be_sent_with_event_type_and_payload');
  const flat = Object.values(parsed.data.event_payload).every(isAllowedInPayload);
  if (!flat) throw new Refusal('invalid_metadata_format');
  return parsed.data;
}

function isAllowedInPayload(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => typeof item !== 'object' || item !== null);
  return value !== null && value !== undefined;
}
