// `longhand share`: how much of what was asked Longhand carried, by channel and month.
import { badArguments, withDatabase, type CommandDeps } from './command-database.ts';
import { printTable, type Column } from './print-table.ts';
import { carriedOf } from '../task/share.ts';
import { createShareStore, type ShareLine } from '../task/share-store.ts';

const COLUMNS: readonly Column<ShareLine>[] = [
  ['channel', ({ channel }) => `#${channel}`],
  ['month', ({ month }) => month],
  ['carried', (line) => shareOf(line)],
  ['alone', ({ alone }) => String(alone)],
  ['after a question', ({ withQuestion }) => String(withQuestion)],
  ['part by a person', ({ handed }) => String(handed)],
  ['declined', ({ declined }) => String(declined)],
  ['failed', ({ failed }) => String(failed)],
  ['stopped', ({ stopped }) => String(stopped)],
  ['open', ({ open }) => String(open)],
];

export async function runShare(args: readonly string[], command: CommandDeps): Promise<void> {
  if (args.length > 0)
    throw badArguments('longhand share takes nothing beside its name.', 'Use: longhand share');
  await withDatabase(command, async (database) => {
    const lines = await createShareStore(database).report();
    if (lines.length === 0) return command.say('Nothing was asked yet.');
    for (const row of printTable(lines, COLUMNS)) command.say(row);
  });
}

function shareOf(line: ShareLine): string {
  const { carried, ended } = carriedOf(line);
  return ended === 0 ? '—' : `${carried} of ${ended} (${Math.floor((100 * carried) / ended)} %)`;
}
