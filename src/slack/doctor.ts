// Asks Slack whether we would be let in and may do what we need; changes nothing.
import { WebAPIPlatformError, WebClient, type WebClientOptions } from '@slack/web-api';
import { AppError, toReason } from '../base/errors.ts';
import { toSlackError } from './identity.ts';
import type { Manifest } from './manifest.ts';
import { toBoltLogger } from './slack-log.ts';
import { silentLog } from '../base/log.ts';

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly hint?: string;
}

interface SlackCheckDeps {
  readonly botToken: string;
  readonly appToken: string;
  readonly apiUrl?: string | undefined;
  readonly manifest: Manifest;
}

export async function checkSlack(deps: SlackCheckDeps): Promise<readonly Check[]> {
  const [bot, app] = await Promise.all([checkBot(deps), checkApp(deps)]);
  return [...bot, app];
}

async function checkBot({ botToken, apiUrl, manifest }: SlackCheckDeps): Promise<Check[]> {
  const name = 'Slack bot token';
  let granted: string | null = null;
  // The scopes stand in a header, which the client does not hand on.
  const listening: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    granted = response.headers.get('x-oauth-scopes');
    return response;
  };
  try {
    const client = new WebClient(botToken, { ...options(apiUrl), fetch: listening });
    const { user, team } = await client.auth.test();
    const token: Check = { name, ok: true, detail: `${user ?? 'the bot'} in ${team ?? 'the workspace'}` };
    return [token, checkScopes(granted, manifest.oauth_config.scopes.bot)];
  } catch (error) {
    return [toFault(name, error, 'SLACK_BOT_TOKEN')];
  }
}

function checkScopes(granted: string | null, wanted: readonly string[]): Check {
  const name = 'Slack scopes';
  if (granted === null) return { name, ok: true, detail: 'Slack did not say which scopes are granted' };
  const have = new Set(granted.split(',').map((scope) => scope.trim()));
  const missing = wanted.filter((scope) => !have.has(scope));
  if (missing.length === 0)
    return { name, ok: true, detail: `all ${wanted.length} of manifest.yml are granted` };
  return {
    name,
    ok: false,
    detail: `not granted: ${missing.join(', ')}`,
    hint: 'Paste manifest.yml into your Slack app’s settings (App Manifest), save, and reinstall the app to the workspace.',
  };
}

async function checkApp({ appToken, apiUrl }: SlackCheckDeps): Promise<Check> {
  const name = 'Slack app token';
  try {
    await new WebClient(appToken, options(apiUrl)).apps.connections.open({});
    return { name, ok: true, detail: 'Socket Mode connections can be opened' };
  } catch (error) {
    return toFault(name, error, 'SLACK_APP_TOKEN');
  }
}

function toFault(name: string, error: unknown, setting: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN'): Check {
  const known = toSlackError(error, setting);
  if (known instanceof AppError) return { name, ok: false, detail: known.message, hint: known.hint };
  if (error instanceof WebAPIPlatformError && error.data.error === 'missing_scope') {
    return {
      name,
      ok: false,
      detail: `${setting} lacks a scope`,
      hint: 'The app-level token needs connections:write: make a new one under Basic Information, App-Level Tokens.',
    };
  }
  return {
    name,
    ok: false,
    detail: toReason(error),
    hint: 'See Slack’s status page, and SLACK_API_URL if you set it.',
  };
}

function options(apiUrl: string | undefined): WebClientOptions {
  return {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    logger: toBoltLogger(silentLog),
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  };
}
