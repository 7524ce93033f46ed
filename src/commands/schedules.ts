// `longhand schedules`: every schedule with its next times and how the last ones ended, and the account of all due times.
import { z } from 'zod';
import { createTransact, storesOn, type Stores } from '../flow/stores.ts';
import { fullView, shortView } from '../flow/schedule/schedule-view.ts';
import { renderOptionsFor } from '../flow/situation.ts';
import type { ScheduleView } from '../flow/words.ts';
import { readableText } from '../history/render.ts';
import { missingDues } from '../schedule/accounting.ts';
import type { Schedule } from '../schedule/store.ts';
import {
  badArguments,
  chooseTeam,
  counted,
  readArguments,
  withDatabase,
  type CommandDeps,
} from './command-database.ts';

const USAGE = `longhand schedules [NUMBER] [--all] [--language en|zh] [--team T…]

Lists the schedules with their next and last five times, and counts due times that have no row: there is none, ever.
  NUMBER            one of them, with all its terms
  --all             those that have ended as well
  --language zh     in Chinese
  --team T…         the workspace, where there are several`;

const Language = z.enum(['en', 'zh']);

export async function runSchedules(args: readonly string[], deps: CommandDeps): Promise<void> {
  const { values, positionals } = readArguments(args, {
    usage: USAGE,
    options: {
      all: { type: 'boolean', default: false },
      language: { type: 'string', default: 'en' },
      team: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return deps.say(USAGE);
  const [named, ...rest] = positionals;
  const language = Language.safeParse(values.language);
  if (rest.length > 0 || !language.success || (named !== undefined && !/^\d+$/u.test(named)))
    throw badArguments('Give the number of one schedule, or none.', USAGE);

  await withDatabase(deps, async (database) => {
    const stores = storesOn(database);
    const every = await stores.schedules.all();
    const teams = [...new Set(every.map(({ teamId }) => teamId))];
    if (every.length === 0) return deps.say('There are no schedules.');
    const teamId = chooseTeam(values.team, teams);
    const shown = every.filter(
      ({ teamId: team, number, endedAt }) =>
        team === teamId &&
        (named === undefined ? values.all || endedAt === undefined : number === Number(named)),
    );
    const now = deps.clock.now();
    const request = { language: language.data, now, acts: [], permalink: () => undefined };
    const view = named === undefined ? shortView : fullView;
    const { names } = await renderOptionsFor(stores, { teamId, personId: '' });
    for (const schedule of shown) {
      for (const line of toLines(await view(stores, schedule, request))) deps.say(readableText(line, names));
      deps.say('');
    }
    const missing = await createTransact(database)((inside) => countMissing(inside, shown, now));
    deps.say(`${counted(shown.length, 'schedule')}; due times without a row: ${missing}.`);
  });
}

function toLines({ number, goal, lines }: ScheduleView): readonly string[] {
  return [
    `Report ${number}  ${goal.split('\n')[0] ?? ''}`,
    ...lines.flatMap(({ name, items }) =>
      items.map(({ text }, index) => `  ${(index === 0 ? name : '').padEnd(16)} ${text}`),
    ),
  ];
}

/** On one snapshot each: a tick meanwhile changes the schedule and its rows together. */
async function countMissing(
  { schedules, occurrences }: Stores,
  shown: readonly Schedule[],
  now: Date,
): Promise<number> {
  let missing = 0;
  for (const { id } of shown) {
    const schedule = await schedules.lock(id);
    if (schedule === undefined) continue;
    const account = {
      schedule,
      versions: await schedules.versions(id),
      occurrences: await occurrences.every(id),
      now,
    };
    missing += missingDues(account).length;
  }
  return missing;
}
