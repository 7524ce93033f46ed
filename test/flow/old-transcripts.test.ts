// A transcript that a released version wrote is opened, shown and gone on with by every version after it, for ever.
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { toChat } from '../../src/agent/context.ts';
import { Entry } from '../../src/agent/entry.ts';
import { newId } from '../../src/base/id.ts';
import { storesOn } from '../../src/flow/stores.ts';
import { Brief } from '../../src/task/brief.ts';
import { answers } from '../support/scripted-model.ts';
import { MAYA, startTeam } from '../support/team.ts';

/** Only ever added to: one file a released version, written by it and never touched again. */
const FOLDER = new URL('../fixtures/transcripts/', import.meta.url);
const Kept = z.object({
  version: z.string(),
  briefs: z.array(z.object({ version: z.number(), body: z.unknown() })),
  entries: z.array(z.object({ at: z.coerce.date(), body: z.unknown() })),
});
const names = (await readdir(FOLDER)).toSorted();

test('the version that was released first is among them', () => {
  expect(names).toContain('0.1.0.json');
});

test.each(names)('%s is read to the letter, and rendered for the model', async (name) => {
  const { entries, briefs } = await read(name);
  const parsed = entries.map(({ at, body }, index) => ({ seq: index + 1, at, entry: Entry.parse(body) }));
  expect(JSON.parse(JSON.stringify(parsed.map(({ entry }) => entry)))).toEqual(
    entries.map(({ body }) => body),
  );
  for (const { body } of briefs) expect(Brief.parse(body).steps.length).toBeGreaterThan(0);
  const chat = toChat(parsed, new Map());
  expect(chat.length).toBeGreaterThan(8);
  expect(chat[0]).toMatchObject({ role: 'system' });
});

test.each(names)(
  'a task that %s left in the middle goes on, and one that had ended opens again',
  async (name) => {
    const { entries, briefs } = await read(name);
    const kinds = entries.map(({ body }) => Kind.parse(body).kind);
    // Up to the last calls that simply ran: their results are not there yet.
    const middle = kinds.findLastIndex((kind, at) => kind === 'response' && kinds[at + 1] === 'result');
    const team = await startTeam({ model: [answers('Gone on with.'), answers('Opened again.')] });
    const [inTheMiddle, ended] = [1, 2].map(() =>
      team.workspace.act.post({ as: MAYA, channel: '#ops', text: 'the goal of long ago' }),
    );
    if (inTheMiddle === undefined || ended === undefined) throw new Error('nothing was said');
    await team.recorded(ended);
    const put = async (ts: string, { upTo, state }: { upTo: number; state: 'working' | 'done' }) => {
      const { tasks, transcript } = storesOn(team.database);
      const { id } = await tasks.open({
        id: newId(),
        teamId: 'T0TEAM',
        channelId: 'C0OPS',
        threadTs: ts,
        goalTs: ts,
        ownerId: MAYA,
        language: 'en',
        openedAt: entries[0]?.at ?? new Date(0),
      });
      for (const { body } of briefs)
        await tasks.acceptBrief(id, Brief.parse(body), { at: new Date(0), by: MAYA });
      const kept = entries.slice(0, upTo).map(({ body }) => Entry.parse(body));
      await transcript.append(id, { afterSeq: 0, entries: kept, at: new Date(0) });
      await team.database.run('update task set state = $2 where id = $1', [id, state]);
    };
    await team.restart(async () => {
      await put(inTheMiddle, { upTo: middle + 1, state: 'working' });
      await put(ended, { upTo: entries.length, state: 'done' });
    });
    await team.until('the one in the middle', () =>
      team.heard(inTheMiddle).some(({ text }) => text.includes('Gone on with.')),
    );
    team.says(MAYA, '@Longhand and now?', { threadTs: ended });
    await team.until('the one that had ended', () =>
      JSON.stringify(team.model.asked.at(-1)?.messages ?? '').includes('and now?'),
    );
    expect(JSON.stringify(team.model.asked.at(-1)?.messages)).toContain('Which report?');
  },
);

const Kind = z.looseObject({ kind: z.string() });

async function read(name: string): Promise<z.infer<typeof Kept>> {
  return Kept.parse(JSON.parse(await readFile(new URL(name, FOLDER), 'utf8')));
}
