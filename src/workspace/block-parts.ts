// The small parts of Block Kit: texts, options, pictures and the elements people act on, with Slack's limits.
import { z } from 'zod';

export const plain = (most: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(most),
    emoji: z.boolean().optional(),
  });

export const mrkdwn = (most: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(most),
    verbatim: z.boolean().optional(),
  });

export const anyText = (most: number) => z.discriminatedUnion('type', [plain(most), mrkdwn(most)]);

const url = z.string().min(1).max(3000);
const actionId = z.string().max(255).optional();

const picture = {
  image_url: url.optional(),
  slack_file: z.strictObject({ id: z.string().optional(), url: z.string().optional() }).optional(),
  alt_text: z.string().min(1).max(2000),
  image_width: z.number().optional(),
  image_height: z.number().optional(),
  image_bytes: z.number().optional(),
  is_animated: z.boolean().optional(),
  fallback: z.string().optional(),
};
export const pictureFields = picture;
export const ImageElement = z.strictObject({ type: z.literal('image'), ...picture });

const Confirm = z.strictObject({
  title: plain(100),
  text: anyText(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(['primary', 'danger']).optional(),
});

const option = (most: number) =>
  z.strictObject({
    text: anyText(most),
    value: z.string().min(1).max(150),
    description: anyText(75).optional(),
    url: url.optional(),
  });
const options = z.array(option(75)).min(1).max(100);
const groups = z
  .array(z.strictObject({ label: plain(75), options }))
  .min(1)
  .max(100);

const common = { action_id: actionId, confirm: Confirm.optional(), focus_on_load: z.boolean().optional() };
const placeholder = { placeholder: plain(150).optional() };
const many = { max_selected_items: z.number().int().min(1).optional() };
const dispatch = {
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])) })
    .optional(),
};

export const Button = z.strictObject({
  type: z.literal('button'),
  action_id: actionId,
  confirm: Confirm.optional(),
  text: plain(75),
  value: z.string().max(2000).optional(),
  url: url.optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
});

const Checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...common,
  options: z.array(option(75)).min(1).max(10),
  initial_options: z.array(option(75)).min(1).optional(),
});
const RadioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...common,
  options: z.array(option(75)).min(1).max(10),
  initial_option: option(75).optional(),
});
const StaticSelect = z.strictObject({
  type: z.literal('static_select'),
  ...common,
  ...placeholder,
  options: options.optional(),
  option_groups: groups.optional(),
  initial_option: option(75).optional(),
});
const MultiStaticSelect = z.strictObject({
  type: z.literal('multi_static_select'),
  ...common,
  ...placeholder,
  ...many,
  options: options.optional(),
  option_groups: groups.optional(),
  initial_options: z.array(option(75)).min(1).optional(),
});
const ExternalSelect = z.strictObject({
  type: z.enum(['external_select', 'multi_external_select']),
  ...common,
  ...placeholder,
  ...many,
  min_query_length: z.number().int().optional(),
  initial_option: option(75).optional(),
  initial_options: z.array(option(75)).optional(),
});
const RecordSelect = z.strictObject({
  type: z.enum([
    'users_select',
    'multi_users_select',
    'conversations_select',
    'multi_conversations_select',
    'channels_select',
    'multi_channels_select',
  ]),
  ...common,
  ...placeholder,
  ...many,
  initial_user: z.string().optional(),
  initial_users: z.array(z.string()).optional(),
  initial_conversation: z.string().optional(),
  initial_conversations: z.array(z.string()).optional(),
  initial_channel: z.string().optional(),
  initial_channels: z.array(z.string()).optional(),
  default_to_current_conversation: z.boolean().optional(),
  response_url_enabled: z.boolean().optional(),
  filter: z.record(z.string(), z.unknown()).optional(),
});
const Overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: actionId,
  confirm: Confirm.optional(),
  options: z.array(option(75)).min(1).max(5),
});
const Picker = z.strictObject({
  type: z.enum(['datepicker', 'timepicker', 'datetimepicker']),
  ...common,
  ...placeholder,
  initial_date: z.iso.date().optional(),
  initial_time: z
    .string()
    .regex(/^\d\d:\d\d$/)
    .optional(),
  initial_date_time: z.number().int().optional(),
  timezone: z.string().optional(),
});
const Typed = z.strictObject({
  type: z.enum(['plain_text_input', 'email_text_input', 'url_text_input', 'number_input', 'rich_text_input']),
  action_id: actionId,
  focus_on_load: z.boolean().optional(),
  ...placeholder,
  ...dispatch,
  initial_value: z.unknown().optional(),
  multiline: z.boolean().optional(),
  min_length: z.number().int().min(0).max(3000).optional(),
  max_length: z.number().int().min(1).max(3000).optional(),
  min_lines: z.number().int().optional(),
  max_lines: z.number().int().optional(),
  is_decimal_allowed: z.boolean().optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
});
const FileInput = z.strictObject({
  type: z.literal('file_input'),
  action_id: actionId,
  filetypes: z.array(z.string()).optional(),
  max_files: z.number().int().min(1).max(10).optional(),
});
const WorkflowButton = z.strictObject({
  type: z.literal('workflow_button'),
  action_id: actionId,
  confirm: Confirm.optional(),
  text: plain(75),
  workflow: z.record(z.string(), z.unknown()),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
});

const feedback = z.strictObject({
  text: plain(75),
  value: z.string().min(1).max(2000),
  accessibility_label: z.string().max(75).optional(),
});
export const FeedbackButtons = z.strictObject({
  type: z.literal('feedback_buttons'),
  action_id: actionId,
  positive_button: feedback,
  negative_button: feedback,
});
export const IconButton = z.strictObject({
  type: z.literal('icon_button'),
  action_id: actionId,
  confirm: Confirm.optional(),
  icon: z.literal('trash'),
  text: plain(75),
  accessibility_label: z.string().max(75).optional(),
  value: z.string().max(2000).optional(),
  visible_to_user_ids: z.array(z.string()).optional(),
});

const choosers = [
  Checkboxes,
  RadioButtons,
  StaticSelect,
  MultiStaticSelect,
  ExternalSelect,
  RecordSelect,
  Picker,
] as const;

export const ActionElement = z.discriminatedUnion('type', [Button, Overflow, WorkflowButton, ...choosers]);
export const Accessory = z.discriminatedUnion('type', [
  Button,
  ImageElement,
  Overflow,
  WorkflowButton,
  ...choosers,
]);
export const InputElement = z.discriminatedUnion('type', [Typed, FileInput, ...choosers]);
