// The rows of a transcript: everything the model was sent and said, and what code made of it, in order.
import { z } from 'zod';
import { AssistantTurn, Usage } from './chat.ts';
import { Finding } from './disagreement.ts';
import { BARRIERS } from './known.ts';
import { StepUpdate } from './intake.ts';
import { Form } from './reading/form.ts';
import { TakeMessage } from './take-message.ts';

const Source = z.object({
  ref: z.string(),
  label: z.string(),
  url: z.string().optional(),
  readAt: z.string().optional(),
  capture: z.string().optional(),
});

/** A question as it was asked: what an answer is held against. */
const AskedQuestion = z.object({
  id: z.string(),
  text: z.string(),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
  /** The argument it settles: what an answer for good is remembered under. */
  about: z.string().optional(),
});

export const Entry = z.discriminatedUnion('kind', [
  /**
   * What the model is sent first, kept as it was rendered: the same bytes in every request of the task. `window` is
   * what the next task of the channel begins with as well; transcripts from before there was one have it in the head.
   */
  z.object({
    kind: z.literal('opened'),
    system: z.string(),
    window: z.string().optional(),
    head: z.string(),
  }),
  /** What people said since, and what code has to say to the model. */
  z.object({
    kind: z.literal('said'),
    text: z.string(),
    by: z.enum(['person', 'code']),
    /** The ts of the message that it shows. */
    message: z.string().optional(),
    /** What is wanted is another thing from here on: what was agreed before does not hold for it. */
    isRevision: z.boolean().optional(),
    /** Its words do not say what it is: the model has to, or it counts as an addition. */
    isUntyped: z.boolean().optional(),
    /** It speaks to Longhand by name. */
    namesUs: z.boolean().optional(),
  }),
  /** What a message that came in mid-work was taken as, and who decided that. Never shown to the model. */
  z.object({
    kind: z.literal('meant'),
    message: z.string(),
    as: TakeMessage.shape.kind,
    by: z.enum(['rule', 'model', 'default']),
  }),
  z.object({
    kind: z.literal('response'),
    turn: AssistantTurn,
    model: z.string(),
    usage: Usage.optional(),
    /** What we took the request for before it was sent; beside the usage it corrects the estimate. */
    estimatedTokens: z.number(),
  }),
  z.object({
    kind: z.literal('result'),
    callId: z.string(),
    tool: z.string(),
    text: z.string(),
    isFailed: z.boolean(),
    sources: z.array(Source),
    /** Pictures that are kept with the task, and are shown with it. */
    pictures: z.array(z.string()).optional(),
    /** What was kept of sources, as it was checked. */
    findings: z.array(Finding).optional(),
    step: StepUpdate.optional(),
    /** Steps of an accepted plan that were finished under the one before it. */
    carried: z.array(StepUpdate).optional(),
    /** What code decided about a submitted intake. */
    decision: z
      .enum(['accepted', 'asked', 'challenged', 'answered', 'refused', 'rejected', 'barred', 'held'])
      .optional(),
  }),
  /** What was put to the owner; its later forms (chosen, settled) are made from this. */
  z.object({
    kind: z.literal('card'),
    cardId: z.string(),
    /**
     * `stop` wants somebody entitled, `hold` waits for what the goal says to wait for; `check` is raised by code in the
     * middle of work, and what is answered leads back into the work.
     */
    purpose: z.enum(['ask', 'challenge', 'stop', 'hold', 'check']),
    /** What a check is about, and the row it settles: `about` names the code that takes the answer. */
    check: z
      .object({
        about: z.string(),
        ref: z.string(),
        title: z.string(),
        /** Where it leads back to: a brief that was agreed for an earlier goal is none for this one. */
        from: z.enum(['intake', 'working']),
        /** The columns that are to be filled, for people to look at. */
        form: Form.optional(),
      })
      .optional(),
    understood: z.array(
      z.object({
        text: z.string(),
        basis: z.enum(['quoted', 'looked-up', 'assumed']),
        url: z.string().optional(),
      }),
    ),
    questions: z.array(AskedQuestion),
    evidence: z.array(z.object({ text: z.string(), url: z.string().optional() })),
    betterWay: z.string().optional(),
    mayOverride: z.boolean(),
    /** There is no tool for a part of it, and nothing else speaks against it: a person may do it. */
    lacks: z.boolean().optional(),
    barrier: z.enum(BARRIERS).optional(),
    /** Who was asked beside the owner: what they say in the thread is heard, and put to the owner. */
    asked: z.array(z.string()).optional(),
    /** When work begins on the defaults, unless somebody answers before. */
    startsAt: z.iso.datetime().optional(),
    /** Whose word lifts the barrier. */
    mayLift: z.array(z.object({ id: z.string(), name: z.string() })).optional(),
  }),
  z.object({
    kind: z.literal('answer'),
    cardId: z.string(),
    personId: z.string(),
    choice: z.enum(['option', 'defaults', 'override', 'words', 'instead', 'lift', 'go']),
    questionId: z.string().optional(),
    value: z.string().optional(),
    label: z.string().optional(),
  }),
  /** The model could not be asked, or what it said could not be used. Never shown to it. */
  z.object({
    kind: z.literal('setback'),
    outcome: z.enum(['busy', 'unusable', 'context-too-long', 'error']),
    reason: z.string(),
  }),
  /** Tool results up to here are shown shortened from now on: the window was full. */
  z.object({ kind: z.literal('compacted'), throughSeq: z.number() }),
  /** What a person wished of the work; never shown to the model, which is told in words what follows. */
  z.object({
    kind: z.literal('steered'),
    wish: z.enum(['pause', 'resume', 'skip', 'retry', 'take-over']),
    by: z.string(),
    step: z.number().optional(),
    /** Where a pause leads back to. */
    from: z.enum(['intake', 'working']).optional(),
  }),
  /** Nobody answered the card: they were reminded, and after that it rests. Never shown to the model. */
  z.object({ kind: z.literal('unanswered'), cardId: z.string(), as: z.enum(['reminded', 'resting']) }),
  /** Somebody who may lift what the card bars was asked for their word. Never shown to the model. */
  z.object({ kind: z.literal('consulted'), cardId: z.string(), personId: z.string() }),
  /** The task rests; what comes after opens it again. */
  z.object({ kind: z.literal('ended'), state: z.enum(['done', 'failed', 'stopped']), reason: z.string() }),
]);
export type Entry = z.infer<typeof Entry>;
export type ResultEntry = Extract<Entry, { kind: 'result' }>;
export type CardEntry = Extract<Entry, { kind: 'card' }>;
export type AnswerEntry = Extract<Entry, { kind: 'answer' }>;
