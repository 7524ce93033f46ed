// The Web API's front: token, scope, limit and faults stand before every method, in Slack's order.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../base/clock.ts';
import { toReason } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { CallFaults, Failure } from './faults.ts';
import type { Inspector } from './inspector.ts';
import { readBody, readFields, sendJson } from './http.ts';
import { createLimits } from './limits.ts';
import type { Method, World } from './method.ts';
import type { Json } from './model.ts';
import { Refusal } from './refusal.ts';

export interface ApiCall {
  readonly method: string;
  readonly args: Json;
  readonly answer: Json;
  readonly status: number;
  readonly at: Date;
}

interface WebApiDeps {
  readonly world: World;
  readonly methods: ReadonlyMap<string, Method>;
  readonly faults: CallFaults;
  readonly tokens: { readonly bot: string; readonly app: string };
  readonly clock: Clock;
  readonly log: Log;
  readonly inspector: Inspector;
  /** Hears of each call when its answer is known, also when the answer is then lost. */
  readonly onCall: (call: ApiCall) => void;
}

interface Outcome {
  readonly status: number;
  readonly body: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

export function createWebApi(deps: WebApiDeps) {
  const { world, methods, faults, clock, log, onCall } = deps;
  const take = createLimits(clock);

  function answer(name: string, { args, token }: { args: Json; token: string | undefined }): Outcome {
    const method = methods.get(name);
    if (method === undefined) return toOutcome({ ok: false, error: 'unknown_method', req_method: name });
    try {
      checkToken(method, token, deps);
      world.grants.need(method.scopes);
      const waitSeconds = faults.hasLimits() ? take(limitKey(method, args), method.limit) : 0;
      if (waitSeconds > 0) return rateLimited(waitSeconds);
      return toOutcome({ ok: true, ...method.run(args) });
    } catch (error) {
      if (error instanceof Refusal) return toOutcome({ ok: false, error: error.error, ...error.details });
      log.error({ method: name, reason: toReason(error) }, 'A method of the workspace failed');
      return toOutcome({ ok: false, error: 'internal_error' });
    }
  }

  return async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://workspace');
    const name = url.pathname.slice('/api/'.length);
    const body = await readBody(request);
    const contentType = request.headers['content-type'] ?? '';
    const fields = body === undefined ? undefined : await readFields(body, contentType);
    if (fields === undefined) return sendJson(response, { ok: false, error: 'invalid_form_data' });

    const { token: sentToken, ...args } = { ...Object.fromEntries(url.searchParams), ...fields };
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const token = bearer ?? (typeof sentToken === 'string' ? sentToken : undefined);

    const end = deps.inspector.show({
      direction: 'from-app',
      kind: 'api',
      title: name,
      status: 'waiting',
      sent: args,
    });
    const delayMs = faults.delayOf(name);
    if (delayMs > 0) await clock.sleep(delayMs);
    const failure = faults.takeFailure(name);
    const outcome = failure === undefined ? answer(name, { args, token }) : toFailure(failure);
    onCall({ method: name, args, answer: outcome.body, status: outcome.status, at: clock.now() });
    const isLost = faults.takeLostReply(name);
    const isOk = outcome.body['ok'] === true;
    end({
      status: isLost ? 'lost' : isOk ? 'ok' : 'failed',
      answered: outcome.body,
      ...(isOk ? {} : { note: String(outcome.body['error']) }),
    });
    if (isLost) return void request.socket.destroy();

    const scopes = { 'x-oauth-scopes': world.grants.scopes.join(','), 'x-slack-req-id': name };
    const accepted = methods.get(name)?.scopes.join(',') ?? '';
    const headers = { ...scopes, 'x-accepted-oauth-scopes': accepted, ...outcome.headers };
    sendJson(response, outcome.body, { status: outcome.status, headers });
  };
}

function checkToken(
  method: Method,
  token: string | undefined,
  { tokens, world, faults }: Pick<WebApiDeps, 'tokens' | 'world' | 'faults'>,
): void {
  if (method.token === 'none') return;
  if (token === undefined || token === '') throw new Refusal('not_authed');
  const lost = faults.tokenError();
  if (lost !== undefined && token === tokens.bot) throw new Refusal(lost);
  // A custom step brings a token of its own, which does what the bot's does until the run is over.
  const run = world.state.executions().find((execution) => execution.token === token);
  if (run !== undefined && run.status !== 'running') throw new Refusal('token_expired');
  if (run !== undefined && method.token === 'bot') return;
  if (token !== tokens.bot && token !== tokens.app) throw new Refusal('invalid_auth');
  if (token !== tokens[method.token]) throw new Refusal('not_allowed_token_type');
}

/** Posts are counted for each channel, everything else for each method. */
function limitKey(method: Method, args: Json): string {
  return method.limit === 'post' ? `${method.name} ${String(args['channel'])}` : method.name;
}

const toOutcome = (body: Json): Outcome => ({ status: 200, body });

const rateLimited = (seconds: number): Outcome => ({
  status: 429,
  body: { ok: false, error: 'ratelimited' },
  headers: { 'retry-after': String(seconds) },
});

function toFailure({ status = 200, error, retryAfter }: Failure): Outcome {
  const body = { ok: false, error: error ?? (status === 429 ? 'ratelimited' : 'internal_error') };
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  return { status, body, headers };
}
