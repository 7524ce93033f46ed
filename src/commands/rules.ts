// `longhand rules`: what a channel has ruled and decided, as it is put before every turn, and theirs to drop.
import { AppError } from '../base/errors.ts';
import {
  badArguments,
  chooseTeam,
  readArguments,
  withDatabase,
  type CommandDeps,
} from './command-database.ts';
import { findChannel } from './find-channel.ts';
import { createRuleStore, type ChannelRule } from '../history/constraint-store.ts';
import { knownTeams } from '../history/import/bulk-store.ts';

const USAGE = `longhand rules CHANNEL [--all] [--drop N] [--team T…]

Shows the rules and decisions of a channel that are put before the model at every task, word for word.
  CHANNEL         its name or its id
  --all           also those that were replaced or dropped
  --drop N        rule N holds no longer
  --team T…       the workspace, where the history has several`;

const MOST = 1_000;

export async function runRules(args: readonly string[], deps: CommandDeps): Promise<void> {
  const { values, positionals } = readArguments(args, {
    usage: USAGE,
    options: {
      all: { type: 'boolean', default: false },
      drop: { type: 'string' },
      team: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return deps.say(USAGE);
  const [named, ...rest] = positionals;
  if (named === undefined || rest.length > 0) throw badArguments('Name one channel.', USAGE);

  await withDatabase(deps, async (database) => {
    const teamId = chooseTeam(values.team, await knownTeams(database));
    const channel = await findChannel(database, { teamId, named });
    const rules = createRuleStore(database);
    if (values.drop !== undefined) {
      const number = Number(values.drop);
      if (!Number.isInteger(number) || !(await rules.drop(channel, { number, by: 'the command line' })))
        throw new AppError({
          code: 'cli/no-such-rule',
          message: `#${channel.name} has no rule ${values.drop} that holds.`,
          hint: `longhand rules ${named} shows those it has.`,
        });
      return deps.say(`Rule ${number} holds no longer.`);
    }
    const shown = values.all ? await rules.all(channel) : await rules.active(channel, MOST);
    if (shown.length === 0) deps.say(`#${channel.name} has no rules.`);
    for (const rule of shown) deps.say(toLine(rule));
  });
}

function toLine({ number, kind, words, ts, saidBy, status, changedBy }: ChannelRule): string {
  const state = status === 'active' ? '' : ` (${status}${changedBy === undefined ? '' : ` by ${changedBy}`})`;
  return `${number}. ${kind}: "${words}" (${saidBy ?? 'Longhand'}, ${ts})${state}`;
}
