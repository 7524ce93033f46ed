// Ten times `kill -9` in the middle of the story: one task, one result, one file, no post twice.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import { systemClock } from '../../src/base/clock.ts';
import { createWorkspace } from '../../src/workspace/server.ts';
import { kill, startProcess } from '../support/child-process.ts';
import { testDatabase } from '../support/database.ts';
import { intake } from '../support/intakes.ts';
import { answers, callsTool, scriptedModel, type Asked, type Scripted } from '../support/scripted-model.ts';
import { MAYA, smallSeed } from '../support/team.ts';

const KILLS = 10;
const LONGEST_MS = 2_600;

/** Knows where the story stands from the conversation alone, as a real model does. */
function storyteller({ messages }: Asked): Scripted {
  const called = messages.flatMap((message) => message.tool_calls ?? []).map((call) => call.function.name);
  if (!called.includes('list_files')) return callsTool('list_files', {});
  if (!called.includes('submit_intake')) return callsTool('submit_intake', intake());
  if (!called.includes('post_file'))
    return callsTool('post_file', { name: 'total.md', content: 'The total is 4,600.' });
  return answers('The result: 4,600 in all.');
}

test(
  'a Longhand that is killed ten times in mid-story gives one result and posts nothing twice',
  { timeout: 150_000 },
  async () => {
    const database = await testDatabase();
    const workspace = await createWorkspace({
      clock: systemClock,
      log: silentLog,
      seed: smallSeed(),
      hasLimits: false,
    });
    const model = await scriptedModel([], storyteller);
    const environment = {
      DATABASE_URL: database.url,
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_APP_TOKEN: workspace.appToken,
      SLACK_API_URL: workspace.apiUrl,
      OPENAI_API_KEY: 'test',
      OPENAI_BASE_URL: model.baseUrl,
      LONGHAND_MODEL: 'scripted-1',
      LONGHAND_DATA: await mkdtemp(join(tmpdir(), 'longhand-kill-')),
    };
    let running = await startProcess(environment);
    onTestFinished(async () => {
      await kill(running);
      await workspace.close();
      await model.close();
    });

    const goals: string[] = [];
    for (let kills = 0; kills < KILLS; kills += 1) {
      // Two kills to a story: the second falls on a Longhand that is picking up the pieces.
      if (kills % 2 === 0)
        goals.push(workspace.act.post({ as: MAYA, channel: '#ops', text: '@Longhand add it up' }));
      await systemClock.sleep(Math.random() * LONGEST_MS);
      await kill(running);
      running = await startProcess(environment);
    }

    for (const ts of goals) {
      await seen(
        () => workspace.state.thread('#ops', ts).some(({ text }) => text.includes('The result')),
        workspace.onChange,
      );
      await seen(
        () => workspace.state.reactionsOn('#ops', ts).some(({ name }) => name === 'white_check_mark'),
        workspace.onChange,
      );
      const said = workspace.state.thread('#ops', ts).filter(({ isBot }) => isBot);
      expect(said.filter(({ text }) => text.includes('The result'))).toHaveLength(1);
      expect(said.filter(({ raw }) => JSON.stringify(raw['files'] ?? '').includes('total.md'))).toHaveLength(
        1,
      );
      const keys = said.flatMap(({ metadata }) => (metadata === undefined ? [] : [JSON.stringify(metadata)]));
      expect(new Set(keys).size).toBe(keys.length);
    }
    expect(await database.run('select 1 from task')).toBe(goals.length);
  },
);

function seen(look: () => boolean, onChange: (listener: () => void) => () => void): Promise<void> {
  return new Promise((resolve) => {
    const stop = onChange(check);
    check();
    function check(): void {
      if (!look()) return;
      stop();
      resolve();
    }
  });
}
