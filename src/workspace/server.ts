// A Slack-compatible workspace in one server: Web API, Socket Mode and the page, joined over one state.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../base/clock.ts';
import { AppError, toReason } from '../base/errors.ts';
import { newId } from '../base/id.ts';
import type { Log } from '../base/log.ts';
import { createDelivery } from './delivery.ts';
import { publishEvents } from './events.ts';
import { createFaults, type Faults } from './faults.ts';
import { toGrants } from './grants.ts';
import { parseJson, readBody, sendJson, sendText } from './http.ts';
import { createHttpCourier } from './http-courier.ts';
import { createInspector } from './inspector.ts';
import { createInteractivity, type Interactivity } from './interactivity.ts';
import { openJournal } from './journal.ts';
import { createMovableClock } from './movable-clock.ts';
import type { World } from './method.ts';
import { lapseSessions } from './methods/agents.ts';
import { sayScheduled } from './methods/scheduled.ts';
import { endStreams } from './methods/streams.ts';
import { methodTable } from './methods/index.ts';
import { createPageApi } from './page-api.ts';
import { servePageFile } from './page-files.ts';
import { createPageStream } from './page-stream.ts';
import type { PanelSource } from './panels.ts';
import { createPeople, type PeopleActions } from './people.ts';
import { createPrivateFiles } from './private-files.ts';
import { toReadonlyState, type ReadonlyWorkspaceState } from './readonly-state.ts';
import { Refusal } from './refusal.ts';
import type { Seed } from './seed-schema.ts';
import { plantSeed } from './seeding.ts';
import { toPageView } from './shapes.ts';
import { createSocketCourier } from './socket-courier.ts';
import { createSocketHub } from './socket-mode.ts';
import { createState } from './state.ts';
import { createUploads } from './uploads.ts';
import { createWebApi, type ApiCall } from './web-api.ts';

export interface WorkspaceOptions {
  /** 0, or left out, for any that is free. */
  readonly port?: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly seed: Seed;
  /** Where it is kept over restarts; left out, it lives in memory only. */
  readonly dataFile?: string;
  /** The text of a manifest.yml, whose scopes and events are then all the app has; left out, it has everything. */
  readonly manifest?: string;
  readonly tokens?: { readonly bot: string; readonly app: string };
  /** Sentences that the page shows on top. */
  readonly notices?: readonly string[];
  /** What else the page shows of the open channel, beside its inspector. */
  readonly panels?: readonly PanelSource[];
  /** Slack's rate limits; true unless said. */
  readonly hasLimits?: boolean;
  /** Where the app listens, for an app without Socket Mode: events, clicks and commands go there, signed. */
  readonly requestUrl?: string;
  readonly signingSecret?: string;
}

export interface Workspace {
  /** The page, with a slash at the end. */
  readonly url: string;
  /** For `slackApiUrl`, with a slash at the end. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly teamId: string;
  /** The clock of the workspace, which faults move. */
  readonly clock: Clock;
  readonly botUserId: string;
  readonly act: PeopleActions;
  readonly faults: Faults;
  readonly state: ReadonlyWorkspaceState;
  /** Calls `listener` after each change and each API call; answers how to stop it. */
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const CALLS_KEPT = 10_000;

/**
 * Starts a workspace.
 *
 * Contract: it listens on 127.0.0.1 alone; the page answers only to its own origin, so that no other page in
 * the browser can act in it; and with `dataFile` nothing that was answered is lost, however the process ends.
 */
export async function createWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const { seed } = options;
  const tokens = options.tokens ?? { bot: `xoxb-${newId()}`, app: `xapp-${newId()}` };
  let origin = ''; // Known once it listens; nobody asks before.
  const signingSecret = options.signingSecret ?? newId().replaceAll('-', '');
  const parts = assemble(options, { tokens, signingSecret, origin: () => origin });
  const { hub, delivery, listeners } = parts;

  const server = createServer((request, response) => {
    parts.answer(request, response).catch((error: unknown) => {
      options.log.error({ path: request.url, reason: toReason(error) }, 'The workspace could not answer');
      if (!response.headersSent) sendJson(response, { ok: false, error: 'internal_error' }, { status: 500 });
    });
  });
  server.on('upgrade', (request, socket, head) => hub.upgrade(request, socket, head));
  origin = `http://${HOST}:${await listen(server, options.port ?? 0)}`;
  delivery.resume();

