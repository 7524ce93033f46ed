// A handoff that Longhand makes in its work: to whom and what is the model's, all else is the record's.
import type { Memberships } from '../../guard/audience.ts';
import type { HandedOff, HandoffMaker, HandoffWish } from '../../tools/hand-off.ts';
import { handOver, type HandOverDeps } from './hand-over.ts';
import { readDue } from './handoff-due.ts';
import { briefFromRecord } from './handoff-from-record.ts';
import { findReceiver, type FindPerson, type Found } from './handoff-reach.ts';
import { unreachableText } from './handoff-sentences.ts';
import { receiverOf } from './handoff-tell.ts';
import { receiversNamed, type NamedReceiver } from './receiver-named.ts';
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
    const named = await transact(async ({ directory }) =>
      receiversNamed(wish.to, {
        people: await directory.people(teamId),
        channels: await directory.channels(teamId),
      }),
    );
    const [receiver, ...others] = named;
    const unknown = refused(
      `I know nobody and no channel here by the name "${wish.to}". Use an id that you were shown.`,
    );
    if (receiver === undefined) return unknown;
    if (others.length > 0)
      return refused(
        `Several are called so: ${named.map(({ name, id }) => `${name} (${id})`).join(', ')}. Use the id.`,
      );
    const found = await findReceiver(
      { giverId: requesterId, channelId, receiver, escalateTo: undefined },
      { ...deps, botUserId: botUserId(), now: now() },
    );
    // Where whoever asks is not, there may be a channel that they need not know of.
    if (found.kind === 'unreachable' && found.why === 'giver-not-in-there') return unknown;
    if (found.kind === 'unreachable') return refused(unreachableText(found.why, receiver.name, 'en'));
    return transact((stores) => giveFrom(stores, { wish, receiver, found }, deps));
  }

  return {
    make,
    find: (key) =>
      transact(async ({ handoffs, directory }) => {
        const handoff = await handoffs.find(key);
        if (handoff === undefined) return undefined;
        const { teamId, receiver, number, said } = handoff;
        const { id } = receiver;
        const name =
          receiver.kind === 'person'
            ? (await directory.person({ teamId, personId: id }))?.realName
            : toChannelName((await directory.channel({ teamId, channelId: id }))?.name);
        return {
          kind: 'handed',
          number,
          to: name ?? receiverOf(handoff),
          isAskedFirst: said.doubts !== undefined,
        };
      }),
  };
}

interface From {
  readonly wish: HandoffWish;
  readonly receiver: NamedReceiver;
  readonly found: Extract<Found, { kind: 'reachable' }>;
}

async function giveFrom(
  stores: Stores,
  { wish, receiver, found }: From,
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
      : readDue(wish.due, { now: deps.now(), writerZone, workerZone: found.timeZone });
  if (wish.due !== undefined && due === undefined)
    return refused(`"${wish.due}" is no date that lies ahead. Write it as "Thursday 14:00" or "2026-12-03".`);
  const isNamed = thread.some(
    ({ author, mentions, text }) =>
      author.kind === 'person' &&
      author.id === requesterId &&
      (receiver.kind === 'person' ? mentions.includes(receiver.id) : text.includes(`<#${receiver.id}`)),
  );
  const handoff = await handOver(
    stores,
    {
      id: key,
      teamId,
      channelId,
      threadTs,
      giverId: requesterId,
      receiver: { kind: receiver.kind, id: receiver.id },
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
    to: receiver.name,
    isAskedFirst: handoff.said.doubts !== undefined,
  };
}

function isStep({ accepted }: Situation, step: number | undefined): step is number {
  return step !== undefined && step <= (accepted?.brief.steps.length ?? 0);
}

function toChannelName(name: string | undefined): string | undefined {
  return name === undefined ? undefined : `#${name}`;
}

function refused(reason: string): HandedOff {
  return { kind: 'refused', reason };
}
