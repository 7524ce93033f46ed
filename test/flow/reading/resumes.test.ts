// Many résumés under one form, over the wire: from the goal to the table, its files, and the coverage that code counts.
import { expect, onTestFinished, test } from 'vitest';
import { read, utils } from '@e965/xlsx';
import { kill, startProcess } from '../../support/child-process.ts';
import { seedWith } from '../../support/documents-seed.ts';
import { intake } from '../../support/intakes.ts';
import { makeZip, withFiles } from '../../support/office.ts';
import { makePdf, makePicture, makeScan } from '../../support/pdf.ts';
import { makeResumes, readResume, RESUME_FORM } from '../../support/resumes.ts';
import { answers, callsTool, type Asked, type Step } from '../../support/scripted-model.ts';
import { MAYA, startTeam, type Team } from '../../support/team.ts';

const steps = [{ title: 'Read the résumés', tool: 'read_documents', arguments: [] }];
const accept = callsTool('submit_intake', intake({ steps }));
const readAll = callsTool('read_documents', {
  title: 'Résumés',
  all_files: { name: 'cv-' },
  columns: RESUME_FORM,
});
const tell: Step = ({ messages }) => answers(`Done. ${messages.at(-1)?.content ?? ''}`);

test('résumés in all formats become rows with quotes, and what cannot be read says why; the second time costs nothing', async () => {
  const all = makeResumes(15);
  const single = all.slice(0, 12).map((resume) =>
    resume.file.endsWith('.docx')
      ? {
          ...resume,
          bytes: withFiles(resume.bytes, { 'word/media/image1.png': makePicture(['me'], 'image/png') }),
        }
      : resume,
  );
  const packed = all.slice(12);
  const seed = seedWith([
    ...single,
    {
      file: 'cv-rest.zip',
      bytes: makeZip(Object.fromEntries(packed.map(({ file, bytes }) => [file, bytes]))),
    },
    { file: 'cv-locked.pdf', bytes: makePdf(['secret'], { locked: true }) },
    { file: 'cv-empty.docx', bytes: new Uint8Array() },
    { file: 'cv-cut.pdf', bytes: makePdf(['x']).subarray(0, 50) },
    { file: 'cv-endless.pdf', bytes: makePdf(Array.from({ length: 3_001 }, () => '')) },
    { file: 'cv-scan.pdf', bytes: makeScan([['Name: Scanned Person'], ['Years of work: 9']]) },
  ]);
  const look: Step = ({ messages }) =>
    callsTool('read_file', { file: /Scanned Person \(\?\) \[f:(F\w+)#p1\]/u.exec(wordsOf(messages))?.[1] });
  const sum: Step = ({ messages }) =>
    callsTool('calculate', { expression: 'sum(Years)', file: tableIn(messages) });
  const team = await startTeam({
    seed,
    reader: readResume,
    model: [readAll, accept, readAll, look, sum, tell],
    settings: { MODEL_SEES: 'yes' },
  });
  const ts = team.says(MAYA, '@Longhand put all résumés into a table with name, city and years');
  await team.until('the table', () =>
    JSON.stringify(team.heard(ts).map(({ blocks }) => blocks)).includes('data_table'),
  );
  const result = await team.until('the result', () =>
    team.heard(ts).find(({ text }) => text.includes('Done.')),
  );

  // Not before the brief: it only reads, but it costs.
  expect(team.model.asked[1]?.messages.at(-1)?.content).toContain('brief');
  expect(result.text).toContain(`= ${all.reduce((total, { years }) => total + years, 9)}`);
  const coverage = '16 of 20 read; 1 broken, 1 empty, 1 encrypted, 1 too large';
  expect(JSON.stringify(result.blocks)).toContain(coverage);

  const form = team.heard(ts).find(({ text }) => text.includes('Reading for the table'));
  expect(form?.text).toContain('Where they live');
  await team.until('the count', () => blocksOf(team, ts, form?.ts).includes('20 of 20 read'));
  const table = team.heard(ts).find(({ blocks }) => JSON.stringify(blocks).includes('"data_table"'));
  expect(table?.text).toContain(coverage);
  expect(JSON.stringify(table?.blocks)).toContain('候选人3');

  // The files have every row, once, with the quote beside each value.
  const files = await team.until('the files', () => {
    const posted = filesIn(team, ts);
    return posted.length === 2 && posted;
  });
  const csv = files.find(({ name }) => name.endsWith('.csv'))?.text.toString() ?? '';
  expect(csv.trim().split('\r\n')).toHaveLength(21);
  expect(csv).toContain('姓名：候选人3');
  const book = read(files.find(({ name }) => name.endsWith('.xlsx'))?.text);
  const rows = utils.sheet_to_json<Record<string, unknown>>(book.Sheets['Results']!);
  expect(rows).toHaveLength(20);
  expect(rows.find(({ Document }) => Document === single[0]?.file)).toMatchObject({
    Name: 'Candidate 1',
    Years: 0,
    Status: 'read',
  });

  // What the model looked at is shown as a picture behind the answer, and is not in the transcript.
  const seen = team.model.asked.findLast(({ tools }) => tools !== undefined)?.messages ?? [];
  const shownAt = seen.findIndex(({ content }) => content?.includes('<image data:image/jpeg;base64'));
  expect(seen[shownAt]?.content).toMatch(/1\. \[f:F\w+#p1\]\n2\. \[f:F\w+#p2\]/u);
  expect(seen[shownAt - 1]?.content).toContain('p. 2\n(the page stands below as a picture)');
  expect(await team.rows(`select 1 from task_entry where body::text like '%/9j/%'`, [])).toHaveLength(0);

  // The model reads its table by reference, and cites the file that a value stands in.
  const shown =
    team.model.asked
      .filter(({ tools }) => tools !== undefined)
      .at(-3)
      ?.messages.at(-1)?.content ?? '';
  expect(shown).toMatch(/\| cv-0001\.pdf \| Candidate 1 \[f:F\w+#p1\] \|/u);

  const asked = readerRequests(team);
  expect(asked).toHaveLength(16);
  // The photo in the Word file is looked at beside its words.
  const withPhoto = asked
    .map(({ messages }) => messages.at(-1)?.content ?? '')
    .filter((text) => text.includes('Candidate 2'));
  expect(withPhoto).toEqual([
    expect.stringMatching(/\[picture 1\]\n\(picture 1\)[^]*<image data:image\/jpeg/u),
  ]);
  const readFailed: Step = ({ messages }) =>
    callsTool('read_documents', { title: 'Again', columns: RESUME_FORM, failed_of: tableIn(messages) });
  team.model.goesOn(accept, readAll, readFailed, answers('The second time.'));
  team.says(MAYA, '@Longhand once more please', { threadTs: ts });
  const second = await team.until('the second result', () =>
    team.heard(ts).find(({ text }) => text.includes('The second time.')),
  );
  expect(JSON.stringify(second.blocks)).toContain(`Again: ${coverage}`);
  expect(readerRequests(team)).toHaveLength(16);
});

test('a process that is killed in the middle reads nothing twice', async () => {
  const resumes = makeResumes(40, { ending: 'txt' });
  let answered = 0;
  const team = await startTeam({
    seed: seedWith(resumes),
    reader: (asked) => {
      answered += 1;
      return answered === 12 ? { kind: 'hangs' } : readResume(asked);
    },
    model: [accept, readAll, tell],
    settings: { LONGHAND_ROLE: 'slack' },
  });
  const environment = { ...team.environment, LONGHAND_ROLE: 'worker' };
  const first = await startProcess(environment);
  onTestFinished(() => kill(first));
  const ts = team.says(MAYA, '@Longhand put all résumés into a table');
  while (readerRequests(team).length < 12) await team.clock.sleep(50);
  await kill(first);
  const second = await startProcess(environment);
  onTestFinished(() => kill(second));
  const result = await team.until('the result', () =>
    team.heard(ts).find(({ text }) => text.includes('Done.')),
  );
  expect(JSON.stringify(result.blocks)).toContain('40 of 40 read');
  const texts = readerRequests(team).map(({ messages }) => messages.at(-1)?.content ?? '');
  // What was under way when it stopped is asked again; what was answered is not.
  expect(new Set(texts).size).toBe(40);
  expect(texts.length).toBeLessThanOrEqual(40 + 8);
});

test('a stop ends the reading at once, and nothing is asked any more', async () => {
  const team = await startTeam({
    seed: seedWith(makeResumes(30, { ending: 'txt' })),
    reader: () => ({ kind: 'hangs' }),
    model: [accept, readAll],
  });
  const ts = team.says(MAYA, '@Longhand put all résumés into a table');
  while (readerRequests(team).length < 4) await team.clock.sleep(50);
  await team.until('the button', () =>
    JSON.stringify(team.heard(ts).map(({ blocks }) => blocks)).includes('Cancel'),
  );
  const stoppedAt = performance.now();
  await team.click(MAYA, { threadTs: ts, text: 'Cancel' });
  await team.until('the word that it stopped', () =>
    team.heard(ts).some(({ text }) => text.startsWith('Stopped')),
  );
  const open = `select 1 as n from lane_item where state in ('open', 'running')`;
  while ((await team.rows(open, [])).length > 0) await team.clock.sleep(50);
  expect(performance.now() - stoppedAt).toBeLessThan(2_000);
  const asked = readerRequests(team).length;
  await team.clock.sleep(3_000);
  expect(readerRequests(team)).toHaveLength(asked);
});

function readerRequests(team: Team): readonly Asked[] {
  return team.model.asked.filter(({ tools }) => tools === undefined);
}

function wordsOf(messages: readonly { content?: string | null | undefined }[]): string {
  return messages.map(({ content }) => content ?? '').join('\n');
}

function tableIn(messages: readonly { content?: string | null | undefined }[]): string {
  return [...wordsOf(messages).matchAll(/\[f:(FR\w+)\]/gu)].at(-1)?.[1] ?? '';
}

function blocksOf(team: Team, threadTs: string, ts: string | undefined): string {
  return JSON.stringify(team.heard(threadTs).find((message) => message.ts === ts)?.blocks);
}

function filesIn(team: Team, ts: string): readonly { readonly name: string; readonly text: Buffer }[] {
  const ids = team.heard(ts).flatMap(({ raw }) => JSON.stringify(raw).match(/"id":"F[A-Z0-9]+"/gu) ?? []);
  return [...new Set(ids)].flatMap((id) => {
    const file = team.workspace.state.file(id.slice(6, -1));
    return file === undefined ? [] : [{ name: file.name, text: Buffer.from(file.base64, 'base64') }];
  });
}
