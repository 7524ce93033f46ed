#!/usr/bin/env -S node --disable-warning=ExperimentalWarning --max-semi-space-size=8
// argv → one of a table of commands. What a command says goes to standard output, the log to a file.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, toReason } from './base/errors.ts';
import { systemClock } from './base/clock.ts';
import { createLog } from './base/log.ts';
import type { CommandDeps } from './commands/command-database.ts';
import { readConfig, readEnvironment, type Config } from './config.ts';

interface Command {
  readonly says: string;
  run(args: readonly string[]): Promise<void>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  start: { says: 'run Longhand (this is what npm start does)', run: start },
  doctor: { says: 'check database, Slack and model, and say what to do about each fault', run: doctor },
  workspace: { says: 'run the local workspace alone, for any Bolt app (--help)', run: workspace },
  import: {
    says: 'read a Slack export into the history: FILE or FOLDER',
    run: onDatabase(async () => (await import('./commands/import.ts')).runImport),
  },
  export: {
    says: 'write the history as a Slack export: FOLDER or FILE.zip',
    run: onDatabase(async () => (await import('./commands/export.ts')).runExport),
  },
  forget: {
    says: 'erase a person, a channel or a message for good',
    run: onDatabase(async () => (await import('./commands/forget.ts')).runForget),
  },
  retention: {
    says: 'say for how many days a channel is kept',
    run: onDatabase(async () => (await import('./commands/forget.ts')).runRetention),
  },
  context: {
    says: 'show what the model would read of a channel, part by part',
    run: onDatabase(async () => (await import('./commands/context.ts')).runContext),
  },
  rules: {
    says: 'show and drop the rules and decisions kept of a channel',
    run: onDatabase(async () => (await import('./commands/rules.ts')).runRules),
  },
  approvals: {
    says: 'show and set what a channel wants to be asked before it happens',
    run: onDatabase(async () => (await import('./commands/approvals.ts')).runApprovals),
  },
  mcp: {
    says: 'show what the servers of tools offer, and take on what changed',
    run: onDatabase(async () => (await import('./commands/mcp.ts')).runMcp),
  },
  pushback: {
    says: 'report: how often it asked or challenged, and how that went',
    run: onDatabase(async () => (await import('./commands/pushback.ts')).runPushback),
  },
  share: {
    says: 'show how much of what was asked it carried, by channel and month',
    run: onDatabase(async () => (await import('./commands/share.ts')).runShare),
  },
  schedules: {
    says: 'list what comes again: next times, and how the last ones ended',
    run: onDatabase(async () => (await import('./commands/schedules.ts')).runSchedules),
  },
  sandbox: { says: 'run code for a Longhand on another machine (--help)', run: sandbox },
  manifest: { says: 'print manifest.yml as the JSON that the Slack CLI wants', run: manifest },
  settings: { says: 'print .env.example from the code (settings --page: the reference page)', run: settings },
  help: { says: 'show this', run: help },
};

type OnDatabase = (args: readonly string[], deps: CommandDeps) => Promise<void>;

/** Commands are loaded when they are called: `start` carries none of them. */
function onDatabase(load: () => Promise<OnDatabase>): Command['run'] {
  return async (args) => {
    const config = readConfig(readEnvironment());
    const run = await load();
    await run(args, { config, clock: systemClock, log: createLog({ level: 'warn' }), say });
  };
}

async function settings(args: readonly string[]): Promise<void> {
  const { toEnvExample, toSettingsPage } = await import('./commands/settings.ts');
  process.stdout.write(args.includes('--page') ? toSettingsPage() : toEnvExample());
}

async function start(): Promise<void> {
  const config = readConfig(readEnvironment());
  const log = createLog({ level: config.LOG_LEVEL, file: logFile(config) });
  const { startLonghand } = await import('./main.ts');
  const longhand = await startLonghand({ config, clock: systemClock, log });
  say('Longhand is running.\n');
  for (const line of longhand.running) say(`  ${line}`);
  say(`  Log        ${logFile(config)}`);
  if (longhand.page !== undefined) say(`\n  Open ${longhand.page} and write to @Longhand.`);
  say('  Ctrl-C stops it; nothing is lost.\n');

  // One failed promise somewhere in a library is no reason to end the others' work; it is in the log.
  process.on('unhandledRejection', (reason) =>
    log.error({ err: reason }, 'a promise failed and nobody was waiting for it'),
  );
  await untilAskedToStop();
  say('Stopping …');
  await longhand.stop();
  say('Stopped.');
  process.exit(0);
}

/** Ctrl-C twice does not wait. */
function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        resolve();
        process.on(signal, () => process.exit(130));
      });
    }
  });
}

async function doctor(): Promise<void> {
  const config = readConfig(readEnvironment());
  const { examine } = await import('./commands/doctor.ts');
  const checks = await examine({ config, clock: systemClock, log: createLog({ level: 'silent' }) });
  for (const { name, ok, detail, hint } of checks) {
    say(`${ok ? '✔' : '✖'} ${name}: ${detail}`);
    if (!ok && hint !== undefined) say(`    ${hint}`);
  }
  if (checks.some(({ ok }) => !ok)) process.exitCode = 1;
}

async function workspace(args: readonly string[]): Promise<void> {
  const { runWorkspace } = await import('./commands/workspace.ts');
  await runWorkspace(args, { say, untilAskedToStop });
}

async function sandbox(args: readonly string[]): Promise<void> {
  const { runSandbox } = await import('./commands/sandbox.ts');
  await runSandbox(args, { config: readConfig(readEnvironment()), say, untilAskedToStop });
}

async function manifest(): Promise<void> {
  const { toManifest, toManifestJson } = await import('./slack/manifest.ts');
  say(toManifestJson(toManifest(await readFile(new URL('../manifest.yml', import.meta.url), 'utf8'))));
}

async function help(): Promise<void> {
  say('longhand COMMAND\n');
  for (const [name, { says }] of Object.entries(COMMANDS)) say(`  ${name.padEnd(10)} ${says}`);
  say('\nSettings are read from the environment and from .env; .env.example lists them.');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function logFile(config: Config): string {
  return join(config.LONGHAND_DATA, 'longhand.log');
}

const [name = 'help', ...args] = process.argv.slice(2);
const command = COMMANDS[name];
try {
  if (command === undefined) {
    throw new AppError({
      code: 'cli/unknown-command',
      message: `There is no command "${name}".`,
      hint: `The commands are: ${Object.keys(COMMANDS).join(', ')}.`,
    });
  }
  await command.run(args);
} catch (error) {
  const hint =
    error instanceof AppError ? error.hint : 'This is a fault of ours; the log has the whole of it.';
  process.stderr.write(`${toReason(error)}\n${hint}\n`);
  if (!(error instanceof AppError) && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  process.exit(1);
}
