// Slack's limits of blocks, one row each: what passes, and what is refused with which words.
import { WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { BOT, OPS, silentLogger, startWorkspace } from './support.ts';

type Block = Record<string, unknown> & { type: string };

const chars = (count: number): string => 'a'.repeat(count);
const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (text: string): Block => ({ type: 'section', text: mrkdwn(text) });
const button = (text: string, more: object = {}) => ({
  type: 'button',
  action_id: 'go',
  text: plain(text),
  ...more,
});
const option = (value: string) => ({ text: plain(value), value });
const rich = (text: string): Block => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});
const task = (id: string): Block => ({ type: 'task_card', task_id: id, title: 'Read', status: 'pending' });
const cell = (text: string) => ({ type: 'raw_text', text });
const dataTable = (rows: number, columns = 2): Block => ({
  type: 'data_table',
  caption: 'Offers',
  rows: times(rows, () => times(columns, () => cell('x'))),
});
const pie = (segments: number): Block => ({
  type: 'data_visualization',
  title: 'Cost',
  chart: { type: 'pie', segments: times(segments, (index) => ({ label: `s${index}`, value: 1 })) },
});
const image = { image_url: 'https://example.com/a.png', alt_text: 'a' };
const input = (element: object): Block => ({ type: 'input', label: plain('Why'), element });

const ACCEPTED: readonly [string, Block[]][] = [
  ['50 blocks', times(50, () => ({ type: 'divider' }))],
  ['a section of 3,000', [section(chars(3000))]],
  ['a section with 10 fields', [{ type: 'section', fields: times(10, () => mrkdwn('x')) }]],
  ['a section that is expanded', [{ ...section('x'), expand: true }]],
  ['a header of 150', [{ type: 'header', text: plain(chars(150)) }]],
  ['a context of 10', [{ type: 'context', elements: times(10, () => mrkdwn('x')) }]],
  [
    '25 buttons',
    [{ type: 'actions', elements: times(25, (index) => button('x', { action_id: `a${index}` })) }],
  ],
  [
    'a select',
    [{ type: 'actions', elements: [{ type: 'static_select', action_id: 's', options: [option('1')] }] }],
  ],
  [
    'radio buttons',
    [{ type: 'actions', elements: [{ type: 'radio_buttons', action_id: 'r', options: [option('1')] }] }],
  ],
  [
    'checkboxes',
    [input({ type: 'checkboxes', action_id: 'c', options: times(10, (index) => option(`${index}`)) })],
  ],
  ['a text input', [input({ type: 'plain_text_input', action_id: 't', multiline: true })]],
  ['an image', [{ type: 'image', ...image }]],
  ['markdown of 12,000', [{ type: 'markdown', text: chars(12_000) }]],
  ['a plan of 50 tasks', [{ type: 'plan', title: 'Plan', tasks: times(50, (index) => task(`t${index}`)) }]],
  [
    'a task with details',
    [{ ...task('t'), details: rich('x'), sources: [{ type: 'url', url: 'https://a.b', text: 'a' }] }],
  ],
  ['a table of 100 rows', [{ type: 'table', rows: times(100, () => times(20, () => cell('x'))) }]],
  ['a data table of 200 rows and a header', [dataTable(201)]],
  ['two charts', [pie(6), pie(1)]],
  [
    'a bar chart',
    [
      {
        type: 'data_visualization',
        title: 'Cost',
        chart: {
          type: 'bar',
          series: [{ name: 'A', data: [{ label: 'Q1', value: 3 }] }],
          axis_config: { categories: ['Q1'], y_label: 'EUR' },
        },
      },
    ],
  ],
  ['a card', [{ type: 'card', title: mrkdwn('A'), body: mrkdwn(chars(200)), actions: [button('Go')] }]],
  [
    'feedback',
    [
      {
        type: 'context_actions',
        elements: [
          {
            type: 'feedback_buttons',
            action_id: 'f',
            positive_button: { text: plain('Good'), value: '1' },
            negative_button: { text: plain('Bad'), value: '0' },
          },
        ],
      },
    ],
  ],
  ['rich text', [rich('x')]],
  ['a remote file', [{ type: 'file', source: 'remote', external_id: 'x' }]],
  [
    'a container',
    [{ type: 'container', title: plain('Log'), is_collapsible: true, child_blocks: [section('x')] }],
  ],
];

