// A reply under a report goes on with the run that made it: in its own channel, under a copy elsewhere, in a direct message.
import { Entry } from '../../agent/entry.ts';
import { newId } from '../../base/id.ts';
import { mayBring, type Memberships } from '../../guard/audience.ts';
import type { Message } from '../../history/message.ts';
import { languageOf } from '../meant.ts';
import type { Stores, Transact } from '../stores.ts';
import type { Task } from '../../task/store.ts';
import { isClosed } from '../../task/state.ts';

/** The run whose report stands elsewhere too, and whether everyone who reads the copy may read what it was made from. */
export interface CopyLook {
  readonly run: Task;
  readonly mayRead: boolean;
}

export interface ContinueDeps {
  readonly transact: Transact;
  readonly memberships: Memberships;
  readonly selfId: () => string;
}

/** Undefined for what is no reply under a copy; asks Slack who reads there, so it stands before the transaction. */
export async function lookForCopy(
  message: Message,
  { transact, memberships, selfId }: ContinueDeps,
): Promise<CopyLook | undefined> {
  const { ts, threadTs, author, channelId } = message;
  if (threadTs === ts || author.kind !== 'person') return undefined;
  const run = await transact(async (stores) =>
    (await stores.tasks.inThread(message)) === undefined ? runSaidAt(stores, message) : undefined,
  );
  if (run === undefined || run.channelId === channelId) return undefined;
  const bringing = { fromChannelId: run.channelId, toChannelId: channelId, askerId: author.id };
  return { run, mayRead: await mayBring(memberships, { ...bringing, selfId: selfId() }) };
}

/** The task of the run that this message answers, where it is answered. */
export async function answeredRun(
  stores: Stores,
  message: Message,
  look: CopyLook | undefined,
): Promise<Task | undefined> {
  const { threadTs, ts, channelId } = message;
  if (threadTs === ts) return undefined;
  if (look?.mayRead === true) return goOnHere(stores, message, look.run);
  const task = await runSaidAt(stores, message);
  if (task === undefined || task.channelId !== channelId) return undefined;
  await stores.tasks.setThread(task.id, threadTs);
  return { ...task, threadTs };
}

/** A direct message was sent to a person, and is answered in a channel of its own name. */
async function runSaidAt({ runs, tasks }: Stores, message: Message): Promise<Task | undefined> {
  const { channelId, threadTs, author } = message;
  const channelIds = author.kind === 'person' ? [channelId, author.id] : [channelId];
  const taskId = await runs.saidAt({ channelIds, ts: threadTs });
  return taskId === undefined ? undefined : tasks.find(taskId);
}

/**
 * A task of this thread that has read all that the run has read: each place goes on by itself, and what is asked in
 * one is never answered in another.
 */
async function goOnHere(stores: Stores, message: Message, run: Task): Promise<Task | undefined> {
  if (!isClosed(run.state)) return undefined; // What it says is still being said.
  const { teamId, channelId, threadTs, ts, author } = message;
  const at = new Date(Number.parseFloat(ts) * 1000);
  const task = await stores.tasks.open({
    id: newId(),
    teamId,
    channelId,
    threadTs,
    goalTs: ts,
    ownerId: author.kind === 'longhand' ? run.ownerId : author.id,
    language: languageOf(message.text),
    openedAt: at,
  });
  await stores.tasks.setState(task.id, { from: task.state, to: 'done', at });
  const kept = await stores.transcript.read(run.id);
  const entries = kept.map(({ entry }) => seenFromElsewhere(entry, run.channelId));
  await stores.transcript.append(task.id, { afterSeq: 0, entries, at });
  return { ...task, state: 'done' };
}

/** A ts is a message of its channel: from another one it is called by both. */
function seenFromElsewhere(entry: Entry, channelId: string): Entry {
  const text = JSON.stringify(entry).replaceAll(/\bm:(?=\d+\.\d{6,12}\b)/gu, `m:${channelId}/`);
  return Entry.parse(JSON.parse(text));
}
