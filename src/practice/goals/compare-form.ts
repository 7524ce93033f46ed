// The brief of a comparison: what is compared, what holds for it, what is to be asked and what is not as the goal says.
import { demandsOn } from '../compare/read.ts';
import type { Entrant } from '../compare/find.ts';
import type { CompareWish } from '../compare/wish.ts';
import {
  fromGoal,
  quoteOf,
  toForm,
  type Argument,
  type Candidate,
  type Form,
  type Quote,
  type Step,
  type ValueSource,
} from '../form.ts';
import type { Situation } from '../situation.ts';
import { lookedBy } from '../steps.ts';
import { type Language, type Tongue, tongueOf } from '../tongue.ts';

/** What was chosen to be compared, or what stands in the way. */
export interface Choice {
  readonly entrants: readonly Entrant[];
  readonly sets: readonly (readonly Entrant[])[];
  readonly isChosenOnCard: boolean;
}

export function keyOf(set: readonly Entrant[]): string {
  return set.map(({ file, said }) => file?.id ?? said?.ts ?? '').join(' ');
}

export function labelOf(set: readonly Entrant[]): string {
  return set.map(({ file, name }) => file?.name ?? name).join(', ');
}

export function toCompareForm(
  situation: Situation,
  { wish, choice, language }: { wish: CompareWish; choice: Choice; language: Language },
): Form {
  const tell = tongueOf(language);
  const { entrants } = choice;
  const kind = tell(wish.family.en, wish.family.zh);
  const [only] = entrants;
  if (entrants.length === 0) return nothingForm(kind, language);
  if (only !== undefined && entrants.length === 1 && wish.count === undefined)
    return onlyOneForm(only, kind, language);
  const names = entrants.map(({ name }) => name).join(tell(', ', '、'));
  return toForm({
    language,
    outcome: tell(
      `${names} are compared by price, terms and what the channel asks for, and one is recommended`,
      `按价格、条款和频道要求比较 ${names}，并推荐其一`,
    ),
    deliverable: tell(
      'A table with sources and a recommendation, in this thread',
      '在本话题串给出带来源的表格和推荐',
    ),
    done_when: [
      tell(
        `each of the ${entrants.length} was read and every number says where it stands`,
        `${entrants.length} 份都读过，每个数字都注明出处`,
      ),
      tell(
        'one is recommended, with the reasons, and what is missing is named',
        '推荐其中一份并说明理由，指出缺少的信息',
      ),
    ],
    constraints: constraintsOf(entrants, situation),
    steps: stepsOf(situation, { names, choice, tell }),
    questions:
      choice.sets.length > 1
        ? [
            {
              text: tell(`Which ${kind} do you mean?`, `你指的是哪一组${kind}？`),
              about: 'files',
              options: choice.sets.slice(0, 4).map(toCandidate),
              looked: lookedBy(situation),
            },
          ]
        : [],
    premises: premisesOf(situation, { wish, choice, language }),
    assumptions:
      wish.count === undefined && choice.sets.length === 1
        ? [
            {
              text: tell(`meant are ${names}`, `指的是 ${names}`),
              why: tell('they are all that fits in this channel', '频道里符合的只有这些'),
            },
          ]
        : [],
  });
}

function nothingForm(kind: string, language: Language): Form {
  const tell = tongueOf(language);
  return toForm({
    language,
    kind: 'question',
    outcome: tell(`There are no ${kind} to compare`, `没有可比较的${kind}`),
    answer: tell(
      `I found no ${kind} in this channel: neither a file nor a message fits. Share them here, or name the files, and I will compare them.`,
      `这个频道里没有找到${kind}，文件和消息都没有符合的。请把它们发到这里，或者写出文件名，我再来比较。`,
    ),
  });
}

function onlyOneForm(only: Entrant, kind: string, language: Language): Form {
  const ref = only.file === undefined ? `m:${only.said?.ts ?? ''}` : `f:${only.file.id}`;
  const name = only.file?.name ?? only.name;
  const answer = tongueOf(language)(
    `I found only one of the ${kind} in this channel: ${name} [${ref}]. There is nothing to compare it with yet.`,
    `这个频道里只找到一份${kind}：${name} [${ref}]，还没有可以对比的。`,
  );
  return toForm({ language, kind: 'question', outcome: answer, answer });
}

function stepsOf(
  situation: Situation,
  { names, choice, tell }: { names: string; choice: Choice; tell: Tongue },
): readonly Step[] {
  const step = (title: string, tool: string | null): Step => ({
    title,
    tool: tool !== null && situation.tools.has(tool) ? tool : null,
    arguments: [],
  });
  const files: Argument = {
    name: 'files',
    value: labelOf(choice.entrants),
    source: sourceOf(choice, situation),
    candidates: choice.sets.length > 1 ? choice.sets.map(toCandidate) : [],
  };
  return [
    { ...step(tell(`Read ${names}`, `阅读 ${names}`), 'read_file'), arguments: [files] },
    step(
      tell('Look for corrections and requirements in the channel', '查找频道里的更正和要求'),
      'search_history',
    ),
    step(tell('Work out what each costs', '计算各家费用'), 'calculate'),
    step(tell('Compare, check against the requirements, recommend', '对比、核对要求并推荐'), null),
  ];
}

function toCandidate(set: readonly Entrant[]): Candidate {
  return { value: keyOf(set), label: labelOf(set) };
}

function sourceOf({ entrants, sets, isChosenOnCard }: Choice, situation: Situation): ValueSource {
  if (isChosenOnCard) return { kind: 'tool_result', call: 'card' };
  const [first] = entrants;
  const ref = first?.file === undefined ? `[m:${first?.said?.ts ?? ''}]` : `[f:${first.file.id}`;
  const call = lookedBy(situation, ref)[0];
  if (call !== undefined) return { kind: 'tool_result', call };
  const quote = first?.said === undefined ? undefined : quoteOf(first.said, first.said.text);
  return quote !== undefined && sets.length === 1
    ? { kind: 'quote', ...quote }
    : fromGoal(situation, situation.goal.text);
}

/** What the goal says about how many there are, against what was found. */
function premisesOf(
  situation: Situation,
  { wish, choice, language }: { wish: CompareWish; choice: Choice; language: Language },
): Form['premises'] {
  if (wish.count === undefined || choice.sets.length > 1) return [];
  const tell = tongueOf(language);
  const { entrants } = choice;
  const isTrue = entrants.length === wish.count;
  const call = lookedBy(situation, '[f:')[0] ?? lookedBy(situation)[0];
  const list = entrants
    .map(
      ({ name, file, said }) =>
        `${file?.name ?? name} [${file === undefined ? `m:${said?.ts ?? ''}` : `f:${file.id}`}]`,
    )
    .join(', ');
  return [
    {
      claim: tell(`There are ${wish.count} (“${wish.claim}”)`, `共有 ${wish.count} 份（“${wish.claim}”）`),
      checked_by: call ?? null,
      verdict: isTrue ? 'true' : call === undefined ? 'unknown' : 'false',
      evidence: tell(`I found ${entrants.length}: ${list}`, `找到 ${entrants.length} 份：${list}`),
    },
  ];
}

/** Requirements and prohibitions, word for word. */
function constraintsOf(entrants: readonly Entrant[], situation: Situation): readonly Quote[] {
  const quotes = demandsOn(entrants, situation).flatMap(({ words, said }) => quoteOf(said, words) ?? []);
  return quotes
    .filter((quote, at) => quotes.findIndex(({ words }) => words === quote.words) === at)
    .slice(0, 12);
}
