// What people see of the window: its parts and their sizes, how much stands, and the rules; looking changes nothing.
import { expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { AppError } from '../../src/base/errors.ts';
import { newId } from '../../src/base/id.ts';
import { silentLog } from '../../src/base/log.ts';
import { readConfig } from '../../src/config.ts';
import { runContext } from '../../src/commands/context.ts';
import { renderOpening } from '../../src/flow/window/open-transcript.ts';
import { createTransact, storesOn } from '../../src/flow/stores.ts';
import { runRules } from '../../src/commands/rules.ts';
import { testDatabase } from '../support/database.ts';

const CHANNEL = { teamId: 'T1', channelId: 'C0OPS' };
const NOW = new Date('2026-11-23T14:00:00Z');

test('the parts are shown with their tokens, and how much of the last opening would be sent again', async () => {
  const { says, opens, command, rowsOfWindow, readBackTo } = await team();
  await says('100', 'The first offer is here.');
  await says('101', 'Never write to the client.');
  expect((await command(runContext, '#ops')).slice(-2)).toEqual([
    'No task of this channel has been sent to the model yet.',
    'Reading the channel back has not begun.',
  ]);
  expect(await rowsOfWindow()).toBe(0);

  await readBackTo({ backfilledTo: '1790000000.000100' });
  await opens('200');
  await says('210', 'The second offer came too.');
  const before = await rowsOfWindow();
  const lines = await command(runContext, 'ops', '--text');
  expect(lines.join('\n')).toMatch(/^window +\d+ +4 messages/mu);
  expect(lines.join('\n')).toMatch(/^rules +\d+ +1 rules/mu);
  expect(lines.join('\n')).toContain('The second offer came too.');
  const [, share] = /\((\d+) %\)/u.exec(lines.join('\n')) ?? [];
  expect(Number(share)).toBeGreaterThan(75);
  expect(lines).toContain(
    'The channel is read back to 2026-09-21 14:13 UTC so far; older messages are not found yet.',
  );
  await readBackTo({ completedAt: NOW });
  expect((await command(runContext, 'ops')).at(-1)).toBe('The channel is read back to its beginning.');
  expect(await rowsOfWindow()).toBe(before);
});

test('rules are shown and dropped', async () => {
  const { says, command } = await team();
  await says('100', 'Never write to the client.');
  expect(await command(runRules, 'C0OPS')).toEqual([
    '1. constraint: "Never write to the client." (U0MAYA, 100.000001)',
  ]);
  expect(await command(runRules, 'ops', '--drop', '1')).toEqual(['Rule 1 holds no longer.']);
  expect(await command(runRules, 'ops')).toEqual(['#ops has no rules.']);
  expect(await command(runRules, 'ops', '--all')).toEqual([
    expect.stringContaining('(dropped by the command line)'),
  ]);
  await expect(command(runRules, 'ops', '--drop', '1')).rejects.toMatchObject({ code: 'cli/no-such-rule' });
});

test('a channel that is not there is named with those that are', async () => {
  const { command } = await team();
  await expect(command(runContext, 'opps')).rejects.toSatisfy(
    (error) =>
      error instanceof AppError && error.code === 'cli/unknown-channel' && error.hint.includes('ops'),
  );
});

async function team() {
  const database = await testDatabase();
  const stores = storesOn(database);
  await stores.directory.saveChannel({ ...CHANNEL, name: 'ops', kind: 'channel', isArchived: false }, NOW);
  const said: string[] = [];
  const deps = {
    say: (line: string) => void said.push(line),
    config: readConfig({ DATABASE_URL: database.url }),
    clock: systemClock,
    log: silentLog,
  };
  const says = async (second: string, text: string): Promise<void> => {
    const ts = `${second}.000001`;
    await stores.history.record({
      kind: 'posted',
      message: {
        ...CHANNEL,
        ts,
        threadTs: ts,
        author: { kind: 'person', id: 'U0MAYA' },
        text,
        mentions: [],
        files: [],
      },
    });
  };
  return {
    says,
    opens: async (second: string) => {
      await says(second, '@Longhand look');
      const ts = `${second}.000001`;
      await createTransact(database)(async (inside) => {
        const task = await inside.tasks.open({
          id: newId(),
          ...CHANNEL,
          threadTs: ts,
          goalTs: ts,
          ownerId: 'U0MAYA',
          language: 'en',
          openedAt: NOW,
        });
        const opening = await renderOpening(inside, task, { historyTokens: 16_000, now: NOW });
        await inside.transcript.append(task.id, {
          afterSeq: 0,
          entries: [{ kind: 'opened', ...opening }],
          at: NOW,
        });
      });
    },
    readBackTo: (progress: { backfilledTo?: string; completedAt?: Date }) =>
      stores.directory.saveBackfill(CHANNEL, progress),
    rowsOfWindow: () => database.run('select 1 from window_line'),
    command: async (run: typeof runContext, ...args: string[]) => {
      said.length = 0;
      await run(args, deps);
      return [...said];
    },
  };
}
