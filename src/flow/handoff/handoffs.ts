// What people say about handoffs, taken by code before anything becomes a task: no model is asked.
import { createHash } from 'node:crypto';
import type { Memberships } from '../../guard/audience.ts';
import type { Message, MessageRef } from '../../history/message.ts';
import { isOver } from '../../task/handoff.ts';
import type { Handoff } from '../../task/handoff-store.ts';
import { isClosed } from '../../task/state.ts';
import { answerHandoff, rolesOf, type HandoffAnswer } from './answer-handoff.ts';
import { forgetSaid } from './forget-said.ts';
import { endHandoffs } from './end-handoffs.ts';
import { handOver, zoneOfPerson, type HandOverDeps } from './hand-over.ts';
import { readDue } from './handoff-due.ts';
import { briefFromRecord } from './handoff-from-record.ts';
import { findReceiver, type FindPerson, type Found } from './handoff-reach.ts';
import { HANDOFF_SENTENCES as SAY, unreachableText } from './handoff-sentences.ts';
import {
  readHandover,
  readPlateQuestion,
  readReply,
  type SpokenHandover,
  type SpokenReply,
} from './handoff-words.ts';
import type { Ended } from '../heard.ts';
import { isDirect, languageOf, mentions } from '../meant.ts';
import { withMentions, withoutLost, type LostName, type PlainNames } from './plain-names.ts';
import { plateOf } from './plate.ts';
import { readSituation, renderOptionsFor } from '../situation.ts';
import type { Stores, Transact } from '../stores.ts';
import type { Voice } from '../words.ts';

export interface HandoffsDeps extends HandOverDeps {
  readonly transact: Transact;
  readonly voice: Voice;
  readonly findPerson: FindPerson;
  readonly memberships: Memberships;
  readonly botUserId: () => string;
  permalink(channelId: string, ts: string): string | undefined;
}

/** What a message hands over, and what Slack says of its receiver: looked up before the transaction begins. */
export interface Look {
  readonly spoken: SpokenHandover;
  readonly found: Found | ({ readonly kind: 'lost' } & LostName);
}

export interface Handoffs {
  look(message: Message): Promise<Look | undefined>;
  /** True when the message was about a handoff and has its answer. */
  hear(stores: Stores, message: Message, look: Look | undefined): Promise<boolean>;
  /** A message was deleted: what was quoted of it goes. */
  deleted(stores: Stores, ref: MessageRef): Promise<void>;
  /** An account ended, or a channel. */
  ended(stores: Stores, ended: Ended): Promise<void>;
  /** A button was pressed, or a form sent. */
  answered(answer: HandoffAnswer): Promise<void>;
}

const EVENT = {
  accept: 'accepted',
  decline: 'declined',
  counter: 'countered',
  return: 'returned',
  agree: 'agreed',
  insist: 'insisted',
  confirm: 'confirmed',
  'take-back': 'taken-back',
} as const satisfies Record<SpokenReply['kind'], HandoffAnswer['event']>;

