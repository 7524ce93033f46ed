// Work handed to Longhand: a message, by its shortcut, or a step of a workflow. It opens a task as a person does, on record.
import { newId } from '../../base/id.ts';
import type { Clock } from '../../base/clock.ts';
import type { Memberships } from '../../guard/audience.ts';
import type { Message, MessageRef } from '../../history/message.ts';
import { readableText } from '../../history/render.ts';
import { hashOf } from '../../task/handoff-brief.ts';
import type { HandoffTerms } from '../../task/handoff-store.ts';
import { isClosed } from '../../task/state.ts';
import { uuidOf } from './handoffs.ts';
import type { FindPerson } from './handoff-reach.ts';
import { HANDED_IN as SAY } from './handed-in-sentences.ts';
import { languageOf } from '../meant.ts';
import { renderOptionsFor } from '../situation.ts';
import type { Stores, Transact } from '../stores.ts';
import type { Voice } from '../words.ts';

/** What somebody pressed, or a workflow ran. */
export type HandedIn =
  | {
      readonly kind: 'message';
      readonly personId: string;
      readonly ref: MessageRef;
      /** As Slack shows it, for when the history does not have it yet. */
      readonly message: Message | undefined;
    }
  | {
      readonly kind: 'step';
      readonly executionId: string;
      readonly teamId: string;
      readonly channelId: string;
      readonly personId: string;
      readonly goal: string;
    };

export interface HandInDeps {
  readonly transact: Transact;
  readonly voice: Voice;
  readonly clock: Clock;
  readonly memberships: Memberships;
  readonly findPerson: FindPerson;
  readonly botUserId: () => string;
  /** Slack's name for a message that was sent, once it was. */
  sentTs(key: string): Promise<string | undefined>;
}

const LOOK_MS = 250;
const LOOKS = 60;

