// An app as teams write them, for the page to be used with: requests by command, shortcut and home; buttons,
// selects and modals that answer.
import type { App } from '@slack/bolt';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });
const CITIES = ['Berlin', 'Shanghai', 'Rotterdam'];

export const TRAVEL_MANIFEST = `
display_information: { name: Longhand }
features:
  app_home: { home_tab_enabled: true, messages_tab_enabled: true }
  bot_user: { display_name: Longhand }
  slash_commands:
    - { command: /travel, description: Ask for a trip, usage_hint: '[city]' }
  shortcuts:
    - { type: global, name: New travel request, description: Opens the form, callback_id: new_request }
    - { type: message, name: Make it a request, description: From this message, callback_id: from_message }
oauth_config:
  scopes:
    bot: [app_mentions:read, channels:history, channels:read, chat:write, chat:write.public, commands, groups:history, im:history, im:write, mpim:history, reactions:write, users:read, files:read]
settings:
  event_subscriptions:
    bot_events: [app_home_opened, app_mention, message.channels, message.groups, message.im, message.mpim, reaction_added]
  interactivity: { is_enabled: true }
  socket_mode_enabled: true
`;

const input = (id: string, label: string, element: object) => ({
  type: 'input',
  block_id: id,
  label: plain(label),
  element: { action_id: id, ...element },
});

function form(title = ''): object {
  const isOptional = { optional: true };
  const button = { type: 'button', action_id: 'policy', text: plain('Read the policy') };
  const words = { initial_value: title, placeholder: plain('Where and why') };
  const cities = { placeholder: plain('Choose a city'), options: CITIES.map(option) };
  return {
    type: 'modal',
    callback_id: 'request',
    title: plain('Travel request'),
    submit: plain('Send'),
    blocks: [
      input('title', 'Title', { type: 'plain_text_input', ...words }),
      input('city', 'City', { type: 'static_select', ...cities }),
      { ...input('supplier', 'Supplier', { type: 'external_select', min_query_length: 1 }), ...isOptional },
      { ...input('day', 'Day', { type: 'datepicker' }), ...isOptional },
      { ...input('with', 'Together with', { type: 'multi_users_select' }), ...isOptional },
      { type: 'actions', block_id: 'more', elements: [button] },
    ],
  };
}

const POLICY = {
  type: 'modal',
  callback_id: 'policy',
  title: plain('Travel policy'),
  close: plain('Back'),
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Trains before planes, *always*.' } }],
};

const card = (text: string) => [
  { type: 'section', block_id: 'what', text: { type: 'mrkdwn', text } },
  {
    type: 'actions',
    block_id: 'decide',
    elements: [
      { type: 'button', action_id: 'approve', style: 'primary', text: plain('Approve'), value: 'yes' },
      {
        type: 'static_select',
        action_id: 'hotel',
        placeholder: plain('Which hotel?'),
        options: ['Harbour', 'Station'].map(option),
      },
    ],
  },
];

type Client = App['client'];

const open = (client: Client, triggerId: string, title?: string) =>
  client.apiCall('views.open', { trigger_id: triggerId, view: form(title) });
const post = (client: Client, args: object) => client.apiCall('chat.postMessage', { ...args });

/** Posts its cards to `channel`. */
export function travelApp(app: App, channel: string): void {
  openForms(app);
  answerForms(app, channel);
  answerCards(app);
}

function openForms(app: App): void {
  app.command('/travel', async ({ ack, client, command }) => {
    await ack();
    await open(client, command.trigger_id, command.text);
  });
  app.shortcut('new_request', async ({ ack, client, shortcut }) => {
    await ack();
    await open(client, shortcut.trigger_id);
  });
  app.shortcut('from_message', async ({ ack, client, shortcut }) => {
    await ack();
    const text = shortcut.type === 'message_action' ? shortcut.message.text : '';
    await open(client, shortcut.trigger_id, text);
  });
  app.event('app_home_opened', async ({ client, event }) => {
    const button = { type: 'button', action_id: 'plan', style: 'primary', text: plain('Plan a trip') };
    const blocks = [
      { type: 'header', text: plain('Your travels') },
      { type: 'section', text: { type: 'mrkdwn', text: 'Nothing planned.' } },
      { type: 'actions', block_id: 'go', elements: [button] },
    ];
    await client.apiCall('views.publish', { user_id: event.user, view: { type: 'home', blocks } });
  });
  app.action('plan', async ({ ack, body, client }) => {
    await ack();
    if (body.type === 'block_actions') await open(client, body.trigger_id);
  });
}

function answerForms(app: App, channel: string): void {
  app.action('policy', async ({ ack, body, client }) => {
    await ack();
    if (body.type === 'block_actions')
      await client.apiCall('views.push', { trigger_id: body.trigger_id, view: POLICY });
  });
  app.options('supplier', async ({ ack, options }) => {
    const wanted = options.value.toLowerCase();
    const found = ['Railways', 'Rental cars', 'Ferries'].filter((name) =>
      name.toLowerCase().includes(wanted),
    );
    await ack({ options: found.map(option) });
  });
  app.view('request', async ({ ack, body, client, view }) => {
    const title = view.state.values['title']?.['title']?.value ?? '';
    if (title.includes('Mars')) {
      await ack({ response_action: 'errors', errors: { title: 'Too far for one budget.' } });
      return;
    }
    await ack();
    const city = view.state.values['city']?.['city']?.selected_option?.text.text ?? '';
    const words = `<@${body.user.id}> asks for *${title}* in ${city}`;
    await post(client, { channel, text: title, blocks: card(words) });
  });
}

function answerCards(app: App): void {
  app.event('app_mention', async ({ client, event }) => {
    const thread = event.thread_ts ?? event.ts;
    await post(client, {
      channel: event.channel,
      thread_ts: thread,
      text: 'Shall I?',
      blocks: card('Shall I?'),
    });
  });
  app.action('approve', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions' || body.channel === undefined || body.message === undefined) return;
    const text = `:white_check_mark: Approved by <@${body.user.id}>`;
    await client.apiCall('chat.update', {
      channel: body.channel.id,
      ts: body.message.ts,
      text: 'Approved',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
    });
  });
  app.action('hotel', async ({ ack, action, respond }) => {
    await ack();
    const hotel = action.type === 'static_select' ? action.selected_option.text.text : '';
    await respond({ text: `Hotel ${hotel} it is.`, replace_original: false, response_type: 'ephemeral' });
  });
}
