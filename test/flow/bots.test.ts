// Bots that answer each other never end: what a bot says is kept and read, and never answered.
import { expect, test } from 'vitest';
import { intake } from '../support/intakes.ts';
import { callsTool } from '../support/scripted-model.ts';
import { MAYA, smallSeed, startTeam, type Team } from '../support/team.ts';

const bot = (name: string) => ({
  userId: `U0${name.toUpperCase()}`,
  botId: `B0${name.toUpperCase()}`,
  appId: `A0${name.toUpperCase()}`,
  name,
  displayName: name,
});
const MENTION = '<@U0LONGHAND>';

function withBots() {
  const seed = smallSeed();
  const members = (seed.channels[0]?.members ?? []).concat('U0BUILDER', 'U0DEPLOY');
  return {
    ...seed,
    bots: [bot('builder'), bot('deploy')],
    channels: seed.channels.map((channel) => (channel.id === 'C0OPS' ? { ...channel, members } : channel)),
  };
}

/** Says it as the bot, and waits until Longhand has it. */
async function says(
  team: Team,
  said: { as: string; text: string; threadTs?: string; isClassic?: boolean },
): Promise<string> {
  const ts = team.workspace.act.postAsBot({ channel: '#ops', ...said });
  await team.recorded(ts);
  return ts;
}

test('bots that mention Longhand, answer each other or wish something in a thread move nothing, and a person there is answered', async () => {
  const team = await startTeam({
    seed: withBots(),
    model: [callsTool('submit_intake', intake()), { kind: 'hangs' }],
  });
  // Each way in which Slack says that it was a bot: an app, an integration of the old kind, a step of a workflow.
  const text = `${MENTION} build 7 is red, fix it`;
  const threadTs = await says(team, { as: 'U0BUILDER', text });
  await says(team, { as: 'U0BUILDER', text, isClassic: true });
  for (const as of ['U0DEPLOY', 'U0BUILDER', 'U0DEPLOY'])
    await says(team, { as, text: `${MENTION} and now?`, threadTs });
  expect([await team.count('task'), team.model.asked.length, await team.count('outbox_post')]).toEqual([
    0, 0, 0,
  ]);

  // In the thread of a task a bot's words neither stop it nor hand it on, whosever they repeat.
  const ts = team.says(MAYA, '@Longhand say how the build is');
  await team.model.untilAsked(1);
  for (const words of ['stop', `${MENTION} stop`, `${MENTION} hand this to <@U0KENJI>`, 'yes'])
    await says(team, { as: 'U0DEPLOY', text: words, threadTs: ts });
  expect(await team.rows('select state from task', [])).toEqual([{ state: 'working' }]);
  expect([await team.count('handoff'), await team.count('signal'), await team.count('task')]).toEqual([
    0, 0, 1,
  ]);

  team.says(MAYA, 'stop', { threadTs: ts });
  await team.until('a word for Maya', () =>
    team.heard(ts).some(({ text: said }) => said.includes('Stopped, as Maya Lindqvist asked')),
  );
});
