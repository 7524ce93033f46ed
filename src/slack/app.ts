// The Slack edge as one part: listens over Socket Mode, speaks from the outbox, reads back what it missed.
import { App } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Clock } from '../base/clock.ts';
import { toReason } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Database } from '../db/pool.ts';
import { createCaptureStore } from '../task/capture-store.ts';
import type { FindPerson } from '../flow/handoff/handoff-reach.ts';
import type { Hear } from '../flow/heard.ts';
import type { Servers } from '../flow/server/servers.ts';
import type { Memberships } from '../guard/audience.ts';
import type { Voice } from '../flow/words.ts';
import type { SlackActs } from '../tools/slack-acts.ts';
import { createActs } from './acts.ts';
import { createBackfill, type Backfill } from './backfill.ts';
import { createDirectory, type DirectoryPort } from './directory.ts';
import { createDownload, createFilePoster, type FilePoster } from './files.ts';
import { createFindPerson } from './find-person.ts';
import { createHome, type HomeSection } from './home.ts';
import { createHomeless, type HomelessDeps } from './homeless.ts';
import { identify, type Identity } from './identity.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createInboxStore } from './inbox-store.ts';
import { createMemberships } from './memberships.ts';
import { listenForAsRead } from './listeners/as-read.ts';
import { listenForCards } from './listeners/card-answered.ts';
import { listenForHandedIn } from './listeners/handed-in.ts';
import { listenForHandoffs } from './listeners/handoff.ts';
import { listenForHome } from './listeners/home.ts';
import { listenForMessages } from './listeners/message.ts';
import { listenForPlaces } from './listeners/place.ts';
import { listenForPolls, type PollClicks } from './listeners/poll.ts';
import { listenForReactions } from './listeners/reaction.ts';
import { listenForSchedules, type ScheduleDeps } from './listeners/schedule.ts';
import { listenForServers } from './listeners/server.ts';
import { listenForEffects } from './listeners/effect.ts';
import { listenForSteering } from './listeners/steer.ts';
import { createOutbox, type Subscribe } from './outbox.ts';
import { createOutboxStore, createVoice } from './outbox-store.ts';
import type { HistoryPort } from './read-back.ts';
import { createReadingAloud } from './reading-aloud.ts';
import { createReceiver, type DurableReceiver } from './receiver.ts';
import { createSending } from './sending.ts';
import { toBoltLogger } from './slack-log.ts';
import { createSocket, type SocketState } from './socket.ts';

export interface SlackEdgeDeps {
  readonly botToken: string;
  readonly appToken: string;
  readonly apiUrl?: string | undefined;
  readonly hear: Hear;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly subscribe: Subscribe;
  readonly directory: DirectoryPort;
  readonly history: HistoryPort & Pick<HomelessDeps, 'placeOf'>;
  readonly polls: PollClicks;
  readonly servers: Pick<Servers, 'clicked'>;
  readonly schedules: Pick<ScheduleDeps, 'clicked' | 'forms'>;
  /** The parts of App Home, in order. */
  readonly home: readonly HomeSection[];
  /** Told after a post is with Slack. */
  readonly onSent: (key: string) => Promise<void>;
}

interface SlackState {
  readonly sockets: readonly SocketState[];
  /** `refused` after Slack has said that the bot token is revoked or expired: what is to be said is kept. */
  readonly token: 'good' | 'refused';
}

export interface SlackEdge {
  readonly identity: Identity;
  readonly voice: Voice;
  readonly findPerson: FindPerson;
  readonly files: { readonly download: ReturnType<typeof createDownload>; readonly poster: FilePoster };
  readonly memberships: Memberships;
  readonly acts: SlackActs;
  /** Resolves when connected; throws an AppError that says what to do when Slack does not let us in. */
  start(): Promise<void>;
  /** Resolves when nothing is under way any more; what is left is in the database. */
  stop(): Promise<void>;
  state(): SlackState;
  /** Made without asking Slack, which forwards it to the message wherever it stands. */
  permalink(channelId: string, ts: string): string;
  /** Resolves when the reading back that was begun so far has ended. */
  readBack(): Promise<void>;
}

const CALL_TIMEOUT_MS = 15_000;
/** One connection is deaf for a moment whenever Slack renews it. */
const SOCKETS = 2;

