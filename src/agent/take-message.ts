// A message that came while the work was under way: the model says what it is, and rules have the last word on it.
import { z } from 'zod';
import { isCorrection } from './heard-as.ts';

/** The name of the call that belongs to the loop itself and not to `tools/`. */
export const TAKE_MESSAGE = 'take_message';

export const TakeMessage = z.object({
  message: z.string().describe('The ts of the message, as in [m:<ts>]'),
  kind: z
    .enum(['addition', 'revision', 'retraction', 'question', 'answer', 'talk'])
    .describe(
      '"addition": something more is wanted, or a bound to keep. "revision": something else is wanted than was agreed. "retraction": something said before no longer holds. "question": about the task or its subject, to be answered in "reply". "answer": to something you asked. "talk": not meant for you',
    ),
  reply: z.string().nullable().describe('For a question: the answer, from what you know now; else null'),
  takes_back: z
    .array(z.string())
    .describe('For a retraction: the ts of each message that it takes back; else empty'),
});
export type TakeMessage = z.infer<typeof TakeMessage>;

/** What the owner says by name, or says to correct something, is never talk. */
export function typedAs(
  { kind }: Pick<TakeMessage, 'kind'>,
  { text, namesUs }: { text: string; namesUs: boolean },
): TakeMessage['kind'] {
  const isIdle = kind === 'talk' || kind === 'answer';
  if (isIdle && isCorrection(text)) return 'revision';
  return kind === 'talk' && namesUs ? 'addition' : kind;
}
