// `longhand context`: what the model would read of a channel now, part by part, and how much of it was sent before.
import { grouped } from '../base/grouped.ts';
import {
  badArguments,
  chooseTeam,
  readArguments,
  withDatabase,
  type CommandDeps,
} from './command-database.ts';
import { findChannel } from './find-channel.ts';
import { drawWindow, type WindowPicture } from '../flow/window/channel-window-picture.ts';
import { createDirectoryStore, type Backfill } from '../history/directory-store.ts';
import { knownTeams } from '../history/import/bulk-store.ts';
import { sentAtOf } from '../history/message.ts';

const USAGE = `longhand context CHANNEL [--goal WORDS] [--text] [--team T…]

Shows what the model would be sent of a channel, part by part with its tokens, and how much of what the last task
began with would be sent again as it was. Nothing is changed, and no model is asked.
  CHANNEL         its name or its id
  --goal WORDS    look up older messages as for a goal of these words
  --text          print the parts themselves as well
  --team T…       the workspace, where the history has several`;

const ABOUT: Readonly<Record<WindowPicture['parts'][number]['name'], (picture: WindowPicture) => string>> = {
  system: () => 'the same for every task',
  digest: () => 'of what was said before the window; written anew when the older half goes',
  window: ({ messages }) => `${grouped(messages)} messages as they were first shown`,
  rules: ({ rules }) => `${grouped(rules)} rules and decisions of the channel`,
  retrieved: () => 'older messages found by the words of the goal (--goal)',
};

export async function runContext(args: readonly string[], deps: CommandDeps): Promise<void> {
  const { values, positionals } = readArguments(args, {
    usage: USAGE,
    options: {
      goal: { type: 'string', default: '' },
      text: { type: 'boolean', default: false },
      team: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return deps.say(USAGE);
  const [named, ...rest] = positionals;
  if (named === undefined || rest.length > 0) throw badArguments('Name one channel.', USAGE);

  await withDatabase(deps, async (database) => {
    const channel = await findChannel(database, {
      teamId: chooseTeam(values.team, await knownTeams(database)),
      named,
    });
    const picture = await drawWindow(database, {
      channel,
      words: values.goal,
      historyTokens: deps.config.HISTORY_TOKENS,
      now: deps.clock.now(),
    });
    for (const line of toLines(picture, deps.config.HISTORY_TOKENS)) deps.say(line);
    deps.say(toReach(await createDirectoryStore(database).backfillOf(channel)));
    if (values.text) for (const { name, text } of picture.parts) deps.say(`\n=== ${name} ===\n${text}`);
  });
}

function toLines(picture: WindowPicture, budget: number): readonly string[] {
  const { parts, last } = picture;
  const all = parts.reduce((sum, { tokens }) => sum + tokens, 0);
  return [
    `${'part'.padEnd(10)} ${'tokens'.padStart(9)}  what it is`,
    ...parts.map(
      ({ name, tokens }) => `${name.padEnd(10)} ${grouped(tokens).padStart(9)}  ${ABOUT[name](picture)}`,
    ),
    `${'all'.padEnd(10)} ${grouped(all).padStart(9)}  and the tools, the thread and the goal (the window's budget: ${grouped(budget)})`,
    '',
    last === undefined
      ? 'No task of this channel has been sent to the model yet.'
      : `Of what task ${last.taskNumber} began with, ${grouped(last.standingTokens)} of ${grouped(last.tokens)} tokens would be sent again as they were (${Math.round((100 * last.standingTokens) / Math.max(last.tokens, 1))} %).`,
  ];
}

/** How much of the channel's past is there to be found. */
function toReach({ backfilledTo, isComplete }: Backfill): string {
  if (isComplete) return 'The channel is read back to its beginning.';
  if (backfilledTo === undefined) return 'Reading the channel back has not begun.';
  const day = sentAtOf(backfilledTo).toISOString().slice(0, 16).replace('T', ' ');
  return `The channel is read back to ${day} UTC so far; older messages are not found yet.`;
}