/** Asks Slack who we are: a wrong token ends here, with a sentence on what to do. */
export async function createSlackEdge(deps: SlackEdgeDeps): Promise<SlackEdge> {
  const { botToken, apiUrl, hear, database, clock, log } = deps;
  const client = new WebClient(botToken, clientOptions(deps));
  const identity = await identify(client);
  const poster = createFilePoster(client);
  const directory = createDirectory({ client, port: deps.directory, self: identity, clock, log });
  const voice = createVoice(clock);
  const { countIn } = deps.history;
  const backfill = createBackfill({
    client,
    self: identity,
    hear,
    history: deps.history,
    aloud: createReadingAloud({ database, voice, countIn, clock }),
    directory,
    clock,
    log,
  });
  const { receiver, inbox } = createListening(deps, backfill);
  const app = createApp(deps, identity, receiver);
  listenForMessages(app, { self: identity, hear, directory });
  listenForAsRead(app, { client, self: identity, captures: createCaptureStore(database) });
  listenForCards(app, { self: identity, hear });
  listenForHandedIn(app, { self: identity, hear, directory });
  listenForReactions(app, { self: identity, hear, directory });
  listenForPolls(app, deps.polls);
  listenForServers(app, deps.servers);
  listenForEffects(app, { self: identity, hear });
  const home = createHome({ client, teamId: identity.teamId, sections: deps.home, clock, log });
  listenForHome(app, { home });
  listenForHandoffs(app, { client, hear, home });
  listenForSteering(app, { self: identity, hear, home });
  listenForSchedules(app, { self: identity, home, client, log, ...deps.schedules });
  listenForPlaces(app, { self: identity, hear, directory, backfill, log });

  let token: SlackState['token'] = 'good';
  const outbox = createOutbox({
    store: createOutboxStore(database),
    sending: createSending(client),
    files: poster,
    clock,
    log,
    subscribe: deps.subscribe,
    onToken: (now) => (token = now),
    onSent: deps.onSent,
    onRefused: createHomeless({
      database,
      voice,
      clock,
      teamId: identity.teamId,
      placeOf: deps.history.placeOf,
    }),
  });

  return {
    identity,
    voice,
    findPerson: createFindPerson(client, { directory, teamId: identity.teamId }),
    files: { download: createDownload({ botToken, apiUrl }), poster },
    acts: createActs(client, identity),
    memberships: createMemberships({
      client,
      teamId: identity.teamId,
      directory,
      port: deps.directory,
      log,
    }),
    start: async () => {
      // Without the scope for it we cannot read back, but we can still listen.
      const marks = await backfill.mark().catch((error: unknown) => {
        log.warn({ reason: toReason(error) }, 'the channels could not be listed: nothing is read back');
        return new Map<string, string>();
      });
      await app.start();
      inbox.start();
      await outbox.start();
      backfill.start(marks);
    },
    stop: async () => {
      await app.stop();
      await Promise.all([backfill.stop(), inbox.stop()]);
      await outbox.stop();
    },
    state: () => ({ sockets: receiver.states(), token }),
    permalink: (channelId, ts) => new URL(`archives/${channelId}/p${ts.replace('.', '')}`, identity.url).href,
    readBack: () => backfill.settled(),
  };
}

function createListening(
  deps: SlackEdgeDeps,
  backfill: Backfill,
): { receiver: DurableReceiver; inbox: Inbox } {
  const { appToken, apiUrl, database, clock, log } = deps;
  const receiver = createReceiver({
    log,
    inbox: () => inbox,
    connect: (take) =>
      Array.from({ length: SOCKETS }, () =>
        createSocket({
          appToken,
          apiUrl,
          clock,
          log,
          onEnvelope: take,
          onGap: (lostAt) => backfill.afterGap(lostAt),
        }),
      ),
  });
  const inbox = createInbox({
    store: createInboxStore(database),
    clock,
    log,
    handle: (envelope) => receiver.handle(envelope),
  });
  return { receiver, inbox };
}

/** A new options object each time: Slack's clients write into what they are given. */
function clientOptions({ apiUrl, log }: SlackEdgeDeps): WebClientOptions {
  return {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_TIMEOUT_MS,
    logger: toBoltLogger(log),
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  };
}

function createApp(deps: SlackEdgeDeps, identity: Identity, receiver: DurableReceiver): App {
  const app = new App({
    receiver,
    // We know who we are: no question to Slack for every event.
    authorize: async () => ({ botToken: deps.botToken, ...identity }),
    clientOptions: clientOptions(deps),
    logger: toBoltLogger(deps.log),
    convoStore: false,
    // What Longhand says is part of the history; the history knows its author.
    ignoreSelf: false,
  });
  // The inbox decides what follows from a failure, so it has to see it.
  app.error(async (error) => {
    throw error;
  });
  return app;
}
