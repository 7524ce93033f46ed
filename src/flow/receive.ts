// Event → history → the thread's task → a job, in one transaction: what was said and what it sets off stand together.
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/id.ts';
import type { Message, MessageRef, Said } from '../history/message.ts';
import type { WaitingSignal, Task } from '../task/store.ts';
import { isClosed } from '../task/state.ts';
import type { CardAnswer, Hear, StopRequest, UndoRequest } from './heard.ts';
import { isDirect, isStop, isThanks, languageOf, mentions } from './meant.ts';
import type { Sealing } from './seal-search.ts';
import type { Stores, Transact } from './stores.ts';
import type { Voice } from './words.ts';

export interface ReceiveDeps {
  readonly transact: Transact;
  readonly voice: Voice;
  readonly clock: Clock;
  readonly sealing: Pick<Sealing, 'recorded'>;
  /** Known once Slack has told us who we are. */
  readonly botUserId: () => string;
}

export function createReceive({ transact, voice, clock, sealing, botUserId }: ReceiveDeps): Hear {
  async function said(said: Said, when: 'live' | 'old'): Promise<void> {
    await transact(async (stores) => {
      const recorded = await stores.history.record(said);
      if (recorded === 'known' || when === 'old') return; // Sent to us twice; the first time did the rest as well.
      if (said.kind === 'reacted' || said.kind === 'reactions-seen') return; // Nothing follows from a reaction.
      if (said.kind === 'deleted') return deleted(stores, said.ref);
      if (said.message.author.kind !== 'person') return; // Bots talking to each other never end.
      if (said.kind === 'edited' && recorded === 'changed') return edited(stores, said.message);
      return posted(stores, said.message);
    });
    if ('message' in said) sealing.recorded(said.message);
  }

  async function posted(stores: Stores, message: Message): Promise<void> {
    const isMeant = mentions(message, botUserId()) || isDirect(message.channelId);
    const task = await stores.tasks.inThread(message);
    if (task === undefined) {
      if (isMeant) await open(stores, message);
      return;
    }
    if (!(isMeant || (await speaksToUs(stores, task, message)))) return;
    if (isStop(message.text)) {
      if (isClosed(task.state)) return react(stores, message, 'ok_hand');
      return signal(stores, task, {
        key: `stop:${message.ts}`,
        signal: { kind: 'stop', by: personOf(message) },
      });
    }
    if (isClosed(task.state) && isThanks(message.text)) return react(stores, message, 'heart');
    await react(stores, message, 'eyes');
    await signal(stores, task, {
      key: `message:${message.ts}`,
      signal: { kind: 'message', ts: message.ts, personId: personOf(message) },
    });
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
    if (task.goalTs !== message.ts) return;
    await signal(stores, task, {
      key: `goal-edited:${message.ts}:${clock.now().getTime()}`,
      signal: { kind: 'goal-edited', ts: message.ts, personId: personOf(message) },
    });
  }

  async function deleted(stores: Stores, ref: MessageRef): Promise<void> {
    const task = await stores.tasks.ofGoal(ref);
    if (task === undefined || isClosed(task.state)) return;
    await signal(stores, task, {
      key: `goal-deleted:${ref.ts}`,
      signal: { kind: 'stop', by: 'goal-deleted' },
    });
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

  function react({ sql }: Stores, { channelId, ts }: Message, name: string): Promise<void> {
    return voice.react(sql, { key: `react:${name}:${channelId}:${ts}`, channelId, ts, name });
  }

  async function signal({ tasks, jobs }: Stores, task: Task, waiting: WaitingSignal): Promise<void> {
    const isNew = await tasks.signal(task.id, { ...waiting, at: clock.now() });
    if (isNew) await jobs.enqueueAdvance(task.id);
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

    undoRequested: ({ taskId, effectKey, personId, key }: UndoRequest) =>
      transact(async (stores) => {
        const task = await stores.tasks.find(taskId);
        if (task === undefined) return;
        await signal(stores, task, { key, signal: { kind: 'undo', effectKey, personId } });
      }),

    stopRequested: ({ teamId, personId, key, target }: StopRequest) =>
      transact(async (stores) => {
        const task =
          target.kind === 'task'
            ? await stores.tasks.find(target.taskId)
            : await stores.tasks.inThread({ teamId, channelId: target.channelId, threadTs: target.threadTs });
        if (task === undefined || isClosed(task.state)) return;
        await signal(stores, task, { key: `stop:${key}`, signal: { kind: 'stop', by: personId } });
      }),
  };
}

function personOf(message: Message): string {
  return message.author.kind === 'longhand' ? '' : message.author.id;
}
