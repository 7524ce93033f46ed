// Block Kit as strict as Slack: every block with its fields and limits, faults in Slack's words.
import { z } from 'zod';
import {
  Accessory,
  ActionElement,
  anyText,
  Button,
  FeedbackButtons,
  IconButton,
  ImageElement,
  InputElement,
  mrkdwn,
  pictureFields,
  plain,
} from './block-parts.ts';
import { RichText } from './block-rich.ts';

const id = { block_id: z.string().min(1).max(255).optional() };
const hasPicture = (image: { image_url?: unknown; slack_file?: unknown }): boolean =>
  (image.image_url === undefined) !== (image.slack_file === undefined);

const Section = z
  .strictObject({
    type: z.literal('section'),
    ...id,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: Accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine(
    (block) => block.text !== undefined || block.fields !== undefined,
    'must define either `text` or `fields`',
  );

const Header = z.strictObject({
  type: z.literal('header'),
  ...id,
  text: plain(150),
  level: z.number().int().optional(),
});
const Divider = z.strictObject({ type: z.literal('divider'), ...id });
const ContextItem = z.discriminatedUnion('type', [plain(2000), mrkdwn(2000), ImageElement]);
const Context = z.strictObject({
  type: z.literal('context'),
  ...id,
  elements: z.array(ContextItem).min(1).max(10),
});
const Actions = z.strictObject({
  type: z.literal('actions'),
  ...id,
  elements: z.array(ActionElement).min(1).max(25),
});
const Image = z
  .strictObject({ type: z.literal('image'), ...id, ...pictureFields, title: plain(2000).optional() })
  .refine(hasPicture, 'must define either `image_url` or `slack_file`');
const Input = z.strictObject({
  type: z.literal('input'),
  ...id,
  label: plain(2000),
  hint: plain(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: InputElement,
});
const Markdown = z.strictObject({ type: z.literal('markdown'), ...id, text: z.string().min(1).max(12_000) });
const FileBlock = z.strictObject({
  type: z.literal('file'),
  ...id,
  source: z.literal('remote'),
  external_id: z.string(),
});
const Video = z.strictObject({
  type: z.literal('video'),
  ...id,
  video_url: z.string(),
  thumbnail_url: z.string(),
  alt_text: z.string(),
  title: plain(200),
  title_url: z.string().optional(),
  author_name: z.string().max(50).optional(),
  provider_name: z.string().optional(),
  provider_icon_url: z.string().optional(),
  description: plain(200).optional(),
});

const taskFields = {
  ...id,
  task_id: z.string().min(1).max(255),
  title: z.string().min(1).max(256),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
  details: RichText.optional(),
  output: RichText.optional(),
  sources: z.array(z.strictObject({ type: z.literal('url'), url: z.string(), text: z.string() })).optional(),
};
const TaskCard = z.strictObject({ type: z.literal('task_card'), ...taskFields });
const Plan = z.strictObject({
  type: z.literal('plan'),
  ...id,
  title: z.string().min(1).max(256),
  tasks: z
    .array(z.strictObject({ type: z.literal('task_card').optional(), ...taskFields }))
    .max(50)
    .refine(
      (tasks) => new Set(tasks.map(({ task_id }) => task_id)).size === tasks.length,
      'task_id must be unique',
    )
    .optional(),
});

const rawText = z.strictObject({ type: z.literal('raw_text'), text: z.string() });
const rawNumber = z.strictObject({
  type: z.literal('raw_number'),
  value: z.number(),
  text: z.string().optional(),
});
const Cell = z.discriminatedUnion('type', [rawText, rawNumber, RichText]);
const column = z.strictObject({
  align: z.enum(['left', 'center', 'right']).optional(),
  is_wrapped: z.boolean().optional(),
});
const Table = z.strictObject({
  type: z.literal('table'),
  ...id,
  rows: z.array(z.array(Cell).min(1).max(20)).min(1).max(100),
  column_settings: z.array(column.nullable()).max(20).optional(),
});
const DataTable = z
  .strictObject({
    type: z.literal('data_table'),
    ...id,
    caption: z.string().min(1),
    rows: z.array(z.array(Cell).min(1).max(20)).min(2).max(201),
    page_size: z.number().int().min(1).max(100).optional(),
    row_header_column_index: z.number().int().min(0).optional(),
  })
  .refine(
    ({ rows }) => rows[0]?.every(({ type }) => type !== 'rich_text') === true,
    'header cells must be raw text',
  )
  .refine(
    ({ rows }) => rows.every((row) => row.length === rows[0]?.length),
    'all rows must have the same length',
  );

// Not in @slack/types: fields and limits as reported by those who use it.
const point = z.strictObject({ label: z.string().min(1).max(20), value: z.number() });
const series = z.array(
  z.strictObject({ name: z.string().min(1).max(20), data: z.array(point).min(1).max(20) }),
);
const Chart = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('pie'), segments: z.array(point).min(1).max(6) }),
  z.strictObject({
    type: z.enum(['bar', 'line', 'area']),
    series: series.min(1).max(6),
    axis_config: z.strictObject({
      categories: z.array(z.string().min(1).max(20)).min(1).max(20),
      x_label: z.string().optional(),
      y_label: z.string().optional(),
    }),
  }),
]);
const DataVisualization = z.strictObject({
  type: z.literal('data_visualization'),
  ...id,
  title: z.string().min(1).max(50),
  chart: Chart,
});

const Card = z.strictObject({
  type: z.literal('card'),
  ...id,
  hero_image: ImageElement.optional(),
  icon: ImageElement.optional(),
  title: mrkdwn(150).optional(),
  subtitle: mrkdwn(150).optional(),
  body: mrkdwn(200).optional(),
  actions: z.array(Button).max(5).optional(),
});
const Carousel = z.strictObject({
  type: z.literal('carousel'),
  ...id,
  elements: z.array(Card).min(1).max(10),
});
const ContextActions = z.strictObject({
  type: z.literal('context_actions'),
  ...id,
  elements: z
    .array(z.discriminatedUnion('type', [FeedbackButtons, IconButton]))
    .min(1)
    .max(5),
});
const Alert = z.strictObject({
  type: z.literal('alert'),
  ...id,
  text: anyText(3000),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

const child = [
  Section,
  Header,
  Divider,
  Context,
  Actions,
  Image,
  Input,
  RichText,
  FileBlock,
  Video,
  Table,
] as const;
const Container = z.strictObject({
  type: z.literal('container'),
  ...id,
  title: plain(150).optional(),
  rich_text_title: RichText.optional(),
  subtitle: anyText(150).optional(),
  child_blocks: z.array(z.discriminatedUnion('type', child)).min(1).max(10),
  width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
  icon: ImageElement.optional(),
  is_collapsible: z.boolean().optional(),
  default_collapsed: z.boolean().optional(),
  has_header_divider: z.boolean().optional(),
});

const messageOnly = [
  Markdown,
  Plan,
  TaskCard,
  DataTable,
  DataVisualization,
  Card,
  Carousel,
  ContextActions,
] as const;

/** What a message may hold, and what modals and App Home may. */
export const MessageBlocks = z
  .array(z.discriminatedUnion('type', [...child, ...messageOnly, Container]))
  .max(50);
export const ViewBlocks = z.array(z.discriminatedUnion('type', [...child, Alert, Container])).max(100);
