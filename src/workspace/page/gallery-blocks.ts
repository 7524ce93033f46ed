// What the gallery shows of blocks that are read.

export interface Shown {
  readonly name: string;
  readonly blocks: readonly unknown[];
}

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const raw = (text: string) => ({ type: 'raw_text', text });
const rich = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});

const RESULT = `## Recommendation
Take **Lindenhof CRM**. It meets all five requirements [1](https://example.com/offer) and costs **€10,128** for the first year [2](https://example.com/prices).

1. The import from our old system is included [3](https://example.com/import)
2. Support answers in German and Chinese
3. The contract can be ended each month

> Maya asked for a decision by Friday.

| Offer | First year | Meets |
|:--|--:|:-:|
| Lindenhof | €10,128 | 5 of 5 |
| Northwind | €9,400 | 3 of 5 |

\`expenses.csv\` was left as it is. ~~Draft~~ *Final*.

\`\`\`
sum(category) = 3400.70
\`\`\``;

export const GALLERY: readonly Shown[] = [
  {
    name: 'header, section, fields, context, divider',
    blocks: [
      { type: 'header', text: plain('Travel request :airplane:') },
      {
        type: 'section',
        text: mrkdwn(
          '*Chen* asks for three days in <https://example.com|Rotterdam>.\nIt was `pre-approved` on Monday.',
        ),
      },
      {
        type: 'section',
        fields: [
          mrkdwn('*From*\nMon, 30 November'),
          mrkdwn('*To*\nWed, 2 December'),
          mrkdwn('*Cost*\n€840'),
          mrkdwn('*Budget left*\n€2,160'),
        ],
      },
      { type: 'divider' },
      { type: 'context', elements: [mrkdwn(':bulb: Decide until *Thursday*'), plain('Policy 4.2')] },
    ],
  },
  {
    name: 'section with a button beside it',
    blocks: [
      {
        type: 'section',
        text: mrkdwn('*Offer B* is the cheapest, and was corrected on 10 November.'),
        accessory: { type: 'button', action_id: 'see', text: plain('See the offer'), value: 'b' },
      },
    ],
  },
  { name: 'markdown', blocks: [{ type: 'markdown', text: RESULT }] },
  {
    name: 'rich text',
    blocks: [
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'We agreed: ' },
              { type: 'text', text: 'no calls before ten', style: { bold: true } },
              { type: 'text', text: ' ' },
              { type: 'emoji', name: 'coffee' },
            ],
          },
          {
            type: 'rich_text_list',
            style: 'bullet',
            indent: 0,
            elements: [
              { type: 'rich_text_section', elements: [{ type: 'text', text: 'Write it down' }] },
              {
                type: 'rich_text_section',
                elements: [{ type: 'text', text: 'Tell the others', style: { italic: true } }],
              },
            ],
          },
          {
            type: 'rich_text_quote',
            elements: [{ type: 'text', text: 'What is not written was not said.' }],
          },
          { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'npm start\nnpm run check' }] },
        ],
      },
    ],
  },
  {
    name: 'plan',
    blocks: [
      {
        type: 'plan',
        title: 'Compare the three offers',
        tasks: [
          { task_id: '1', title: 'Read the offers', status: 'complete', output: rich('3 files, 14 pages') },
          {
            task_id: '2',
            title: 'Compare prices and terms',
            status: 'in_progress',
            details: rich('Two of three are in euros'),
            sources: [{ type: 'url', url: 'https://example.com/a', text: 'offer-a.pdf' }],
          },
          {
            task_id: '3',
            title: 'Ask Northwind for its price list',
            status: 'error',
            output: rich('The page did not open'),
          },
          { task_id: '4', title: 'Write the recommendation', status: 'pending' },
        ],
      },
    ],
  },
  {
    name: 'table and data table',
    blocks: [
      {
        type: 'table',
        column_settings: [{ align: 'left' }, { align: 'right' }, { align: 'center' }],
        rows: [
          [raw('Offer'), raw('First year'), raw('German')],
          [raw('Lindenhof'), raw('€10,128'), raw('yes')],
          [raw('Northwind'), raw('€9,400'), raw('no')],
        ],
      },
      {
        type: 'data_table',
        caption: 'Spending by category',
        page_size: 3,
        rows: [
          [raw('Category'), raw('Sum')],
          ...[
            ['Travel', 1240.5],
            ['Software', 980],
            ['Food', 412.3],
            ['Office', 320.1],
            ['Books', 88],
          ].map(([name, value]) => [raw(String(name)), { type: 'raw_number', value }]),
        ],
      },
    ],
  },
  {
    name: 'charts',
    blocks: [
      {
        type: 'data_visualization',
        title: 'Spending this month',
        chart: {
          type: 'pie',
          segments: [
            { label: 'Travel', value: 1240 },
            { label: 'Software', value: 980 },
            { label: 'Food', value: 412 },
          ],
        },
      },
      {
        type: 'data_visualization',
        title: 'Tickets by week',
        chart: {
          type: 'bar',
          series: [
            {
              name: 'Opened',
              data: [
                { label: 'W45', value: 12 },
                { label: 'W46', value: 19 },
                { label: 'W47', value: 8 },
              ],
            },
            {
              name: 'Closed',
              data: [
                { label: 'W45', value: 10 },
                { label: 'W46', value: 15 },
                { label: 'W47', value: 14 },
              ],
            },
          ],
          axis_config: { x_label: 'Week', y_label: 'Tickets' },
        },
      },
    ],
  },
  {
    name: 'alerts',
    blocks: ['default', 'info', 'success', 'warning', 'error'].map((level) => ({
      type: 'alert',
      level,
      text: mrkdwn(`*${level}* The import has ${level === 'error' ? 'failed at row 14' : 'run'}.`),
    })),
  },
  {
    name: 'cards and a container',
    blocks: [
      {
        type: 'carousel',
        elements: ['Lindenhof', 'Northwind', 'Bluebird'].map((name) => ({
          type: 'card',
          title: mrkdwn(name),
          subtitle: mrkdwn('CRM, per seat'),
          body: mrkdwn('Import included, monthly contract.'),
          actions: [{ type: 'button', action_id: `take-${name}`, text: plain('Choose'), style: 'primary' }],
        })),
      },
      {
        type: 'container',
        title: plain('How this was worked out'),
        is_collapsible: true,
        child_blocks: [
          { type: 'section', text: mrkdwn('Prices from the offers, terms from page 3 of each.') },
        ],
      },
    ],
  },
  { name: 'a kind that nobody knows', blocks: [{ type: 'hologram', depth: 3 }] },
];
