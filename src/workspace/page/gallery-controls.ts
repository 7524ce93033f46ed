// What the gallery shows of blocks that are used.
import type { Shown } from './gallery-blocks.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const option = (text: string, description?: string) => ({
  text: plain(text),
  value: text.toLowerCase(),
  ...(description === undefined ? {} : { description: plain(description) }),
});
const CITIES = ['Berlin', 'Shanghai', 'Rotterdam', 'Porto'].map((name) => option(name));
const [BERLIN] = CITIES;

const field = (id: string, label: string, element: Readonly<Record<string, unknown>>) => ({
  type: 'input',
  block_id: `field-${id}`,
  label: plain(label),
  element: { action_id: id, ...element },
});

export const CONTROLS: readonly Shown[] = [
  {
    name: 'buttons',
    blocks: [
      {
        type: 'actions',
        block_id: 'buttons',
        elements: [
          { type: 'button', action_id: 'approve', text: plain('Approve'), style: 'primary', value: 'yes' },
          {
            type: 'button',
            action_id: 'reject',
            text: plain('Reject'),
            style: 'danger',
            confirm: {
              title: plain('Reject it?'),
              text: plain('Chen will be told.'),
              confirm: plain('Reject'),
              deny: plain('Not yet'),
              style: 'danger',
            },
          },
          { type: 'button', action_id: 'later', text: plain('Ask me later :hourglass:') },
          { type: 'button', action_id: 'open', text: plain('Open the policy'), url: 'https://example.com' },
          {
            type: 'overflow',
            action_id: 'more',
            options: [option('Edit'), option('Hand over', 'to somebody else'), option('Archive')],
          },
        ],
      },
    ],
  },
  {
    name: 'selects in a message',
    blocks: [
      {
        type: 'actions',
        block_id: 'selects',
        elements: [
          { type: 'static_select', action_id: 'city', placeholder: plain('City'), options: CITIES },
          { type: 'users_select', action_id: 'who', placeholder: plain('Who decides?') },
          { type: 'channels_select', action_id: 'where', placeholder: plain('Which channel?') },
          { type: 'datepicker', action_id: 'day', initial_date: '2026-11-30' },
          { type: 'timepicker', action_id: 'time', initial_time: '09:30' },
        ],
      },
      {
        type: 'section',
        block_id: 'several',
        text: { type: 'mrkdwn', text: '*Cities* on the way, as many as you like' },
        accessory: {
          type: 'multi_static_select',
          action_id: 'cities',
          placeholder: plain('Cities'),
          initial_options: CITIES.slice(0, 2),
          option_groups: [
            { label: plain('Europe'), options: [CITIES[0], CITIES[2], CITIES[3]] },
            { label: plain('Asia'), options: [CITIES[1]] },
          ],
        },
      },
    ],
  },
  {
    name: 'inputs',
    blocks: [
      {
        ...field('title', 'Title', { type: 'plain_text_input', placeholder: plain('What is it about?') }),
        hint: plain('A few words are enough.'),
      },
      { ...field('reason', 'Reason', { type: 'plain_text_input', multiline: true }), optional: true },
      field('email', 'Email', { type: 'email_text_input', initial_value: 'chen at example' }),
      field('link', 'Link', { type: 'url_text_input', placeholder: plain('https://…') }),
      field('amount', 'Amount', { type: 'number_input', is_decimal_allowed: true, initial_value: '840.50' }),
      field('note', 'Note', { type: 'rich_text_input' }),
    ],
  },
  {
    name: 'inputs that are chosen',
    blocks: [
      field('place', 'City', { type: 'static_select', options: CITIES, initial_option: BERLIN }),
      field('supplier', 'Supplier', {
        type: 'external_select',
        min_query_length: 1,
        placeholder: plain('Type a few letters'),
      }),
      field('people', 'Reviewers', { type: 'multi_users_select', placeholder: plain('People') }),
      field('talk', 'Tell it in', { type: 'multi_conversations_select' }),
      field('class', 'Class', {
        type: 'radio_buttons',
        options: [option('Train', 'The usual way'), option('Plane')],
        initial_option: option('Plane'),
      }),
      field('extras', 'Extras', {
        type: 'checkboxes',
        options: [option('Hotel'), option('Car', 'With a reason'), option('Insurance')],
        initial_options: [option('Hotel')],
      }),
      field('begin', 'Begins', { type: 'datetimepicker', initial_date_time: 1_795_600_000 }),
      field('receipts', 'Receipts', { type: 'file_input', filetypes: ['pdf', 'png'], max_files: 3 }),
    ],
  },
  {
    name: 'feedback',
    blocks: [
      {
        type: 'context_actions',
        elements: [
          {
            type: 'feedback_buttons',
            action_id: 'useful',
            positive_button: { text: plain('Useful'), value: 'up' },
            negative_button: { text: plain('Not useful'), value: 'down' },
          },
          { type: 'icon_button', action_id: 'bin', icon: 'trash', text: plain('Delete') },
        ],
      },
    ],
  },
];
