// Envelopes over HTTP: signed requests to the app's request URL, as Slack sends them to an app that has one.
import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { toReason } from '../base/errors.ts';
import { ACK_MS, type Courier, type Parcel, type Transmission } from './courier.ts';
import { parseJson } from './http.ts';
import type { Json } from './model.ts';

interface HttpCourierDeps {
  readonly requestUrl: string;
  readonly signingSecret: string;
  readonly clock: Clock;
}

interface Request {
  readonly body: string;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const LOOK_AGAIN_MS = 1000;
const Challenged = z.object({ challenge: z.string() });

/** Contract: nothing goes to a URL that has not answered `url_verification` with the challenge. */
export function createHttpCourier({ requestUrl, signingSecret, clock }: HttpCourierDeps): Courier {
  const ending = new AbortController();
  let isVerified = false;

  async function look(): Promise<boolean> {
    isVerified = isVerified || (await verify());
    return isVerified;
  }

  async function verify(): Promise<boolean> {
    const challenge = randomBytes(24).toString('hex');
    const body = { token: 'workspace-verification-token', challenge, type: 'url_verification' };
    const answer = await post({ body: JSON.stringify(body), contentType: 'application/json' });
    const payload = answer.kind === 'acknowledged' ? answer.payload : undefined;
    const parsed = Challenged.safeParse(payload);
    return (parsed.success ? parsed.data.challenge : payload) === challenge;
  }

  async function post({ body, contentType, headers }: Request): Promise<Transmission> {
    const timestamp = String(Math.floor(clock.now().getTime() / 1000));
    const done = new AbortController();
    const signal = AbortSignal.any([done.signal, ending.signal]);
    const init = {
      method: 'POST',
      body,
      headers: {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': toSignature(signingSecret, { timestamp, body }),
        ...headers,
      },
      signal,
    };
    const late: Transmission = { kind: 'unanswered', reason: 'http_timeout' };
    const answer = await Promise.race([
      fetch(requestUrl, init).then(toTransmission, toFailure),
      clock.sleep(ACK_MS, signal).then(() => late),
    ]);
    done.abort();
    return answer;
  }

  return {
    kind: 'http',
    isReady: () => isVerified,
    look,
    async ready(signal) {
      while (!signal.aborted && !(await look())) await clock.sleep(LOOK_AGAIN_MS, signal);
    },
    carry: (parcel) => post(toRequest(parcel)),
    close: () => ending.abort(),
  };
}

/** Slack's own: `v0=` and the HMAC of version, time and body. */
function toSignature(secret: string, { timestamp, body }: { timestamp: string; body: string }): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

/** Events are JSON; a click is a form with JSON in it; a slash command is a form. */
function toRequest({ type, payload, attempt, retryReason }: Parcel): Request {
  const form = 'application/x-www-form-urlencoded';
  switch (type) {
    case 'events_api': {
      const retry = {
        'x-slack-retry-num': String(attempt),
        'x-slack-retry-reason': retryReason ?? 'unknown_error',
      };
      const request = { body: JSON.stringify(payload), contentType: 'application/json' };
      return attempt === 0 ? request : { ...request, headers: retry };
    }
    case 'interactive':
      return {
        body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
        contentType: form,
      };
    case 'slash_commands':
      return { body: new URLSearchParams(toFields(payload)).toString(), contentType: form };
  }
}

const toFields = (payload: Json): Record<string, string> =>
  Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));

async function toTransmission(response: Response): Promise<Transmission> {
  const text = await response.text();
  if (response.ok) {
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { kind: 'acknowledged', payload: isJson ? parseJson(text) : text };
  }
  const isFinal = response.headers.get('x-slack-no-retry') === '1';
  return { kind: 'unanswered', reason: 'http_error', isFinal };
}

function toFailure(error: unknown): Transmission {
  const isRefused = /ECONN|fetch failed/.test(toReason(error));
  return { kind: 'unanswered', reason: isRefused ? 'connection_failed' : 'unknown_error' };
}
