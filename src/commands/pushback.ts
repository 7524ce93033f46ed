// `longhand pushback report`: how often it asked, and how that went.
import { badArguments, withDatabase, type CommandDeps } from './command-database.ts';
import { printTable, type Column } from './print-table.ts';
import { createDecisionStore, type PushbackLine } from '../task/decision-store.ts';

const COLUMNS: readonly Column<PushbackLine>[] = [
  ['channel', ({ channel }) => `#${channel}`],
  ['month', ({ month }) => month],
  ['goals', ({ goals }) => String(goals)],
  ['asked', ({ asked }) => String(asked)],
  ['over-asked', ({ overAsked }) => String(overAsked)],
  ['delayed', ({ delayed }) => String(delayed)],
  ['challenged', ({ challenged }) => String(challenged)],
  ['overridden', ({ overridden }) => String(overridden)],
  ['regretted', ({ regretted }) => String(regretted)],
  ['refused', ({ refused }) => String(refused)],
  [
    'answered after',
    ({ medianAnswerSeconds: seconds }) => (seconds === undefined ? '—' : `${Math.round(seconds)} s`),
  ],
];

export async function runPushback(args: readonly string[], command: CommandDeps): Promise<void> {
  if (args[0] !== 'report') {
    throw badArguments('longhand pushback wants to know what to show.', 'Use: longhand pushback report');
  }
  await withDatabase(command, async (database) => {
    const lines = await createDecisionStore(database).report();
    if (lines.length === 0) return command.say('No goal was met yet.');
    for (const row of printTable(lines, COLUMNS)) command.say(row);
  });
}
