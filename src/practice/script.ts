// How a goal is written: as one story that asks for tool calls. It is told again from its start at every request, and
// what the transcript already holds is answered from there, so that nothing has to be remembered between requests.
import { createHash } from 'node:crypto';
import type { Situation } from './situation.ts';
import type { Reply, ReplyCall } from './wire.ts';

export interface Call {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface Outcome {
  /** The id of the call; empty when the tool is not at hand. */
  readonly id: string;
  readonly text: string;
}

/** Asks for calls by `yield`, gets their outcomes, and ends with what it was for. */
export type Script<T> = Generator<readonly Call[], T, readonly Outcome[]>;

const ABSENT: Outcome = { id: '', text: '' };
export const SUBMIT_INTAKE = 'submit_intake';
export const UPDATE_STEP = 'update_step';

/** Tells the story as far as the transcript knows it: the next calls, or its end. */
export function play(script: Script<string>, situation: Situation): Reply {
  let scene = script.next([]);
  while (scene.done !== true) {
    const calls = scene.value.map((call) => fitted(call, situation));
    const outcomes = calls.map((call) => outcomeOf(call, situation));
    const missing = calls.filter((_call, index) => outcomes[index] === undefined);
    if (missing.length > 0) return { content: '', calls: toCalls(missing, situation) };
    scene = script.next(outcomes.map((outcome) => outcome ?? ABSENT));
  }
  return { content: scene.value, calls: [] };
}

export function* use(name: string, input: Call['input']): Script<Outcome> {
  const [outcome] = yield [{ name, input }];
  return outcome ?? ABSENT;
}

function outcomeOf(call: Call, situation: Situation): Outcome | undefined {
  if (!situation.tools.has(call.name)) return ABSENT;
  // Whether a form is sent again is decided by how the last one was met, not by whether it looks the same.
  if (call.name === SUBMIT_INTAKE) return undefined;
  const key = keyOf(call);
  return situation.calls.findLast(
    (made) => made.key === key && (call.name !== UPDATE_STEP || made.isOfThisBrief),
  );
}

/** Equal for calls that ask for the same. A step is told once as begun and once as done, whatever the note says. */
export function keyOf({ name, input }: Call): string {
  if (name === UPDATE_STEP) return `${name} ${String(input['step'])} ${String(input['status'])}`;
  const entries = Object.entries(input).sort(([one], [other]) => (one < other ? -1 : 1));
  return `${name} ${JSON.stringify(entries)}`;
}

/** Leaves out what the tool's own schema does not know. */
function fitted(call: Call, situation: Situation): Call {
  const known = situation.tools.get(call.name);
  if (known === undefined || known.size === 0) return call;
  return {
    name: call.name,
    input: Object.fromEntries(Object.entries(call.input).filter(([name]) => known.has(name))),
  };
}

function toCalls(calls: readonly Call[], situation: Situation): readonly ReplyCall[] {
  const unique = new Map(calls.map((call) => [keyOf(call), call]));
  return [...unique].map(([key, { name, input }], index) => ({
    // The same request gets the same ids, and no two calls of a transcript share one.
    id: `call_${createHash('sha256').update(`${situation.seal} ${index} ${key}`).digest('hex').slice(0, 16)}`,
    name,
    arguments: JSON.stringify(input),
  }));
}
