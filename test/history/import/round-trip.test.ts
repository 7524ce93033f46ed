// import(export(x)) = x, in a folder and in a zip, and doing it again changes nothing.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Database } from '../../../src/db/pool.ts';
import { createDirectoryStore } from '../../../src/history/directory-store.ts';
import { exportHistory } from '../../../src/history/export/index.ts';
import { openSink } from '../../../src/history/export/sink.ts';
import { importExport } from '../../../src/history/import/index.ts';
import { openExport } from '../../../src/history/import/source.ts';
import type { ImportReport } from '../../../src/history/import/tally.ts';
import type { Author, Message } from '../../../src/history/message.ts';
import { createHistoryStore } from '../../../src/history/store.ts';
import { createUnderstanding } from '../../../src/slack/exported.ts';
import { testDatabase } from '../../support/database.ts';

const words = fc
  .array(
    fc.constantFrom(
      'offer',
      '报价 很好',
      '見積もり',
      '견적',
      '🎉',
      'a\u0000b',
      '\ud800',
      '<@U1>',
      '&amp;',
      '"}\n    {',
      '\\',
      ' ',
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(' '));
const author: fc.Arbitrary<Author> = fc.constantFrom(
  { kind: 'person', id: 'U1' },
  { kind: 'person', id: 'U2' },
  { kind: 'bot', id: 'B7' },
  { kind: 'longhand' },
);
const planned = fc.record({
  author,
  texts: fc.array(words, { minLength: 1, maxLength: 3 }),
  parent: fc.nat({ max: 6 }),
  gapSeconds: fc.constantFrom(1, 3_600, 86_400),
  reactions: fc.array(fc.constantFrom('eyes U1', 'eyes U2', 'tada U1', '-eyes U1'), { maxLength: 4 }),
  file: fc.boolean(),
  blocks: fc.option(words, { nil: undefined }),
  isDeleted: fc.nat({ max: 5 }).map((chance) => chance === 0),
});
type Planned = typeof planned extends fc.Arbitrary<infer Value> ? Value : never;
const history = fc.record({
  channelName: fc.constantFrom('ops', '../../etc/passwd', 'C1', '采购', 'general'),
  kind: fc.constantFrom('channel', 'group', 'mpim', 'im'),
  said: fc.array(planned, { maxLength: 8 }),
});

test('an export that is imported elsewhere is the same history, and once more it is still the same', async () => {
  const [one, other] = [await testDatabase(), await testDatabase()];
  const place = await mkdtemp(join(tmpdir(), 'longhand-export-'));
  let run = 0;
  await fc.assert(
    fc.asyncProperty(history, fc.boolean(), async ({ channelName, kind, said }, isZip) => {
      run += 1;
      const teamId = `T${run}`;
      const directory = createDirectoryStore(one);
      for (const channelId of ['C1', 'C2']) {
        const channel = {
          teamId,
          channelId,
          name: channelId === 'C1' ? channelName : 'general',
          kind,
        } as const;
        await directory.saveChannel({ ...channel, isArchived: run % 2 === 0 }, new Date(0));
      }
      await directory.savePerson({ ...MAYA, teamId }, new Date(0));
      await tell(one, teamId, said);

      const to = join(place, isZip ? `${run}.zip` : `${run}`);
      const sink = await openSink(to);
      await exportHistory(one, sink, { teamId });
      await sink.close();

      const first = await importFrom(other, to);
      expect(first.faults).toEqual([]);
      expect(await everythingIn(other, teamId)).toEqual(await everythingIn(one, teamId));
      const again = await importFrom(other, to, { again: true });
      expect(again).toMatchObject({ added: 0, changed: 0, known: first.added, people: 0, channels: 0 });
      expect(await everythingIn(other, teamId)).toEqual(await everythingIn(one, teamId));
    }),
    { numRuns: 60, interruptAfterTimeLimit: 20_000 },
  );
  await rm(place, { recursive: true });
  expect(run).toBeGreaterThan(20);
});

const MAYA = {
  personId: 'U1',
  name: 'maya',
  realName: 'Maya Lindqvist',
  timeZone: 'Europe/Berlin',
  isBot: false,
  isGuest: true,
  isDeactivated: false,
};

async function tell(database: Database, teamId: string, said: readonly Planned[]): Promise<void> {
  const store = createHistoryStore(database);
  let second = 1_700_000_000;
  const all = said.map((one, index) => {
    second += one.gapSeconds;
    return { ...one, ts: `${second}.00${String(index).padStart(4, '0')}` };
  });
  for (const [index, one] of all.entries()) {
    const ref = { teamId, channelId: 'C1', ts: one.ts };
    const said = (text: string): Message => ({
      ...ref,
      threadTs: one.parent < index ? (all[one.parent]?.ts ?? one.ts) : one.ts,
      author: one.author,
      text,
      mentions: text.includes('<@U1>') ? ['U1'] : [],
      files: one.file
        ? [
            {
              id: `F${index}`,
              name: '报价.pdf',
              mimetype: 'application/pdf',
              bytes: 12,
              downloadUrl: 'https://files.slack.com/x',
            },
          ]
        : [],
      ...(one.blocks === undefined
        ? {}
        : { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: one.blocks } }] }),
    });
    for (const [edit, text] of one.texts.entries()) {
      const editedAt = new Date((second + edit) * 1000);
      await store.record(
        edit === 0
          ? { kind: 'posted', message: said(text) }
          : { kind: 'edited', message: said(text), editedAt },
      );
    }
    for (const [change, reaction] of one.reactions.entries()) {
      const [name = '', personId = ''] = reaction.replace('-', '').split(' ');
      await store.record({
        kind: 'reacted',
        ref,
        name,
        personId,
        change: reaction.startsWith('-') ? 'removed' : 'added',
        at: new Date((second + change) * 1000),
      });
    }
    if (one.isDeleted)
      await store.record({ kind: 'deleted', ref, deletedAt: new Date(second * 1000 + 9_000) });
  }
}

async function importFrom(
  database: Database,
  place: string,
  options: { again?: boolean } = {},
): Promise<ImportReport> {
  const source = await openExport(place);
  try {
    return await importExport(source, {
      database,
      understand: createUnderstanding({}),
      now: () => new Date(0),
      ...options,
    });
  } finally {
    await source.close();
  }
}

/** All that is known of a team and stands, but when we learnt it. */
async function everythingIn(database: Database, teamId: string): Promise<unknown> {
  const Row = z.record(z.string(), z.unknown());
  const standing = `(team_id, channel_id, ts) in (select team_id, channel_id, ts from message where team_id = $1 and deleted_at is null)`;
  return Promise.all(
    [
      `select team_id, person_id, name, real_name, time_zone, is_bot, is_guest, is_deactivated from person where team_id = $1`,
      `select team_id, channel_id, name, kind, is_archived from channel where team_id = $1 order by channel_id`,
      `select * from message where team_id = $1 and deleted_at is null order by ts`,
      `select ts, version, kind, text, blocks::text, said_at from message_version where ${standing} order by ts, version`,
      `select * from file where ${standing} order by ts`,
      `select ts, name, person_id from (select distinct on (ts, name, person_id) ts, name, person_id, kind from reaction
       where ${standing} order by ts, name, person_id, at desc, kind desc) as newest where kind = 'added' order by 1, 2, 3`,
    ].map((text) => database.rows(Row, text, [teamId])),
  );
}
