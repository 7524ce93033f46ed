// A handoff that Longhand makes in its work: to whom and what is the model's, all else is the record's.
import type { Person } from '../../history/directory-store.ts';
import type { Memberships } from '../../guard/audience.ts';
import type { HandedOff, HandoffMaker, HandoffWish } from '../../tools/hand-off.ts';
import { handOver, type HandOverDeps } from './hand-over.ts';
import { readDue } from './handoff-due.ts';
import { briefFromRecord } from './handoff-from-record.ts';
import { findReceiver, type FindPerson } from './handoff-reach.ts';
import { unreachableText } from './handoff-sentences.ts';
import { receiverOf } from './handoff-tell.ts';
import { isUnsaid } from '../schedule/run.ts';
import { readSituation, renderOptionsFor, type Situation } from '../situation.ts';
import type { Stores, Transact } from '../stores.ts';

export interface MakeHandoffDeps extends HandOverDeps {
  readonly transact: Transact;
  readonly findPerson: FindPerson;
  readonly memberships: Memberships;
  readonly botUserId: () => string;
}

export function createHandoffMaker(deps: MakeHandoffDeps): HandoffMaker {
  const { transact, now, botUserId } = deps;

  async function make(wish: HandoffWish): Promise<HandedOff> {
    const { teamId, channelId, threadTs, requesterId } = wish.task;
    if (isUnsaid(threadTs))
      return refused(
        'A scheduled run has no thread that somebody could answer in: name in the report who should do what.',
      );
    const people = await transact(({ directory }) => directory.people(teamId));
    const named = peopleNamed(wish.to, people);
    const [person, ...others] = named;
    if (person === undefined)
      return refused(`I know nobody here by the name "${wish.to}". Use an id that you were shown.`);
    if (others.length > 0)
      return refused(
        `Several people are called so: ${named.map(({ realName, personId }) => `${realName} (${personId})`).join(', ')}. Use the id.`,
      );
    const receiver = { kind: 'person', id: person.personId } as const;
    const found = await findReceiver(
      { giverId: requesterId, channelId, receiver, escalateTo: undefined },
      { ...deps, botUserId: botUserId(), now: now() },
    );
    if (found.kind === 'unreachable') return refused(unreachableText(found.why, person.realName, 'en'));
    return transact((stores) => giveFrom(stores, { wish, person, timeZone: found.timeZone, found }, deps));
  }

  return {
    make,
    find: (key) =>
      transact(async ({ handoffs, directory }) => {
        const handoff = await handoffs.find(key);
        if (handoff === undefined) return undefined;
        const { teamId, receiver, number, said } = handoff;
        const person = await directory.person({ teamId, personId: receiver.id });
        return {
          kind: 'handed',
          number,
          to: person?.realName ?? receiverOf(handoff),
          isAskedFirst: said.doubts !== undefined,
        };
      }),
  };
}

interface From {
  readonly wish: HandoffWish;
  readonly person: Person;
  readonly timeZone: string;
  readonly found: Parameters<typeof handOver>[1]['found'];
}

async function giveFrom(
  stores: Stores,
  { wish, person, timeZone, found }: From,
  deps: HandOverDeps,
): Promise<HandedOff> {
  const { task, key } = wish;
  const { teamId, channelId, threadTs, requesterId } = task;
  const situation = await readSituation(stores, task.id);
  const { names, timeZone: writerZone } = await renderOptionsFor(stores, { teamId, personId: requesterId });
  const thread = await stores.history.thread(task, threadTs);
  const record = briefFromRecord({
    thread,
    situation,
    what: wish.wanted,
    note: wish.note,
    givenBy: undefined,
    names,
  });
  if (situation === undefined || record === undefined) return refused('There is no task to hand over from.');
  const due =
    wish.due === undefined
      ? undefined
      : readDue(wish.due, { now: deps.now(), writerZone, workerZone: timeZone });
  if (wish.due !== undefined && due === undefined)
    return refused(`"${wish.due}" is no date that lies ahead. Write it as "Thursday 14:00" or "2026-12-03".`);
  const isNamed = thread.some(
    ({ author, mentions }) =>
      author.kind === 'person' && author.id === requesterId && mentions.includes(person.personId),
  );
  const handoff = await handOver(
    stores,
    {
      id: key,
      teamId,
      channelId,
      threadTs,
      giverId: requesterId,
      receiver: { kind: 'person', id: person.personId },
      brief: { ...record, openQuestions: [...wish.openQuestions] },
      dueAt: due?.at,
      terms: {
        from: 'longhand',
        language: situation.task.language,
        ...(isStep(situation, wish.step) ? { step: wish.step } : {}),
      },
      waitingTaskId: task.id,
      found,
      // Whatever a page or a message made the model think of: nobody is bothered whom the owner did not name.
      isOwnIdea: !isNamed,
    },
    deps,
  );
  return {
    kind: 'handed',
    number: handoff.number,
    to: person.realName,
    isAskedFirst: handoff.said.doubts !== undefined,
  };
}

function isStep({ accepted }: Situation, step: number | undefined): step is number {
  return step !== undefined && step <= (accepted?.brief.steps.length ?? 0);
}

/** By id, by handle, by whole name; else by the one whose name begins so. */
function peopleNamed(written: string, people: readonly Person[]): readonly Person[] {
  const wanted = written.trim().replace(/^<?@/u, '').replace(/>$/u, '').toLowerCase();
  const exact = people.filter(({ personId, name, realName }) =>
    [personId, name, realName].some((one) => one.toLowerCase() === wanted),
  );
  if (exact.length > 0) return exact;
  return people.filter(({ realName }) => realName.toLowerCase().startsWith(`${wanted} `));
}

function refused(reason: string): HandedOff {
  return { kind: 'refused', reason };
}
