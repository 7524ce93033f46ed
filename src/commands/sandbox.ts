// `longhand sandbox`: serves the sandbox of this machine to a Longhand on another one.
import { readArguments } from './command-database.ts';
import { AppError } from '../base/errors.ts';
import type { Config } from '../config.ts';
import { findSandboxes } from '../tools/code/find-sandboxes.ts';
import { serveSandbox } from '../tools/code/serve-sandbox.ts';

const USAGE = `longhand sandbox [--host 127.0.0.1] [--port 4180]
    runs code for a Longhand elsewhere: give both the same CODE_SANDBOX_TOKEN, and the other one CODE_SANDBOX_URL`;

interface SandboxCommand {
  readonly config: Pick<Config, 'CODE_SANDBOX' | 'CODE_SANDBOX_TOKEN'>;
  say(line: string): void;
  untilAskedToStop(): Promise<void>;
}

export async function runSandbox(args: readonly string[], deps: SandboxCommand): Promise<void> {
  const { values } = readArguments(args, {
    usage: USAGE,
    options: {
      help: { type: 'boolean', short: 'h' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '4180' },
    },
  });
  if (values.help === true) return deps.say(USAGE);
  const token = deps.config.CODE_SANDBOX_TOKEN;
  const sandboxes = await findSandboxes({ allowed: deps.config.CODE_SANDBOX });
  if (token === undefined || sandboxes === undefined)
    throw new AppError({
      code: 'config/incomplete',
      message: 'A sandbox for others needs CODE_SANDBOX_TOKEN, and CODE_SANDBOX other than off.',
      hint: 'Set CODE_SANDBOX_TOKEN to a long random word, here and where Longhand runs.',
    });
  const served = await serveSandbox({ sandboxes, token, host: values.host, port: Number(values.port) });
  deps.say(`Code runs here for whoever has the token: ${served.url}`);
  await deps.untilAskedToStop();
  await served.close();
}