const REFUSED: readonly [string, Block[], RegExp][] = [
  [
    '51 blocks',
    times(51, () => ({ type: 'divider' })),
    /no more than 50 items allowed \[json-pointer:\/blocks\]/,
  ],
  [
    'an unknown block',
    [{ type: 'hologram' }],
    /unsupported type: hologram \[json-pointer:\/blocks\/0\/type\]/,
  ],
  [
    'a section of 3,001',
    [section(chars(3001))],
    /must be less than 3001 characters \[json-pointer:\/blocks\/0\/text\/text\]/,
  ],
  ['an empty section text', [section('')], /must be more than 0 characters/],
  ['a section of nothing', [{ type: 'section' }], /must define either `text` or `fields`/],
  ['11 fields', [{ type: 'section', fields: times(11, () => mrkdwn('x')) }], /no more than 10 items/],
  ['an unknown property', [{ type: 'divider', color: 'red' }], /invalid additional property: color/],
  ['a header of 151', [{ type: 'header', text: plain(chars(151)) }], /must be less than 151 characters/],
  ['a header in mrkdwn', [{ type: 'header', text: mrkdwn('x') }], /must be one of: plain_text/],
  ['a context of 11', [{ type: 'context', elements: times(11, () => mrkdwn('x')) }], /no more than 10 items/],
  ['26 buttons', [{ type: 'actions', elements: times(26, () => button('x')) }], /no more than 25 items/],
  [
    'a button text of 76',
    [{ type: 'actions', elements: [button(chars(76))] }],
    /must be less than 76 characters/,
  ],
  [
    'a button value of 2,001',
    [{ type: 'actions', elements: [button('x', { value: chars(2001) })] }],
    /less than 2001/,
  ],
  [
    'a button without text',
    [{ type: 'actions', elements: [{ type: 'button' }] }],
    /missing required field: text \[json-pointer:\/blocks\/0\/elements\/0\]/,
  ],
  [
    'an action id of 256',
    [{ type: 'actions', elements: [button('x', { action_id: chars(256) })] }],
    /less than 256/,
  ],
  [
    'a picture without alt text',
    [{ type: 'image', image_url: 'https://a.b/c' }],
    /missing required field: alt_text/,
  ],
  [
    'an unknown Slack file',
    [{ type: 'image', slack_file: { id: 'F404' }, alt_text: 'x' }],
    /invalid slack file/,
  ],
  [
    'markdown of 12,001 over two blocks',
    [
      { type: 'markdown', text: chars(6000) },
      { type: 'markdown', text: chars(6001) },
    ],
    /less than 12001 characters over all/,
  ],
  [
    '51 tasks',
    [{ type: 'plan', title: 'Plan', tasks: times(51, (index) => task(`t${index}`)) }],
    /no more than 50 items/,
  ],
  [
    'a task id twice',
    [{ type: 'plan', title: 'Plan', tasks: [task('t'), task('t')] }],
    /task_id must be unique/,
  ],
  [
    'a cancelled task',
    [{ ...task('t'), status: 'cancelled' }],
    /must be one of: pending, in_progress, complete, error/,
  ],
  ['101 table rows', [{ type: 'table', rows: times(101, () => [cell('x')]) }], /no more than 100 items/],
  ['21 columns', [{ type: 'table', rows: [times(21, () => cell('x'))] }], /no more than 20 items/],
  [
    'two tables',
    [
      { type: 'table', rows: [[cell('x')]] },
      { type: 'table', rows: [[cell('x')]] },
    ],
    /only one table/,
  ],
  [
    'a table of 10,001 characters',
    [{ type: 'table', rows: [[cell(chars(10_001))]] }],
    /table text must be less than 10001/,
  ],
  ['202 data rows', [dataTable(202)], /no more than 201 items/],
  ['a data table of a header alone', [dataTable(1)], /no less than 2 items/],
  ['three charts', [pie(1), pie(1), pie(1)], /no more than 2 data_visualization/],
  ['seven segments', [pie(7)], /no more than 6 items/],
  ['a card body of 201', [{ type: 'card', body: mrkdwn(chars(201)) }], /less than 201 characters/],
  [
    'a plan in a container',
    [{ type: 'container', child_blocks: [{ type: 'plan', title: 'x' }] }],
    /unsupported type: plan/,
  ],
  ['an alert in a message', [{ type: 'alert', text: plain('x') }], /unsupported type: alert/],
  [
    'a block id twice',
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ],
    /`block_id` a already exists/,
  ],
];

test.each(ACCEPTED)('Slack takes %s', async (_name, blocks) => {
  const { web } = await startWorkspace();
  const answer = await web.apiCall('chat.postMessage', { channel: OPS, text: 'x', blocks });
  expect(answer).toMatchObject({ ok: true, ts: expect.any(String) });
});

test.each(REFUSED)('Slack refuses %s', async (_name, blocks, words) => {
  const { web, workspace } = await startWorkspace();
  const sending = web.apiCall('chat.postMessage', { channel: OPS, text: 'x', blocks });
  await expect(sending).rejects.toMatchObject({
    data: { error: 'invalid_blocks', response_metadata: { messages: [expect.stringMatching(words)] } },
  });
  expect(workspace.state.messagesIn('#ops').filter(({ user }) => user === BOT)).toEqual([]);
});

test('blocks that are too long together are refused by another name', async () => {
  const { web } = await startWorkspace();
  const blocks = times(5, () => section(chars(2700)));
  await expect(web.apiCall('chat.postMessage', { channel: OPS, text: 'x', blocks })).rejects.toMatchObject({
    data: { error: 'msg_blocks_too_long' },
  });
});

test('blocks.validate needs no token and lists every fault', async () => {
  const { workspace } = await startWorkspace();
  const stranger = new WebClient(undefined, { slackApiUrl: workspace.apiUrl, logger: silentLogger });
  await expect(
    stranger.apiCall('blocks.validate', { blocks: [{ type: 'nope' }, { type: 'header', text: plain('') }] }),
  ).rejects.toMatchObject({
    data: { errors: [expect.stringMatching(/nope/), expect.stringMatching(/more than 0/)] },
  });
  expect(await stranger.apiCall('blocks.validate', { blocks: [{ type: 'divider' }] })).toMatchObject({
    ok: true,
  });
});
