// What a tool is: a name, a typed input, what it does to the world, and how it is run.
import { z } from 'zod';
import type { CitedSource } from './cite.ts';
import type { Finding } from './disagreement.ts';
import { readInput } from './call-input.ts';
import type { Form } from './reading/form.ts';

/**
 * What a wrong call costs, from nothing to what cannot be taken back. Code reads this, never the model's words:
 * `read` changes nothing, `reversible` can be undone by us, `seen` reaches other people, `outside` leaves Slack
 * or cannot be undone.
 */
export type EffectClass = 'read' | 'reversible' | 'seen' | 'outside';

/**
 * Something a statement can rest on. `ref` is how the model cites it, in square brackets:
 * `m:<ts>` a message, `f:<file id>` a file (`f:<file id>#p7` a place in it), `w:<url>` a page.
 */
export interface Source {
  readonly ref: string;
  /** What a person sees of it: "Maya, 3 Nov", "offer-b.pdf", a page's title. */
  readonly label: string;
  /** Where a person can open it; absent when only the words are known. */
  readonly url?: string;
  /** Of what changes: when it was read, in ISO 8601, and under which id it is kept as it was then. */
  readonly readAt?: string;
  readonly capture?: string;
}

/** The task a call belongs to, and no more of it than tools may know. */
export interface ToolTask {
  readonly id: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly threadTs: string;
  /** On whose behalf; a tool reads only what this person may read. */
  readonly requesterId: string;
}

export interface ToolContext {
  readonly task: ToolTask;
  /** The same each time that this call is made, also after a crash. */
  readonly callId: string;
  /** Aborts when the task is stopped or the call's time is over. */
  readonly signal: AbortSignal;
  /**
   * Whether these very words were shown to the model in this task. What a tool sends outside must have come from
   * there: a hostile page can make the model write anything, also an address with the channel's secrets in it.
   */
  wasShown(words: string): boolean;
  /** What this task has found so far. */
  findings?(): readonly Finding[];
  /** What is known of a reference that a tool brought in this task. */
  sourceOf(ref: string): Omit<CitedSource, 'number'> | undefined;
  /**
   * Throws when this process may no longer act for the task. A tool whose effect takes several calls asks again right
   * before the one that others can see.
   */
  confirm(): Promise<void>;
  /** The effect's name in the ledger, sent along with the call; reads have none. */
  readonly key?: string;
  /** Its owner has said yes to what this very call asked (`ToolOutcome.asks`). */
  readonly isAgreed?: boolean;
}

/** What a person looks at before a call that reads and costs: in the language of the task, but for the form. */
export interface StartQuestion {
  readonly title: string;
  readonly form: Form;
  /** How much it is, and what it will cost. */
  readonly lines: readonly string[];
}

/** What a call came to. `failed` is an expected ending that the model reads and works with, not an error of ours. */
export interface ToolOutcome {
  readonly text: string;
  readonly failed?: boolean;
  readonly sources?: readonly Source[];
  /** Ids of pictures that are kept with the task and are shown to the model beside the text. */
  readonly pictures?: readonly string[];
  /** What was found in sources, to be held against what else was found. */
  readonly findings?: readonly Finding[];
  /**
   * Not over yet: what goes on elsewhere (the lanes of `job/lane-store.ts`), in words for people: "Read 120 of 1,000".
   * The task rests, without a job; when it is moved again the same call is made again. Only for what reads.
   */
  readonly waits?: string;
  /**
   * Nothing was done yet: its owner is asked first. The task waits; after a yes the same call is made again, and is
   * told so (`ToolContext.isAgreed`). Only for what reads.
   */
  readonly asks?: StartQuestion;
}

/**
 * What can be found out about an effect whose answer was lost. `not-done` is certain; `not-seen` is not there yet, and is
 * looked for again until it can no longer be on its way.
 */
export type Settlement =
  | { readonly kind: 'done'; readonly outcome: ToolOutcome }
  | { readonly kind: 'not-done' }
  | { readonly kind: 'not-seen' }
  | { readonly kind: 'unknown' };

export interface ToolDefinition<Input> {
  readonly name: string;
  /** For the model: what it does and when to use it. */
  readonly description: string;
  readonly effect: EffectClass;
  /** It only reads, but it costs: nothing of it before a brief is accepted. */
  readonly needsBrief?: boolean;
  readonly input: z.ZodType<Input>;
  /** What people see while it works, in one short phrase: "Reading offer-b.pdf". */
  says(input: Input): string;
  run(input: Input, context: ToolContext): Promise<ToolOutcome>;
  /** Whether somebody outside the task's own thread will see it: such a call wants an approval. */
  isFar?(input: Input, task: ToolTask): boolean;
  /** Looks an effect up by its key after an unknown ending; a tool without it leaves the question to a person. */
  settle?(key: string, context: ToolContext): Promise<Settlement>;
  /**
   * Takes a done effect back, found by its key. Contract: harmless when it is made twice; what is gone already counts as
   * taken back. `failed` when it cannot be.
   */
  undo?(key: string, context: ToolContext): Promise<ToolOutcome>;
}

/** A tool as the loop holds it: input still unknown, read by the tool's own schema when it is called. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly effect: EffectClass;
  readonly needsBrief?: boolean;
  readonly input: z.ZodType;
  /** The schema that the model is shown, where `input` does not say it: of a server that is not ours. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Reads the input; nothing is done yet. */
  prepare(input: unknown): PreparedCall;
  settle?(key: string, context: ToolContext): Promise<Settlement>;
  undo?(key: string, context: ToolContext): Promise<ToolOutcome>;
}

export type PreparedCall =
  | {
      readonly kind: 'ready';
      readonly says: string;
      isFar(task: ToolTask): boolean;
      run(context: ToolContext): Promise<ToolOutcome>;
    }
  | { readonly kind: 'not-understood'; readonly reason: string };

/** Keeps a tool's input type to itself: from here on nobody can call it with anything its schema did not read. */
export function defineTool<Input>(definition: ToolDefinition<Input>): Tool {
  const { name, description, effect, needsBrief, input, settle, undo } = definition;
  return {
    name,
    description,
    effect,
    ...(needsBrief === undefined ? {} : { needsBrief }),
    input,
    prepare(unread) {
      const parsed = input.safeParse(unread);
      // The model reads this text and tries again; a throw here would fail the whole job.
      if (!parsed.success)
        return { kind: 'not-understood', reason: `Input not understood.\n${z.prettifyError(parsed.error)}` };
      return {
        kind: 'ready',
        says: definition.says(parsed.data),
        isFar: (task) => definition.isFar?.(parsed.data, task) ?? false,
        run: (context) => definition.run(parsed.data, context),
      };
    },
    ...(settle === undefined ? {} : { settle }),
    ...(undo === undefined ? {} : { undo }),
  };
}

/** What people read of a call of it; undefined when it would not run. */
export function doingOf(tool: Tool | undefined, call: { arguments: string }): string | undefined {
  const prepared = tool?.prepare(readInput(call));
  return prepared?.kind === 'ready' ? prepared.says : undefined;
}
