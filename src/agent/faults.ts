// What makes a form useless as it stands. Each reason says how to mend it; the model is told, and tries again.
import { waitIn } from './against/wait.ts';
import { effectOf, isGrounded, isLookedUp, isLookUp, noteOn } from './gaps.ts';
import { quotesOf, type Intake } from './intake.ts';
import type { Known } from './known.ts';
import { WEIGHT } from './cost.ts';
import { missingNeeds } from './needs.ts';
import { unlistedRules } from './stops.ts';

export function faultsOf(intake: Intake, known: Known): readonly string[] {
  if (intake.kind === 'question') return [...misquoted(intake, known), ...answerFaults(intake, known)];
  return [
    ...misquoted(intake, known),
    ...ungrounded(intake, known),
    ...unchecked(intake, known),
    ...(known.overridden ? [] : unlisted(intake, known)),
    ...unwaited(intake, known),
    ...unremembered(intake, known),
    ...(known.cardsAnswered === 0 ? unlooked(intake, known) : []),
  ];
}

function misquoted(intake: Intake, known: Known): readonly string[] {
  return quotesOf(intake)
    .filter((quote) => !known.stands(quote))
    .map(
      ({ message, words }) =>
        `"${words}" does not stand in [m:${message}]. Copy the words as they stand, or do not call them a quote.`,
    );
}

function ungrounded({ steps }: Intake, known: Known): readonly string[] {
  return steps.flatMap((step) => [
    ...step.arguments
      .filter(({ source }) => source.kind === 'tool_result' && known.lookups.has(source.call))
      .filter((argument) => !isGrounded(argument, effectOf(step, known), known))
      .map(
        ({ name, value }) =>
          `${name} "${value}" does not stand in what that call showed. Name the call or the message that shows it, or call it a guess.`,
      ),
    ...missingNeeds(step, known).map(
      (name) =>
        `"${step.title}" calls ${step.tool ?? ''}, which needs "${name}": name it with where it comes from, or as a guess.`,
    ),
  ]);
}

function unchecked({ premises, steps }: Intake, known: Known): readonly string[] {
  const acts = steps.some((step) => WEIGHT[effectOf(step, known)] >= WEIGHT.seen);
  return premises.flatMap(({ claim, verdict, checked_by }) => {
    if (isLookUp(checked_by, known) || verdict === 'true') return [];
    if (verdict === 'false')
      return [`"${claim}" is called false, and no call is named that shows it: look, and name the call.`];
    return acts && known.cardsAnswered === 0
      ? [`"${claim}" is unknown, and the plan rests on it: look it up and name the call.`]
      : [];
  });
}

function unlisted(intake: Intake, known: Known): readonly string[] {
  return unlistedRules(intake, known).map(
    ({ words, message }) =>
      `"${words}" [m:${message}] bears on this plan. List it under constraints if the plan keeps it; if the goal breaks it, under conflicts with the words of the goal.`,
  );
}

function unwaited({ wait }: Intake, known: Known): readonly string[] {
  const words = waitIn(known.goal.text);
  return words === undefined || wait !== null || known.released
    ? []
    : [
        `The goal says to wait: "${words}". Fill "wait" with what for, and with the words that show that it has happened, if it has.`,
      ];
}

/** What was answered for good is not guessed anew. */
function unremembered({ steps }: Intake, known: Known): readonly string[] {
  return steps.flatMap(({ arguments: given }) =>
    given.flatMap(({ name, value, source }) => {
      const note = source.kind === 'quote' ? undefined : noteOn(name, known);
      return note?.answer === undefined || note.answer === value
        ? []
        : [
            `${name}: they answered "${note.answer}" for good, in [m:${note.ts}]. Use it, unless the goal says otherwise in words that you quote.`,
          ];
    }),
  );
}

function unlooked({ questions }: Intake, known: Known): readonly string[] {
  return questions
    .filter((question) => !isLookedUp(question, known) && known.tools.has('search_history'))
    .map(
      (question) =>
        `"${question.text}": look first (search_history, read_file, …) and name those calls in "looked".`,
    );
}

/** Claims of having done something, at the start or as the whole of an answer: nothing has been done before a brief. */
const CLAIMS_DONE =
  /^\W*(?:i(?:['’]ve| have)?\s+(?:now |just |already )?)?(?:paid|sent|posted|booked|ordered|bought|cancell?ed|deleted|created|scheduled|transferred|published|updated|invited|e-?mailed|reminded|announced|moved|closed|done)\b|(?:i(?:['’]ve| have))\s+(?:paid|sent|posted|booked|ordered|cancell?ed|deleted|created|transferred|published|updated|invited|done)\b|\b(?:has|have) been (?:paid|sent|posted|booked|ordered|cancell?ed|deleted|transferred|published)\b|^\W*(?:我?已(?:经)?|都)?(?:付款?|支付|发送|发出|发布|预订|订购|取消|删除|创建|转账|更新|完成|办好|搞定)(?:了|好了|完毕|。|$)|已(?:经)?(?:付款?|支付|发送|发出|发布|预订|订购|取消|删除|创建|转账|更新|完成|办好)/iu;

function answerFaults({ answer }: Intake, known: Known): readonly string[] {
  const text = answer ?? '';
  if (!CLAIMS_DONE.test(text) || rests(text, known)) return [];
  return [
    'The answer says that something was done, and nothing has been: use kind "task" with the steps that do it, or cite the message that shows it.',
  ];
}

function rests(text: string, known: Known): boolean {
  return [...text.matchAll(/\[([mfw]:[^\]\s]+)\]/gu)].some(([ref]) => known.wasShown(ref));
}

/** However often it is sent: such an answer is never passed on. */
export function isFalseReport(intake: Intake, known: Known): boolean {
  return intake.kind === 'question' && answerFaults(intake, known).length > 0;
}
