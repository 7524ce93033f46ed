// The intake as this model fills it, and how it comes to an agreement: sent, corrected when it comes back, never forever.
import { type Script, SUBMIT_INTAKE } from './script.ts';
import type { Said, Situation } from './situation.ts';
import { type Language, type Tongue, tongueOf } from './tongue.ts';

export interface Quote {
  readonly message: string;
  readonly words: string;
}

export type ValueSource =
  | ({ readonly kind: 'quote' } & Quote)
  | { readonly kind: 'tool_result'; readonly call: string }
  | { readonly kind: 'channel_default' }
  | { readonly kind: 'guess' };

export interface Candidate {
  readonly value: string;
  readonly label: string;
}

export interface Argument {
  readonly name: string;
  readonly value: string;
  readonly source: ValueSource;
  readonly candidates: readonly Candidate[];
}

export interface Step {
  readonly title: string;
  readonly tool: string | null;
  readonly arguments: readonly Argument[];
}

export interface Question {
  readonly text: string;
  readonly about: string;
  readonly options: readonly Candidate[];
  readonly looked: readonly string[];
}

/** Longhand's form, as its schema in the request describes it. */
export interface Form {
  readonly kind: 'question' | 'task';
  readonly language: string;
  readonly answer: string | null;
  readonly outcome: string;
  readonly deliverable: string;
  readonly done_when: readonly string[];
  readonly constraints: readonly Quote[];
  readonly steps: readonly Step[];
  readonly questions: readonly Question[];
  readonly conflicts: readonly { readonly text: string; readonly one: Quote; readonly other: Quote }[];
  readonly premises: readonly {
    readonly claim: string;
    readonly checked_by: string | null;
    readonly verdict: 'true' | 'false' | 'unknown';
    readonly evidence: string;
  }[];
  readonly missing_abilities: readonly { readonly ability: string; readonly nearest: string | null }[];
  readonly assumptions: readonly { readonly text: string; readonly why: string }[];
  readonly better_way: { readonly text: string; readonly why: string } | null;
  readonly wait: { readonly until: string; readonly asked_in: Quote; readonly met_by: Quote | null } | null;
}

type FormParts = Partial<Form> & Pick<Form, 'language' | 'outcome'>;

const MOST_REJECTIONS = 3;

export function toForm(parts: FormParts): Form {
  return {
    kind: 'task',
    answer: null,
    deliverable: '',
    done_when: [],
    constraints: [],
    steps: [],
    questions: [],
    conflicts: [],
    premises: [],
    missing_abilities: [],
    assumptions: [],
    better_way: null,
    wait: null,
    ...parts,
  };
}

/** A form for what can be said at once. */
export function answerForm(language: string, answer: string): Form {
  return toForm({
    kind: 'question',
    language,
    answer,
    outcome: firstLine(answer),
    deliverable: firstLine(answer),
  });
}

/** For what needs no work: the words are the answer. */
export function* answerAtOnce(situation: Situation, language: Language, words: string): Script<string> {
  const agreement = yield* agree(situation, answerForm(language, words), tongueOf(language));
  return agreement.kind === 'closed' ? agreement.words : words;
}

/** Undefined when the words do not stand in the message as one piece. */
export function quoteOf(said: Said, words: string): Quote | undefined {
  const clean = clearPart(words);
  return clean.length > 1 && said.text.includes(clean) ? { message: said.ts, words: clean } : undefined;
}

/** The longest part on one line without a mention: what people would call the words. */
export function clearPart(words: string): string {
  const parts = words.split(/@\S+|\n/).map((part) => part.trim());
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}

/** Where a value that stands in the goal comes from. */
export function fromGoal(situation: Situation, words: string): ValueSource {
  const clean = clearPart(words);
  return clean.length > 1 && situation.goal.text.includes(clean)
    ? { kind: 'quote', message: situation.goal.ts, words: clean }
    : { kind: 'guess' };
}

export type Agreement = { readonly kind: 'accepted' } | { readonly kind: 'closed'; readonly words: string };

/** Sends the form until it is met. Ends as accepted, or with what is left to say. */
export function* agree(situation: Situation, form: Form, tell: Tongue): Script<Agreement> {
  const last = situation.intakes.at(-1);
  if (!situation.tools.has(SUBMIT_INTAKE))
    return form.kind === 'task' ? { kind: 'accepted' } : closed(form.answer ?? form.outcome);
  if (last?.verdict === 'ACCEPTED') return { kind: 'accepted' };
  if (last?.verdict === 'ANSWERED' || last?.verdict === 'REFUSED') return closed(form.answer ?? form.outcome);
  if ((last?.verdict === 'ASKED' || last?.verdict === 'CHALLENGED') && !last.isFollowed)
    return closed(tell('I am waiting for your answer to the card above.', '我在等你对上面卡片的答复。'));

  const rejections = trailingRejections(situation);
  const softened = soften(form, { rejections, situation });
  const same = situation.intakes.filter((sent) => sent.arguments === JSON.stringify(softened)).length;
  if (rejections > MOST_REJECTIONS) return closed(form.answer ?? givenUp(last?.text ?? '', tell));
  // What comes back again and again is given up with a plain answer: repeating it would change nothing.
  const isHopeless = form.kind === 'task' && (rejections === MOST_REJECTIONS || same >= 2);
  const next = isHopeless ? answerForm(form.language, givenUp(last?.text ?? '', tell)) : softened;
  yield [{ name: SUBMIT_INTAKE, input: { ...next } }];
  return closed('');
}

function givenUp(met: string, tell: Tongue): string {
  const reason = met.split('\n').slice(1, 3).join(' ').trim();
  return tell(
    `I could not agree on a brief, so nothing was done. ${reason}`,
    `没能就任务说明达成一致，因此什么也没有做。${reason}`,
  );
}

function closed(words: string): Agreement {
  return { kind: 'closed', words };
}

function trailingRejections({ intakes }: Situation): number {
  const met = intakes.findLastIndex(({ verdict }) => verdict !== 'REJECTED');
  return intakes.length - 1 - met;
}

/** What came back is sent again with less in it: first without what was named as wrong, then without any quote. */
function soften(form: Form, { rejections, situation }: { rejections: number; situation: Situation }): Form {
  if (rejections === 0) return form;
  const complaint = situation.intakes.at(-1)?.text ?? '';
  const isWrong = (quote: Quote): boolean =>
    rejections > 1 || complaint.includes(quote.words) || complaint.includes(quote.message);
  const looked = situation.calls.filter(({ name }) => name !== 'update_step').map(({ id }) => id);
  return {
    ...form,
    answer: form.kind === 'question' && (form.answer ?? '') === '' ? form.outcome : form.answer,
    constraints: form.constraints.filter((quote) => !isWrong(quote)),
    conflicts: form.conflicts.filter(({ one, other }) => !isWrong(one) && !isWrong(other)),
    premises: rejections > 1 ? [] : form.premises,
    questions: form.questions.map((question) => ({ ...question, looked })),
    steps: form.steps.map((step) => ({
      ...step,
      arguments: step.arguments.map((argument) =>
        argument.source.kind === 'quote' && isWrong(argument.source)
          ? { ...argument, source: { kind: 'guess' } }
          : argument,
      ),
    })),
  };
}

function firstLine(text: string): string {
  return (text.split('\n').find((line) => line.trim() !== '') ?? text).slice(0, 200);
}
