// `longhand workspace`: the local workspace alone, so that any Bolt app can be pointed at it.
import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { AppError, toReason } from '../base/errors.ts';
import { systemClock } from '../base/clock.ts';
import { createLog } from '../base/log.ts';
import { Seed } from '../workspace/seed-schema.ts';
import { demoSeed } from '../workspace/seed/seed.ts';
import { createWorkspace, type Workspace } from '../workspace/server.ts';
import { readSlackExport } from '../workspace/slack-export.ts';

const USAGE = `longhand workspace [--port 4100] [--seed FILE] [--data FILE] [--manifest FILE] [--request-url URL]

Runs a Slack-compatible workspace on this machine: Web API, Socket Mode or signed HTTP, and a page for people.
It listens on 127.0.0.1 only. Nothing in it is Slack, and nothing of it reaches Slack.

  --port N           where it listens
  --seed PATH        who and what is there to begin with: a seed in JSON, or a Slack export (its folder or its
                     zip file); without it a small company
  --data FILE        keeps what happens over restarts; without it everything is forgotten at the end.
                     A seed only counts while this file does not exist
  --manifest FILE    your app's manifest (YAML or JSON): its scopes, events, commands, shortcuts and steps, and
                     nothing else; without it the app may do everything
  --request-url URL  sends events, clicks and commands to this URL, signed, instead of over Socket Mode

  Environment: SLACK_BOT_TOKEN, SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are made up anew at each start and
  printed; give them to your app with SLACK_API_URL as clientOptions.slackApiUrl.

On the page: be anyone, in as many windows as you like; open the inspector to see each envelope and each call;
make things go wrong; move the clock. docs/workspace.md has an app of 20 lines, and how strict it is.

  longhand workspace --manifest manifest.yml --data .workspace/journal
  longhand workspace --seed export.zip --request-url http://127.0.0.1:3000/slack/events`;

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
    ...(values['request-url'] === undefined ? {} : { requestUrl: values['request-url'] }),
  });
  for (const line of toGreeting(workspace, values['request-url'])) say(line);
  await untilAskedToStop();
  await workspace.close();
  process.exit(0);
}

function toGreeting(workspace: Workspace, requestUrl: string | undefined): string[] {
  return [
    `Open ${workspace.url}\n\nPoint your Bolt app at it:`,
    `  SLACK_BOT_TOKEN=${workspace.botToken}`,
    requestUrl === undefined
      ? `  SLACK_APP_TOKEN=${workspace.appToken}`
      : `  SLACK_SIGNING_SECRET=${workspace.signingSecret}`,
    `  SLACK_API_URL=${workspace.apiUrl}   (clientOptions.slackApiUrl in your code)\n`,
    ...(requestUrl === undefined ? [] : [`Events go to ${requestUrl} once it answers the challenge.`]),
    'Ctrl-C stops it.',
  ];
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
        'request-url': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new AppError({ code: 'cli/bad-arguments', message: toReason(error), hint: USAGE, cause: error });
  }
}

async function readSeed(path: string): Promise<Seed> {
  try {
    const isExport = path.endsWith('.zip') || (await stat(path)).isDirectory();
    return isExport ? await readSlackExport(path) : Seed.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new AppError({
      code: 'workspace/bad-seed',
      message: `${path} cannot be used as a seed: ${toReason(error)}`,
      hint: 'It is a Slack export, or JSON with team, bot, people, channels, files and messages: src/workspace/seed-schema.ts has the shape.',
      cause: error,
    });
  }
}
