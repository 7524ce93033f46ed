// Event → history → the thread's task → a job, in one transaction: what was said and what it sets off stand together.
import { heardAs, type Heard } from '../agent/heard-as.ts';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/id.ts';
import type { Message, MessageRef, Said } from '../history/message.ts';
import type { WaitingSignal, Task } from '../task/store.ts';
import { isClosed } from '../task/state.ts';
import { answerAtOnce, answerShare, type AnswersDeps } from './answered-at-once.ts';
import { answerCard, isAwaited, waitingCard } from './intake/answers-in-words.ts';
import type { OpenCard } from './intake/card.ts';
import type { CardAnswer, EffectSeen, Ended, Hear, SteerRequest, UndoRequest } from './heard.ts';
import type { Handoffs } from './handoff/handoffs.ts';
import { isDirect, languageOf, mentions } from './meant.ts';
import { scheduleWords } from './schedule/schedule-sentences.ts';
import { createRunTell } from './schedule/run-tell.ts';
import { createSayStatus, type SayStatusDeps } from './steer/say-status.ts';
import type { CopyLook } from './schedule/continue-run.ts';
import type { Sealing } from './window/seal-search.ts';
import { STEERED } from './steer/steer-sentences.ts';
import { changeOf, deletionsOf } from './steer/hear-change.ts';
import { sayAtOnce } from './steer/take-signals.ts';
import { createTell } from './tell.ts';
import { toSteering, wishIn } from './steer/wish.ts';
import type { Stores, Transact } from './stores.ts';

const STOP_SIGN = 'octagonal_sign';
const LOOP_MS = 2 * 60_000;
const MOST_IN_LOOP = 8;

export interface ReceiveDeps extends Pick<SayStatusDeps, 'doing'>, Omit<AnswersDeps, 'now'> {
  readonly transact: Transact;
  readonly clock: Clock;
  readonly sealing: Pick<Sealing, 'recorded'>;
  readonly handoffs: Handoffs;
  readonly handIn: Hear['handedIn'];
  /** Known once Slack has told us who we are. */
  readonly botUserId: () => string;
}

