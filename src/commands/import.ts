// `longhand import`: what was said before Longhand came, from an export of Slack's.
import { badArguments, counted, readArguments, withDatabase, type CommandDeps } from './command-database.ts';
import { importExport } from '../history/import/index.ts';
import { openExport } from '../history/import/source.ts';
import type { ImportProgress, ImportReport } from '../history/import/tally.ts';
import { createUnderstanding } from '../slack/exported.ts';

const USAGE = `longhand import FILE.zip|FOLDER [--team T…] [--self U…] [--self-bot B…] [--again]

Reads an export of Slack into the history. Nothing is doubled, and nobody is answered; stopped in the middle it goes
on where it was when it is started again.
  --team T…       the workspace, where the export does not say
  --self U…       the user id under which Longhand spoke there, so that its words are known as its own
  --self-bot B…   the same, its bot id
  --again         reads also the files that an earlier import has read`;

export async function runImport(args: readonly string[], deps: CommandDeps): Promise<void> {
  const { values, positionals } = readArguments(args, {
    usage: USAGE,
    options: {
      team: { type: 'string' },
      self: { type: 'string' },
      'self-bot': { type: 'string' },
      again: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return deps.say(USAGE);
  const [place, ...rest] = positionals;
  if (place === undefined || rest.length > 0)
    throw badArguments('Name one export: a zip or a folder.', USAGE);

  const source = await openExport(place);
  const bar = createBar(deps);
  try {
    const report = await withDatabase(deps, (database) =>
      importExport(source, {
        database,
        now: () => deps.clock.now(),
        teamId: values.team,
        again: values.again,
        onProgress: bar.show,
        understand: createUnderstanding({
          ...(values.self === undefined ? {} : { botUserId: values.self }),
          ...(values['self-bot'] === undefined ? {} : { botId: values['self-bot'] }),
        }),
      }),
    );
    bar.end();
    for (const line of toLines(report)) deps.say(line);
  } finally {
    await source.close();
  }
}

const BAR_CHARS = 30;
const BAR_EVERY_MS = 200;

/** On a terminal alone: in a file it would only be noise. It goes to standard error, the report to standard output. */
function createBar({ clock }: CommandDeps) {
  let shownAt = 0;
  let isShown = false;
  return {
    show({ bytes, totalBytes, messages }: ImportProgress): void {
      const now = clock.now().getTime();
      if (!process.stderr.isTTY || now - shownAt < BAR_EVERY_MS) return;
      shownAt = now;
      isShown = true;
      const part = totalBytes === 0 ? 1 : Math.min(1, bytes / totalBytes);
      const full = Math.round(part * BAR_CHARS);
      const bar = `${'█'.repeat(full)}${'░'.repeat(BAR_CHARS - full)}`;
      process.stderr.write(
        `\r${bar} ${Math.floor(part * 100)} %  ${messages.toLocaleString('en')} messages `,
      );
    },
    end(): void {
      if (isShown) process.stderr.write('\r\u001B[K');
    },
  };
}

function toLines(report: ImportReport): string[] {
  const { added, changed, known, unsaid, people, channels, filesReadBefore, filesLeft, faults, faultCount } =
    report;
  const number = (count: number): string => count.toLocaleString('en');
  return [
    `${counted(added, 'message')} new, ${number(changed)} edited since, ${number(known)} known already.`,
    `${counted(people, 'person', 'people')} and ${counted(channels, 'channel')} new; ${number(unsaid)} joins, topics and the like were left out.`,
    ...(filesReadBefore === 0
      ? []
      : [
          `${counted(filesReadBefore, 'file')} read to the end by an earlier import; --again reads them too.`,
        ]),
    ...(filesLeft.length === 0 ? [] : [`Left aside, as of no listed channel: ${filesLeft.join(', ')}`]),
    ...(faultCount === 0
      ? []
      : [`${counted(faultCount, 'entry', 'entries')} could not be read; the rest was kept:`]),
    ...faults.map(({ path, line, reason }) => `  ${path}${line === undefined ? '' : `:${line}`}  ${reason}`),
    ...(faultCount > faults.length ? [`  and ${number(faultCount - faults.length)} more`] : []),
  ];
}