export function createHandIn(deps: HandInDeps): (handed: HandedIn) => Promise<void> {
  const { transact, voice, clock, memberships, findPerson, botUserId, sentTs } = deps;

  return (handed) => (handed.kind === 'message' ? takeMessage(handed) : takeStep(handed));

  async function takeMessage({
    personId,
    ref,
    message,
  }: Extract<HandedIn, { kind: 'message' }>): Promise<void> {
    const place = await memberships.conversation(ref.channelId);
    const isHere = place?.members.has(botUserId()) === true;
    await transact(async (stores) => {
      const language = languageOf(message?.text ?? '');
      if (!isHere) {
        // Slack takes a person for the direct message with them.
        const key = `handed-in:${ref.channelId}:${ref.ts}:${personId}`;
        const words = {
          kind: 'notice',
          tone: 'warning',
          text: SAY.notHere[language](`<#${ref.channelId}>`),
        } as const;
        return voice.say(stores.sql, { key, channelId: personId, language, words });
      }
      if (message !== undefined) await stores.history.record({ kind: 'posted', message });
      const goal = await stores.history.find(ref);
      if (goal === undefined) return;
      await open(stores, {
        ...goal,
        personId,
        key: `message:${ref.channelId}:${ref.ts}`,
        terms: { from: 'person', language },
      });
    });
  }

  async function takeStep(step: Extract<HandedIn, { kind: 'step' }>): Promise<void> {
    const { executionId, teamId, channelId, personId, goal } = step;
    const language = languageOf(goal);
    const why = await whyNot(step);
    if (why !== undefined) {
      const ending = { kind: 'error', error: SAY[why][language](`<#${channelId}>`) } as const;
      return transact(({ sql }) => voice.endStep(sql, { channelId, executionId, ending }));
    }
    const key = `step:${executionId}`;
    const text = `${SAY.byWorkflow[language](`<@${personId}>`)}\n${goal}`;
    await transact(({ sql }) =>
      voice.say(sql, { key, channelId, language, words: { kind: 'notice', tone: 'info', text } }),
    );
    const ts = await untilSent(key);
    await transact(async (stores) => {
      // The echo of our own post brings the same message; whoever comes first records it.
      const message: Message = {
        teamId,
        channelId,
        ts,
        threadTs: ts,
        author: { kind: 'longhand' },
        text,
        mentions: [],
        files: [],
      };
      await stores.history.record({ kind: 'posted', message });
      await open(stores, { ...message, personId, key, terms: { from: 'workflow', language, executionId } });
    });
  }

  /** A workflow may name any person and any channel: its result goes to whoever made it, so both are checked here. */
  async function whyNot({
    channelId,
    personId,
    goal,
  }: Extract<HandedIn, { kind: 'step' }>): Promise<'notHere' | 'notTheirs' | 'nothing' | undefined> {
    if (goal.trim() === '') return 'nothing';
    const place = await memberships.conversation(channelId);
    if (place?.members.has(botUserId()) !== true) return 'notHere';
    const person = await findPerson(personId);
    const mayAsk = person !== undefined && !person.isBot && !person.isDeactivated && !person.isGuest;
    return mayAsk && place.members.has(personId) ? undefined : 'notTheirs';
  }

  async function untilSent(key: string): Promise<string> {
    for (let look = 0; look < LOOKS; look += 1) {
      const ts = await sentTs(key);
      if (ts !== undefined) return ts;
      await clock.sleep(LOOK_MS);
    }
    // Thrown, so that the event is handled again later: the post has its key and is not made twice.
    throw new Error('the message of a workflow step was not sent yet');
  }

  interface Opening extends MessageRef {
    readonly threadTs: string;
    readonly text: string;
    readonly personId: string;
    readonly key: string;
    readonly terms: HandoffTerms;
  }

  async function open(stores: Stores, { personId, key, terms, ...goal }: Opening): Promise<void> {
    const { teamId, channelId, threadTs, ts } = goal;
    const { language } = terms;
    const say = (name: string, text: string): Promise<void> =>
      voice.say(stores.sql, {
        key: `handed-in:${name}:${key}`,
        channelId,
        threadTs,
        language,
        words: { kind: 'notice', tone: 'info', text },
      });
    const known = await stores.tasks.inThread(goal);
    if (known !== undefined && !isClosed(known.state))
      return say(personId, SAY.atWork[language](`<@${personId}>`, known.number));
    const at = clock.now();
    const task =
      known ??
      (await stores.tasks.open({
        id: newId(),
        teamId,
        channelId,
        threadTs,
        goalTs: ts,
        ownerId: personId,
        language,
        openedAt: at,
      }));
    const { names } = await renderOptionsFor(stores, { teamId, personId });
    const wanted = readableText(goal.text, names);
    const brief = {
      wanted,
      note: '',
      done: [],
      left: [],
      openQuestions: [],
      constraints: [],
      files: [],
      changes: [],
      withheld: 0,
    };
    const { handoff, isNew } = await stores.handoffs.create({
      id: uuidOf(`handed-in:${teamId}:${key}:${at.getTime()}`),
      teamId,
      channelId,
      threadTs,
      giverId: personId,
      receiver: { kind: 'longhand', id: botUserId() },
      task: { id: task.id, role: 'does' },
      state: 'accepted',
      terms,
      brief,
      briefHash: hashOf(brief, undefined),
      dueAt: undefined,
      said: {},
      givenAt: at,
      attendAt: undefined,
    });
    if (!isNew) return;
    if (terms.from === 'person')
      await say(`taken:${handoff.number}`, SAY.taken[language](`<@${personId}>`, handoff.number));
    await voice.setStatus(stores.sql, { channelId, threadTs, status: 'processing' });
    if (known !== undefined) {
      const signal = { kind: 'message', ts, personId } as const;
      await stores.tasks.signal(task.id, { key: `handed-in:${handoff.id}`, signal, at });
    }
    await stores.jobs.enqueueAdvance(task.id);
  }
}
