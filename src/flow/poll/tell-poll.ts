// A poll on its message, as it stands; and what of a task's polls is closed with it.
import type { Task } from '../../task/store.ts';
import { isUnsaid } from '../schedule/run.ts';
import type { Stores } from '../stores.ts';
import type { Voice } from '../words.ts';
import { createPollStore, type Poll, type Vote } from './store.ts';

export async function tellPoll(
  { sql }: Pick<Stores, 'sql'>,
  { poll, votes }: { poll: Poll; votes: readonly Vote[] },
  voice: Voice,
): Promise<void> {
  await voice.say(sql, {
    key: `poll:${poll.id}`,
    channelId: poll.channelId,
    ...inThread(poll.threadTs),
    language: poll.language,
    words: {
      kind: 'poll',
      pollId: poll.id,
      taskNumber: poll.taskNumber,
      question: poll.question,
      options: byOption(poll, votes),
      asked: poll.voters?.length,
      openedBy: poll.openedBy,
      closesAt: poll.closesAt,
      ...(poll.closedBy === undefined ? {} : { closedBy: poll.closedBy }),
    },
  });
}

/** Nobody waits any more for what people would answer: its message says so and takes no votes. */
export async function closeWithTask(
  stores: Stores,
  task: Task,
  { voice, at }: { voice: Voice; at: Date },
): Promise<void> {
  const polls = createPollStore(stores.sql);
  for (const id of await polls.openOf(task.id)) {
    const poll = await polls.hold(id);
    if (poll === undefined || poll.closedAt !== undefined) continue;
    await polls.close(id, { at, by: 'stop' });
    const closed = { ...poll, closedAt: at, closedBy: 'stop' };
    await tellPoll(stores, { poll: closed, votes: await polls.votes(id) }, voice);
  }
}

export function byOption({ options }: Poll, votes: readonly Vote[]) {
  return options.map((text, option) => ({
    text,
    personIds: votes.filter((vote) => vote.option === option).map(({ personId }) => personId),
  }));
}

/** A run of a schedule has no thread yet: what it asks stands in the channel. */
export function inThread(threadTs: string | undefined): { threadTs?: string } {
  return threadTs === undefined || isUnsaid(threadTs) ? {} : { threadTs };
}
