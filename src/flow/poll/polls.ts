// A poll from its opening to its end: votes as they come, the tally on its message, and the task that waits for it.
import type { Clock } from '../../base/clock.ts';
import type { Memberships } from '../../guard/audience.ts';
import { isClosed } from '../../task/state.ts';
import type { OpenedPoll, PollDesk, PollWish, SeenPoll } from '../../tools/poll-desk.ts';
import type { PollClosing, PollVote } from '../heard.ts';
import type { Stores, Transact } from '../stores.ts';
import type { Voice } from '../words.ts';
import { byOption, inThread, tellPoll } from './tell-poll.ts';
import { POLL_SENTENCES } from './poll-sentences.ts';
import { createPollStore, type Poll, type Vote } from './store.ts';

interface PollDeps {
  readonly transact: Transact;
  readonly voice: Voice;
  readonly clock: Clock;
  readonly memberships: Memberships;
  readonly selfId: () => string;
}

export interface Polls extends PollDesk {
  voted(vote: PollVote): Promise<void>;
  closeWished(closing: PollClosing): Promise<void>;
  /** Closes what is over by now. */
  tick(): Promise<void>;
}

/** In a larger channel nobody waits for the last one: only time closes the poll. */
const MOST_ASKED = 60;

export function createPolls(deps: PollDeps): Polls {
  const { transact, voice, clock } = deps;

  const tell = (stores: Stores, poll: Poll, votes: readonly Vote[]): Promise<void> =>
    tellPoll(stores, { poll, votes }, voice);

  /** The task that waits is moved; one at rest is not opened again for it: its thread is told what came out. */
  async function close(stores: Stores, poll: Poll, by: string): Promise<void> {
    const polls = createPollStore(stores.sql);
    const votes = await polls.votes(poll.id);
    const at = clock.now();
    await polls.close(poll.id, { at, by });
    await tell(stores, { ...poll, closedAt: at, closedBy: by }, votes);
    const task = await stores.tasks.find(poll.taskId);
    if (task === undefined) return;
    if (!isClosed(task.state)) return stores.jobs.enqueueAdvance(task.id);
    await voice.say(stores.sql, {
      key: `poll-over:${poll.id}`,
      channelId: task.channelId,
      ...inThread(task.threadTs),
      language: task.language,
      words: { kind: 'notice', tone: 'info', text: POLL_SENTENCES.over[task.language](poll, votes) },
    });
  }

  async function refuse(stores: Stores, poll: Poll, said: { key: string; text: string }): Promise<void> {
    await voice.say(stores.sql, {
      key: `poll:${poll.id}:${said.key}`,
      channelId: poll.channelId,
      ...inThread(poll.threadTs),
      language: poll.language,
      words: { kind: 'notice', tone: 'info', text: said.text },
    });
  }

  /** Who is asked when nobody is named: the people of the place, where they can be counted. */
  async function askedIn({
    teamId,
    place,
  }: {
    teamId: string;
    place: string;
  }): Promise<string[] | undefined> {
    const there = await deps.memberships.conversation(place);
    if (there === undefined || there.members.size > MOST_ASKED + 1) return undefined;
    const people = await transact(({ directory }) => directory.people(teamId));
    const apart = new Set(people.flatMap((one) => (one.isBot || one.isDeactivated ? [one.personId] : [])));
    const asked = [...there.members].filter((id) => id !== deps.selfId() && !apart.has(id));
    return asked.length === 0 ? undefined : asked;
  }

  return {
    open: async (wish: PollWish): Promise<OpenedPoll> => {
      const { key, task, place, question, options, closesAt } = wish;
      const voters = wish.voters ?? (await askedIn({ teamId: task.teamId, place: place.channelId }));
      return transact(async (stores) => {
        const asking = await stores.tasks.find(task.id);
        const polls = createPollStore(stores.sql);
        await polls.open({
          id: key,
          taskId: task.id,
          teamId: task.teamId,
          channelId: place.channelId,
          ...inThread(place.threadTs),
          question,
          options: [...options],
          voters: voters === undefined ? undefined : [...voters],
          openedBy: task.requesterId,
          language: asking?.language ?? 'en',
          taskNumber: asking?.number ?? 0,
          openedAt: clock.now(),
          closesAt,
        });
        const poll = await polls.find(key);
        if (poll !== undefined) await tell(stores, poll, []);
        return { asked: voters?.length };
      });
    },

    look: (id, taskId) =>
      transact(async ({ sql }): Promise<SeenPoll | undefined> => {
        const polls = createPollStore(sql);
        const poll = await polls.find(id);
        if (poll === undefined || (taskId !== undefined && poll.taskId !== taskId)) return undefined;
        const votes = await polls.votes(id);
        const answered = new Set(votes.map(({ personId }) => personId));
        return {
          question: poll.question,
          options: byOption(poll, votes),
          silent: poll.voters?.filter((personId) => !answered.has(personId)),
          closesAt: poll.closesAt,
          closedBy: poll.closedBy,
        };
      }),

    withdraw: (id) =>
      transact(async (stores) => {
        const poll = await createPollStore(stores.sql).hold(id);
        if (poll !== undefined && poll.closedAt === undefined) await close(stores, poll, poll.openedBy);
      }),

    voted: ({ pollId, personId, option }) =>
      transact(async (stores) => {
        const polls = createPollStore(stores.sql);
        const poll = await polls.hold(pollId);
        // Of another database, or a button that a newer state of the message no longer has.
        if (poll === undefined || poll.options[option] === undefined) return;
        const say = POLL_SENTENCES;
        if (poll.closedAt !== undefined)
          return refuse(stores, poll, { key: `late:${personId}`, text: say.late[poll.language](personId) });
        if (poll.voters?.includes(personId) === false)
          return refuse(stores, poll, {
            key: `others:${personId}`,
            text: say.notAsked[poll.language](personId),
          });
        await polls.vote(poll, { personId, option, at: clock.now() });
        const votes = await polls.votes(pollId);
        const answered = new Set(votes.map((vote) => vote.personId));
        const isWhole = poll.voters?.every((id) => answered.has(id)) === true;
        return isWhole ? close(stores, poll, 'all') : tell(stores, poll, votes);
      }),

    closeWished: ({ pollId, personId }) =>
      transact(async (stores) => {
        const poll = await createPollStore(stores.sql).hold(pollId);
        if (poll === undefined || poll.closedAt !== undefined) return;
        if (poll.openedBy === personId) return close(stores, poll, personId);
        await refuse(stores, poll, {
          key: `not-theirs:${personId}`,
          text: POLL_SENTENCES.notTheirs[poll.language](poll.openedBy),
        });
      }),

    tick: async () => {
      const due = await transact(({ sql }) => createPollStore(sql).due(clock.now()));
      for (const id of due)
        await transact(async (stores) => {
          const poll = await createPollStore(stores.sql).hold(id);
          if (poll !== undefined && poll.closedAt === undefined) await close(stores, poll, 'time');
        });
    },
  };
}