export function createReceive(deps: ReceiveDeps): Hear {
  const { transact, voice, schedules, clock, sealing, botUserId, doing, handoffs } = deps;
  const now = (): Date => clock.now();
  const sayStatus = createSayStatus({ voice, now, doing });
  // What is said at once cites nothing.
  const telling = { voice, now, permalink: () => undefined };
  const tell = createRunTell(createTell(telling), telling);

  async function said(said: Said, when: 'live' | 'old'): Promise<void> {
    // What Slack says of a receiver is asked before the transaction, which waits for nobody.
    const isNew = 'message' in said && when === 'live';
    const look = isNew ? await handoffs.look(said.message) : undefined;
    const copy = isNew ? await schedules?.look(said.message) : undefined;
    await transact(async (stores) => {
      const recorded = await stores.history.record(said);
      if (recorded === 'known' || when === 'old') return; // Sent to us twice; the first time did the rest as well.
      if (said.kind === 'reacted') return reacted(stores, said);
      if (said.kind === 'reactions-seen') return; // When they were given nobody knows.
      if (said.kind === 'deleted') return deleted(stores, said.ref);
      if (said.message.author.kind !== 'person') return; // Bots talking to each other never end.
      if (said.kind === 'edited' && recorded === 'changed') return edited(stores, said.message);
      if (await handoffs.hear(stores, said.message, look)) return;
      return posted(stores, said.message, copy);
    });
    if ('message' in said) sealing.recorded(said.message);
  }

  async function posted(stores: Stores, message: Message, copy: CopyLook | undefined): Promise<void> {
    const isMeant = mentions(message, botUserId()) || isDirect(message.channelId);
    const by = personOf(message);
    if (isMeant && (await answerAtOnce(stores, message, { ...deps, now }))) return;
    const known = await stores.tasks.inThread(message);
    const task = known ?? (await schedules?.answered(stores, message, copy));
    if (task === undefined) {
      if (copy?.mayRead === false) return sayClosed(stores, message);
      if (isMeant) await open(stores, message);
      return;
    }
    const waiting = await waitingCard(stores, task);
    // The first word under a report of ours is for us, unless it names somebody else.
    const isFirst = known === undefined && message.mentions.length === 0;
    if (!(isMeant || isFirst || isAwaited(waiting, by) || (await speaksToUs(stores, task, message)))) return;
    if (await answerShare(stores, message, { voice, now })) return;
    const heard = heardAs(message.text);
    if (heard?.kind === 'status') return sayStatus(stores, task, message.ts);
    if (heard?.kind === 'thanks' && task.state !== 'asking') return react(stores, message, 'heart');
    const wish = heard === undefined ? undefined : wishIn(heard, task.state);
    if (wish === undefined) return read(stores, { task, message, waiting });
    // What is so already needs no word.
    if (isClosed(task.state) || (wish === 'resume' && task.state !== 'paused'))
      return react(stores, message, 'ok_hand');
    await react(stores, message, 'eyes');
    await signal(stores, task, {
      key: `said:${wish}:${message.ts}`,
      signal: toSteering({ wish, by, ...stepOf(heard) }),
    });
  }

  async function read(
    stores: Stores,
    { task, message, waiting }: { task: Task; message: Message; waiting: OpenCard | undefined },
  ): Promise<void> {
    if (isClosed(task.state) && (await isLoop(stores, task))) {
      const text = STEERED.loop[task.language]();
      const key = `loop:${Math.floor(now().getTime() / LOOP_MS)}`;
      return tell.notice(stores, { task, key, tone: 'warning', text });
    }
    await react(stores, message, 'eyes');
    const to = { task, message, waiting, at: clock.now() };
    if (await answerCard(stores, to, { signal, voice })) return;
    await signal(stores, task, {
      key: `message:${message.ts}`,
      signal: {
        kind: 'message',
        ts: message.ts,
        personId: personOf(message),
        ...(mentions(message, botUserId()) ? { namesUs: true } : {}),
      },
    });
  }

  /** Nobody opens a task again and again within seconds: something that posts as a person answers us. */
  async function isLoop({ tasks }: Stores, task: Task): Promise<boolean> {
    return (await tasks.messagesSince(task.id, new Date(now().getTime() - LOOP_MS))) >= MOST_IN_LOOP;
  }

  /** A stop sign of the owner on anything in the thread. */
  async function reacted(stores: Stores, said: Extract<Said, { kind: 'reacted' }>): Promise<void> {
    if (said.name !== STOP_SIGN || said.change !== 'added') return;
    const message = await stores.history.find(said.ref);
    const task = message === undefined ? undefined : await stores.tasks.inThread(message);
    if (task === undefined || isClosed(task.state) || task.ownerId !== said.personId) return;
    const key = `reacted:stop:${said.ref.ts}:${said.at.getTime()}`;
    await signal(stores, task, { key, signal: { kind: 'stop', by: said.personId } });
  }

  /** In the thread of a task its owner need not mention us, as long as nobody else is talking there. */
  async function speaksToUs(stores: Stores, task: Task, message: Message): Promise<boolean> {
    if (personOf(message) !== task.ownerId) return false;
    if (message.mentions.length > 0) return false; // It names somebody, and not us.
    if (!isClosed(task.state)) return true;
    return (
      (await stores.history.othersIn(message, { threadTs: message.threadTs, personId: task.ownerId })) === 0
    );
  }

  async function edited(stores: Stores, message: Message): Promise<void> {
    const task = await stores.tasks.inThread(message);
    if (task === undefined) {
      // A mention that was added afterwards is a mention.
      if (mentions(message, botUserId())) await open(stores, message);
      return;
    }
    const change = await changeOf(stores, { task, message, at: now() });
    if (change === 'not-taken')
      return mentions(message, botUserId()) ? posted(stores, message, undefined) : undefined;
    if (change !== undefined) await signal(stores, task, change);
  }

  async function deleted(stores: Stores, ref: MessageRef): Promise<void> {
    await handoffs.deleted(stores, ref);
    for (const gone of await deletionsOf(stores, ref)) await signal(stores, gone.task, gone.waiting);
  }

  async function open(stores: Stores, message: Message): Promise<void> {
    const task = await stores.tasks.open({
      id: newId(),
      teamId: message.teamId,
      channelId: message.channelId,
      threadTs: message.threadTs,
      goalTs: message.ts,
      ownerId: personOf(message),
      language: languageOf(message.text),
      openedAt: clock.now(),
    });
    await react(stores, message, 'eyes');
    await voice.setStatus(stores.sql, {
      channelId: task.channelId,
      threadTs: task.threadTs,
      status: 'processing',
    });
    await stores.jobs.enqueueAdvance(task.id);
  }

  /** Not everyone who reads this copy of a report may read what it was made from. */
  function sayClosed({ sql }: Stores, { channelId, threadTs, ts, text }: Message): Promise<void> {
    const language = languageOf(text);
    return voice.say(sql, {
      key: `copy-closed:${channelId}:${ts}`,
      channelId,
      threadTs,
      language,
      words: { kind: 'notice', tone: 'info', text: scheduleWords(language).copyClosed },
    });
  }

  function react({ sql }: Stores, { channelId, ts }: Message, name: string): Promise<void> {
    return voice.react(sql, { key: `react:${name}:${channelId}:${ts}`, channelId, ts, name });
  }

  async function signal(stores: Stores, task: Task, waiting: WaitingSignal): Promise<void> {
    if (await sayAtOnce(stores, { ...waiting, taskId: task.id }, { tell, now, checks: {} })) return;
    const isNew = await stores.tasks.signal(task.id, { ...waiting, at: now() });
    if (isNew) await stores.jobs.enqueueAdvance(task.id);
  }

  return {
    said,

    answered: ({ taskId, cardId, personId, key, choice }: CardAnswer) =>
      transact(async (stores) => {
        const task = await stores.tasks.find(taskId);
        if (task === undefined) return; // A button of another database: nothing here can be answered.
        await signal(stores, task, {
          key: `answer:${key}`,
          signal: { kind: 'answer', cardId, personId, choice },
        });
      }),

    handoffAnswered: handoffs.answered,
    handedIn: deps.handIn,

    ended: (ended: Ended) =>
      transact(async (stores) => {
        const { teamId, what } = ended;
        await schedules?.ended(stores, ended);
        await handoffs.ended(stores, ended);
        if (what.kind === 'left') return; // What is at work there says where it cannot speak.
        for (const task of await stores.tasks.openOf(teamId, what)) {
          const by = what.kind === 'person' ? what.personId : 'channel-archived';
          const kind = what.kind === 'person' ? 'owner-gone' : 'stop';
          await signal(stores, task, { key: `${kind}:${by}:${now().getTime()}`, signal: { kind, by } });
        }
      }),

    undoRequested: ({ taskId, effectKey, personId, key }: UndoRequest) =>
      transact(async (stores) => {
        const task = await stores.tasks.find(taskId);
        if (task === undefined) return;
        await signal(stores, task, { key, signal: { kind: 'undo', effectKey, personId } });
      }),

    effectSeen: ({ taskId, effectKey, personId, key, happened }: EffectSeen) =>
      transact(async (stores) => {
        const task = await stores.tasks.find(taskId);
        if (task === undefined) return;
        await signal(stores, task, { key, signal: { kind: 'settle', effectKey, personId, happened } });
      }),

    steered: ({ teamId, personId, key, wish, about, target }: SteerRequest) =>
      transact(async (stores) => {
        const task =
          target.kind === 'task'
            ? await stores.tasks.find(target.taskId)
            : await stores.tasks.inThread({ teamId, channelId: target.channelId, threadTs: target.threadTs });
        if (task === undefined) return; // A button of another database: there is nothing to steer.
        await signal(stores, task, {
          key: `${wish}:${key}`,
          signal: toSteering({ wish, by: personId, ...(about === undefined ? {} : { about }) }),
        });
      }),
  };
}

function personOf(message: Message): string {
  return message.author.kind === 'longhand' ? '' : message.author.id;
}

function stepOf(heard: Heard | undefined): { about?: string } {
  return heard !== undefined && 'step' in heard && heard.step !== undefined
    ? { about: String(heard.step) }
    : {};
}