  return {
    url: `${origin}/`,
    apiUrl: `${origin}/api/`,
    botToken: tokens.bot,
    appToken: tokens.app,
    signingSecret,
    teamId: seed.team.id,
    clock: parts.clock,
    botUserId: seed.bot.userId,
    act: parts.act,
    faults: parts.faults,
    state: parts.seen,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      parts.end();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

interface Address {
  readonly tokens: { readonly bot: string; readonly app: string };
  readonly signingSecret: string;
  readonly origin: () => string;
}

/** Everything but the listening: the state, and who reads and changes it. */
function assemble(options: WorkspaceOptions, { tokens, origin, signingSecret }: Address) {
  const { log, seed } = options;
  const clock = createMovableClock(options.clock);
  const state = createState({ clock, team: seed.team, bot: seed.bot });
  const plant = (): void => plantSeed(seed, { state, clock });
  if (options.dataFile === undefined) plant();
  else openJournal(options.dataFile, { state, log, plant });

  const shape = { state, origin };
  const grants = toGrants(options.manifest);
  const inspector = createInspector({ clock, secrets: [tokens.bot, tokens.app, signingSecret] });
  const hub = createSocketHub({ clock, appId: seed.bot.appId, inspector });
  const requestUrl = options.requestUrl ?? grants.requestUrl;
  const courier =
    requestUrl === undefined
      ? createSocketCourier({ hub, clock })
      : createHttpCourier({ requestUrl, signingSecret, clock });
  const delivery = createDelivery({ clock, courier, state, inspector });
  const stream = createPageStream({ shape, grants, clock });
  const modalsChanged = (user: string): void =>
    stream.tellPerson(user, {
      type: 'modals_changed',
      modals: interactivity.modals.of(user).map(toPageView),
    });
  const interactivity = createInteractivity({ shape, clock, delivery, grants, modalsChanged });
  const hasLimits = options.hasLimits ?? true;
  const faults = createFaults({ hub, delivery, state, clock, hasLimits });
  clock.onMove(stream.tellTime);
  const act = createPeople({ state, interactivity, grants });
  const uploads = createUploads();
  const { calls, listeners, notify, onCall } = createWitness();
  const ending = new AbortController();
  publishEvents({ shape, grants, delivery, clock });
  lapseSessions({ state, clock }, ending.signal);
  endStreams({ state, clock }, ending.signal);
  sayScheduled({ state, clock }, ending.signal);
  state.subscribe(notify);

  const world: World = { state, shape, clock, grants, hub, interactivity };
  const methods = methodTable(world, uploads);
  const page = { shape, act, grants, clock, inspector, faults, modals: interactivity.modals };
  const { notices = [], panels = [] } = options;
  const openStream = (response: ServerResponse, as: string): void => stream.open(response, as);
  const mayRead = (): boolean => grants.scopes.includes('files:read');
  const answer = createRoutes({
    webApi: createWebApi({ world, methods, faults, tokens, clock, log, onCall, inspector }),
    pageApi: createPageApi({ ...page, notices, panels, openStream }),
    files: createPrivateFiles({ state, uploads, botToken: tokens.bot, mayRead }),
    interactivity,
    origin,
  });
  function end(): void {
    ending.abort();
    delivery.close();
    stream.close();
    inspector.close();
    hub.close();
  }
  const seen = toReadonlyState(state, {
    shape,
    calls,
    sockets: hub.count,
    modals: interactivity.modals,
    methods,
    inspector,
  });
  return { hub, delivery, act, faults, listeners, answer, end, seen, clock };
}

/** Remembers the calls, and wakes whoever waits for something to happen. */
function createWitness() {
  const calls: ApiCall[] = [];
  const listeners = new Set<() => void>();
  const notify = (): void => listeners.forEach((listener) => listener());
  const onCall = (call: ApiCall): void => {
    calls.push(call);
    if (calls.length > CALLS_KEPT) calls.shift();
    notify();
  };
  return { calls, listeners, notify, onCall };
}

interface Routes {
  readonly webApi: ReturnType<typeof createWebApi>;
  readonly pageApi: ReturnType<typeof createPageApi>;
  readonly files: ReturnType<typeof createPrivateFiles>;
  readonly interactivity: Interactivity;
  readonly origin: () => string;
}

function createRoutes({ webApi, pageApi, files, interactivity, origin }: Routes) {
  return async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', origin());
    if (pathname.startsWith('/api/')) return webApi(request, response);
    if (pathname.startsWith('/upload/v1/'))
      return files.receive(request, response, pathname.slice('/upload/v1/'.length));
    if (pathname.startsWith('/files-pri/')) return files.download(request, response, pathname);
    if (pathname.startsWith('/response/')) return answerResponseUrl(interactivity, request, response);
    if (!isOwnPage(request, origin()))
      return sendText(response, 403, 'This address answers only to its own page.');
    if (pathname.startsWith('/docs/')) return files.canvas(response, pathname);
    if (pathname === '/signin') return files.signIn(response);
    if (request.method === 'GET' && (await servePageFile(pathname, response))) return;
    if (pathname.startsWith('/page/')) return pageApi(request, response);
    sendText(response, 404, 'There is nothing here. The page is at /, the Web API below /api/.');
  };
}

/** Another site can make a browser send requests here; it cannot make it send our own Host and Origin with them. */
function isOwnPage(request: IncomingMessage, origin: string): boolean {
  const own = [origin, origin.replace(HOST, 'localhost')];
  const { host, origin: sender } = request.headers;
  if (!own.includes(`http://${host ?? ''}`)) return false;
  const site = request.headers['sec-fetch-site'];
  const isNavigation = request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate';
  const isNear = site === undefined || site === 'same-origin' || site === 'none' || isNavigation;
  return isNear && (sender === undefined || own.includes(sender));
}

async function answerResponseUrl(
  interactivity: Interactivity,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const token = new URL(request.url ?? '/', 'http://workspace').pathname.slice('/response/'.length);
  const sent = parseJson((await readBody(request))?.toString('utf8') ?? '');
  try {
    const { status, body } = interactivity.respond(token, sent);
    sendText(response, status, body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    sendJson(response, { ok: false, error: error.error, ...error.details }, { status: 400 });
  }
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: Error) => reject(toListenError(port, cause)));
    server.listen(port, HOST, resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

function toListenError(port: number, cause: Error): AppError {
  return new AppError({
    code: 'workspace/port-unavailable',
    message: `The workspace cannot listen on port ${port} of ${HOST}.`,
    hint: 'Stop what uses the port, or choose another one.',
    cause,
  });
}
