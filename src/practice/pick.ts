// One of several that fit: by the card, by words in the thread, or by the defaults that were agreed to.
import { lookedBy } from './steps.ts';
import type { Candidate, Question, ValueSource } from './form.ts';
import type { Situation } from './situation.ts';

export interface Picked {
  readonly value: string;
  readonly source: ValueSource;
}

/** Undefined while nobody has said. */
export function pick(options: readonly Candidate[], situation: Situation): Picked | undefined {
  const answered = options.find(({ value, label }) =>
    situation.answers.some((answer) => answer.value === value || answer.label === label),
  );
  if (answered !== undefined) return { value: answered.value, source: { kind: 'tool_result', call: 'card' } };
  for (const said of situation.later.toReversed()) {
    const named = options.filter(({ label, value }) =>
      namesOf(label, value).some((name) => said.text.toLowerCase().includes(name)),
    );
    const [only] = named;
    if (only !== undefined && named.length === 1)
      return { value: only.value, source: { kind: 'tool_result', call: 'card' } };
  }
  const [first] = options;
  return situation.defaultsAccepted && first !== undefined
    ? { value: first.value, source: { kind: 'channel_default' } }
    : undefined;
}

export function ask(
  text: string,
  { about, options, situation }: { about: string; options: readonly Candidate[]; situation: Situation },
): Question {
  return { text, about, options: options.slice(0, 4), looked: lookedBy(situation) };
}

function namesOf(label: string, value: string): readonly string[] {
  const plain = label.toLowerCase();
  return [plain, value.toLowerCase(), plain.replace(/\.\w{2,5}$/, ''), plain.replace(/ \(.*\)$/, '')].filter(
    (name) => name.length > 1,
  );
}
