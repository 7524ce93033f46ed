// The tools of a case: Longhand's own look-ups for real, and what the case's table adds, declared and never run.
import { z } from 'zod';
import type { ToolSpec } from '../../src/agent/chat.ts';
import { defineTool, type Tool } from '../../src/agent/tool.ts';
import { toToolSpecs } from '../../src/agent/tool-specs.ts';
import type { Clock } from '../../src/base/clock.ts';
import type { Database } from '../../src/db/pool.ts';
import { createDesk } from '../../src/flow/schedule/schedule-desk.ts';
import { createSchedulePorts } from '../../src/flow/schedule/schedule-ports.ts';
import { createTransact, storesOn } from '../../src/flow/stores.ts';
import { createPeopleBook } from '../../src/flow/speech-ports.ts';
import { createToolPorts } from '../../src/flow/tool-ports.ts';
import type { Memberships } from '../../src/guard/audience.ts';
import type { SlackActs } from '../../src/tools/slack-acts.ts';
import { createTools } from '../../src/tools/index.ts';
import { createReaders } from '../../src/tools/readers.ts';
import type { CaseTool, Fact, PushbackCase } from './case.ts';

interface ToolboxDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly contents: ReadonlyMap<string, Uint8Array>;
  permalink(channelId: string, ts: string): string;
}

/** Facts are found by these, so every case has them, whatever its table says. */
const LOOK_UPS: ReadonlySet<string> = new Set([
  'search_history',
  'read_history',
  'list_files',
  'read_file',
  'calculate',
]);

export function toolsOf({ context }: PushbackCase, deps: ToolboxDeps): readonly Tool[] {
  const own = longhandTools(deps);
  const { tools: table, facts } = context;
  if (table === undefined) return own;
  const names = new Set(table.map(({ name }) => name));
  const kept = own.filter(({ name }) => LOOK_UPS.has(name) || names.has(name));
  const added = table.filter(({ name }) => !own.some((tool) => tool.name === name));
  return [...kept, ...added.map((tool) => declared(tool, facts))];
}

/** The schemas that the model is sent. Those of the table are given as the case writes them. */
export function specsOf(tools: readonly Tool[], { context }: PushbackCase): readonly ToolSpec[] {
  const written = new Map(context.tools?.map(({ name, parameters }) => [name, parameters]));
  return toToolSpecs(tools).map((spec) => ({
    ...spec,
    parameters: written.get(spec.name) ?? spec.parameters,
  }));
}

const MUTE = {
  say: async () => undefined,
  react: async () => undefined,
  setStatus: async () => undefined,
  endStep: async () => undefined,
};

/** A case has one channel. */
const ONE_CHANNEL: Memberships = {
  conversation: async () => undefined,
  fullMembers: async () => new Set(),
};

/** Nothing here reaches outside: no page is fetched, no file is posted. */
function longhandTools({ database, clock, contents, permalink }: ToolboxDeps): readonly Tool[] {
  const reason = 'not connected here';
  const desk = createDesk({ transact: createTransact(database), voice: MUTE, clock, permalink });
  const ports = createToolPorts({
    database,
    permalink,
    memberships: ONE_CHANNEL,
    selfId: () => '',
    download: async ({ url }) => {
      const bytes = contents.get(url);
      return bytes === undefined ? { kind: 'failed', reason } : { kind: 'bytes', bytes };
    },
  });
  const acts: SlackActs = {
    setMark: async () => ({ kind: 'refused', reason }),
    hasMark: async () => false,
    createCanvas: async () => ({ kind: 'refused', reason }),
    findCanvas: async () => undefined,
    deleteCanvas: async () => ({ kind: 'refused', reason }),
    userGroups: async () => undefined,
  };
  return createTools({
    ...ports,
    acts,
    polls: {
      open: async () => ({ asked: undefined }),
      look: async () => undefined,
      withdraw: async () => undefined,
    },
    clock,
    readers: createReaders({
      clock,
      tables: { find: async () => undefined },
      egress: { fetch: async () => ({ kind: 'failed', reason }) },
    })({ sees: false }),
    readings: undefined,
    poster: {
      post: async () => ({ kind: 'refused', reason }),
      remove: async () => ({ kind: 'gone' }),
      find: async () => ({ kind: 'not-shared' }),
    },
    schedules: createSchedulePorts({ stores: storesOn(database), desk, clock, permalink }),
    charts: { say: async () => undefined, takeBack: async () => undefined },
    handoffs: { make: async () => ({ kind: 'refused', reason }), find: async () => undefined },
    // What there is to run is this machine's business; the cases are the same everywhere.
    sandboxes: undefined,
    speech: {
      find: async () => ({ kind: 'closed', reason }),
      say: async () => ({ kind: 'refused', reason }),
      look: async () => ({ kind: 'never' }),
    },
    book: createPeopleBook({ stores: storesOn(database), memberships: ONE_CHANNEL, acts }),
  });
}

/** A look-up of the case answers with the facts that bear its name; everything else must never come to run. */
function declared({ name, description, effect = 'outside' }: CaseTool, facts: readonly Fact[]): Tool {
  const known = facts.filter(({ tool }) => tool === name).map(({ text }) => text);
  return defineTool({
    name,
    description,
    effect,
    input: z.looseObject({}),
    says: () => name,
    run: async () => {
      if (effect !== 'read') throw new Error(`${name} has an effect and was run`);
      return known.length === 0 ? { text: 'Nothing found.' } : { text: known.join('\n') };
    },
  });
}
