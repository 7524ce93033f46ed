// A reply in plain words to the card that waits → the answers that its buttons would give; from then on they are the same.
import type { Message } from '../../history/message.ts';
import { createNoteStore } from '../../history/note-store.ts';
import type { Signal } from '../../task/signal.ts';
import type { Task, WaitingSignal } from '../../task/store.ts';
import { openCard, type OpenCard } from './card.ts';
import { plainReply, type PlainReply } from './plain-reply.ts';
import { SENTENCES } from '../sentences.ts';
import type { Stores } from '../stores.ts';
import type { Voice } from '../words.ts';

/** The card of a task that waits for somebody. */
export async function waitingCard(
  { transcript }: Stores,
  task: Task | undefined,
): Promise<OpenCard | undefined> {
  return task?.state === 'asking' ? openCard(await transcript.read(task.id)) : undefined;
}

/** Whether this person's word is waited for, beside the owner's. */
export function isAwaited(waiting: OpenCard | undefined, personId: string): boolean {
  const { asked = [], mayLift = [] } = waiting?.card ?? {};
  return asked.includes(personId) || mayLift.some(({ id }) => id === personId);
}

/** Gives the answers; false where the words are not plain: then they are for whoever reads messages. */
export async function answerCard(
  stores: Stores,
  said: {
    readonly task: Task;
    readonly message: Message;
    readonly waiting: OpenCard | undefined;
    readonly at: Date;
  },
  {
    signal,
    voice,
  }: { signal: (stores: Stores, task: Task, waiting: WaitingSignal) => Promise<void>; voice: Voice },
): Promise<boolean> {
  const { task, message, waiting, at } = said;
  const by = message.author.kind === 'person' ? message.author.id : '';
  const found = waiting === undefined ? undefined : answersInWords(waiting, message, by);
  if (waiting === undefined || found === undefined) return false;
  for (const one of found.signals) await signal(stores, task, one);
  if (by !== task.ownerId || !found.reply.isForEver) return true;
  const kept = await keepForEver(stores, { task, message, card: waiting.card, reply: found.reply, at });
  if (kept.length === 0) return true;
  const { channelId, threadTs, language } = task;
  const text = SENTENCES.remembered[language](kept.join(', '));
  await voice.say(stores.sql, {
    key: `remembered:${message.ts}`,
    channelId,
    threadTs,
    language,
    words: { kind: 'notice', tone: 'info', text },
  });
  return true;
}

function answersInWords(
  { card }: OpenCard,
  message: Pick<Message, 'text' | 'ts'>,
  personId: string,
): { readonly signals: readonly WaitingSignal[]; readonly reply: PlainReply } | undefined {
  const reply = plainReply(message.text, card);
  if (reply === undefined) return undefined;
  const { cardId } = card;
  const choices: Extract<Signal, { kind: 'answer' }>['choice'][] = [
    ...reply.answers.map((answer) => ({ kind: 'option' as const, ...answer })),
    ...(reply.rest === undefined ? [] : [{ kind: reply.rest }]),
  ];
  const signals = choices.map((choice, index): WaitingSignal => ({
    key: `words:${message.ts}:${index}`,
    signal: { kind: 'answer', cardId, personId, choice },
  }));
  return { signals, reply };
}

/** "Don't ask me about this again": what was answered is kept with the message that says so. Resolves to what was noted. */
async function keepForEver(
  { sql }: Stores,
  {
    task,
    message,
    card,
    reply,
    at,
  }: {
    readonly task: Task;
    readonly message: Pick<Message, 'ts'>;
    readonly card: OpenCard['card'];
    readonly reply: PlainReply;
    readonly at: Date;
  },
): Promise<readonly string[]> {
  const notes = createNoteStore(sql);
  const kept: string[] = [];
  for (const { id, about } of card.questions) {
    if (about === undefined) continue;
    const answer = reply.answers.find(({ questionId }) => questionId === id)?.value;
    if (answer === undefined && reply.rest === undefined) continue;
    await notes.keep({ ...task, ownerId: task.ownerId }, { about, answer, ts: message.ts }, at);
    kept.push(about);
  }
  return kept;
}
