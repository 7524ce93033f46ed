// A task of thirty steps, twelve of which change something, told by a model that knows where it stands from the conversation.
import { intake } from '../../test/support/intakes.ts';
import { answers, callsTool, type Asked, type Scripted } from '../../test/support/scripted-model.ts';

export const STEPS = 30;
export const RESULT = 'The result: all thirty steps are done.';

const numbers = Array.from({ length: STEPS }, (_, index) => index + 1);
/** Twelve of the thirty. */
export const EFFECTS = numbers.filter((step) => step % 5 === 2 || step % 5 === 4);
export const fileOf = (step: number): string => `step-${step}.md`;

interface Made {
  readonly name: string;
  readonly input: string;
  readonly result: string;
}

/** Does the first step that is not done; what is told not to have happened is made again, as a model would. */
export function tellStory({ messages }: Asked): Scripted {
  const results = new Map(messages.map(({ tool_call_id: id, content }) => [id, content ?? '']));
  const made = messages
    .flatMap((message) => message.tool_calls ?? [])
    .map((call): Made => ({
      name: call.function.name,
      input: call.function.arguments,
      result: results.get(call.id) ?? '',
    }));
  const isAgreed = made.some(({ name, result }) => name === 'submit_intake' && result.startsWith('ACCEPTED'));
  if (!isAgreed) return callsTool('submit_intake', agreement());
  const step = numbers.find((number) => !isDone(number, made));
  if (step === undefined) return answers(RESULT);
  if (!EFFECTS.includes(step)) return callsTool('calculate', { expression: readOf(step) });
  const tries = made.filter(({ input }) => input.includes(`"${fileOf(step)}"`)).length;
  return callsTool('post_file', { name: fileOf(step), content: `Step ${step}, try ${tries + 1}` });
}

function isDone(step: number, made: readonly Made[]): boolean {
  if (!EFFECTS.includes(step))
    return made.some(({ input, result }) => input.includes(`"${readOf(step)}"`) && isResult(result));
  return made.some(
    ({ input, result }) =>
      input.includes(`"${fileOf(step)}"`) && (result.startsWith('Posted') || result.endsWith('it happened.')),
  );
}

function isResult(text: string): boolean {
  return text !== '' && !text.startsWith('Not run');
}

export const readOf = (step: number): string => `1000 + ${step}`;

function agreement() {
  const steps = numbers.map((step) => ({
    title: `Step ${step}`,
    tool: EFFECTS.includes(step) ? 'post_file' : 'calculate',
    arguments: [],
  }));
  return intake({ steps });
}
