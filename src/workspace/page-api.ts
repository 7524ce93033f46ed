// The page's side door: JSON and a stream of changes for the browser. Its contract stands in page-wire.ts.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import type { Grants } from './grants.ts';
import { parseJson, readBody, sendJson } from './http.ts';
import { isInChannel } from './methods/conversations.ts';
import { Json } from './model.ts';
import type { Bootstrap } from './page-wire.ts';
import { toChannel, type PeopleActions } from './people.ts';
import { Refusal } from './refusal.ts';
import {
  toPageChannel,
  toPagePerson,
  toPageSession,
  toSlackFile,
  toSlackMessage,
  type ShapeContext,
} from './shapes.ts';

interface PageApiDeps {
  readonly shape: ShapeContext;
  readonly act: PeopleActions;
  readonly grants: Grants;
  readonly clock: Clock;
  readonly notices: readonly string[];
  readonly openStream: (response: ServerResponse, as: string) => void;
}

interface PageRequest {
  readonly query: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

type Route = (request: PageRequest) => Json | Bootstrap | Promise<Json>;

const HISTORY_LIMIT = 50;
const viewer = { as: z.string() };
const place = { ...viewer, channel: z.string() };

export function createPageApi(deps: PageApiDeps) {
  const routes: Readonly<Record<string, Route>> = { ...readRoutes(deps), ...writeRoutes(deps) };

  return async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://workspace');
    const query = Object.fromEntries(url.searchParams);
    const name = url.pathname.slice('/page/'.length);
    const body = await readBody(request);
    if (body === undefined) return sendJson(response, { ok: false, error: 'too_large' }, { status: 413 });
    try {
      if (request.method === 'GET' && name === 'stream')
        return deps.openStream(response, viewerOf(deps, query['as']));
      if (request.method === 'GET' && name.startsWith('file/'))
        return sendFile(deps, name.slice('file/'.length), response);
      const route = routes[`${request.method} ${name}`];
      if (route === undefined)
        return sendJson(response, { ok: false, error: 'unknown_route' }, { status: 404 });
      sendJson(response, { ok: true, ...(await route({ query, body })) });
    } catch (error) {
      if (error instanceof Refusal)
        return sendJson(response, { ok: false, error: error.error, ...error.details });
      if (error instanceof z.ZodError)
        return sendJson(response, { ok: false, error: 'invalid_arguments', detail: z.prettifyError(error) });
      throw error;
    }
  };
}

function viewerOf({ shape }: PageApiDeps, as: string | undefined): string {
  const person = shape.state.person(as ?? '');
  if (person === undefined || person.isBot) throw new Refusal('user_not_found');
  return person.id;
}

function readRoutes(deps: PageApiDeps): Readonly<Record<string, Route>> {
  const { state } = deps.shape;
  const toMessage = (message: Parameters<typeof toSlackMessage>[0]): Json =>
    toSlackMessage(message, deps.shape);
  return {
    'GET bootstrap': ({ query }) => toBootstrap(deps, viewerOf(deps, query['as'])),
    'GET messages'({ query }) {
      const asked = z
        .object({ ...place, before: z.string().optional(), limit: z.coerce.number().optional() })
        .parse(query);
      const channel = toChannel(state, asked.channel, viewerOf(deps, asked.as));
      const { before = '9', limit = HISTORY_LIMIT } = asked;
      const said = state
        .messages(channel.id)
        .filter((message) => isInChannel(message) && message.ts < before);
      return { messages: said.slice(-limit).map(toMessage), hasMore: said.length > limit };
    },
    'GET thread'({ query }) {
      const asked = z.object({ ...place, ts: z.string() }).parse(query);
      const channel = toChannel(state, asked.channel, viewerOf(deps, asked.as));
      const root = state.message(channel.id, asked.ts);
      if (root === undefined) throw new Refusal('thread_not_found');
      return { messages: [root, ...state.replies(channel.id, root.ts)].map(toMessage) };
    },
  };
}

function toBootstrap({ shape, grants, clock, notices }: PageApiDeps, as: string): Bootstrap {
  const { state } = shape;
  const people = state.people().map(toPagePerson);
  const [me] = people.filter(({ id }) => id === as);
  if (me === undefined) throw new Refusal('user_not_found');
  const seen = state.channels().filter(({ kind, members }) => kind === 'channel' || members.includes(as));
  const { userId, name, displayName } = state.bot;
  return {
    ok: true,
    team: state.team,
    me,
    people,
    channels: seen.map((channel) => toPageChannel(channel, { bot: userId, me: as })),
    app: { userId, name, displayName },
    sessions: state
      .sessions()
      .filter(({ channel }) => seen.some(({ id }) => id === channel))
      .map((session) => toPageSession(session, grants.hasEvent('agent_session_stopped'))),
    notices,
    now: clock.now().toISOString(),
  };
}

