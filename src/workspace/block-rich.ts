// Rich text as Slack nests it: a block of sections, lists, quotes and code, each of spans.
import { z } from 'zod';

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
    underline: z.boolean().optional(),
    highlight: z.boolean().optional(),
    client_highlight: z.boolean().optional(),
    unlink: z.boolean().optional(),
  })
  .optional();

const span = <Type extends string, Fields extends z.ZodRawShape>(type: Type, fields: Fields) =>
  z.strictObject({ type: z.literal(type), style, ...fields });

const Span = z.discriminatedUnion('type', [
  span('text', { text: z.string().min(1) }),
  span('link', { url: z.string().min(1), text: z.string().optional(), unsafe: z.boolean().optional() }),
  span('user', { user_id: z.string() }),
  span('channel', { channel_id: z.string() }),
  span('usergroup', { usergroup_id: z.string() }),
  span('team', { team_id: z.string() }),
  span('emoji', {
    name: z.string(),
    unicode: z.string().optional(),
    url: z.string().optional(),
    skin_tone: z.number().optional(),
  }),
  span('broadcast', { range: z.enum(['here', 'channel', 'everyone']) }),
  span('color', { value: z.string() }),
  span('date', {
    timestamp: z.number().int(),
    format: z.string(),
    url: z.string().optional(),
    fallback: z.string().optional(),
  }),
]);

const Section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(Span) });
const border = { border: z.number().int().min(0).max(1).optional() };

const Part = z.discriminatedUnion('type', [
  Section,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(Section),
    indent: z.number().int().min(0).max(8).optional(),
    offset: z.number().int().optional(),
    ...border,
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(Span), ...border }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(Span),
    language: z.string().optional(),
    ...border,
  }),
]);

export const RichText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: z.string().max(255).optional(),
  elements: z.array(Part),
});
