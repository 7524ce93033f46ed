// What the model writes becomes files that people open: each is read back by the reader of its own format.
import { convertToHtml } from 'mammoth';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { createReadDocument } from '../../src/tools/files/read-document.ts';
import { createKeepFile } from '../../src/tools/write/keep-file.ts';
import { createWriteFile } from '../../src/tools/write-file.ts';
import { call, contextOf } from './support/context.ts';
import { keptFiles } from './support/kept-files.ts';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

async function start() {
  const files = keptFiles(
    { name: 'rows.csv', text: 'id,city,n,day\n007,Paris,1234.5,2026-11-03\n8,=1+1,12345678901234567,\n' },
    { name: 'out/summe.csv', text: 'Stadt;Summe\nKöln;4,5\n' },
  );
  await files.taskFiles.save(
    'task-1',
    [{ name: 'plot.png', bytes: new Uint8Array(PIXEL) }],
    systemClock.now(),
  );
  const tool = createWriteFile({
    keepFile: createKeepFile({ taskFiles: files.taskFiles, clock: systemClock }),
  });
  const bytesOf = async (name: string) =>
    (await files.taskFiles.read('task-1', name))?.bytes ?? new Uint8Array();
  return { tool, files, bytesOf };
}

test('Markdown becomes a PDF: Chinese and English as text, links that lead out, tables over pages, nothing fetched', async () => {
  const { tool, bytesOf } = await start();
  const rows = Array.from(
    { length: 25 },
    (_, row) => `| ${row} | ${'a-very-long-word-without-any-space'.repeat(3)} |`,
  );
  const content = `# 结论 Findings

Take **offer B**, 总价 <b> 12,400 元 &amp; more: [the page](https://example.com/a), [this](javascript:alert(1)).

- [x] done
- 一项

${'这是一段没有空格的中文，会在行末折行。'.repeat(30)}

| No | Link |
| --- | --- |
${rows.join('\n')}

\`\`\`
if (a < b) return "x";
\`\`\`

![By month](plot.png) ![away](http://127.0.0.1:9/x.png)
`;
  const outcome = await call(tool, { name: 'report.pdf', content });
  expect(outcome.text).toMatch(/^Kept with the task: "report\.pdf"/u);
  const bytes = await bytesOf('report.pdf');
  expect(bytes.byteLength).toBeLessThan(200_000);
  const raw = Buffer.from(bytes).toString('latin1');
  expect(raw).toContain('/URI (https://example.com/a)');
  expect(raw).not.toContain('javascript:');
  const { signal } = contextOf();
  const readDocument = createReadDocument({ clock: systemClock });
  const read = await readDocument(bytes, { name: 'report.pdf', mimetype: '' }, { signal });
  const pages = read.kind === 'pages' ? read.pages : [];
  const text = pages.map((page) => page.text).join('\n');
  for (const part of [
    '结论 Findings',
    '总价 <b> 12,400 元 & more',
    '[x]',
    'if (a < b) return "x";',
    '[away]',
  ])
    expect(text).toContain(part);
  expect(text.replaceAll('\n', '')).toContain('这是一段没有空格的中文，会在行末折行。这是一段');
  expect(pages.length).toBeGreaterThan(1);
});

test('Markdown becomes a Word document: headings, lists, tables, code, links and pictures of the task', async () => {
  const { tool, bytesOf, files } = await start();
  const content = `# 结论 Findings

Take **offer B** & *not* A: see [the page](https://example.com/a) or [this](javascript:alert(1)).

1. First
2. Second
   - deeper ~~gone~~
- [x] done

| City | n |
| --- | ---: |
| Köln | 4 |

> quoted

\`\`\`
if (a < b) return "x";
\`\`\`

![By month](plot.png)
`;
  const outcome = await call(tool, { name: 'Report 1.docx', content });
  expect(outcome.text).toMatch(/^Kept with the task: "Report 1\.docx" \[f:Report_1\.docx\] \(\d+ kB\)/u);
  const { value: html } = await convertToHtml({ buffer: Buffer.from(await bytesOf('Report 1.docx')) });
  for (const part of [
    '<h1>结论 Findings</h1>',
    'Take <strong>offer B</strong> &amp; <em>not</em> A',
    '<a href="https://example.com/a">the page</a> or this',
    /<ol><li>First<\/li><li>Second<ul><li>deeper <s>gone<\/s><\/li><\/ul><\/li><\/ol>/u,
    '☑ done',
    /<tr><th><p><strong>City<\/strong><\/p><\/th><th><p><strong>n<\/strong>/u,
    'Köln',
    'if (a &lt; b) return "x";',
    /<img alt="By month" src="data:image\/png/u,
  ])
    expect(html).toMatch(
      typeof part === 'string' ? new RegExp(part.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&'), 'u') : part,
    );
  expect(html).not.toContain('javascript:');
  // What is to be forgotten is found by its words, also in what is no text.
  expect((await files.taskFiles.read('task-1', 'Report 1.docx'))?.words).toContain('结论');
});

test('CSV files become the sheets of a workbook, numbers as numbers, and nothing a formula', async () => {
  const { tool, bytesOf } = await start();
  await call(tool, { name: 'all.xlsx', from: ['rows.csv', 'f:out/summe.csv'] });
  const readDocument = createReadDocument({ clock: systemClock });
  const { signal } = contextOf();
  const read = await readDocument(await bytesOf('all.xlsx'), { name: 'all.xlsx', mimetype: '' }, { signal });
  expect(read).toMatchObject({
    kind: 'workbook',
    sheets: [
      {
        name: 'rows',
        rows: [
          { cells: ['id', 'city', 'n', 'day'] },
          { cells: ['007', 'Paris', '1234.5', expect.stringContaining('2026-11-03')] },
          { cells: ['8', '=1+1', '12345678901234567'] },
        ],
      },
      { name: 'summe', rows: [{ cells: ['Stadt', 'Summe'] }, { cells: ['Köln', '4,5'] }] },
    ],
  });
});

test.each([
  [{ name: 'x.exe', content: 'MZ' }, 'must end in'],
  [{ name: 'x.json', content: '{' }, 'not valid JSON'],
  [{ name: 'x.xlsx', content: '' }, 'A workbook needs tables'],
  [
    { name: 'x.xlsx', from: ['none.csv'] },
    'There is no file "none.csv" in this task. Those that are: out/summe.csv, plot.png, rows.csv',
  ],
  [{ name: 'x.docx', content: '![a](F0ABC.png)' }, 'There is no file "F0ABC.png"'],
])('nothing is written of %j', async (input, words) => {
  const { tool, files } = await start();
  const before = files.names();
  expect(await call(tool, input)).toMatchObject({ failed: true, text: expect.stringContaining(words) });
  expect(files.names()).toEqual(before);
});
