// An export of Slack's becomes history: its lists of people and channels first, then day after day, in batches that
// each commit with the note of which files they came from.
import type { Database } from '../../db/pool.ts';
import { AppError, toReason } from '../../base/errors.ts';
import {
  addChannels,
  addPeople,
  isRead,
  knownTeams,
  markRead,
  takeIn,
  type ExportedMessage,
} from './bulk-store.ts';
import type { Channel, Person } from '../directory-store.ts';
import { readJsonEntries } from './json-entries.ts';
import type { ExportFile, ExportSource } from './source.ts';
import { createTally, type ImportProgress, type ImportReport, type Tally } from './tally.ts';

/** How Slack's JSON is understood: slack/ knows, and what it does not understand is undefined. */
export interface Understanding {
  toPerson(value: unknown, teamId: string): Person | undefined;
  toChannel(value: unknown, kind: Channel['kind'], teamId: string): Channel | undefined;
  toTeamId(user: unknown): string | undefined;
  toMessage(
    value: unknown,
    channel: { teamId: string; channelId: string },
  ): ExportedMessage | 'unsaid' | undefined;
}

interface ImportDeps {
  readonly database: Database;
  readonly understand: Understanding;
  readonly now: () => Date;
  readonly teamId?: string | undefined;
  /** Reads also what an earlier import has read. */
  readonly again?: boolean | undefined;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** Segments of the search are the better the more messages come at once; a crash costs no more than one batch. */
const BATCH_MESSAGES = 8_192;
const BATCH_CHARS = 8_000_000;

const LISTS = new Map<string, Channel['kind']>([
  ['channels.json', 'channel'],
  ['groups.json', 'group'],
  ['mpims.json', 'mpim'],
  ['dms.json', 'im'],
]);
const DAY = /^([^/]+)\/\d{4}-\d{2}-\d{2}\.json$/u;

interface Batch {
  readonly channel: Channel;
  readonly messages: ExportedMessage[];
  readonly files: ExportFile[];
  chars: number;
}

/** Contract: may be stopped in any way and begun again; what is there is not doubled, what is broken is told. */
export async function importExport(source: ExportSource, deps: ImportDeps): Promise<ImportReport> {
  const { database, understand, now } = deps;
  const tally = createTally(deps);
  const { top, totalBytes } = await look(source);
  const { teamId, channels } = await importLists(source, { top, tally, deps });
  const batches = new Map<string, Batch>();
  let flushing: Promise<void> = Promise.resolve();

  for await (const file of source.files()) {
    const channel = channelOf(file.path);
    if (channel === undefined) continue;
    if (deps.again !== true && (await isRead(database, { ...channel, path: file.path, mark: file.mark }))) {
      tally.readBefore(file);
      continue;
    }
    await readDay(file, channel);
    tally.moved(file.bytes, totalBytes);
  }
  for (const batch of batches.values()) await flush(batch);
  await flushing;
  return tally.report();

  function channelOf(path: string): Channel | undefined {
    const folder = path.startsWith(top) ? DAY.exec(path.slice(top.length))?.[1] : undefined;
    const channel = folder === undefined ? undefined : channels.get(folder);
    if (channel === undefined && !isList(path)) tally.left(path);
    return channel;
  }

  function isList(path: string): boolean {
    return path === `${top}users.json` || (path.startsWith(top) && LISTS.has(path.slice(top.length)));
  }

  async function readDay(file: ExportFile, channel: Channel): Promise<void> {
    for await (const entry of entriesOf(file, tally)) {
      const read = understand.toMessage(entry.value, channel);
      if (read === undefined)
        tally.fault({ path: file.path, line: entry.line, reason: 'it is not a message' });
      else if (read === 'unsaid') tally.unsaid();
      else await put(channel, read);
    }
    batchOf(channel).files.push(file);
  }

  function batchOf(channel: Channel): Batch {
    const batch = batches.get(channel.channelId) ?? { channel, messages: [], files: [], chars: 0 };
    batches.set(channel.channelId, batch);
    return batch;
  }

  async function put(channel: Channel, message: ExportedMessage): Promise<void> {
    const batch = batchOf(channel);
    batch.messages.push(message);
    batch.chars += message.message.text.length;
    const held = [...batches.values()];
    const isFull = sum(held, ({ messages }) => messages.length) >= BATCH_MESSAGES;
    if (!isFull && sum(held, ({ chars }) => chars) < BATCH_CHARS) return;
    // The largest one, so that small channels gather until theirs is worth a batch.
    const largest = held.reduce((one, other) => (other.messages.length > one.messages.length ? other : one));
    await flush(largest);
  }

  /** While Postgres writes one batch, the next is read; never two at a time, so that memory stays small. */
  async function flush(batch: Batch): Promise<void> {
    batches.delete(batch.channel.channelId);
    await flushing;
    flushing = database.transact(async (sql) => {
      const taken = await takeIn(sql, batch.channel, batch.messages);
      for (const { path, mark } of batch.files)
        await markRead(sql, { ...batch.channel, teamId, path, mark }, now());
      tally.taken(taken);
    });
    // Heard now, so that it is never a failure nobody waits for; whoever awaits it hears of it as well.
    flushing.catch(() => undefined);
  }
}

/** Where its lists are: some zips have everything in one folder. And how much there is to read. */
async function look(source: ExportSource): Promise<{ top: string; totalBytes: number }> {
  let top: string | undefined;
  let totalBytes = 0;
  for await (const { path, bytes } of source.files()) {
    totalBytes += bytes;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const folder = path.slice(0, path.length - name.length);
    if ((LISTS.has(name) || name === 'users.json') && (top === undefined || folder.length < top.length))
      top = folder;
  }
  if (top !== undefined) return { top, totalBytes };
  throw new AppError({
    code: 'import/not-an-export',
    message: 'There is neither users.json nor a list of channels in it, so it is not an export of Slack.',
    hint: 'Give the zip that Slack made, or the folder that it was unpacked to; channels.json lies at its top.',
  });
}

interface ListDeps {
  readonly top: string;
  readonly tally: Tally;
  readonly deps: ImportDeps;
}

/** Resolves to the channels by the name of their folder. */
async function importLists(
  source: ExportSource,
  { top, tally, deps }: ListDeps,
): Promise<{ teamId: string; channels: ReadonlyMap<string, Channel> }> {
  const { database, understand, now } = deps;
  const lists = new Map<string, { readonly path: string; readonly entries: unknown[] }>();
  for await (const file of source.files()) {
    const name = file.path.slice(top.length);
    if (!file.path.startsWith(top) || !(LISTS.has(name) || name === 'users.json')) continue;
    const entries: unknown[] = [];
    for await (const { value } of entriesOf(file, tally)) entries.push(value);
    lists.set(name, { path: file.path, entries });
  }
  const users = lists.get('users.json') ?? { path: 'users.json', entries: [] };
  const teamId = deps.teamId ?? teamOf(users.entries, understand) ?? (await onlyTeam(database));
  const people = users.entries.flatMap((user) =>
    readOr(understand.toPerson(user, teamId), users.path, tally),
  );
  const listed = [...lists].flatMap(([name, { path, entries }]) => {
    const kind = LISTS.get(name);
    if (kind === undefined) return [];
    return entries.flatMap((entry) => readOr(understand.toChannel(entry, kind, teamId), path, tally));
  });
  await database.transact(async (sql) => {
    tally.met(await addPeople(sql, people, now()), await addChannels(sql, listed, now()));
  });
  // A direct message lies in a folder named by its id, and so does, in our exports, a name that is no folder's.
  const byId = listed.map((channel) => [channel.channelId, channel] as const);
  const byName = listed
    .filter(({ kind }) => kind !== 'im')
    .map((channel) => [channel.name, channel] as const);
  return { teamId, channels: new Map([...byName, ...byId]) };
}

function readOr<Read>(read: Read | undefined, path: string, tally: Tally): Read[] {
  if (read !== undefined) return [read];
  tally.fault({ path, reason: 'an entry has no id' });
  return [];
}

/** That of most people: those of other teams in a shared channel stand in the list too. */
function teamOf(users: readonly unknown[], understand: Understanding): string | undefined {
  const counts = new Map<string, number>();
  for (const user of users) {
    const teamId = understand.toTeamId(user);
    if (teamId !== undefined) counts.set(teamId, (counts.get(teamId) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}

async function onlyTeam(database: Database): Promise<string> {
  const [teamId, ...others] = await knownTeams(database);
  if (teamId !== undefined && others.length === 0) return teamId;
  throw new AppError({
    code: 'import/no-team',
    message: 'The export does not say which workspace it is of.',
    hint: 'Say it with --team T0123ABCD: the id stands in the address of Slack in a browser (app.slack.com/client/T…).',
  });
}

async function* entriesOf(file: ExportFile, tally: Tally): AsyncGenerator<{ value: unknown; line: number }> {
  try {
    for await (const entries of readJsonEntries(file.read())) {
      for (const entry of entries) {
        if (entry.kind === 'entry') yield entry;
        else tally.fault({ path: file.path, line: entry.line, reason: entry.reason });
      }
    }
  } catch (error) {
    // What lies in other files is none the worse for it.
    if (error instanceof AppError) throw error;
    tally.fault({ path: file.path, reason: toReason(error) });
  }
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
