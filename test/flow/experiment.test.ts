// The story the whole is for: look something up, list what is open, run an experiment on a table, plot it, say what it means.
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../src/base/clock.ts';
import { createEmbeddedSandbox } from '../../src/tools/code/embedded.ts';
import type { CodeLanguage, Sandbox } from '../../src/tools/code/sandbox.ts';
import { serveSandbox } from '../../src/tools/code/serve-sandbox.ts';
import { intake } from '../support/intakes.ts';
import { answers, callsTool, callsTools, type Asked } from '../support/scripted-model.ts';
import { MAYA, smallSeed, startTeam } from '../support/team.ts';

const TOKEN = 'what both machines know';
const PAGE = 'https://example.com/chairs-2026';
const SALES = [
  'day,variant,visits,orders',
  '2026-11-01,old,100,10',
  '2026-11-01,new,100,16',
  '2026-11-02,old,110,9',
  '2026-11-02,new,90,15',
];

const EXPERIMENT = `
import csv
from collections import defaultdict
visits, orders = defaultdict(int), defaultdict(int)
for row in csv.DictReader(open('sales.csv', encoding='utf-8')):
    visits[row['variant']] += int(row['visits']); orders[row['variant']] += int(row['orders'])
with open('rates.csv', 'w', newline='') as out:
    writer = csv.writer(out); writer.writerow(['variant', 'rate'])
    for name in visits: writer.writerow([name, round(100 * orders[name] / visits[name], 1)])
print('lift', round(orders['new'] / visits['new'] - orders['old'] / visits['old'], 3))`;

/** A search engine that answers as SearXNG does. */
async function startSearch(): Promise<string> {
  const results = [
    {
      title: 'Chairs in 2026',
      url: PAGE,
      content: 'The new product page sells more, says a study of 12 shops.',
    },
  ];
  const server = createServer((_, response) => {
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ query: 'x', results }));
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`;
}

/** Another machine that runs the code, and in which languages it did. */
async function startMachine() {
  const embedded = createEmbeddedSandbox({ clock: systemClock });
  const ran: string[] = [];
  const noting = (language: CodeLanguage): Sandbox => ({
    about: embedded[language].about,
    run: (run) => {
      ran.push(language);
      return embedded[language].run(run);
    },
  });
  const sandboxes = { python: noting('python'), javascript: noting('javascript'), bash: noting('bash') };
  const { url, close } = await serveSandbox({ sandboxes, token: TOKEN, host: '127.0.0.1', port: 0 });
  onTestFinished(close);
  return { ran, settings: { CODE_SANDBOX_URL: url, CODE_SANDBOX_TOKEN: TOKEN } };
}

const lastResult = ({ messages }: Asked): string => messages.at(-1)?.content ?? '';
const fileIn = ({ messages }: Asked): string =>
  /\[f:(F\w+)\] sales\.csv/u.exec(messages.map(({ content }) => content ?? '').join('\n'))?.[1] ?? '';

test('“find the latest, list open questions, experiment on this CSV, plot it, tell us what it means”, with the code on another machine', async () => {
  const machine = await startMachine();
  const seed = smallSeed();
  const [file] = seed.files;
  if (file === undefined) throw new Error('the seed has no file');
  Object.assign(file, { name: 'sales.csv', text: `${SALES.join('\n')}\n` });
  const step = (title: string, tool: string | null) => ({ title, tool, arguments: [] });
  const shown: string[] = [];
  let calculated = '';

  const team = await startTeam({
    seed,
    settings: { SEARXNG_URL: await startSearch(), ...machine.settings },
    model: [
      callsTools(
        { name: 'list_files', arguments: {} },
        { name: 'search_web', arguments: { query: 'product page study 2026' } },
      ),
      callsTool(
        'submit_intake',
        intake({
          outcome: 'It is known whether the new page sells more',
          steps: [
            step('Test it on the table', 'run_code'),
            step('Plot it', 'draw_chart'),
            step('Write it up', 'post_file'),
          ],
        }),
      ),
      (asked) =>
        callsTools(
          // A tool of ours, called from there: its answer goes over the wire.
          {
            name: 'run_code',
            arguments: {
              language: 'bash',
              code: `tool calculate '{"expression": "6 * 7"}'`,
              purpose: 'Calculating',
            },
          },
          {
            name: 'run_code',
            arguments: {
              language: 'python',
              code: EXPERIMENT,
              purpose: 'Comparing the two pages',
              files: [fileIn(asked)],
            },
          },
        ),
      (asked) => {
        shown.push(lastResult(asked));
        calculated = asked.messages.at(-2)?.content ?? '';
        return callsTool('draw_chart', {
          kind: 'bar',
          title: 'Orders a hundred visits',
          x: 'variant',
          y: ['rate'],
          file: 'rates.csv',
        });
      },
      // By day and variant there are dates along the bottom: that is a picture.
      (asked) =>
        callsTool('draw_chart', {
          kind: 'line',
          title: 'Orders a day',
          x: 'day',
          y: ['orders'],
          series: 'variant',
          file: fileIn(asked),
          keep_only: true,
        }),
      (asked) => {
        shown.push(lastResult(asked));
        return callsTool('post_file', {
          name: 'experiment.docx',
          content: '# The experiment\n\nThe new page wins.\n\n![Orders a day](Orders-a-day.png)\n',
        });
      },
      (asked) => {
        shown.push(lastResult(asked));
        return answers(
          `The new page takes **6.2 more orders** a hundred visits [f:rates.csv], as a study found [w:${PAGE}]. Open: two days are few.`,
        );
      },
    ],
  });
  const ts = team.says(
    MAYA,
    '@Longhand find the latest on product pages, list open questions, test it on the CSV, plot it, tell us what it means',
  );
  const result = await team.until('the result', () =>
    team.heard(ts).find(({ text }) => text.includes('6.2 more orders')),
  );

  expect(machine.ran.toSorted()).toEqual(['bash', 'python']);
  expect(calculated).toContain('6 * 7 = 42');
  expect(shown[0]).toContain('lift 0.073');
  expect(shown[0]).toContain('"rates.csv" [f:rates.csv]');
  expect(shown[1]).toContain('Kept with the task as "Orders-a-day.png"');
  expect(shown[2]).toContain('Posted experiment.docx');
  const blocks = JSON.stringify(result.blocks);
  for (const source of [
    'rates.csv',
    'Chairs in 2026',
    'Chart “Orders a hundred visits”',
    'Posting experiment.docx',
  ])
    expect(blocks).toContain(source);

  const chart = await team.until('the chart', () =>
    team
      .heard(ts)
      .flatMap((message) => message.blocks)
      .find((block) => JSON.stringify(block).includes('data_visualization')),
  );
  expect(chart).toMatchObject({
    title: 'Orders a hundred visits',
    chart: {
      type: 'bar',
      series: [
        {
          name: 'rate',
          data: [
            { label: 'old', value: 9 },
            { label: 'new', value: 16.3 },
          ],
        },
      ],
    },
  });
  const posted = team
    .heard(ts)
    .filter(({ raw }) => JSON.stringify(raw['files'] ?? '').includes('experiment.docx'));
  expect(posted).toHaveLength(1);
  expect(team.model.left()).toBe(0);
  const kept = await team.rows('select name from task_file order by name collate "C"', []);
  expect(kept.map(({ name }) => name)).toEqual(['Orders-a-day.png', 'experiment.docx', 'rates.csv']);
});
