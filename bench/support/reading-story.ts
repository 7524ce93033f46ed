// A story of many documents at its full size: files of a channel under one form, by the way that a task takes, without Slack.
import type { FormColumn } from '../../src/agent/reading/form.ts';
import { createModel } from '../../src/agent/model.ts';
import type { ToolContext } from '../../src/agent/tool.ts';
import { systemClock } from '../../src/base/clock.ts';
import { newId } from '../../src/base/id.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Database } from '../../src/db/pool.ts';
import { createBulk } from '../../src/flow/reading/bulk.ts';
import { createTransact, storesOn } from '../../src/flow/stores.ts';
import { createToolPorts } from '../../src/flow/tool-ports.ts';
import { startEngine } from '../../src/job/engine.ts';
import { createVoice } from '../../src/slack/outbox-store.ts';
import type { ReadingWish } from '../../src/tools/read-documents.ts';
import { createReaders } from '../../src/tools/readers.ts';
import { scriptedModel, type Asked, type Scripted } from '../../test/support/scripted-model.ts';

export interface StoryFile {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** What its row must say, in the order of the form; of one that cannot be read there is none. */
  readonly truth?: readonly string[];
  /** On which page each of it stands, where the format has pages. */
  readonly pages?: readonly number[];
}

export interface Story {
  readonly name: string;
  readonly files: readonly StoryFile[];
  readonly form: readonly FormColumn[];
  readonly reader: (asked: Asked) => Scripted;
}

export interface StoryTimes {
  readonly coverage: string;
  readonly seconds: number;
  readonly requests: number;
  /** The same goal once more. */
  readonly again: { readonly seconds: number; readonly requests: number };
  /** Only the rows that failed. */
  readonly failed: { readonly rows: number; readonly requests: number };
  /** How often documents were found to contradict each other or themselves. */
  readonly disagreements: number;
  /** Files of which a row does not say, proven and with its place, what they say. */
  readonly wrong: readonly string[];
}

const FILES_A_MESSAGE = 100;
const CONTEXT_TOKENS = 64_000;
const signal = new AbortController().signal;

export async function tellStory(
  database: Database,
  { name, files, form, reader }: Story,
): Promise<StoryTimes> {
  const model = await scriptedModel([], undefined, reader);
  const bytes = new Map(files.map(({ file, bytes: content }) => [file, content]));
  const place = { teamId: 'T0TEAM', channelId: `C0${name.toUpperCase()}` };
  const stores = storesOn(database);
  await share(files);

  const ports = createToolPorts({
    database,
    permalink: () => undefined,
    selfId: () => '',
    memberships: { conversation: async () => undefined, fullMembers: async () => new Set() },
    download: async ({ url }) => ({ kind: 'bytes', bytes: bytes.get(url) ?? new Uint8Array() }),
  });
  const readers = createReaders({
    clock: systemClock,
    tables: { find: async () => undefined },
    egress: { fetch: async () => ({ kind: 'failed', reason: 'no web here' }) },
  })({ sees: false });
  const { readings, work } = createBulk({
    database,
    transact: createTransact(database),
    clock: systemClock,
    voice: createVoice(systemClock),
    openDocument: readers.openFrom(ports),
    fetchText: readers.fetchText,
    budgets: {},
    model: createModel({
      apiKey: 'bench',
      baseUrl: model.baseUrl,
      model: 'scripted-small',
      clock: systemClock,
      idleSeconds: 60,
    }),
    contextTokens: CONTEXT_TOKENS,
    askAbove: Number.MAX_SAFE_INTEGER,
  });
  const waiting = new Map<string, () => void>();
  const engine = await startEngine({
    database,
    clock: systemClock,
    log: silentLog,
    concurrency: 8,
    advance: async ({ taskId }) => waiting.get(taskId)?.(),
    work,
  });

  try {
    const first = await run({ title: name, all_files: {}, columns: [...form] });
    const again = await run({ title: name, all_files: {}, columns: [...form] });
    const failed = await run({ title: name, columns: [...form], failed_of: first.fileId });
    return {
      coverage: first.coverage,
      seconds: first.seconds,
      requests: first.requests,
      again: { seconds: again.seconds, requests: again.requests },
      failed: { rows: failed.all, requests: failed.requests },
      disagreements: first.disagreements,
      wrong: files.filter((file) => isWrong(file, first.rows.get(file.file) ?? [])).map(({ file }) => file),
    };
  } finally {
    await engine.stop();
    await model.close();
  }

  async function run(wish: ReadingWish) {
    const taskId = newId();
    const task = { id: taskId, ...place, threadTs: taskId, goalTs: taskId, ownerId: 'U0MAYA' };
    await stores.tasks.open({ ...task, language: 'en', openedAt: new Date() });
    const asked = model.asked.length;
    const began = performance.now();
    const context: ToolContext = {
      task: { ...task, requesterId: 'U0MAYA' },
      callId: 'call-1',
      signal,
      wasShown: () => true,
      sourceOf: () => undefined,
      confirm: async () => undefined,
    };
    const begun = await readings.begin(wish, context);
    if (begun.kind !== 'begun')
      return {
        coverage: begun.kind === 'failed' ? begun.reason : '',
        seconds: 0,
        requests: 0,
        fileId: '',
        all: 0,
        disagreements: 0,
        rows: new Map<string, Cells>(),
      };
    for (;;) {
      const over = Promise.withResolvers<void>();
      waiting.set(taskId, over.resolve);
      const { all, settled } = await readings.progress(begun.batch);
      if (all === settled) break;
      await over.promise;
    }
    const { all } = await readings.progress(begun.batch);
    const { coverage, fileId, rows, disagreements } = await readings.finish(begun.batch);
    return {
      coverage,
      fileId,
      all,
      seconds: (performance.now() - began) / 1000,
      requests: model.asked.length - asked,
      disagreements: disagreements.length,
      rows: new Map<string, Cells>(rows.map(({ label, cells }) => [label, cells])),
    };
  }

  async function share(all: Story['files']): Promise<void> {
    for (let at = 0; at < all.length; at += FILES_A_MESSAGE) {
      const ts = `${1_700_000_000 + at}.000100`;
      await stores.history.record({
        kind: 'posted',
        message: {
          ...place,
          ts,
          threadTs: ts,
          author: { kind: 'person', id: 'U0MAYA' },
          text: 'Documents',
          mentions: [],
          files: all.slice(at, at + FILES_A_MESSAGE).map(({ file, bytes: content }, index) => ({
            id: `F0${name.toUpperCase()}${at + index}`,
            name: file,
            mimetype: 'application/octet-stream',
            bytes: content.length,
            downloadUrl: file,
          })),
        },
      });
    }
  }
}

type Cells = readonly { readonly text: string; readonly ref?: string }[];

/** A value that is not proven by its document's own words has a mark, and so is not what is asked for. */
function isWrong({ file, truth = [], pages = [] }: StoryFile, cells: Cells): boolean {
  return truth.some((value, column) => {
    const { text, ref = '' } = cells[column] ?? { text: '' };
    const page = pages[column];
    const isPlaced =
      ref.startsWith('f:') && (page === undefined || !file.endsWith('.pdf') || ref.endsWith(`#p${page}`));
    return text !== value || !isPlaced;
  });
}
