// What a channel wants to be asked before, shown and set by whoever runs Longhand.
import { expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { runApprovals } from '../../src/commands/approvals.ts';
import { readConfig } from '../../src/config.ts';
import { createDirectoryStore } from '../../src/history/directory-store.ts';
import { testDatabase } from '../support/database.ts';

test('a channel decides for itself and goes back to what holds everywhere', async () => {
  const database = await testDatabase();
  await createDirectoryStore(database).saveChannel(
    { teamId: 'T1', channelId: 'C0OPS', name: 'ops', kind: 'channel', isArchived: false },
    new Date('2026-11-23T14:00:00Z'),
  );
  await database.run(
    `insert into message (team_id, channel_id, ts, thread_ts, author_kind, text, version) values ('T1', 'C0OPS', '1.1', '1.1', 'person', 'hello', 1)`,
  );
  const config = readConfig({ DATABASE_URL: database.url });
  const command = async (...args: string[]) => {
    const lines: string[] = [];
    await runApprovals(args, {
      config,
      clock: systemClock,
      log: silentLog,
      say: (line) => void lines.push(line),
    });
    return lines;
  };
  expect(await command()).toEqual(['Every other channel: outside (ASK_BEFORE).']);
  expect(await command('#ops', 'seen', '--by', 'U1,U2')).toEqual(['#ops: seen, also by U1, U2']);
  expect(await command()).toEqual([
    '#ops: seen, also by U1, U2',
    'Every other channel: outside (ASK_BEFORE).',
  ]);
  expect(await command('ops', 'default')).toEqual(['#ops: outside']);
  expect(await command()).toHaveLength(1);
  await expect(command('ops', 'sometimes')).rejects.toMatchObject({ code: 'cli/bad-arguments' });
});
