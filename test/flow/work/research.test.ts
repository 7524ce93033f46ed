// A question taken to the web and back: searches, pages, notes, a report with a source and a time for each claim.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { intake } from '../../support/intakes.ts';
import { answers, callsTool, callsTools, type Step } from '../../support/scripted-model.ts';
import { MAYA, startTeam, type Team } from '../../support/team.ts';

/** A search engine that answers as SearXNG does, and the pages that it finds. */
async function startWeb() {
  let staff = 40;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin());
    const page = (title: string, text: string): void => {
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<title>${title}</title><p>${text}</p>`);
    };
    if (pathname === '/search') {
      const found = /staff/u.test(searchParams.get('q') ?? '') ? ['about', 'press'] : [];
      const results = found.map((name) => ({
        title: `Acme ${name}`,
        url: `${origin()}/${name}`,
        content: '…',
      }));
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ results }));
    }
    if (pathname === '/about') return page('About Acme', `Acme has ${staff} people.`);
    if (pathname === '/press') return page('Press', 'Acme employs 52 people, says its founder.');
    return response.writeHead(404).end();
  });
  function origin(): string {
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { origin: origin(), grows: () => (staff = 90) };
}

test('a claim carries its source and when it was read, a contradiction is shown, what is unsourced is held back, then marked', async () => {
  const web = await startWeb();
  const about = `[w:${web.origin}/about]`;
  const press = `[w:${web.origin}/press]`;
  const steps = ['search_web', 'fetch_page', 'write_file', 'post_file'].map((tool) => ({
    title: `Use ${tool}`,
    tool,
    arguments: [],
  }));
  const report = `# Acme\n\nAcme has 40 people ${about}. Its founder says 52 ${press}: the two contradict each other. Acme was founded in Oslo in 2019.\n\nIts revenue could not be found.\n`;
  const notes = `# Staff\n- 40 ${about}\n- contradicts: 52 ${press}\n# Revenue\n- not found\n`;
  const kept = [
    { value: '40', quote: 'Acme has 40 people.', source: about },
    { value: '52', quote: 'Acme employs 52 people', source: press },
    { value: '70', quote: 'Acme has 70 people.', source: press },
    { value: '90', quote: 'Acme has 90 people.', source: `w:${web.origin}/unread` },
  ].map((note) => ({ about: 'Acme', what: 'employees', ...note }));
  const summary = (last: string): Step => answers(`Acme has 40 people ${about}, or 52 ${press}. ${last}`);
  const team = await startTeam({
    settings: { SEARXNG_URL: web.origin, FETCH_HOSTS: new URL(web.origin).host },
    model: [
      callsTool('submit_intake', intake({ steps, outcome: 'What is known of Acme is in a report' })),
      callsTools(
        { name: 'search_web', arguments: { query: 'Acme staff' } },
        { name: 'search_web', arguments: { query: 'Acme revenue' } },
      ),
      callsTool('fetch_page', { urls: [`${web.origin}/about`, `${web.origin}/press`] }),
      callsTools(
        { name: 'write_file', arguments: { name: 'notes.md', content: notes } },
        { name: 'keep_notes', arguments: { notes: kept } },
      ),
      callsTool('post_file', { name: 'acme.md', content: report }),
      summary('Acme was founded in Oslo in 2019.'),
      summary('Acme was founded in Oslo around 2019.'),
    ],
  });
  const ts = team.says(MAYA, '@Longhand find out how many people Acme has and what it earns, as a report');
  const result = await team.until('the result', () =>
    team.heard(ts).find(({ text }) => text.includes('around 2019')),
  );

  // Time runs ten times as fast here: a page that is not taken apart in time is read as its plain words, under its address.
  // Held back once, with the sentence that has none; then marked for people.
  const told = team.model.asked.at(-1)?.messages.at(-1)?.content ?? '';
  expect(told).toContain('carry no source:\n- Acme was founded in Oslo in 2019.');
  expect(told).not.toContain('40 people');
  expect(result.text).toContain('around 2019. _(no source)_');
  const blocks = JSON.stringify(result.blocks);
  expect(blocks).toMatch(/\|about(?: acme)?> · read 20\d\d-\d\d-\d\d \d\d:\d\d UTC/iu);
  expect(blocks).toMatch(/\|press> · read 20/iu);

  // Of what was noted, code looked for the words, and shows people where the sources disagree.
  const noted = team.model.asked.at(-3)?.messages.at(-1)?.content ?? '';
  expect(noted).toContain(
    `3 kept, 3 in all.\nNot kept, since you were shown no such source: w:${web.origin}/unread.`,
  );
  expect(noted).toMatch(
    /do not stand in the source as it was read;.*\n- Acme · employees: 70 .* \(\?\)\nSources disagree/u,
  );
  const side = (value: number, quote: string, page: string): string =>
    String.raw`•  ${value}: “${quote}” · <\S+/${page}\|[^>]+> · read 20\S+ \S+ UTC`;
  expect(result.text).toMatch(
    new RegExp(
      String.raw`Sources disagree\*\n\*Acme · employees\*\n${side(40, 'Acme has 40 people.', 'about')}\n${side(52, 'Acme employs 52 people', 'press')}\n`,
      'u',
    ),
  );

  // The report as a file: numbers, a list of sources with their times, the mark, and what was not found.
  const file = await team.until('the report', () => fileNamed(team, 'acme.md'));
  expect(file).toMatch(/40 people \[1\]\. Its founder says 52 \[2\]: the two contradict/u);
  expect(file).toMatch(/in 2019\. _\(no source\)_\n\nIts revenue could not be found\./u);
  expect(file).toMatch(
    /## Sources disagree\n\n- \*\*Acme · employees\*\*\n {2}- 40: “Acme has 40 people\.” \[1\]\n {2}- 52: “Acme employs 52 people” \[2\]/u,
  );
  expect(file).toMatch(
    /## Sources\n\n1\. \[about(?: acme)?\]\(\S+\/about\) · read 20\S+ \S+ UTC\n2\. \[press\]/iu,
  );
  const posted = team.model.asked.at(-2)?.messages.at(-1)?.content ?? '';
  expect(posted).toContain('1 sentences state something and name no source');

  // The page changes; the window shows what was read.
  web.grows();
  await team.workspace.act.click({ as: MAYA, channel: '#ops', ts: result.ts, ...menuOf(result.blocks) });
  const view = await team.until('the window', () => team.workspace.state.modals(MAYA).at(-1));
  expect(JSON.stringify(view)).toContain('Acme has 40 people.');
  expect(JSON.stringify(view)).toContain('SHA-256');

  // A follow-up goes on from the notes.
  team.model.goesOn(callsTool('read_file', { file: 'notes.md' }), ({ messages }) =>
    callsTool(
      'submit_intake',
      intake({
        kind: 'question',
        answer: `${messages.at(-1)?.content?.includes(press) === true ? 'By the notes' : 'Without notes'}: 52 in the press ${press}.`,
      }),
    ),
  );
  team.says(MAYA, '@Longhand what did the press say?', { threadTs: ts });
  await team.until('the answer', () => team.heard(ts).find(({ text }) => text.includes('By the notes')));
});

function fileNamed(team: Team, name: string): string | undefined {
  const calls = JSON.stringify(team.workspace.state.messagesIn('#ops').map(({ raw }) => raw));
  const ids = [...new Set(calls.match(/"id":"F[A-Z0-9]+"/gu))].map((id) => id.slice(6, -1));
  const file = ids.map((id) => team.workspace.state.file(id)).find((one) => one?.name === name);
  return file === undefined ? undefined : Buffer.from(file.base64, 'base64').toString();
}

function menuOf(blocks: readonly unknown[]): { blockId: string; actionId: string; value: string } {
  const block = blocks.map((one) => JSON.stringify(one)).find((one) => one.includes('source_as_read')) ?? '';
  const part = (pattern: RegExp): string => pattern.exec(block)?.[1] ?? '';
  return {
    blockId: part(/"block_id":"([^"]+)"/u),
    actionId: 'source_as_read',
    value: part(/\[1\] [^}]*\},"value":"([^"]+)"/u),
  };
}
