// A file is read without anybody asking for it, and found by what stands in it.
import { expect, test } from 'vitest';
import { Seed } from '../../src/workspace/seed-schema.ts';
import { intake } from '../support/intakes.ts';
import { callsTool } from '../support/scripted-model.ts';
import { KENJI, MAYA, smallSeed, startTeam } from '../support/team.ts';

const LEASE = 'Lease of the hall.\n\nEither side may give notice of three months to the end of a quarter.\n';

test('files are read as they arrive; a search by words finds what stands in them', async () => {
  const small = smallSeed();
  const seed = Seed.parse({
    ...small,
    files: [
      ...small.files,
      { key: 'lease', name: 'lease.md', mimetype: 'text/markdown', text: LEASE },
      { key: 'song', name: 'song.mp3', mimetype: 'audio/mpeg', text: 'la la' },
    ],
    messages: [
      ...small.messages,
      { channel: 'C0OPS', user: KENJI, minutesAgo: 900, text: 'For the record', files: ['lease', 'song'] },
    ],
  });
  const team = await startTeam({
    seed,
    settings: { FILES_READ_MB: '20' },
    model: [
      callsTool('search_history', { words: 'notice months' }),
      callsTool('submit_intake', intake({ kind: 'question', answer: 'Three months.' })),
    ],
  });
  const read = () => team.rows('select place from content_page', []);
  while ((await team.rows(`select from file where name in ('lease.md', 'costs.csv')`, [])).length < 2)
    await team.clock.sleep(100);
  // Each start looks at once, and then each minute.
  await team.restart();
  while ((await read()).length === 0) await team.clock.sleep(100);

  const ts = team.says(MAYA, '@Longhand how long is the notice of the hall?');
  await team.until('the answer', () => team.heard(ts).some(({ text }) => text.includes('Three months.')));
  const seen = String(team.model.asked[1]?.messages.at(-1)?.content);
  expect(seen).toContain('These words stand in files shared here');
  expect(seen).toContain('Either side may give notice of three months to the end of a quarter.');

  // Of a table nothing is kept, of a song nothing is tried: they are read when somebody asks.
  const arrivals = () =>
    team.rows('select name, due_at::text from file_arrival join file using (file_id)', []);
  while ((await arrivals()).some(({ due_at: at }) => at !== 'infinity')) await team.clock.sleep(100);
  expect(await arrivals()).toEqual([{ name: 'costs.csv', due_at: 'infinity' }]);
});
