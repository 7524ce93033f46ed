// Before many documents are read their owner sees the form, the number and the cost; a word changes it, and nothing is read before a yes.
import { expect, test } from 'vitest';
import { seedWith } from '../../support/documents-seed.ts';
import { intake } from '../../support/intakes.ts';
import { makeResumes, readResume, RESUME_FORM } from '../../support/resumes.ts';
import { answers, callsTool, callsTools, type Asked, type Step } from '../../support/scripted-model.ts';
import { MAYA, startTeam, type Team } from '../../support/team.ts';

const steps = [{ title: 'Read the résumés', tool: 'read_documents', arguments: [] }];
const accept = callsTool('submit_intake', intake({ steps }));
const SALARY = {
  name: 'Salary',
  type: 'choice',
  question: 'What they ask for',
  choices: ['none', 'up to 50k', 'more'],
};
/** Somebody's second résumé, which says something else than the first. */
const AGAIN = 'Name: Candidate 2\nCity: Porto\nYears of work: 4';
const read = { title: 'Résumés', all_files: { name: 'cv-' }, columns: RESUME_FORM };
const PRICES = JSON.stringify({ scripted: { input: 30, cached: 3, output: 150 } });

test('a form is changed by words, agreed by words, and not asked about a second time', async () => {
  const asTold: Step = ({ messages }) =>
    callsTools(
      {
        name: 'take_message',
        arguments: {
          message: /# New message in the thread\n.*?m:([\d.]+)/u.exec(wordsOf(messages))?.[1],
          kind: 'addition',
          reply: null,
          takes_back: [],
        },
      },
      { name: 'read_documents', arguments: read },
    );
  const team = await startTeam({
    seed: seedWith([
      ...makeResumes(12, { ending: 'txt' }),
      { file: 'cv-again.txt', bytes: Buffer.from(AGAIN) },
    ]),
    reader: readResume,
    model: [
      accept,
      callsTool('read_documents', { ...read, columns: [...RESUME_FORM, SALARY] }),
      asTold,
      answers('Done.'),
    ],
    settings: { READING_ASK_ABOVE: '12', MODEL_PRICES: PRICES },
  });
  const ts = team.says(MAYA, '@Longhand put all résumés into a table');
  const first = await formAsked(team, ts, ({ has }) => has('Salary'));
  expect(first).toMatch(/13 documents.*About \$0\.\d+ \([\d,]+ tokens\), reckoned from 6 of them/u);
  expect(first).toContain('one of: none · up to 50k · more');

  await team.click(MAYA, { threadTs: ts, text: 'Change' });
  await team.until('how to change it', () =>
    team.heard(ts).some(({ text }) => text.startsWith('Say here what should be different')),
  );
  team.says(MAYA, 'Salary is none of our business, leave that column away', { threadTs: ts });
  const again = await formAsked(team, ts, ({ has }) => has('City') && !has('Salary'));
  expect(again).toContain('Where they live');
  expect(readerRequests(team)).toHaveLength(0);

  team.says(MAYA, 'ok, go ahead', { threadTs: ts });
  const result = await team.until('the result', () =>
    team.heard(ts).find(({ text }) => text.includes('Done.')),
  );
  // Found by code, with the words of both; the model said nothing of it.
  expect(result.text).toMatch(
    /Sources disagree\*\n\*Candidate 2 · Years\*\n•  7: “Years of work: 7” · <\S+\|cv-0002\.txt[^>]*>\n•  4: “Years of work: 4” · <\S+\|cv-again\.txt/u,
  );
  expect(readerRequests(team)).toHaveLength(13);
  await team.until('no more buttons on either form', () => formsOf(team, ts).length === 0);

  team.model.goesOn(accept, callsTool('read_documents', read), answers('The second time.'));
  team.says(MAYA, '@Longhand once more please', { threadTs: ts });
  await team.until('the second result', () =>
    team.heard(ts).find(({ text }) => text.includes('The second time.')),
  );
  expect(readerRequests(team)).toHaveLength(13);
});

interface Form {
  readonly has: (column: string) => boolean;
}

function formAsked(team: Team, threadTs: string, isIt: (form: Form) => boolean): Promise<string> {
  return team.until('the form', () =>
    formsOf(team, threadTs).find((blocks) => isIt({ has: (column) => blocks.includes(`"${column}"`) })),
  );
}

/** Those that wait for an answer. */
function formsOf(team: Team, threadTs: string): readonly string[] {
  return team
    .heard(threadTs)
    .map(({ blocks }) => JSON.stringify(blocks))
    .filter((blocks) => blocks.includes('"Change"'));
}

function readerRequests(team: Team): readonly Asked[] {
  return team.model.asked.filter(({ tools }) => tools === undefined);
}

function wordsOf(messages: Asked['messages']): string {
  return messages.map(({ content }) => content ?? '').join('\n');
}
