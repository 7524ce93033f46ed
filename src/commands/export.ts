// `longhand export`: the history as files, in the shape of Slack's own exports.
import {
  badArguments,
  chooseTeam,
  counted,
  readArguments,
  withDatabase,
  type CommandDeps,
} from './command-database.ts';
import { exportHistory } from '../history/export/index.ts';
import { openSink } from '../history/export/sink.ts';
import { knownTeams } from '../history/import/bulk-store.ts';

const USAGE = `longhand export FOLDER|FILE.zip [--channel C…] [--team T…]

Writes people, channels and messages in the shape of Slack's exports; longhand import reads it again.
  --channel C…    only this channel, by its id
  --team T…       the workspace, where the history has several`;

export async function runExport(args: readonly string[], deps: CommandDeps): Promise<void> {
  const { values, positionals } = readArguments(args, {
    usage: USAGE,
    options: {
      team: { type: 'string' },
      channel: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return deps.say(USAGE);
  const [place, ...rest] = positionals;
  if (place === undefined || rest.length > 0)
    throw badArguments('Name one place: a new folder or a .zip.', USAGE);

  const report = await withDatabase(deps, async (database) => {
    const teamId = chooseTeam(values.team, await knownTeams(database));
    const sink = await openSink(place);
    const written = await exportHistory(database, sink, { teamId, channelId: values.channel });
    await sink.close();
    return written;
  });
  const { messages, channels, people } = report;
  const what = [
    counted(messages, 'message'),
    counted(channels, 'channel'),
    counted(people, 'person', 'people'),
  ];
  deps.say(`Written to ${place}: ${what.join(', ')}.`);
}
