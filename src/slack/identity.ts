// Who Longhand is in this workspace, and the sentence for a token that does not work.
import { WebAPIPlatformError, WebAPIRequestError, type WebClient } from '@slack/web-api';
import { AppError } from '../base/errors.ts';

export interface Identity {
  readonly teamId: string;
  readonly botUserId: string;
  readonly botId: string;
  /** Where the workspace is in a browser, with a slash at its end; permalinks begin with it. */
  readonly url: string;
}

/** What Slack says of a token that will not work again by itself. */
const TOKEN_FAULTS: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'no_permission',
  'org_login_required',
  'team_access_not_granted',
]);

export function isTokenFault(thrown: unknown): boolean {
  return thrown instanceof WebAPIPlatformError && TOKEN_FAULTS.has(thrown.data.error);
}

/** Asks Slack once who the bot token belongs to. */
export async function identify(client: WebClient): Promise<Identity> {
  try {
    const { team_id: teamId, user_id: botUserId, bot_id: botId, url } = await client.auth.test();
    if (teamId === undefined || botUserId === undefined || botId === undefined) throw notABot();
    return { teamId, botUserId, botId, url: url ?? 'https://slack.com/' };
  } catch (error) {
    throw toSlackError(error, 'SLACK_BOT_TOKEN');
  }
}

function notABot(): AppError {
  return new AppError({
    code: 'slack/bad-token',
    message: 'SLACK_BOT_TOKEN is a person’s token, not a bot’s.',
    hint: 'Use the Bot User OAuth Token of your Slack app (it begins with xoxb-): Slack app settings, OAuth & Permissions.',
  });
}

export function toSlackError(thrown: unknown, setting: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN'): unknown {
  if (isTokenFault(thrown)) {
    const where =
      setting === 'SLACK_BOT_TOKEN'
        ? 'OAuth & Permissions, Bot User OAuth Token (xoxb-…); install the app to the workspace again if it was removed'
        : 'Basic Information, App-Level Tokens (xapp-…) with the scope connections:write';
    return new AppError({
      code: 'slack/bad-token',
      message: `Slack refused ${setting}: it is wrong, expired or revoked.`,
      hint: `Copy it again from your Slack app’s settings (${where}) and start again.`,
      cause: thrown,
    });
  }
  if (thrown instanceof WebAPIRequestError) {
    return new AppError({
      code: 'slack/unreachable',
      message: 'Slack could not be reached.',
      hint: 'Check the network, and SLACK_API_URL if you set it; a proxy is taken from HTTPS_PROXY with NODE_USE_ENV_PROXY=1.',
      cause: thrown,
    });
  }
  return thrown;
}
