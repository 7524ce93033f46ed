// `longhand workspace`: the local workspace alone, so that any Bolt app can be pointed at it.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { AppError, toReason } from './base/errors.ts';
import { systemClock } from './base/clock.ts';
import { createLog } from './base/log.ts';
import { Seed } from './workspace/seed-schema.ts';
import { demoSeed } from './workspace/seed/seed.ts';
import { createWorkspace } from './workspace/server.ts';

const USAGE = `longhand workspace [--port 4100] [--seed FILE] [--data FILE] [--manifest FILE]

Runs a Slack-compatible workspace on this machine: Web API, Socket Mode and a page for people.
  --port N         where it listens (127.0.0.1 only)
  --seed FILE      people, channels and messages to begin with, as JSON; without it a small company
  --data FILE      keeps what happens over restarts; without it everything is forgotten at the end
  --manifest FILE  scopes and events of your app; without it the app may do everything`;

interface Terminal {
  say(line: string): void;
  untilAskedToStop(): Promise<void>;
}

export async function runWorkspace(
  args: readonly string[],
  { say, untilAskedToStop }: Terminal,
): Promise<void> {
  const { values } = readArgs(args);
  if (values.help === true) return say(USAGE);
  const workspace = await createWorkspace({
    port: Number(values.port),
    clock: systemClock,
    log: createLog({ level: 'warn' }),
    seed:
      values.seed === undefined
        ? Seed.parse(demoSeed(systemClock.now().getTime()))
        : await readSeed(values.seed),
    notices: ['A local workspace for trying Slack apps. Not Slack.'],
    ...(values.data === undefined ? {} : { dataFile: values.data }),
    ...(values.manifest === undefined ? {} : { manifest: await readFile(values.manifest, 'utf8') }),
  });
  say(`Open ${workspace.url}\n\nPoint your Bolt app at it:`);
  say(`  SLACK_BOT_TOKEN=${workspace.botToken}`);
  say(`  SLACK_APP_TOKEN=${workspace.appToken}`);
  say(`  SLACK_API_URL=${workspace.apiUrl}   (clientOptions.slackApiUrl in your code)\n`);
  say('Ctrl-C stops it.');
  await untilAskedToStop();
  await workspace.close();
  process.exit(0);
}

function readArgs(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '4100' },
        seed: { type: 'string' },
        data: { type: 'string' },
        manifest: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new AppError({ code: 'cli/bad-arguments', message: toReason(error), hint: USAGE, cause: error });
  }
}

async function readSeed(file: string): Promise<Seed> {
  try {
    return Seed.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new AppError({
      code: 'workspace/bad-seed',
      message: `${file} cannot be used as a seed: ${toReason(error)}`,
      hint: 'It is JSON with team, bot, people, channels, files and messages; src/workspace/seed-schema.ts has the shape.',
      cause: error,
    });
  }
}