function sendFile({ shape }: PageApiDeps, id: string, response: ServerResponse): void {
  const file = shape.state.file(id);
  if (file === undefined) return sendJson(response, { ok: false, error: 'file_not_found' }, { status: 404 });
  // A page that people upload must not run as this page: it is shown as a download unless it is a plain picture.
  const isShown = /^(?:image\/(?:png|jpeg|gif|webp)|application\/pdf|text\/plain)$/.test(file.mimetype);
  response.writeHead(200, {
    'content-type': isShown ? file.mimetype : 'application/octet-stream',
    'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    'x-content-type-options': 'nosniff',
  });
  response.end(Buffer.from(file.base64, 'base64'));
}

const Option = z.object({ value: z.string() });
const Action = z.object({
  ...place,
  ts: z.string(),
  block_id: z.string().optional(),
  action_id: z.string(),
  value: z.string().optional(),
  selected_option: Option.nullish(),
  selected_options: z.array(Option).optional(),
  state: Json.optional(),
});

function writeRoutes(deps: PageApiDeps): Readonly<Record<string, Route>> {
  const { act } = deps;
  /** What a person does: who it is is checked first, then the rest. */
  const doing =
    <Asked extends z.ZodType<{ as: string }>>(
      schema: Asked,
      run: (asked: z.output<Asked>) => Json | Promise<Json>,
    ): Route =>
    ({ body }) => {
      const asked = schema.parse(parseJson(body.toString('utf8')));
      viewerOf(deps, asked.as);
      return run(asked);
    };
  const message = { ...place, ts: z.string() };
  return {
    'POST post': doing(Post, ({ thread_ts: threadTs, files, broadcast, ...said }) => ({
      ts: act.post({
        ...said,
        ...(threadTs === undefined ? {} : { threadTs }),
        ...(files === undefined ? {} : { files }),
        ...(broadcast === undefined ? {} : { broadcast }),
      }),
    })),
    'POST edit': doing(z.object({ ...message, text: z.string() }), (asked) => done(act.edit(asked))),
    'POST delete': doing(z.object(message), (asked) => done(act.remove(asked))),
    'POST react': doing(
      z.object({ ...message, name: z.string(), remove: z.boolean().default(false) }),
      (asked) => done(act.react(asked)),
    ),
    'POST action': doing(Action, (asked) => click(act, asked)),
    'POST stop': doing(z.object({ ...place, thread_ts: z.string() }), ({ thread_ts: threadTs, ...asked }) =>
      done(act.stop({ ...asked, threadTs })),
    ),
    'POST open-dm': doing(z.object({ ...viewer, user: z.string() }), (asked) => ({
      channel: act.openDm(asked),
    })),
    'POST open-home': doing(
      z.object({ ...viewer, tab: z.enum(['home', 'messages']).default('home') }),
      ({ as, tab }) => {
        act.openHome({ as, tab });
        const view = deps.shape.state.homeOf(as);
        return view === undefined ? {} : { view: view.body };
      },
    ),
    'POST upload'({ query, body }) {
      const { as, name, type } = z
        .object({ ...viewer, name: z.string().min(1), type: z.string().optional() })
        .parse(query);
      const given = type === undefined || type === '' ? {} : { mimetype: type };
      const id = act.upload({ as: viewerOf(deps, as), name, data: body, ...given });
      const file = deps.shape.state.file(id);
      return file === undefined ? {} : { file: toSlackFile(file, deps.shape) };
    },
  };
}

const Post = z.object({
  ...place,
  thread_ts: z.string().optional(),
  text: z.string(),
  files: z.array(z.string()).optional(),
  broadcast: z.boolean().optional(),
});

const done = (_result: void): Json => ({});

/** The person sees when the app does not answer, as Slack shows its warning triangle. */
async function click(act: PeopleActions, asked: z.infer<typeof Action>): Promise<Json> {
  const transmission = await act.click({
    as: asked.as,
    channel: asked.channel,
    ts: asked.ts,
    actionId: asked.action_id,
    blockId: asked.block_id,
    value: asked.selected_option?.value ?? asked.value,
    values: asked.selected_options?.map(({ value }) => value),
    state: asked.state,
  });
  if (transmission.kind !== 'acknowledged') throw new Refusal('app_did_not_respond');
  return {};
}
