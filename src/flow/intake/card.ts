// A question card through its life: asked, partly answered, settled. Pure.
import type { AnswerEntry, CardEntry, Entry } from '../../agent/entry.ts';
import type { Task } from '../../task/store.ts';
import type { KeptEntry } from '../../task/transcript-store.ts';
import { SENTENCES } from '../sentences.ts';
import type { CardShown } from './card-shown.ts';
import type { Words } from '../words.ts';

export interface OpenCard {
  readonly card: CardEntry;
  /** Answers so far; the last one to a question counts. */
  readonly answers: readonly AnswerEntry[];
  /** Nobody answered for long: it can be answered as before, and nobody is reminded any more. */
  readonly isResting: boolean;
  /** Who was asked for their word already, of those who may lift it. */
  readonly consulted: readonly string[];
}

export type Answered = Pick<OpenCard, 'card' | 'answers'>;

/**
 * The card that waits, if one does: the last one, unless something was said to the model after it. A check may stand
 * before a call that has no result yet, where nothing can be said: its answer closes it.
 */
export function openCard(entries: readonly KeptEntry<Entry>[]): OpenCard | undefined {
  const at = entries.findLastIndex(({ entry }) => entry.kind === 'card');
  const card = entries[at]?.entry;
  if (card?.kind !== 'card') return undefined;
  const after = entries.slice(at + 1).map(({ entry }) => entry);
  if (after.some((entry) => entry.kind === 'said' || entry.kind === 'ended')) return undefined;
  const last = after.findLast(({ kind }) => kind === 'answer' || kind === 'unanswered');
  const open = {
    card,
    answers: after.flatMap((entry) => (entry.kind === 'answer' ? [entry] : [])),
    isResting: last?.kind === 'unanswered' && last.as === 'resting',
    consulted: after.flatMap((entry) => (entry.kind === 'consulted' ? [entry.personId] : [])),
  };
  return card.purpose === 'check' && isAnswered(open) ? undefined : open;
}

/** In place of a person, where work begins on the defaults as was announced. */
export const NOBODY = 'nobody';

/** What was chosen counts from the owner; what lifts a barrier counts from those who may. */
export function mayAnswer(
  { mayLift = [], startsAt }: CardEntry,
  { choice, personId, ownerId }: { choice: AnswerEntry['choice']; personId: string; ownerId: string },
): boolean {
  if (choice === 'lift') return mayLift.some(({ id }) => id === personId);
  return personId === ownerId || (personId === NOBODY && choice === 'defaults' && startsAt !== undefined);
}

export function isAnswered({ card, answers }: Answered): boolean {
  if (answers.some(({ choice }) => choice !== 'option')) return true;
  return card.questions.length > 0 && card.questions.every(({ id }) => answerTo(id, answers) !== undefined);
}

export function cardWords(
  task: Task,
  {
    card,
    answers,
    isResting = false,
    consulted = [],
  }: Answered & Partial<Pick<OpenCard, 'isResting' | 'consulted'>>,
  settled?: string,
): Extract<Words, { kind: 'card' }> {
  return {
    kind: 'card',
    taskId: task.id,
    taskNumber: task.number,
    cardId: card.cardId,
    purpose: card.purpose,
    ...(card.check === undefined ? {} : { title: card.check.title }),
    ...(card.check?.form === undefined ? {} : { form: card.check.form }),
    understood: card.understood.map(({ text, basis, url }) => ({
      text,
      basis,
      ...(url === undefined ? {} : { url }),
    })),
    questions: card.questions.map((question) => {
      const chosen = answerTo(question.id, answers)?.label;
      return { ...question, ...(chosen === undefined ? {} : { chosen }) };
    }),
    evidence: card.evidence.map(({ text, url }) => ({ text, ...(url === undefined ? {} : { url }) })),
    ...(card.betterWay === undefined ? {} : { betterWay: card.betterWay }),
    mayOverride: card.mayOverride,
    ...(card.lacks === true ? { lacks: true } : {}),
    ...(card.mayLift === undefined || card.mayLift.length === 0
      ? {}
      : { mayLift: card.mayLift.map(({ id }) => `<@${id}>`), ...mayAskOf(task, card.mayLift, consulted) }),
    ...(card.startsAt === undefined ? {} : { startsAt: card.startsAt }),
    ...(isResting && settled === undefined ? { isResting } : {}),
    ...(settled === undefined ? {} : { settled }),
  };
}

