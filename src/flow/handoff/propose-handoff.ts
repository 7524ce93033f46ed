// What no tool here can do may be somebody's to do: whoever the goal names, else who spoke of it, is proposed to its owner.
import { sharedTopics } from '../../agent/against/act.ts';
import type { StoredMessage } from '../../history/store.ts';
import { openCard } from '../intake/card.ts';
import { isUnsaid } from '../schedule/run.ts';
import { renderOptionsFor, type Situation } from '../situation.ts';
import type { Stores } from '../stores.ts';
import { handOver } from './hand-over.ts';
import { briefFromRecord } from './handoff-from-record.ts';
import { findReceiver, type Found } from './handoff-reach.ts';
import { uuidOf } from './handoffs.ts';
import type { MakeHandoffDeps } from './make-handoff.ts';

/** What the model is told of a goal that no tool can do; what somebody forbade is nobody else's to do either. */
export const IMPOSSIBLE = 'REFUSED: no tool here can do it';

/** So much of what was said last is looked through for who knows of it. */
const NEWEST_SAID = 500;
const MOST_LOOKED_UP = 3;
/** One word in common is a coincidence. */
const LEAST_SHARED = 2;

/** Called when a task rests, as often as it likes: a goal is proposed once, and nobody hears of it before its owner's yes. */
export function createProposeHandoff(deps: MakeHandoffDeps): (situation: Situation) => Promise<void> {
  const { transact, botUserId, now } = deps;

  return async function propose(situation) {
    const { task, entries } = situation;
    if (isUnsaid(task.threadTs) || !needsPerson(situation)) return;
    const people = await transact((stores) => candidates(stores, task, botUserId()));
    for (const id of people.slice(0, MOST_LOOKED_UP)) {
      const wanted = { giverId: task.ownerId, channelId: task.channelId, escalateTo: undefined };
      const found = await findReceiver(
        { ...wanted, receiver: { kind: 'person', id } },
        { ...deps, botUserId: botUserId(), now: now() },
      );
      if (found.kind === 'unreachable' || found.isOutside) continue;
      return transact((stores) => give(stores, { task, entries, receiverId: id, found }));
    }
  };

  async function give(stores: Stores, { task, entries, receiverId, found }: Proposal): Promise<void> {
    const { teamId, channelId, threadTs, ownerId, language } = task;
    if ((await stores.handoffs.inThread(task)).length > 0) return;
    const { names } = await renderOptionsFor(stores, { teamId, personId: ownerId });
    const brief = briefFromRecord({
      thread: await stores.history.thread(task, threadTs),
      situation: { task, entries, lastSeq: 0, accepted: undefined },
      what:
        (await stores.history.find({ ...task, ts: task.goalTs }))?.text.replaceAll(`<@${botUserId()}>`, '') ??
        '',
      note: '',
      givenBy: undefined,
      names,
    });
    if (brief === undefined) return;
    await handOver(
      stores,
      {
        id: uuidOf(`impossible:${task.id}:${task.goalTs}`),
        teamId,
        channelId,
        threadTs,
        giverId: ownerId,
        receiver: { kind: 'person', id: receiverId },
        brief: { ...brief, wantedIn: task.goalTs },
        dueAt: undefined,
        terms: { from: 'longhand', language },
        waitingTaskId: undefined,
        found,
        isOwnIdea: true,
      },
      deps,
    );
  }
}

interface Proposal extends Pick<Situation, 'task' | 'entries'> {
  readonly receiverId: string;
  readonly found: Extract<Found, { kind: 'reachable' }>;
}

/** That is how it ended, or its card waits and says that a part of it needs a person. */
function needsPerson({ task, entries }: Situation): boolean {
  if (task.state === 'asking') return openCard(entries)?.card.lacks === true;
  const [before, ended] = entries.slice(-2).map(({ entry }) => entry);
  return before?.kind === 'result' && before.text === IMPOSSIBLE && ended?.kind === 'ended';
}

/** Whom the goal mentions first, then those who spoke most of the same things, the latest first. */
async function candidates(
  { history }: Stores,
  task: Situation['task'],
  botUserId: string,
): Promise<readonly string[]> {
  const goal = await history.find({ ...task, ts: task.goalTs });
  if (goal === undefined) return [];
  const others = (id: string): boolean => id !== task.ownerId && id !== botUserId;
  const said = await history.newest(task, { limit: NEWEST_SAID });
  return [...new Set([...goal.mentions.filter(others), ...knowersOf(said, goal.text).filter(others)])];
}

function knowersOf(said: readonly StoredMessage[], goal: string): readonly string[] {
  const spoken = said.toReversed().flatMap(({ author, text }) => {
    if (author.kind !== 'person') return [];
    const shared = sharedTopics(goal, text).length;
    return shared < LEAST_SHARED ? [] : [{ id: author.id, shared }];
  });
  return spoken.toSorted((one, other) => other.shared - one.shared).map(({ id }) => id);
}
