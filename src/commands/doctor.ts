// Looks at everything Longhand needs from outside and says what to do about each fault; changes nothing.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { createModel } from '../agent/model.ts';
import { profileOf } from '../agent/profile.ts';
import { AppError, toReason } from '../base/errors.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Config } from '../config.ts';
import { openCheckedDatabase } from '../db/check.ts';
import { checkSlack, type Check } from '../slack/doctor.ts';
import { toManifest } from '../slack/manifest.ts';

interface Examination {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
}

export async function examine(examination: Examination): Promise<readonly Check[]> {
  return [
    await checkDatabase(examination),
    ...(await checkSlackSide(examination)),
    ...(await checkModel(examination)),
  ];
}

async function checkDatabase({ config, log }: Examination): Promise<Check> {
  const name = 'Database';
  if (config.DATABASE_URL === undefined)
    return { name, ok: true, detail: `its own, in ${config.LONGHAND_DATA} (DATABASE_URL is not set)` };
  try {
    const database = await openCheckedDatabase({ url: config.DATABASE_URL, connections: 1, log });
    const [row] = await database.rows(
      z.object({ version: z.string() }),
      "select current_setting('server_version') as version",
    );
    await database.close();
    return { name, ok: true, detail: `Postgres ${row?.version ?? ''}` };
  } catch (error) {
    return toCheck(name, error);
  }
}

async function checkSlackSide({ config }: Examination): Promise<readonly Check[]> {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl } = config;
  if (botToken === undefined || appToken === undefined) {
    return [
      {
        name: 'Slack',
        ok: true,
        detail: 'the local workspace (SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set)',
      },
    ];
  }
  const manifest = toManifest(await readFile(new URL('../../manifest.yml', import.meta.url), 'utf8'));
  return checkSlack({ botToken, appToken, apiUrl, manifest });
}

const ECHO = {
  name: 'echo',
  description: 'Gives back the word.',
  parameters: { type: 'object', properties: { word: { type: 'string' } }, required: ['word'] },
};
const PATIENCE_SECONDS = 60;

/** One small request shows all three: it is answered, it streams, and the tool is called. */
async function checkModel({ config, clock }: Examination): Promise<readonly Check[]> {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, LONGHAND_MODEL: name } = config;
  if (apiKey === undefined || name === undefined) {
    return [{ name: 'Model', ok: true, detail: 'the practice model (OPENAI_API_KEY is not set)' }];
  }
  const profile = profileOf({ baseUrl, name: config.MODEL_PROFILE });
  const model = createModel({
    apiKey,
    model: name,
    clock,
    idleSeconds: PATIENCE_SECONDS,
    profile,
    ...(baseUrl === undefined ? {} : { baseUrl }),
  });
  const outcome = await model.ask({
    messages: [
      { role: 'system', content: 'You test a connection.' },
      { role: 'user', content: 'Call the tool echo with the word "ready". Do nothing else.' },
    ],
    tools: [ECHO],
    signal: AbortSignal.timeout(2 * PATIENCE_SECONDS * 1000),
  });
  if (outcome.kind !== 'response') {
    const reason = outcome.kind === 'aborted' ? 'no answer in time' : outcome.reason;
    return [{ name: 'Model', ok: false, detail: reason, hint: HINTS[outcome.kind] }];
  }
  const calls = outcome.turn.calls.some((call) => call.name === 'echo');
  return [
    { name: 'Model', ok: true, detail: `${name} answers, and streams (profile ${profile.name})` },
    calls
      ? { name: 'Model tools', ok: true, detail: 'called when asked to' }
      : {
          name: 'Model tools',
          ok: false,
          detail: 'the model answered in words instead of calling the tool',
          hint: 'Longhand works by tool calls: choose a model that has them, and on vLLM start it with --enable-auto-tool-choice and a --tool-call-parser.',
        },
    outcome.usage === undefined
      ? { name: 'Model usage', ok: true, detail: 'the server does not count tokens: costs are estimates' }
      : { name: 'Model usage', ok: true, detail: 'the server counts tokens' },
  ];
}

const HINTS = {
  busy: 'Check OPENAI_BASE_URL and the network; if it is a rate limit, wait or raise it.',
  'context-too-long': 'The model reads too little for Longhand; choose another one.',
  refused: 'A filter stands before the model; Longhand cannot work through it.',
  unusable:
    'The server does not speak Chat Completions with streaming; check OPENAI_BASE_URL (it usually ends in /v1).',
  rejected: 'Check OPENAI_API_KEY, LONGHAND_MODEL and your quota at the vendor.',
  aborted: 'The server takes longer than two minutes for one sentence; look at its load.',
} as const;

function toCheck(name: string, error: unknown): Check {
  return {
    name,
    ok: false,
    detail: toReason(error),
    ...(error instanceof AppError ? { hint: error.hint } : {}),
  };
}
