// What the model is told of the calls it can make: those of the loop and those of tools/, by name.
import type { ToolSpec } from './chat.ts';
import { Intake, StepUpdate, SUBMIT_INTAKE, UPDATE_STEP } from './intake.ts';
import { toPortableSchema } from './portable-schema.ts';
import { TAKE_MESSAGE, TakeMessage } from './take-message.ts';
import type { Tool } from './tool.ts';

/** Sorted: the same bytes in every request. */
export function toToolSpecs(tools: readonly Tool[]): readonly ToolSpec[] {
  const own: readonly ToolSpec[] = [
    {
      name: SUBMIT_INTAKE,
      description:
        'Say what you understood of the goal, before any work. Code reads it and decides what happens.',
      parameters: toPortableSchema(Intake),
    },
    {
      name: UPDATE_STEP,
      description: 'Say where a step of the accepted brief stands. People see it on the plan card.',
      parameters: toPortableSchema(StepUpdate),
    },
  ];
  const taking = {
    name: TAKE_MESSAGE,
    description:
      'Say what a message is that came while you work, before anything else. Code reads it and decides what follows.',
    parameters: toPortableSchema(TakeMessage),
  };
  const rest = tools.map(({ name, description, input, parameters }) => ({
    name,
    description,
    parameters: parameters ?? toPortableSchema(input),
  }));
  return [...own, taking, ...rest].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
