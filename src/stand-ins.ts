// What stands in for outside services that are not configured: the local workspace for Slack, the practice model.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from './base/clock.ts';
import type { Log } from './base/log.ts';
import type { Config } from './config.ts';
import type { PanelSource } from './workspace/panels.ts';

export interface Outside {
  readonly slack: { readonly botToken: string; readonly appToken: string; readonly apiUrl?: string };
  readonly model: { readonly apiKey: string; readonly baseUrl?: string; readonly model: string };
  readonly page: string | undefined;
  /** The machine's, or that of the local workspace, which people can move. */
  readonly clock: Clock;
  /** A line each, for the terminal. */
  readonly running: readonly string[];
  stop(): Promise<void>;
}

/** So that people see an answer come, as a real model's does. */
const PRACTICE_MS_PER_CHUNK = 12;
const PRACTICE_NOTICE =
  'Answers come from the practice model: a set of rules for trying Longhand, not a language model. Set OPENAI_API_KEY to connect a real one.';

interface StandInSettings {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  /** What the page of the local workspace shows of our inside. */
  readonly panels: readonly PanelSource[];
}

/** Slack and the model are chosen independently of each other. */
export async function startStandIns(settings: StandInSettings): Promise<Outside> {
  const model = await chooseModel(settings);
  try {
    const slack = await chooseSlack(settings, model.isPractice ? [PRACTICE_NOTICE] : []);
    return {
      slack: slack.access,
      model: model.access,
      page: slack.page,
      clock: slack.clock,
      running: [slack.line, model.line],
      stop: async () => {
        await slack.stop();
        await model.stop();
      },
    };
  } catch (error) {
    await model.stop();
    throw error;
  }
}

async function chooseSlack({ config, clock, log, panels }: StandInSettings, notices: readonly string[]) {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl } = config;
  if (botToken !== undefined && appToken !== undefined) {
    return {
      access: { botToken, appToken, ...(apiUrl === undefined ? {} : { apiUrl }) },
      page: undefined,
      clock,
      line: `Slack      connected by Socket Mode${apiUrl === undefined ? '' : ` at ${apiUrl}`}`,
      stop: async () => {},
    };
  }
  // Loaded only when wanted: the real bot carries no try-out with it.
  const { createWorkspace } = await import('./workspace/server.ts');
  const { Seed } = await import('./workspace/seed-schema.ts');
  const { demoSeed } = await import('./workspace/seed/seed.ts');
  const workspace = await createWorkspace({
    port: config.LONGHAND_PORT,
    clock,
    log,
    seed: Seed.parse(demoSeed(clock.now().getTime())),
    dataFile: join(config.LONGHAND_DATA, 'workspace.ndjson'),
    // Slack would let us read back weeks of threads in a minute or two; a newcomer need not wait for that. Tests do.
    hasLimits: false,
    manifest: await readFile(new URL('../manifest.yml', import.meta.url), 'utf8'),
    panels,
    notices: ['A local workspace for trying Longhand. Not Slack.', ...notices],
  });
  return {
    access: { botToken: workspace.botToken, appToken: workspace.appToken, apiUrl: workspace.apiUrl },
    page: workspace.url,
    clock: workspace.clock,
    line: 'Slack      local workspace in your browser (set SLACK_BOT_TOKEN and SLACK_APP_TOKEN for the real one)',
    stop: () => workspace.close(),
  };
}

async function chooseModel({ config, clock, log }: StandInSettings) {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, LONGHAND_MODEL: model } = config;
  if (apiKey !== undefined && model !== undefined) {
    return {
      access: { apiKey, model, ...(baseUrl === undefined ? {} : { baseUrl }) },
      isPractice: false,
      line: `Model      ${model}${baseUrl === undefined ? '' : ` at ${baseUrl}`}`,
      stop: async () => {},
    };
  }
  const { createPracticeModel } = await import('./practice/server.ts');
  const practice = await createPracticeModel({ clock, log, msPerChunk: PRACTICE_MS_PER_CHUNK });
  return {
    access: { apiKey: 'practice', model: practice.model, baseUrl: practice.baseUrl },
    isPractice: true,
    line: 'Model      practice model, a set of rules and not a language model (set OPENAI_API_KEY for a real one)',
    stop: () => practice.close(),
  };
}
