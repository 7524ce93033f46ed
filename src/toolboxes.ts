// The tools, joined to the rooms they need: as things are now, and as they were at a moment for a run over the past.
import type { Tool } from './agent/tool.ts';
import type { Clock } from './base/clock.ts';
import type { Config } from './config.ts';
import type { Database } from './db/pool.ts';
import { isUnsaid } from './flow/schedule/run.ts';
import type { Desk } from './flow/schedule/schedule-desk.ts';
import { createSchedulePorts } from './flow/schedule/schedule-ports.ts';
import { createPeopleBook, createSpeech } from './flow/speech-ports.ts';
import { createTransact, storesOn } from './flow/stores.ts';
import { createToolPorts, type PortDeps } from './flow/tool-ports.ts';
import type { SlackEdge } from './slack/app.ts';
import { createVoice } from './slack/outbox-store.ts';
import { sentState } from './slack/sent-store.ts';
import type { findSandboxes } from './tools/code/find-sandboxes.ts';
import { createTools, type ToolDeps } from './tools/index.ts';
import { chooseProvider, createWebSearch, type WebSearch } from './tools/web/search-provider.ts';

interface ToolSettings {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly edge: SlackEdge;
  readonly desk: Desk;
  readonly sandboxes: ToolDeps['sandboxes'];
  readonly charts: ToolDeps['charts'];
  readonly readers: ToolDeps['readers'];
  readonly readings: ToolDeps['readings'];
  readonly handoffs: ToolDeps['handoffs'];
  readonly polls: ToolDeps['polls'];
  permalink(channelId: string, ts: string): string | undefined;
}

/** Without a moment, the tools as things are. */
export function createToolsAt({
  config,
  database,
  clock,
  edge,
  desk,
  sandboxes,
  charts,
  readers,
  readings,
  handoffs,
  polls,
  permalink,
}: ToolSettings): (asOf?: Date) => readonly Tool[] {
  const { poster } = edge.files;
  const lasting = {
    clock,
    sandboxes,
    charts,
    readers,
    handoffs,
    polls,
    webSearch: webSearchOf(config),
    acts: edge.acts,
    poster: {
      ...poster,
      // What a run posts stands in the channel, as its report does.
      post: ({ threadTs, ...file }: Parameters<ToolDeps['poster']['post']>[0]) =>
        poster.post(isUnsaid(threadTs) ? file : { ...file, threadTs }),
    },
    schedules: createSchedulePorts({ stores: storesOn(database), desk, clock, permalink }),
  };
  const speaking = {
    transact: createTransact(database),
    stores: storesOn(database),
    voice: createVoice(clock),
    clock,
    permalink,
    memberships: edge.memberships,
    selfId: () => edge.identity.botUserId,
    sentState: (key: string) => sentState(database, key),
    acts: edge.acts,
  };
  const ports = portsOf({ database, edge, permalink });
  return (asOf) =>
    createTools({
      ...createToolPorts({ ...ports, ...(asOf === undefined ? {} : { asOf }) }),
      ...lasting,
      speech: createSpeech(speaking),
      book: createPeopleBook(speaking),
      // Its lanes read things as they are now.
      readings: asOf === undefined ? readings : undefined,
    });
}

export function portsOf({
  database,
  edge,
  permalink,
}: Pick<ToolSettings, 'database' | 'edge' | 'permalink'>): PortDeps {
  return {
    database,
    permalink,
    download: edge.files.download,
    memberships: edge.memberships,
    selfId: () => edge.identity.botUserId,
  };
}

export function toToolbox(tools: readonly Tool[]): ReadonlyMap<string, Tool> {
  return new Map(tools.map((tool) => [tool.name, tool]));
}

/** Nothing is asked for here: a search is made when a task needs it. */
function webSearchOf(config: Config): WebSearch | undefined {
  const provider = chooseProvider(config);
  return provider === undefined ? undefined : createWebSearch(provider);
}

export function sandboxChoiceOf(config: Config): Parameters<typeof findSandboxes>[0] {
  const { CODE_SANDBOX: allowed, CODE_SANDBOX_URL: url, CODE_SANDBOX_TOKEN: token } = config;
  return { allowed, ...(url === undefined ? {} : { remote: { url, token } }) };
}