function mayAskOf(
  { ownerId }: Task,
  mayLift: NonNullable<CardEntry['mayLift']>,
  consulted: readonly string[],
): { mayAsk?: NonNullable<CardShown['mayAsk']> } {
  const left = mayLift.filter(({ id }) => id !== ownerId && !consulted.includes(id));
  return left.length === 0 ? {} : { mayAsk: left.map(({ id, name }) => ({ personId: id, name })) };
}

/** What the card says once nothing more is taken. */
export function settledText(task: Task, { card, answers }: Answered): string {
  const chosen = card.questions.flatMap(({ id }) => answerTo(id, answers)?.label ?? []);
  const rest = restOf(answers);
  if (rest !== undefined) chosen.push(chosenText(task, card, rest));
  return chosen.length === 0 ? SENTENCES.answeredInWords[task.language]() : chosen.join(' · ');
}

/** What was said to the card as a whole, beside or instead of answers to its questions. */
function restOf(answers: readonly AnswerEntry[]): AnswerEntry | undefined {
  return answers.findLast(({ choice }) => choice !== 'option' && choice !== 'words');
}

function chosenText(
  task: Task,
  { mayLift = [], lacks }: CardEntry,
  { choice, personId }: AnswerEntry,
): string {
  switch (choice) {
    case 'lift':
      return SENTENCES.lift[task.language](mayLift.find(({ id }) => id === personId)?.name ?? personId);
    case 'defaults':
      return SENTENCES[personId === NOBODY ? 'startedOnDefaults' : choice][task.language]();
    case 'override':
      return SENTENCES[lacks === true ? 'whatCanBe' : 'override'][task.language]();
    case 'instead':
    case 'go':
      return SENTENCES[choice][task.language]();
    case 'option':
    case 'words':
      return SENTENCES.answeredInWords[task.language]();
  }
}

const FOR_MODEL: Readonly<Record<AnswerEntry['choice'], string | undefined>> = {
  defaults: '- Use your defaults for the rest.',
  override: '- Do it anyway.',
  instead: '- Do it the better way that was offered, instead of what was asked for.',
  lift: '- It is allowed: this was said by somebody who may.',
  go: '- Go ahead now: there is nothing to wait for any more.',
  option: undefined,
  words: undefined,
};

/** The answers as the model reads them. */
export function answersForModel({ card, answers }: Answered, who: string): string {
  const lines = card.questions.flatMap((question) => {
    const answer = answerTo(question.id, answers);
    return answer === undefined
      ? []
      : [`- ${question.text} → ${answer.label ?? ''} (value: ${answer.value ?? ''})`];
  });
  const rest = restOf(answers);
  const toAll = rest === undefined ? undefined : FOR_MODEL[rest.choice];
  return [
    `# Answers of ${who} to the card`,
    ...lines,
    ...(toAll === undefined ? [] : [toAll]),
    ...(card.purpose === 'check' ? ['Go on with the work accordingly.'] : [AFTER_INTAKE_CARD]),
  ].join('\n');
}

const AFTER_INTAKE_CARD =
  'Fill the intake again with these answers. What was chosen on the card has the source {"kind":"tool_result","call":"card"}; agreed defaults have {"kind":"channel_default"}.';

function answerTo(questionId: string, answers: readonly AnswerEntry[]): AnswerEntry | undefined {
  return answers.findLast((answer) => answer.choice === 'option' && answer.questionId === questionId);
}
