// `longhand forget` and `longhand retention`: what was said leaves the database for good, at once or in time.
import { SYSTEM_PROMPT } from '../agent/prompts/system.ts';
import {
  badArguments,
  chooseTeam,
  readArguments,
  withDatabase,
  type CommandDeps,
} from './command-database.ts';
import type { Database } from '../db/pool.ts';
import { SENTENCES } from '../flow/sentences.ts';
import { createDirectoryStore } from '../history/directory-store.ts';
import { forget } from '../history/forget-store.ts';
import { knownTeams } from '../history/import/bulk-store.ts';
import type { Forget } from '../history/own-words-store.ts';
import { retentions, setRetention } from '../history/retention-store.ts';

const USAGE = `longhand forget --person U… | --channel C… | --message C… TS  [--team T…]

Erases what they said from the history, with all its versions, reactions and files, the search, and every task,
schedule, summary and answer that was made from it. It cannot be taken back. In Slack nothing changes.
  --team T…       the workspace, where the history has several`;

export async function runForget(args: readonly string[], deps: CommandDeps): Promise<void> {
  const { values, positionals } = readArguments(args, {
    usage: USAGE,
    options: {
      person: { type: 'string' },
      channel: { type: 'string' },
      message: { type: 'string' },
      team: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return deps.say(USAGE);
  const erased = await withDatabase(deps, async (database) => {
    const teamId = chooseTeam(values.team, await knownTeams(database));
    const what = toForget({ ...values, ts: positionals }, teamId);
    const ordinary = [SYSTEM_PROMPT, JSON.stringify(SENTENCES)];
    return forget(database, what, { now: deps.clock.now(), ordinary });
  });
  if (erased.size === 0) return deps.say('Nothing was found to forget.');
  deps.say('Erased, by table:');
  for (const [table, rows] of [...erased].toSorted(([one], [other]) => (one < other ? -1 : 1)))
    deps.say(`  ${table.padEnd(24)} ${rows.toLocaleString('en')}`);
  deps.say('Backups, exports and what Slack itself keeps are not touched by this.');
}

interface Named {
  readonly person?: string | undefined;
  readonly channel?: string | undefined;
  readonly message?: string | undefined;
  readonly ts: readonly string[];
}

function toForget({ person, channel, message, ts }: Named, teamId: string): Forget {
  const [first, ...rest] = ts;
  const named = [person, channel, message].filter((one) => one !== undefined);
  if (named.length === 1 && rest.length === 0) {
    if (person !== undefined && first === undefined) return { kind: 'person', teamId, personId: person };
    if (channel !== undefined && first === undefined) return { kind: 'channel', teamId, channelId: channel };
    if (message !== undefined && first !== undefined && /^\d+\.\d+$/u.test(first))
      return { kind: 'message', teamId, channelId: message, ts: first };
  }
  throw badArguments('Name one person, one channel, or one message by its channel and its ts.', USAGE);
}

const RETENTION_USAGE = `longhand retention                     shows which channels keep their history for how long
longhand retention #channel|C… DAYS    forgets what is older than so many days, day by day
longhand retention #channel|C… forever keeps it

  --team T…       the workspace, where the history has several`;

export async function runRetention(args: readonly string[], deps: CommandDeps): Promise<void> {
  const { values, positionals } = readArguments(args, {
    usage: RETENTION_USAGE,
    options: { team: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) return deps.say(RETENTION_USAGE);
  const [channel, written, ...rest] = positionals;
  await withDatabase(deps, async (database) => {
    if (channel === undefined) return show(database, deps);
    const days = written === 'forever' ? undefined : Number(written);
    const isWrong = days !== undefined && !(Number.isInteger(days) && days > 0);
    if (rest.length > 0 || isWrong)
      throw badArguments('Say for how many days, or "forever".', RETENTION_USAGE);
    const teamId = chooseTeam(values.team, await knownTeams(database));
    const channelId = await channelOf(database, teamId, channel);
    await setRetention(database, { teamId, channelId }, days);
    const kept =
      days === undefined ? 'for good' : `for ${days} days; what is older goes with the next daily sweep`;
    deps.say(`The history of ${channel} is kept ${kept}.`);
  });
}

async function show(database: Database, { say, config }: CommandDeps): Promise<void> {
  say(`Deleted messages keep their text for ${config.RETAIN_DELETED_DAYS} days (RETAIN_DELETED_DAYS).`);
  for (const { name, retainDays } of await retentions(database)) say(`  #${name}  ${retainDays} days`);
  say('Every other channel keeps its history for good.');
}

async function channelOf(database: Database, teamId: string, named: string): Promise<string> {
  const channels = await createDirectoryStore(database).channels(teamId);
  const name = named.replace(/^#/u, '');
  const found = channels.filter((channel) => channel.channelId === named || channel.name === name);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only.channelId;
  const why = only === undefined ? `There is no channel ${named}` : `Several channels are called ${named}`;
  throw badArguments(`${why} in the history; give its id.`, RETENTION_USAGE);
}
