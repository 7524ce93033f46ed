// Several processes on one Postgres: one listens and speaks, others move the tasks, and one that slept does no harm.
import { readFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../src/base/clock.ts';
import { kill, startProcess } from '../support/child-process.ts';
import { intake } from '../support/intakes.ts';
import { answers, callsTool } from '../support/scripted-model.ts';
import { MAYA, startTeam, type Team } from '../support/team.ts';

/** Of the workspace's hurried clock: three seconds of ours. */
const DELAY_MS = 30_000;

test('a worker that sleeps in the middle of an effect is taken over, and does nothing when it wakes', async () => {
  const team = await startTeam({
    settings: { LONGHAND_ROLE: 'slack' },
    model: [
      callsTool('submit_intake', intake()),
      callsTool('post_file', { name: 'total.md', content: '4,600' }),
      answers('The file is there.'),
    ],
  });
  team.workspace.faults.delayMs('files.getUploadURLExternal', DELAY_MS);
  const ts = team.says(MAYA, '@Longhand write it down');
  await team.until('an eye, from whoever only listens', () => team.reacted(ts, 'eyes'));
  expect(await team.count('task_entry')).toBe(0);

  const sleeper = await startWorker(team);
  await rowSays(team, `select 1 from effect where state = 'intended'`);
  sleeper.process.kill('SIGSTOP');
  team.workspace.faults.delayMs('files.getUploadURLExternal', 0);
  // What others do after thirty seconds of silence: to Postgres the sleeper is gone.
  await team.database.run(
    `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objsubid = 1
       and database = (select oid from pg_database where datname = current_database())`,
  );
  await startWorker(team);
  await team.until('the result', () =>
    team.heard(ts).some(({ text }) => text.includes('The file is there.')),
  );

  sleeper.process.kill('SIGCONT');
  await until(async () => (await readFile(sleeper.log, 'utf8')).includes('effect/no-longer-owner'));
  const files = team.workspace.state
    .thread('#ops', ts)
    .filter(({ raw }) => JSON.stringify(raw['files'] ?? '').includes('total.md'));
  expect(files).toHaveLength(1);
  expect(await team.rows('select state from effect', [])).toEqual([{ state: 'done' }]);
  const [{ handle }] = z
    .tuple([z.object({ handle: z.string() })])
    .parse(await team.rows('select handle from effect', []));
  expect(JSON.stringify(files[0]?.raw['files'])).toContain(handle);
});

async function startWorker(team: Team) {
  const folder = await mkdtemp(join(tmpdir(), 'longhand-worker-'));
  const process = await startProcess({
    ...team.environment,
    LONGHAND_ROLE: 'worker',
    LONGHAND_DATA: folder,
    LOG_LEVEL: 'info',
  });
  onTestFinished(() => kill(process));
  return { process, log: join(folder, 'longhand.log') };
}

function rowSays(team: Team, text: string): Promise<void> {
  return until(async () => (await team.rows(text, [])).length > 0);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await systemClock.sleep(50);
}
