// Passes a part of the work to a person or to another channel: the model says to whom and what, code writes the rest of the brief from the record.
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import { defineTool, type Settlement, type Tool, type ToolTask } from '../agent/tool.ts';

export interface HandoffWish {
  readonly key: string;
  readonly task: ToolTask;
  /** As the model was shown them: an id or a name. */
  readonly to: string;
  readonly wanted: string;
  readonly note: string;
  readonly openQuestions: readonly string[];
  readonly due: string | undefined;
  readonly step: number | undefined;
}

/** `asked-first` waits for the giver's yes before its receiver hears of it. */
export type HandedOff =
  | { readonly kind: 'handed'; readonly number: number; readonly to: string; readonly isAskedFirst: boolean }
  | { readonly kind: 'refused'; readonly reason: string };

/** What this tool needs of flow/, and no more. */
export interface HandoffMaker {
  make(wish: HandoffWish): Promise<HandedOff>;
  find(key: string): Promise<HandedOff | undefined>;
}

const WANTED_CHARS = 2_000;
const LINE_CHARS = 300;

export function createHandOff({ handoffs }: { handoffs: HandoffMaker }): Tool {
  return defineTool({
    name: 'hand_off',
    description:
      'Hand a part of the work to a person in this channel, or to another channel where somebody can take it, when you lack the tool or ' +
      'the authority for it. They accept, decline ' +
      'or suggest other terms on a card, and the task waits until it comes back: do everything else first. What is done, what is left, the files and the ' +
      'constraints go along by themselves, word for word. Example: {"to": "U0KENJI", "summary": "Sign the offer of vendor B", "note": "only you can sign", "step": 3}.',
    effect: 'seen',
    input: z.object({
      to: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .describe('The person or the channel: the id, or the name as you were shown it; a channel as #name'),
      // Named as what a model writes itself: nobody is asked for it beforehand.
      summary: z
        .string()
        .trim()
        .min(3)
        .max(WANTED_CHARS)
        .describe('What they are to do, complete in itself, and how they see that it is done'),
      note: z.string().trim().min(1).max(LINE_CHARS).describe('Why it is theirs to do'),
      open_questions: z
        .array(z.string().trim().min(1).max(LINE_CHARS))
        .max(5)
        .default([])
        .describe('What they have to decide'),
      due: z
        .string()
        .trim()
        .max(60)
        .nullable()
        .default(null)
        .describe('By when, in words: "Thursday 14:00", "2026-12-03"; null when nobody named a date'),
      step: z
        .number()
        .int()
        .min(1)
        .nullable()
        .default(null)
        .describe('The step of the brief that it stands for'),
    }),
    says: ({ to, summary }) => `Handing over to ${to}: ${summary.slice(0, 80)}`,

    run: async ({ to, summary, note, open_questions, due, step }, { task, key }) => {
      if (key === undefined) throw withoutKey();
      const made = await handoffs.make({
        key,
        task,
        to,
        wanted: summary,
        note,
        openQuestions: open_questions,
        due: due ?? undefined,
        step: step ?? undefined,
      });
      return toOutcome(made);
    },

    settle: async (key): Promise<Settlement> => {
      const made = await handoffs.find(key);
      return made === undefined ? { kind: 'not-done' } : { kind: 'done', outcome: toOutcome(made) };
    },
  });
}

function toOutcome(made: HandedOff): { text: string; failed?: boolean } {
  if (made.kind === 'refused') return { failed: true, text: `Nothing was handed over. ${made.reason}` };
  const { number, to, isAskedFirst } = made;
  return {
    text: isAskedFirst
      ? `Handoff ${number} to ${to} waits for the yes of whose task this is. The task rests until then.`
      : `Handed to ${to} as handoff ${number}. The task rests until it comes back.`,
  };
}

function withoutKey(): AppError {
  return new AppError({
    code: 'tool/effect-without-key',
    message: 'Something was to be handed over without a key in the effect ledger; nothing was handed over.',
    hint: 'Run tools with an effect through the ledger, which gives each call its key.',
  });
}