export function createHandoffs(deps: HandoffsDeps): Handoffs {
  const { tell, now, botUserId, voice, transact } = deps;

  const isMeant = (message: Message): boolean =>
    mentions(message, botUserId()) || isDirect(message.channelId);
  const personOf = ({ author }: Message): string => (author.kind === 'person' ? author.id : '');
  /** Without the mention of us; the mentions of others are what it is about. */
  const wordsFor = ({ text }: Message): string =>
    text
      .replaceAll(new RegExp(`<@${botUserId()}(?:\\|[^>]*)?>`, 'gu'), ' ')
      .trim()
      .replace(/^[,，:：]\s*/u, '');

  /** Where a name was typed and is no mention, those whom it may mean are looked through. */
  async function namesIn(message: Message): Promise<PlainNames> {
    const text = wordsFor(message);
    if (!/[@＠]/u.test(text.replaceAll(/<[^>]*>/gu, ''))) return { text, lost: new Map() };
    return withMentions(text, await transact(({ directory }) => directory.people(message.teamId)));
  }

  async function give(stores: Stores, message: Message, { spoken, found }: Look): Promise<void> {
    const { teamId, channelId, threadTs, ts } = message;
    const giverId = personOf(message);
    const language = languageOf(message.text);
    const say = (text: string): Promise<void> =>
      tell.plain(stores, { key: `handoff-refused:${channelId}:${ts}`, channelId, threadTs, language, text });
    const { receiver } = spoken;
    if (found.kind === 'lost') return say(SAY.nobodyCalled[language](found.name, found.near));
    if (found.kind === 'unreachable') {
      const who = receiver.kind === 'person' ? `<@${receiver.id}>` : `<#${receiver.id}>`;
      return say(unreachableText(found.why, who, language));
    }
    const task = await stores.tasks.inThread(message);
    const isOpen = task !== undefined && !isClosed(task.state);
    if (isOpen && task.ownerId !== giverId) return say(SAY.notYourTask[language](`<@${task.ownerId}>`));
    const options = await renderOptionsFor(stores, { teamId, personId: giverId });
    const brief = briefFromRecord({
      thread: await stores.history.thread(message, threadTs),
      situation: task === undefined ? undefined : await readSituation(stores, task.id),
      what: spoken.what,
      note: spoken.note,
      givenBy: ts,
      names: options.names,
    });
    if (brief === undefined) return say(SAY.nothing[language]());
    const zones = { writerZone: options.timeZone, workerZone: found.timeZone };
    await handOver(
      stores,
      {
        id: uuidOf(`handoff:${teamId}:${channelId}:${ts}`),
        teamId,
        channelId,
        threadTs,
        giverId,
        receiver,
        brief,
        dueAt: readDue(spoken.terms, { now: now(), ...zones })?.at,
        terms: { from: 'person', language },
        waitingTaskId: isOpen ? task.id : undefined,
        found,
        isOwnIdea: false,
      },
      deps,
    );
    await tell.react(stores, message, 'white_check_mark');
  }

  /** The handoffs that a message may answer: those of its thread, or where their card stands; alone in a direct message. */
  async function candidates(stores: Stores, message: Message): Promise<readonly Handoff[]> {
    const personId = personOf(message);
    const here = await stores.handoffs.inThread(message);
    const there = await stores.handoffs.shownAt({ ...message, personId });
    const isMine = (handoff: Handoff): boolean =>
      !isOver(handoff.state) && rolesOf(handoff, personId).size > 0;
    // In the thread it comes from, a channel's handoff is not for whoever speaks there.
    const mine = [
      ...here.filter(
        (one) => one.receiver.kind !== 'channel' || one.giverId === personId || one.takerId === personId,
      ),
      ...there,
    ].filter(isMine);
    if (mine.length > 0 || !isDirect(message.channelId)) return mine;
    return stores.handoffs.ofPerson({ teamId: message.teamId, personId, as: 'receiver' });
  }

  /** In a thread with a task or a handoff the words need no mention: nobody else there has a plate. */
  async function isAmongUs({ tasks, handoffs }: Stores, message: Message): Promise<boolean> {
    return (await tasks.inThread(message)) !== undefined || (await handoffs.inThread(message)).length > 0;
  }

  async function reply(stores: Stores, message: Message): Promise<boolean> {
    const personId = personOf(message);
    const [, number] = /#(\d{1,6})(?!\d)/u.exec(message.text) ?? [];
    const words = wordsFor(message).replace(/\s*(?:handoff |交接 ?)?#\d{1,6}(?!\d)/iu, '');
    const replies = (await candidates(stores, message))
      .filter((handoff) => number === undefined || handoff.number === Number(number))
      .flatMap((handoff) => {
        const side = handoff.giverId === personId ? 'giver' : 'receiver';
        const spoken = readReply(words, {
          side,
          state: handoff.state,
          hasFiles: message.files.length > 0,
        });
        return spoken === undefined ? [] : [{ handoff, spoken }];
      });
    const [first, ...others] = replies;
    if (first === undefined) return false;
    if (others.length > 0) {
      const { language } = first.handoff.terms;
      const numbers = replies.map(({ handoff }) => `#${handoff.number}`).join(', ');
      const { channelId, threadTs, ts } = message;
      const key = `handoff-which:${channelId}:${ts}`;
      await tell.plain(stores, { key, channelId, threadTs, language, text: SAY.whichOne[language](numbers) });
      return true;
    }
    await answerHandoff(stores, await toAnswer(stores, message, first), deps);
    await tell.react(stores, message, 'white_check_mark');
    return true;
  }

  async function toAnswer(
    stores: Stores,
    message: Message,
    { handoff, spoken }: { handoff: Handoff; spoken: SpokenReply },
  ): Promise<HandoffAnswer> {
    const personId = personOf(message);
    const zone = await zoneOfPerson(stores, { teamId: message.teamId, personId });
    const words = 'words' in spoken ? spoken.words : '';
    const dueAt =
      spoken.kind === 'counter'
        ? readDue(words, { now: now(), writerZone: zone, workerZone: zone })?.at
        : undefined;
    return {
      handoffId: handoff.id,
      personId,
      key: `message:${message.channelId}:${message.ts}`,
      event: EVENT[spoken.kind],
      words,
      dueAt,
      // Said somewhere else it has no name in the channel of the task.
      ...(spoken.kind === 'return' && message.channelId === handoff.channelId ? { message: message.ts } : {}),
    };
  }

  return {
    look: async (message) => {
      if (message.author.kind !== 'person' || !isMeant(message)) return undefined;
      const names = await namesIn(message);
      const read = readHandover(names.text);
      if (read === undefined) return undefined;
      const plain = (text: string): string => withoutLost(text, names);
      const spoken = { ...read, what: plain(read.what), terms: plain(read.terms), note: plain(read.note) };
      const { receiver, escalateTo } = spoken;
      const lost = names.lost.get(receiver.id);
      if (lost !== undefined) return { spoken, found: { kind: 'lost', ...lost } };
      const wanted = { giverId: personOf(message), channelId: message.channelId, receiver, escalateTo };
      return { spoken, found: await findReceiver(wanted, { ...deps, botUserId: botUserId(), now: now() }) };
    },

    hear: async (stores, message, look) => {
      if (look !== undefined) {
        await give(stores, message, look);
        return true;
      }
      const side = readPlateQuestion(wordsFor(message));
      if (side !== undefined && (isMeant(message) || (await isAmongUs(stores, message)))) {
        const { channelId, threadTs, ts } = message;
        const words = await plateOf(stores, { message, personId: personOf(message), side }, deps);
        const language = languageOf(message.text);
        await voice.say(stores.sql, {
          key: `plate:${channelId}:${ts}`,
          channelId,
          threadTs,
          language,
          words,
        });
        return true;
      }
      return reply(stores, message);
    },

    deleted: (stores, ref) => forgetSaid(stores, ref, deps),

    ended: (stores, ended) => endHandoffs(stores, ended, deps),

    answered: async (answer) => {
      const looked = await lookAgain(answer);
      await transact((stores) => answerHandoff(stores, looked, deps));
    },
  };

  /** Who was outside may have been invited meanwhile: Slack is asked before the transaction, which waits for nobody. */
  async function lookAgain(answer: HandoffAnswer): Promise<HandoffAnswer> {
    if (answer.event !== 'confirmed') return answer;
    const handoff = await transact(({ handoffs }) => handoffs.find(answer.handoffId));
    if (handoff?.said.doubts?.isOutside !== true || handoff.receiver.kind === 'longhand') return answer;
    const { giverId, channelId } = handoff;
    const receiver = { kind: handoff.receiver.kind, id: handoff.receiver.id };
    const wanted = { giverId, channelId, receiver, escalateTo: undefined };
    const found = await findReceiver(wanted, { ...deps, botUserId: botUserId(), now: now() });
    return { ...answer, isInside: found.kind === 'reachable' && !found.isOutside };
  }
}

/** The same words of the same message are the same handoff, however often they are delivered. */
export function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
